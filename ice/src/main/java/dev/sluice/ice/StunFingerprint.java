package dev.sluice.ice;

import java.util.zip.CRC32;

/// FINGERPRINT: a CRC-32 that tells STUN from other protocols on the same socket.
///
/// @rfc 8489 14.7 FINGERPRINT
final class StunFingerprint {
    private static final int XOR = 0x5354554e;

    private StunFingerprint() {}

    /// Of the message that starts at `message`, whose FINGERPRINT attribute starts at `attribute` and is already in its length.
    static int compute(byte[] bytes, int message, int attribute) {
        CRC32 crc = new CRC32(); // a few bytes that never leave this method: the compiler keeps it off the heap
        crc.update(bytes, message, attribute - message);
        return (int) crc.getValue() ^ XOR;
    }
}
