package dev.sluice.sfu.signaling;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a participant publishes: what it says about the sections of its connection, which of them live, and what the others were told of that.
///
/// A track is what its name, kind and source say; which section it comes through may change without its going away, as when a
/// room moves from peer to peer to the SFU. Changes come out as messages for the others.
final class PublishedTracks {
    interface Changes {
        void added(PublishedTrack track);

        void removed(PublishedTrack track);

        void muted(PublishedTrack track);

        /// It comes through another section from now on.
        void moved(PublishedTrack track);
    }

    private final Map<String, PublishedTrack> shown = new LinkedHashMap<>();
    private List<TrackOffer> declared = List.of();
    private Map<String, TrackKind> live = Map.of();
    private boolean isDirect;
    private int players;

    /// What others see, in the order it came.
    Collection<PublishedTrack> shown() {
        return shown.values();
    }

    List<TrackInfo> infos() {
        return shown.values().stream().map(PublishedTrack::info).toList();
    }

    /// Null when others see no such track.
    PublishedTrack track(String name) {
        return shown.get(name);
    }

    /// The track that comes through a section of the connection with the server, or null.
    PublishedTrack at(String mid) {
        return shown.values().stream().filter(track -> mid.equals(track.mid())).findFirst().orElse(null);
    }

    /// So many receive them by WHEP.
    void played(int changed) {
        players = changed;
    }

    /// Whether somebody receives them who cannot say how much it wants.
    boolean arePlayed() { return players > 0; }

    /// An offer or answer for a peer says all.
    void declareDirect(List<TrackOffer> tracks, Map<String, TrackKind> kinds, Changes changes) {
        declared = tracks;
        live = kinds;
        isDirect = true;
        show(changes);
    }

    /// An offer to the server says what its sections are; which of them live the media side tells by [#live]. When it has told all
    /// that it has to tell, [#settle] is called.
    void declare(List<TrackOffer> tracks) {
        declared = tracks;
    }

    /// Shows what was declared. Until the media side has told something for the first time, the tracks of the direct connection
    /// stay that are still published.
    void settle(Changes changes) {
        if (isDirect) {
            List.copyOf(shown.values()).stream().filter(track -> !isDeclared(track.info().track()))
                    .forEach(track -> remove(track, changes));
        } else {
            show(changes);
        }
    }

    private boolean isDeclared(String name) {
        return declared.stream().anyMatch(track -> track.track().equals(name));
    }

    /// These sections live, and no others.
    void live(Map<String, TrackKind> kinds, Changes changes) {
        live = kinds;
        isDirect = false;
        show(changes);
    }

    /// False: there is no such track.
    boolean mute(String name, boolean muted, Changes changes) {
        if (!isDeclared(name)) {
            return false;
        }
        declared = declared.stream()
                .map(track -> track.track().equals(name)
                        ? new TrackOffer(track.mid(), name, track.source(), muted)
                        : track)
                .toList();
        PublishedTrack track = shown.get(name);
        if (track != null) {
            mute(track, muted, changes);
        }
        return true;
    }

    private void show(Changes changes) {
        Map<String, TrackOffer> wanted = new LinkedHashMap<>();
        declared.stream().filter(track -> live.containsKey(track.mid()))
                .forEach(track -> wanted.put(track.track(), track));
        for (PublishedTrack track : List.copyOf(shown.values())) {
            TrackOffer offer = wanted.get(track.info().track());
            if (offer == null || !isSame(track.info(), offer)) {
                remove(track, changes);
            }
        }
        wanted.values().forEach(offer -> show(offer, changes));
    }

    private boolean isSame(TrackInfo info, TrackOffer offer) {
        return info.kind() == live.get(offer.mid()) && info.source() == offer.source();
    }

    private void show(TrackOffer offer, Changes changes) {
        String mid = isDirect ? null : offer.mid();
        PublishedTrack track = shown.get(offer.track());
        if (track == null) {
            track = new PublishedTrack(
                    new TrackInfo(offer.track(), live.get(offer.mid()), offer.source(), offer.muted()), mid);
            shown.put(offer.track(), track);
            changes.added(track);
            return;
        }
        mute(track, offer.muted(), changes);
        if (mid != null && !mid.equals(track.mid())) {
            track.moveTo(mid);
            changes.moved(track);
        }
    }

    private static void mute(PublishedTrack track, boolean muted, Changes changes) {
        if (track.info().muted() != muted) {
            track.mute(muted);
            changes.muted(track);
        }
    }

    private void remove(PublishedTrack track, Changes changes) {
        shown.remove(track.info().track());
        track.keep();
        changes.removed(track);
    }
}
