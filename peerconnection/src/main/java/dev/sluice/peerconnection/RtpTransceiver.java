package dev.sluice.peerconnection;

import java.util.List;
import java.util.Optional;

import dev.sluice.sdp.Direction;
import dev.sluice.sdp.RtpCodec;

/// A sender and a receiver that share one media section. W3C `RTCRtpTransceiver`. Any thread may call it.
public final class RtpTransceiver {
    /// What an open offer may change and a rollback restores.
    private record Place(String mid, int mLineIndex) {}

    private static final Place NOWHERE = new Place(null, -1);

    private final String kind;
    private final RtpSender sender;
    private final RtpReceiver receiver;
    private final Runnable negotiationNeeded;
    private volatile Place place = NOWHERE;
    private volatile Place agreedPlace = NOWHERE;
    private volatile Direction direction;
    private volatile Direction currentDirection;
    private volatile Direction describedDirection;
    private volatile List<RtpCodec> preferredCodecs;
    private volatile boolean hasPreferences;
    private boolean remoteSending;              // on the loop only
    private volatile boolean stopping;
    private volatile boolean stopped;

    /// Whether the application attached something to send; a remote offer may then use this transceiver for one of its sections.
    private volatile boolean addedByTrack;

    /// Whether it only exists because a remote offer asked for it; if that offer is taken back, so is the transceiver.
    private final boolean createdByRemote;

    RtpTransceiver(String kind, Direction direction, RtpSender sender, RtpReceiver receiver, List<RtpCodec> codecs,
            boolean createdByRemote,
            Runnable negotiationNeeded) {
        this.kind = kind;
        this.direction = direction;
        this.sender = sender;
        this.receiver = receiver;
        this.preferredCodecs = codecs;
        this.createdByRemote = createdByRemote;
        this.negotiationNeeded = negotiationNeeded;
    }

    /// `audio` or `video`.
    public String kind() {
        return kind;
    }

    /// The name of its media section, once there is one.
    public Optional<String> mid() {
        return Optional.ofNullable(place.mid());
    }

    public RtpSender sender() {
        return sender;
    }

    public RtpReceiver receiver() {
        return receiver;
    }

    /// The direction wished for in the next offer or answer.
    public Direction direction() {
        return direction;
    }

    /// Wishes for another direction; it takes effect with the next exchange of offer and answer.
    public void direction(Direction wished) {
        if (stopping || stopped) {
            throw new RtcException(RtcException.Kind.INVALID_STATE, "the transceiver is stopped: add another one");
        }
        if (direction != wished) {
            direction = wished;
            negotiationNeeded.run();
        }
    }

    /// The direction that both peers agreed to; empty before they have.
    public Optional<Direction> currentDirection() {
        return Optional.ofNullable(currentDirection);
    }

    /// Narrows and orders the codecs of the following offers and answers. List retransmission formats too.
    public void setCodecPreferences(List<RtpCodec> codecs) {
        if (codecs.isEmpty()) {
            throw new RtcException(RtcException.Kind.INVALID_ACCESS,
                    "no codec: pass at least one, or stop the transceiver");
        }
        preferredCodecs = List.copyOf(codecs);
        hasPreferences = true;
    }

    /// Ends both directions with the next exchange of offer and answer. A stopped transceiver does not come back.
    public void stop() {
        if (!stopping && !isPlaced()) {
            stopNow();                          // the peer has never heard of it
        } else if (!stopping) {
            stopping = true;
            direction = Direction.INACTIVE;
            sender.stop();
            receiver.stop();
            negotiationNeeded.run();
        }
    }

    public boolean isStopped() { return stopped; }

    boolean isStopping() { return stopping; }

    List<RtpCodec> preferredCodecs() {
        return preferredCodecs;
    }

    /// Whether the application has chosen the order of codecs; otherwise the offerer's counts.
    boolean hasPreferences() {
        return hasPreferences;
    }

    boolean isCreatedByRemote() { return createdByRemote; }

    boolean isAddedByTrack() { return addedByTrack; }

    void addedByTrack() {
        addedByTrack = true;
    }

    boolean isPlaced() { return place.mid() != null; }

    int mLineIndex() {
        return place.mLineIndex();
    }

    void place(String mid, int mLineIndex) {
        place = new Place(mid, mLineIndex);
    }

    boolean isPlaceAgreed() { return agreedPlace.mid() != null; }

    void rollBack() {
        place = agreedPlace;
        remoteSending = remoteSending && isPlaceAgreed();
    }

    /// Notes whether the peer sends. True: it has just begun to.
    boolean remoteSends(boolean sends) {
        boolean begins = sends && !remoteSending;
        remoteSending = sends;
        return begins;
    }

    /// The direction that our side's latest description was made from.
    void described(Direction wished) {
        describedDirection = wished;
    }

    boolean needsNegotiation() {
        if (stopped) {
            return false;
        }
        return stopping || !isPlaced() || direction != describedDirection;
    }

    void agree(Direction agreed) {
        agreedPlace = place;
        currentDirection = agreed;
    }

    void stopNow() {
        stopping = true;
        stopped = true;
        direction = Direction.INACTIVE;
        currentDirection = null;
        sender.stop();
        receiver.stop();
    }
}
