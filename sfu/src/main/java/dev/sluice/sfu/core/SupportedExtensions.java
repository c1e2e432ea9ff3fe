package dev.sluice.sfu.core;

import static dev.sluice.rtp.HeaderExtensions.AUDIO_LEVEL;
import static dev.sluice.rtp.HeaderExtensions.COLOR_SPACE;
import static dev.sluice.rtp.HeaderExtensions.DEPENDENCY_DESCRIPTOR;
import static dev.sluice.rtp.HeaderExtensions.MID;
import static dev.sluice.rtp.HeaderExtensions.PLAYOUT_DELAY;
import static dev.sluice.rtp.HeaderExtensions.TRANSPORT_CC;
import static dev.sluice.rtp.HeaderExtensions.VIDEO_CONTENT_TYPE;
import static dev.sluice.rtp.HeaderExtensions.VIDEO_ORIENTATION;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import dev.sluice.sdp.Direction;
import dev.sluice.sdp.ExtMap;

/// Which header extensions are negotiated with publishers and players, and how their identifiers translate.
///
/// What describes the media goes through from one leg to the other. What describes one leg's transport (transport-cc, send times) ends here.
///
/// @rfc 8285 6 Offer/Answer
final class SupportedExtensions {
    private static final List<String> OFFERED = List.of(AUDIO_LEVEL, VIDEO_ORIENTATION, PLAYOUT_DELAY,
            VIDEO_CONTENT_TYPE, COLOR_SPACE, DEPENDENCY_DESCRIPTOR);
    private static final Set<String> FORWARDED = Set.copyOf(OFFERED);
    private static final Set<String> FROM_PUBLISHERS = Set.of(MID, TRANSPORT_CC);
    private static final Set<String> TO_PLAYERS = Set.of(MID);

    private SupportedExtensions() {}

    /// Of what a publisher offers, what it may send.
    static List<ExtMap> toReceive(List<ExtMap> offered) {
        return choose(offered, FROM_PUBLISHERS, direction -> direction == null || direction.sends());
    }

    /// Of what a player offers, what we may send.
    static List<ExtMap> toSend(List<ExtMap> offered) {
        return choose(offered, TO_PLAYERS, direction -> direction == null || direction.receives());
    }

    /// Of what a track comes with, what is offered to subscribers, under identifiers that are the same in all our offers.
    static List<ExtMap> toOffer(List<ExtMap> published) {
        List<ExtMap> offered = new ArrayList<>();
        offered.add(new ExtMap(1, MID));
        for (int i = 0; i < OFFERED.size(); i++) {
            String uri = OFFERED.get(i);
            if (published.stream().anyMatch(extension -> extension.uri().equals(uri))) {
                offered.add(new ExtMap(i + 2, uri));
            }
        }
        return offered;
    }

    /// From the publisher's identifiers to the player's, of all that both negotiated. A MID is replaced where it stands, so both must be of one length.
    static Map<Integer, Integer> mapping(TrackParameters published, TrackParameters played) {
        var mapping = new HashMap<Integer, Integer>();
        for (ExtMap in : published.extensions()) {
            int out = played.extensionId(in.uri());
            boolean fits = !in.uri().equals(MID) || published.mid().length() == played.mid().length();
            if (out != 0 && fits) {
                mapping.put(in.id(), out);
            }
        }
        return mapping;
    }

    /// One entry for each URI, the offer's first: an offer may hold the same extension encrypted and plain, or number it twice.
    private static List<ExtMap> choose(List<ExtMap> offered, Set<String> ofTheLeg, Predicate<Direction> direction) {
        var chosen = new HashMap<String, ExtMap>();
        for (ExtMap extension : offered) {
            boolean known = FORWARDED.contains(extension.uri()) || ofTheLeg.contains(extension.uri());
            if (known && direction.test(extension.direction())) {
                chosen.putIfAbsent(extension.uri(), extension);
            }
        }
        return offered.stream().filter(extension -> chosen.get(extension.uri()) == extension).toList();
    }
}
