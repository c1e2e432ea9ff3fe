package dev.sluice.rtp;

import static dev.sluice.wire.Time.SECOND;

import java.nio.charset.StandardCharsets;

import dev.sluice.wire.U16;
import dev.sluice.wire.U24;

/// Reads, and writes in place, what the usual header extension elements hold. `id` is the element's local identifier.
public final class ExtensionData {
    /// The answer when the packet has no such element, or a shorter one.
    public static final int NONE = -1;

    private ExtensionData() {}

    /// A MID, RID or repaired RID; empty without one. Allocates: once per stream, not once per packet.
    ///
    /// @rfc 9143 15.2 RTP SDES Header Extension for MID
    /// @rfc 8852 3.3 RTP 'RtpStreamId' and 'RepairedRtpStreamId' Header Extensions
    public static String text(RtpPacket packet, int id) {
        int at = packet.extension(id);
        return at < 0 ? "" : new String(packet.bytes(), at, packet.extensionLength(id), StandardCharsets.UTF_8);
    }

    public static int transportSequenceNumber(RtpPacket packet, int id) {
        int at = find(packet, id, 2);
        return at < 0 ? NONE : U16.get(packet.bytes(), at);
    }

    /// False: the packet has no room for it.
    public static boolean transportSequenceNumber(RtpPacket packet, int id, int value) {
        int at = find(packet, id, 2);
        if (at < 0) {
            return false;
        }
        U16.set(packet.bytes(), at, value);
        return true;
    }

    /// Writes the time of sending, if the packet has room for it.
    public static boolean absSendTime(RtpPacket packet, int id, long now) {
        int at = find(packet, id, 3);
        if (at < 0) {
            return false;
        }
        U24.set(packet.bytes(), at, absSendTime(now));
        return true;
    }

    /// 24 bits: 6 of seconds, 18 of fraction, wrapping around every 64 seconds.
    public static int absSendTime(long now) {
        long seconds = now / SECOND & 0x3f;
        return (int) (seconds << 18 | (now % SECOND << 18) / SECOND);
    }

    /// From 0 for the loudest to 127 for silence, in -dBov, or [#NONE].
    ///
    /// @rfc 6464 3 Audio Levels
    public static int audioLevel(RtpPacket packet, int id) {
        int at = find(packet, id, 1);
        return at < 0 ? NONE : packet.bytes()[at] & 0x7f;
    }

    /// Whether the sender takes this packet for speech.
    public static boolean isVoice(RtpPacket packet, int id) {
        int at = find(packet, id, 1);
        return at >= 0 && (packet.bytes()[at] & 0x80) != 0;
    }

    private static int find(RtpPacket packet, int id, int minLength) {
        return packet.extensionLength(id) < minLength ? NONE : packet.extension(id);
    }
}
