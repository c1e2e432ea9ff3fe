package dev.sluice.testkit;

/// A clock that stands still until it is told to move: `now` for tests of a single object, which need no network.
public final class VirtualClock {
    private volatile long now;

    /// Nanoseconds since the clock was made. Any thread may ask.
    public long now() {
        return now;
    }

    public void advance(long nanoseconds) {
        if (nanoseconds < 0) {
            throw new IllegalArgumentException("time does not run backwards: advance by " + nanoseconds);
        }
        now += nanoseconds;
    }

    /// Jumps to a time that has not come yet, such as the next deadline of the object under test.
    public void advanceTo(long time) {
        advance(time - now);
    }
}
