package dev.sluice.dtlssrtp;

import dev.sluice.wire.U16;
import dev.sluice.wire.U24;

/// A window on one fragment of a handshake message where it lies in a record.
///
/// @rfc 6347 4.2.3 Handshake Message Fragmentation and Reassembly
final class HandshakeFragment {
    private byte[] bytes;
    private int offset;

    /// False: what begins here is not a whole fragment, or one that reaches beyond its message.
    boolean wrap(byte[] bytes, int offset, int end) {
        this.bytes = bytes;
        this.offset = offset;
        return end - offset >= HandshakeMessage.HEADER_LENGTH && end() <= end && from() + length() <= messageLength();
    }

    int type() {
        return bytes[offset] & 0xff;
    }

    int messageLength() {
        return U24.get(bytes, offset + 1);
    }

    int sequence() {
        return U16.get(bytes, offset + 4);
    }

    /// Where in the message the fragment begins.
    int from() {
        return U24.get(bytes, offset + 6);
    }

    int length() {
        return U24.get(bytes, offset + 9);
    }

    boolean isLast() { return from() + length() == messageLength(); }

    byte[] bytes() {
        return bytes;
    }

    int bodyOffset() {
        return offset + HandshakeMessage.HEADER_LENGTH;
    }

    /// Where the next fragment of the record begins.
    int end() {
        return offset + HandshakeMessage.HEADER_LENGTH + length();
    }
}
