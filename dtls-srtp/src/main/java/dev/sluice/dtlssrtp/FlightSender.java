package dev.sluice.dtlssrtp;

import java.util.List;

/// Packs the records of a flight into few datagrams. The TLS library sends each record by itself: thirteen datagrams for a handshake that fits four.
///
/// @rfc 6347 4.1.1 Transport Layer Mapping
final class FlightSender {
    interface Output {
        void send(byte[] bytes, int offset, int length);
    }

    private final byte[] datagram;
    private final DtlsRecord record = new DtlsRecord();
    private boolean sentEncrypted;

    FlightSender(int maxDatagram) {
        this.datagram = new byte[maxDatagram];
    }

    /// Whether our ChangeCipherSpec is out: from then on the peer may send encrypted records.
    boolean hasSentEncrypted() {
        return sentEncrypted;
    }

    /// @param limit how long a datagram may be
    void send(List<byte[]> records, int limit, Output out) {
        int used = 0;
        for (byte[] bytes : records) {
            sentEncrypted |= record.wrap(bytes, 0, bytes.length) && record.epoch() > 0;
            if (used > 0 && used + bytes.length > limit) {
                out.send(datagram, 0, used);
                used = 0;
            }
            if (bytes.length > limit) {
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
}
