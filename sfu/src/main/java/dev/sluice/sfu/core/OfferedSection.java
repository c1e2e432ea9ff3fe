package dev.sluice.sfu.core;

import java.util.List;

import dev.sluice.sdp.Direction;
import dev.sluice.sdp.Msid;
import dev.sluice.sdp.OfferedMedia;
import dev.sluice.sdp.RepeatedOffer;
import dev.sluice.sdp.SentStream;

/// One section of our offers to a subscriber, with the track it carries now.
///
/// ```
///            place()               answer accepts               track goes, or answer does not want it
///  free  ---------------> taken  ------------------> flowing  -----------------------------------------> leaving
///   ^   with a new mid                                                                                      |
///   +------------------------------- port 0 offered and answered, or rejected by the answer ----------------+
/// ```
///
/// @rfc 9429 5.2.2 Subsequent Offers (recycling)
final class OfferedSection {
    private final String kind;
    private String mid;
    private Publisher publisher;
    private TrackParameters proposed;
    private PublishedTrack track;           // null: leaving or free
    private Subscription subscription;      // null until an answer has accepted the track
    private RepeatedOffer.Section written;
    private boolean isStopped;              // as offered last
    private boolean isFree;

    OfferedSection(String kind) {
        this.kind = kind;
    }

    /// Takes the section for a track.
    void place(Publisher whose, PublishedTrack taken, TrackParameters parameters) {
        mid = parameters.mid();
        publisher = whose;
        track = taken;
        proposed = parameters;
        isFree = false;
        isStopped = false;
        written = null;
    }

    String kind() {
        return kind;
    }

    String mid() {
        return mid;
    }

    Publisher publisher() {
        return publisher;
    }

    /// Null when the section carries nothing any more.
    PublishedTrack track() {
        return track;
    }

    TrackParameters proposed() {
        return proposed;
    }

    /// Null while nothing flows.
    Subscription subscription() {
        return subscription;
    }

    void subscription(Subscription flowing) {
        subscription = flowing;
    }

    /// Carries nothing from now on.
    void leave() {
        track = null;
        publisher = null;
        subscription = null;
    }

    /// Whether the last offer had it with port 0.
    boolean isStopped() { return isStopped; }

    boolean isFree() { return isFree; }

    void free() {
        isFree = true;
    }

    /// As it stands in the next offer, and in all that follow until something changes here.
    RepeatedOffer.Section write(RepeatedOffer offers) {
        boolean stopped = track == null;
        if (written == null || stopped != isStopped) {
            isStopped = stopped;
            written = stopped ? offers.stopped(kind, mid) : offers.media(media());
        }
        return written;
    }

    private OfferedMedia media() {
        return new OfferedMedia(kind, mid, Direction.SENDONLY, proposed.codecs(), proposed.extensions(), List.of(),
                List.of(stream()));
    }

    /// The stream's name is the publisher's, so that whoever reads the description knows whose it is, and sound and picture stay together.
    private SentStream stream() {
        return new SentStream(new Msid(publisher.participant().id(), track.id()), publisher.cname(),
                Integer.toUnsignedLong(proposed.ssrc()), Integer.toUnsignedLong(proposed.rtxSsrc()));
    }

    OfferedTrack describe() {
        return new OfferedTrack(mid, publisher.participant().id(), track.parameters().mid());
    }
}
