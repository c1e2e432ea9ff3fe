package dev.sluice.dtlssrtp;

import java.util.ArrayList;
import java.util.List;

import dev.sluice.wire.U16;
import dev.sluice.wire.U24;

/// Makes and takes apart DTLS records for tests.
final class Records {
    private Records() {}

    static byte[] record(int type, int epoch, long sequence, byte[] fragment) {
        byte[] bytes = DtlsRecord.plaintext(type, (long) epoch << 48 | sequence, fragment.length);
        System.arraycopy(fragment, 0, bytes, DtlsRecord.HEADER_LENGTH, fragment.length);
        return bytes;
    }

    /// A fragment of a handshake message, without a record around it.
    static byte[] fragment(int type, int sequence, int messageLength, int from, byte[] body) {
        byte[] bytes = new byte[HandshakeMessage.HEADER_LENGTH + body.length];
        bytes[0] = (byte) type;
        U24.set(bytes, 1, messageLength);
        U16.set(bytes, 4, sequence);
        U24.set(bytes, 6, from);
        U24.set(bytes, 9, body.length);
        System.arraycopy(body, 0, bytes, HandshakeMessage.HEADER_LENGTH, body.length);
        return bytes;
    }

    static byte[] handshake(int type, int sequence, int messageLength, int from, byte[] body) {
        return record(DtlsRecord.HANDSHAKE, 0, 0, fragment(type, sequence, messageLength, from, body));
    }

    static byte[] message(int type, int sequence, byte[] body) {
        return handshake(type, sequence, body.length, 0, body);
    }

    static byte[] alert(int level, int description) {
        return record(DtlsRecord.ALERT, 0, 0, new byte[]{(byte) level, (byte) description});
    }

    static byte[] concat(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /// The records of a datagram.
    static List<byte[]> split(byte[] datagram) {
        List<byte[]> records = new ArrayList<>();
        DtlsRecord record = new DtlsRecord();
        for (int at = 0; record.wrap(datagram, at, datagram.length); at = record.end()) {
            records.add(record.copy());
        }
        return records;
    }

    static int type(byte[] record) {
        return record[0];
    }

    static int epoch(byte[] record) {
        return U16.get(record, 3);
    }

    static int handshakeType(byte[] record) {
        return record[DtlsRecord.HEADER_LENGTH];
    }
}
