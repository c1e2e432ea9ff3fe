package dev.sluice.sfu.signaling;

import java.util.HashMap;
import java.util.Map;

/// A track that others see, and how much of it each of them wants. Who has said nothing wants all.
final class PublishedTrack {
    private TrackInfo info;
    private String mid;
    private final Map<String, Quality> wishes = new HashMap<>();
    private Quality told = Quality.HIGH;
    private Timers.Timer falling;

    /// @param mid the section of the publisher's connection with the server; null while the track does not come over it
    PublishedTrack(TrackInfo info, String mid) {
        this.info = info;
        this.mid = mid;
    }

    TrackInfo info() {
        return info;
    }

    void mute(boolean muted) {
        info = info.withMuted(muted);
    }

    String mid() {
        return mid;
    }

    void moveTo(String changed) {
        mid = changed;
    }

    // Wishes.

    /// @param quality [Quality#OFF] for a track that is paused
    void wish(String subscriber, Quality quality) {
        if (quality == Quality.HIGH) {
            wishes.remove(subscriber);
        } else {
            wishes.put(subscriber, quality);
        }
    }

    void forget(String subscriber) {
        wishes.remove(subscriber);
    }

    boolean isPausedFor(String subscriber) {
        return wishes.get(subscriber) == Quality.OFF;
    }

    Iterable<String> pausing() {
        return wishes.keySet().stream().filter(this::isPausedFor).toList();
    }

    /// The most that anybody wants.
    ///
    /// @param others how many might want it
    Quality wanted(int others) {
        if (others > wishes.size()) {
            return Quality.HIGH;
        }
        return wishes.values().stream().max(Quality::compareTo).orElse(Quality.OFF);
    }

    /// What its publisher knows; a publisher that was told nothing sends all.
    Quality told() {
        return told;
    }

    void tell(Quality quality) {
        told = quality;
        keep();
    }

    boolean isFalling() { return falling != null; }

    void fall(Timers.Timer timer) {
        falling = timer;
    }

    void fell() {
        falling = null;
    }

    /// It does not fall, or is no more.
    void keep() {
        if (falling != null) {
            falling.cancel();
            falling = null;
        }
    }
}
