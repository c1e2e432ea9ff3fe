package dev.sluice.sfu.signaling;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.random.RandomGenerator;

import dev.sluice.wire.Time;

/// What everything in the rooms of a worker needs, and the time it is.
final class SignalingParts {
    private final SignalingConfig config;
    private final RandomGenerator random;
    private final InstantSource calendar;
    private final Media media;
    private final Timers timers = new Timers();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private long now;

    SignalingParts(SignalingConfig config, RandomGenerator random, InstantSource calendar, Media media) {
        this.config = config;
        this.random = random;
        this.calendar = calendar;
        this.media = media;
    }

    SignalingConfig config() {
        return config;
    }

    RandomGenerator random() {
        return random;
    }

    /// The time of day, for people.
    InstantSource calendar() {
        return calendar;
    }

    /// Milliseconds, different ones for different clients.
    long comeBackAfter() {
        return random.nextLong(config.comeBackSpread()) / Time.MILLISECOND;
    }

    Media media() {
        return media;
    }

    Timers timers() {
        return timers;
    }

    /// What is to be done when the call that is being made has returned, in this order.
    Queue<Runnable> later() {
        return later;
    }

    long now() {
        return now;
    }

    void now(long time) {
        now = time;
    }
}
