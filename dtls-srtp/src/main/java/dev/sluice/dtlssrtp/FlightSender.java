package dev.sluice.dtlssrtp;

import java.util.List;

/// Packs the records of a flight into few datagrams and numbers those of epoch 0.
///
/// The TLS library sends each record by itself: thirteen datagrams for a handshake that fits four. It also cannot repeat its first ClientHello
/// before its own clock says so; the record is in the clear, so it is kept and repeated here, under a new number.
///
/// @rfc 6347 4.1.1 Transport Layer Mapping
final class FlightSender {
    interface Output {
        void send(byte[] bytes, int offset, int length);
    }

    private final byte[] datagram;
    private final DtlsRecord record = new DtlsRecord();
    private List<byte[]> clientHello = List.of();
    private long nextSequence;
    private boolean sentEncrypted;

    FlightSender(int maxDatagram) {
        this.datagram = new byte[maxDatagram];
    }

    /// Whether our ChangeCipherSpec is out: from then on the peer may send encrypted records.
    boolean hasSentEncrypted() {
        return sentEncrypted;
    }

    void send(List<byte[]> records, Output out) {
        if (isClientHello(records)) {
            clientHello = records;
        }
        pack(records, out);
    }

    void repeatClientHello(Output out) {
        pack(clientHello, out);
    }

    private void pack(List<byte[]> records, Output out) {
        int used = 0;
        for (byte[] bytes : records) {
            number(bytes);
            if (used + bytes.length > datagram.length && used > 0) {
                out.send(datagram, 0, used);
                used = 0;
            }
            if (bytes.length > datagram.length) {
                out.send(bytes, 0, bytes.length);
                continue;
            }
            System.arraycopy(bytes, 0, datagram, used, bytes.length);
            used += bytes.length;
        }
        if (used > 0) {
            out.send(datagram, 0, used);
        }
    }

    private void number(byte[] bytes) {
        if (!record.wrap(bytes, 0, bytes.length)) {
            throw new IllegalStateException("the TLS library sent something that is not a record");
        }
        if (record.epoch() == 0) {
            record.sequence(nextSequence++);
        } else {
            sentEncrypted = true;
        }
    }

    private boolean isClientHello(List<byte[]> records) {
        return !records.isEmpty() && record.wrap(records.getFirst(), 0, records.getFirst().length)
                && record.epoch() == 0
                && record.type() == DtlsRecord.HANDSHAKE
                && record.bytes()[record.fragmentOffset()] == HandshakeMessage.CLIENT_HELLO;
    }
}
