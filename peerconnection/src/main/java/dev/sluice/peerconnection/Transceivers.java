package dev.sluice.peerconnection;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

import dev.sluice.sdp.Direction;

/// The transceivers of a connection, in the order they were created. Any thread.
final class Transceivers implements Iterable<RtpTransceiver> {
    interface Maker {
        RtpTransceiver make(String kind, Direction direction, boolean createdByRemote);
    }

    private final Maker maker;
    private final List<RtpTransceiver> all = new CopyOnWriteArrayList<>();

    Transceivers(Maker maker) {
        this.maker = maker;
    }

    synchronized RtpTransceiver add(String kind, Direction direction, boolean createdByRemote) {
        RtpTransceiver transceiver = maker.make(kind, direction, createdByRemote);
        all.add(transceiver);
        return transceiver;
    }

    /// A transceiver to send a new track with: one that nothing was ever sent on, or else a new one.
    ///
    /// W3C `addTrack`.
    synchronized RtpTransceiver addForTrack(String kind) {
        RtpTransceiver transceiver = first(one -> isFreeFor(kind, one))
                .orElseGet(() -> add(kind, Direction.SENDRECV, false));
        transceiver.addedByTrack();
        if (!transceiver.direction().sends()) {
            transceiver.direction(Direction.of(true, transceiver.direction().receives()));
        }
        return transceiver;
    }

    Optional<RtpTransceiver> at(int mLineIndex) {
        return first(one -> one.isPlaced() && !one.isStopped() && one.mLineIndex() == mLineIndex);
    }

    /// The one with this section, as long as the section has not been given to something new.
    Optional<RtpTransceiver> at(int mLineIndex, String mid) {
        return at(mLineIndex).filter(one -> one.mid().orElse("").equals(mid));
    }

    /// One the application made to send on, that waits for a section of this kind.
    ///
    /// @rfc 9429 5.10 Applying a Remote Description
    Optional<RtpTransceiver> waitingFor(String kind) {
        return first(one -> one.isAddedByTrack() && !one.isPlaced() && !one.isStopping() && one.kind().equals(kind));
    }

    void remove(RtpTransceiver transceiver) {
        all.remove(transceiver);
    }

    void removeStopped() {
        all.removeIf(RtpTransceiver::isStopped);
    }

    List<RtpTransceiver> list() {
        return List.copyOf(all);
    }

    @Override
    public Iterator<RtpTransceiver> iterator() {
        return all.iterator();
    }

    private static boolean isFreeFor(String kind, RtpTransceiver one) {
        return one.kind().equals(kind) && !one.isStopping() && !one.isAddedByTrack() && !one.direction().sends()
                && !one.sender().isAgreed();
    }

    private Optional<RtpTransceiver> first(Predicate<RtpTransceiver> condition) {
        return all.stream().filter(condition).findFirst();
    }
}
