package dev.sluice.dtlssrtp;

import dev.sluice.wire.U16;
import dev.sluice.wire.U24;

/// One whole handshake message.
///
/// ```
///  type(1) length(3) message_seq(2) fragment_offset(3) fragment_length(3) body
/// ```
///
/// @rfc 6347 4.2.2 Handshake Message Format
record HandshakeMessage(int type, int sequence, byte[] body) {
    static final int HEADER_LENGTH = 12;
    /// A message and its header fit one record.
    static final int MAX_LENGTH = DtlsRecord.MAX_FRAGMENT_LENGTH - HEADER_LENGTH;

    static final int CLIENT_HELLO = 1;
    static final int SERVER_HELLO = 2;
    static final int HELLO_VERIFY_REQUEST = 3;
    static final int CERTIFICATE = 11;
    static final int SERVER_KEY_EXCHANGE = 12;
    static final int CERTIFICATE_REQUEST = 13;
    static final int SERVER_HELLO_DONE = 14;
    static final int CERTIFICATE_VERIFY = 15;
    static final int CLIENT_KEY_EXCHANGE = 16;

    /// The message in one piece, in a record of epoch 0.
    byte[] toRecord(long recordSequence) {
        byte[] record = DtlsRecord.plaintext(DtlsRecord.HANDSHAKE, recordSequence, HEADER_LENGTH + body.length);
        int at = DtlsRecord.HEADER_LENGTH;
        record[at] = (byte) type;
        U24.set(record, at + 1, body.length);
        U16.set(record, at + 4, sequence);
        U24.set(record, at + 9, body.length);
        System.arraycopy(body, 0, record, at + HEADER_LENGTH, body.length);
        return record;
    }
}
