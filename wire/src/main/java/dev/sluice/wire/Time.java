package dev.sluice.wire;

/// How Sluice counts time: a `long` of nanoseconds since a start of the loop's own choosing. It never wraps, so `<` and `Math.min` mean what they say.
public final class Time {
    /// A deadline that never comes.
    public static final long NEVER = Long.MAX_VALUE;

    public static final long MICROSECOND = 1_000;
    public static final long MILLISECOND = 1_000_000;
    public static final long SECOND = 1_000_000_000;

    private Time() {}
}
