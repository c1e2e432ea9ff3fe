package dev.sluice.rtp;

import static dev.sluice.wire.Time.SECOND;

import dev.sluice.wire.U32;

/// NTP times as RTCP carries them: 32 bits of seconds and 32 bits of fraction, or the middle 32 of these 64 bits.
///
/// @rfc 3550 4 Byte Order, Alignment, and Time Format
public final class NtpTime {
    /// From 1900 to 1970.
    private static final long UNIX_EPOCH = 2_208_988_800L;
    private static final long FIRST_SECOND_OF_1968 = 0x8000_0000L;

    private NtpTime() {}

    public static long ofUnixNanos(long nanosecondsSince1970) {
        long seconds = Math.floorDiv(nanosecondsSince1970, SECOND) + UNIX_EPOCH;
        long fraction = (Math.floorMod(nanosecondsSince1970, SECOND) << 32) / SECOND;
        return seconds << 32 | fraction;
    }

    /// The seconds wrap around in 2036: small ones are taken for times from then on.
    public static long toUnixNanos(long ntpTime) {
        long seconds = ntpTime >>> 32;
        if (seconds < FIRST_SECOND_OF_1968) {
            seconds += 1L << 32;
        }
        return (seconds - UNIX_EPOCH) * SECOND + nanosOfFraction(ntpTime & U32.MAX);
    }

    /// The middle 32 bits: what LSR fields carry.
    public static long middle(long ntpTime) {
        return ntpTime >>> 16 & U32.MAX;
    }

    /// A duration in 65,536ths of a second: what DLSR fields carry.
    public static long toUnits(long nanoseconds) {
        return nanoseconds / SECOND << 16 | (nanoseconds % SECOND << 16) / SECOND;
    }

    public static long toNanos(long units) {
        return (units >> 16) * SECOND + ((units & 0xffff) * SECOND >> 16);
    }

    /// An NTP time some nanoseconds later, or earlier if they are negative.
    public static long plus(long ntpTime, long nanoseconds) {
        long seconds = Math.floorDiv(nanoseconds, SECOND);
        long fraction = (Math.floorMod(nanoseconds, SECOND) << 32) / SECOND;
        return ntpTime + (seconds << 32) + fraction;
    }

    /// How many nanoseconds `to` is later than `from`.
    public static long between(long from, long to) {
        long difference = to - from;
        return (difference >> 32) * SECOND + nanosOfFraction(difference & U32.MAX);
    }

    /// The round trip time that a report block proves, in nanoseconds; -1 when its reporter has seen no sender report yet or lies.
    ///
    /// @param now of the clock that stamped the sender reports
    /// @rfc 3550 6.4.1 SR: Sender Report RTCP Packet (LSR, DLSR)
    public static long roundTrip(long now, ReportBlock block) {
        if (block.lastSenderReport() == 0) {
            return -1;
        }
        int units = (int) (middle(now) - block.lastSenderReport() - block.delaySinceLastSenderReport());
        return units < 0 ? -1 : toNanos(units);
    }

    private static long nanosOfFraction(long fraction) {
        return fraction * SECOND + (1L << 31) >>> 32;
    }
}
