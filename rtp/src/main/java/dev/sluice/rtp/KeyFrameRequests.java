package dev.sluice.rtp;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.NEVER;

/// Turns the key frame requests of many viewers into few requests to the source.
///
/// The first is passed on at once. All that come before the key frame does are one with it, and it is repeated, ever more slowly, until
/// the key frame is there. Two requests are never closer than an interval, half a second unless told otherwise: a key frame costs what many
/// others cost, and a viewer who can ask for fifty a second could ruin the picture for all.
///
/// Sans-IO and confined to one thread.
///
/// @rfc 5104 3.5.1.1 Reliability
public final class KeyFrameRequests {
    /// Must not call back in.
    public interface Output {
        void sendPli();
    }

    public static final long DEFAULT_INTERVAL = 500 * MILLISECOND;

    private static final int MAX_BACKOFF = 4;

    private final long interval;
    private long delay;             // from the last request to its repetition
    private long lastSent;
    private long notBefore = Long.MIN_VALUE;
    private long wantedSince = NEVER;
    private long requested;
    private long sent;

    public KeyFrameRequests() {
        this(DEFAULT_INTERVAL);
    }

    /// @param interval nanoseconds between two requests to the source, at least
    public KeyFrameRequests(long interval) {
        this.interval = interval;
        this.delay = interval;
    }

    /// Somebody needs a key frame: [#deadline] says when the source is asked.
    public void request(long now) {
        requested++;
        wantedSince = Math.min(wantedSince, now);
    }

    /// A key frame begins: everybody who has asked is served.
    public void onKeyFrame() {
        wantedSince = NEVER;
        delay = interval;
        notBefore = sent == 0 ? notBefore : lastSent + interval;
    }

    public boolean isWanted() { return wantedSince != NEVER; }

    public long deadline() {
        return Math.max(wantedSince, notBefore);
    }

    public void onTime(long now, Output out) {
        if (now < deadline()) {
            return;
        }
        sent++;
        lastSent = now;
        notBefore = now + delay;
        delay = Math.min(2 * delay, MAX_BACKOFF * interval);
        out.sendPli();
    }

    /// How many requests came in.
    public long requested() {
        return requested;
    }

    /// How many went out.
    public long sent() {
        return sent;
    }
}
