package dev.sluice.dtlssrtp;

import java.util.Arrays;

import dev.sluice.wire.U16;
import dev.sluice.wire.U32;
import dev.sluice.wire.U64;

/// A window on one DTLS 1.2 record where it lies.
///
/// ```
///  type(1) version(2) epoch(2) sequence(6) length(2) fragment(length)
/// ```
///
/// @rfc 6347 4.1 Record Layer
final class DtlsRecord {
    static final int HEADER_LENGTH = 13;
    /// The most that a record may carry in the clear.
    static final int MAX_FRAGMENT_LENGTH = 1 << 14;
    /// The most that a record may carry encrypted.
    static final int MAX_ENCRYPTED_LENGTH = MAX_FRAGMENT_LENGTH + 2048;

    static final int CHANGE_CIPHER_SPEC = 20;
    static final int ALERT = 21;
    static final int HANDSHAKE = 22;
    static final int APPLICATION_DATA = 23;

    static final int DTLS_1_0 = 0xfeff;
    static final int DTLS_1_2 = 0xfefd;

    private byte[] bytes;
    private int offset;

    /// False: what begins here is not a whole record; nothing may be read, nor anything behind it.
    boolean wrap(byte[] bytes, int offset, int end) {
        this.bytes = bytes;
        this.offset = offset;
        return end - offset >= HEADER_LENGTH && end() <= end && fragmentLength() <= MAX_ENCRYPTED_LENGTH;
    }

    byte[] bytes() {
        return bytes;
    }

    int type() {
        return bytes[offset] & 0xff;
    }

    boolean hasKnownType() {
        return type() >= CHANGE_CIPHER_SPEC && type() <= APPLICATION_DATA;
    }

    int version() {
        return U16.get(bytes, offset + 1);
    }

    int epoch() {
        return U16.get(bytes, offset + 3);
    }

    long sequence() {
        return (long) U16.get(bytes, offset + 5) << 32 | U32.get(bytes, offset + 7);
    }

    int fragmentOffset() {
        return offset + HEADER_LENGTH;
    }

    int fragmentLength() {
        return U16.get(bytes, offset + 11);
    }

    /// Where the next record begins.
    int end() {
        return offset + HEADER_LENGTH + fragmentLength();
    }

    byte[] copy() {
        return Arrays.copyOfRange(bytes, offset, end());
    }

    /// A record of epoch 0, with its fragment still to be filled in.
    static byte[] plaintext(int type, long sequence, int fragmentLength) {
        byte[] record = new byte[HEADER_LENGTH + fragmentLength];
        record[0] = (byte) type;
        U64.set(record, 3, sequence);
        U16.set(record, 1, DTLS_1_2);
        U16.set(record, 11, fragmentLength);
        return record;
    }
}
