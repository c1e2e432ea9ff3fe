package dev.sluice.ice;

import java.util.zip.CRC32;

/// FINGERPRINT: a CRC-32 that tells STUN from other protocols on the same socket.
///
/// Reusable, for one thread.
///
/// @rfc 8489 14.7 FINGERPRINT
final class StunFingerprint {
    private static final int XOR = 0x5354554e;

    private final CRC32 crc = new CRC32();

    /// Of the message that starts at `message`, whose FINGERPRINT attribute starts at `attribute` and is already in its length.
    int compute(byte[] bytes, int message, int attribute) {
        crc.reset();
        crc.update(bytes, message, attribute - message);
        return (int) crc.getValue() ^ XOR;
    }
}
