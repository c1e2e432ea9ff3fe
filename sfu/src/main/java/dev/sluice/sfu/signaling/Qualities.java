package dev.sluice.sfu.signaling;

/// Tells publishers the most that anybody wants of each of their tracks: at once when it is more than before, after a while when it is
/// less, so that somebody who changes her mind again disturbs nobody.
final class Qualities {
    private final SignalingParts parts;

    Qualities(SignalingParts parts) {
        this.parts = parts;
    }

    void review(Room room) {
        room.members().forEach(this::review);
    }

    void review(Member publisher) {
        publisher.tracks().shown().forEach(track -> review(publisher, track));
    }

    /// To be called whenever somebody's wish has changed, or the number of those who might have one.
    void review(Member publisher, PublishedTrack track) {
        Quality wanted = wanted(publisher, track);
        if (wanted.compareTo(track.told()) >= 0) {
            settle(publisher, track, wanted);
        } else if (!track.isFalling()) {
            track.fall(parts.timers().at(parts.now() + parts.config().qualityDelay(), () -> {
                track.fell();
                settle(publisher, track, wanted(publisher, track));
            }));
        }
    }

    private static Quality wanted(Member publisher, PublishedTrack track) {
        return publisher.tracks().arePlayed() ? Quality.HIGH : track.wanted(publisher.room().others(publisher));
    }

    private static void settle(Member publisher, PublishedTrack track, Quality wanted) {
        boolean isNews = wanted != track.told();
        track.tell(wanted);
        if (isNews) {
            publisher.send(new ServerMessage.Wanted(track.info().track(), wanted));
        }
    }
}
