package dev.sluice.sfu.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import dev.sluice.sdp.Candidate;
import dev.sluice.sdp.Direction;
import dev.sluice.sdp.OfferedMedia;
import dev.sluice.sdp.RepeatedOffer;
import dev.sluice.sdp.TransportParameters;

/// The sections of our offers to one subscriber, in their order, and which track has which.
///
/// Section 0 is the *anchor*: audio, always inactive, never used. It is there from the first offer on, so that ICE and DTLS connect before there is a track, and
/// the transport's section never goes away. A track gets a free section of its kind or one more at the end; it keeps section, mid, payload types and SSRCs as
/// long as it is here, and what is written about it is the same in each offer. A section is never taken over directly: first it is offered with port 0, and
/// when that was answered, the next track begins there under a new mid. Payload types and extension identifiers mean the same for as long as the transport lives.
///
/// @rfc 9429 5.2.2 Subsequent Offers
final class OfferedSections {
    /// With the anchor below the 256 that one description may have.
    static final int MOST = 240;

    /// In all. SRTP has room for twice as many SSRCs.
    private static final int MOST_TRACKS = 8_000;

    static final String ANCHOR_MID = "0";

    private final RepeatedOffer offers;
    private final OfferNumbers numbers;
    private final List<OfferedSection> all = new ArrayList<>();
    private final Map<PublishedTrack, OfferedSection> byTrack = new HashMap<>();
    private final Map<String, Deque<OfferedSection>> free = Map.of("audio", new ArrayDeque<>(), "video",
            new ArrayDeque<>());
    private int leaving;
    private int lastMid;

    /// @param transport how we are reached, in all offers
    /// @param id        names the session in all offers
    OfferedSections(TransportParameters transport, List<Candidate> candidates, String id, RandomGenerator random) {
        numbers = new OfferNumbers(random);
        offers = new RepeatedOffer(transport, candidates, id, new OfferedMedia("audio", ANCHOR_MID, Direction.INACTIVE,
                List.of(numbers.opus()), List.of(), List.of(), List.of()));
    }

    /// All but the anchor.
    List<OfferedSection> all() {
        return all;
    }

    /// The track's section, null when it has none.
    OfferedSection of(PublishedTrack track) {
        return byTrack.get(track);
    }

    // Taking and leaving.

    boolean hasPlaceForAnyOf(Collection<PublishedTrack> tracks) {
        return tracks.stream().anyMatch(track -> hasPlace(track.parameters().kind()));
    }

    private boolean hasPlace(String kind) {
        return all.size() < MOST || !free.get(kind).isEmpty();
    }

    /// Gives the track a section in the next offer. False: there is none left, it has to wait for one.
    boolean place(Publisher publisher, PublishedTrack track) {
        String kind = track.parameters().kind();
        if (!hasPlace(kind)) {
            return false;
        }
        OfferedSection section = take(kind);
        section.place(publisher, track, numbers.propose(track.parameters(), String.valueOf(++lastMid)));
        byTrack.put(track, section);
        return true;
    }

    private OfferedSection take(String kind) {
        OfferedSection recycled = free.get(kind).poll();
        if (recycled != null) {
            return recycled;
        }
        OfferedSection added = new OfferedSection(kind);
        all.add(added);
        return added;
    }

    /// The track has gone.
    void leave(OfferedSection section) {
        byTrack.remove(section.track());
        section.leave();
        leaving++;
    }

    /// The peer does not want, or cannot play, the section's track, if it has one still.
    ///
    /// @param isRejected whether it answered with port 0, which frees the section at once
    void refused(OfferedSection section, boolean isRejected) {
        if (section.isFree()) {
            return;
        }
        if (section.track() != null) {
            leave(section);
        }
        if (isRejected) {
            leaving--;
            section.free();
            free.get(section.kind()).add(section);
        }
    }

    /// Whether so many tracks have come and gone that their SSRCs fill the tables of SRTP, where none may be used again.
    boolean isWornOut() { return lastMid >= MOST_TRACKS; }

    /// Whether a section is still offered although its track has gone.
    boolean isOutdated() { return leaving > 0; }

    // The offer.

    String offer(long version) {
        return offers.text(version, all.stream().map(section -> section.write(offers)).toList());
    }

    /// What the live sections of the offer carry.
    List<OfferedTrack> tracks() {
        return all.stream().filter(section -> section.track() != null).map(OfferedSection::describe).toList();
    }
}
