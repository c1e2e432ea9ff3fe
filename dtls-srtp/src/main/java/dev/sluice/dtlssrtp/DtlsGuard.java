package dev.sluice.dtlssrtp;

import java.util.ArrayList;
import java.util.List;

import dev.sluice.wire.Time;

/// Stands between the network and the TLS library, and is the security boundary: what it does not understand never gets further.
///
/// The library is good at cryptography and bad at datagrams: it reserves memory for whatever length a stranger announces, loses its way when
/// ChangeCipherSpec overtakes CertificateVerify, repeats flights by a clock of its own and ends the association over one bad byte. So it gets
/// to see a network that loses, repeats and reorders nothing:
///
/// - Handshake messages are put together here, and a flight is handed over when all of it is there, once, one message to a record.
/// - ChangeCipherSpec of the peer is ignored: it says nothing that an encrypted record does not say better. The library gets one when the
///   peer's last flight in the clear is complete and something encrypted has come.
/// - Encrypted records that are too early wait, sixteen of them.
/// - A flight of ours goes out again when the timer here says so, or when the peer repeats the flight that it answers; after some vain attempts in smaller
///   datagrams, too.
/// - Alerts in the clear go nowhere. A fatal one ends the handshake if nothing better comes within two seconds.
///
/// Sans-IO and confined to one thread.
///
/// @rfc 6347 4 Differences from TLS
final class DtlsGuard {
    interface Output extends FlightSender.Output {
        /// The next record for the TLS library.
        void handOver(byte[] record);

        /// The TLS library is to send its flight again, in records of at most `limit` bytes.
        void repeatFlight(int limit);
    }

    /// Encrypted records kept before the handshake is that far.
    static final int MAX_EARLY_RECORDS = 16;
    /// How long a handshake goes on after a fatal error that anybody could have sent.
    static final long DOUBT = 2 * Time.SECOND;
    /// Explicit nonce and tag of AES-GCM: all cipher suites that we negotiate.
    private static final int MIN_ENCRYPTED_LENGTH = 8 + 16;

    private final DtlsRole own;
    private final int maxDatagram;
    private final DropCounters drops;
    private final FlightAssembly incoming;
    private final FlightSender outgoing;
    private final ResendTimer resend = new ResendTimer();
    private final DtlsRecord record = new DtlsRecord();
    private final HandshakeFragment fragment = new HandshakeFragment();
    private final List<byte[]> early = new ArrayList<>();

    /// The peer's latest flight.
    private List<HandshakeMessage> answered = List.of();
    private int limit;
    private long nextSequence;
    private boolean hasAnswer;
    private boolean readsEncrypted;
    private boolean connected;
    private String doubt;
    private long doubtEnds = Time.NEVER;

    DtlsGuard(DtlsRole own, int maxDatagram, DropCounters drops) {
        this.own = own;
        this.maxDatagram = maxDatagram;
        this.limit = maxDatagram;
        this.drops = drops;
        this.incoming = new FlightAssembly(own, drops);
        this.outgoing = new FlightSender(maxDatagram);
    }

    /// The client's handshake begins: its ClientHello is on the way.
    void start(long now) {
        resend.start(now);
    }

    void onDatagram(byte[] bytes, int offset, int length, long now, Output out) {
        int end = offset + length;
        for (int at = offset; at < end; at = record.end()) {
            if (!record.wrap(bytes, at, end) || !record.hasKnownType()) {
                drops.count(DtlsDrop.NOT_A_RECORD);
                return;
            }
            onRecord(now, out);
        }
        handOverFlight(now, out);
        repeatIfAsked(now, out);
    }

    /// What the TLS library wants to send: a flight, or an alert.
    void onRecordsFromLibrary(List<byte[]> records, Output out) {
        if (records.isEmpty()) {
            return;
        }
        if (!hasAnswer) {
            hasAnswer = true;
            doubtEnds = Time.NEVER;
        }
        outgoing.send(records, limit, out);
        if (own == DtlsRole.CLIENT && outgoing.hasSentEncrypted()) {
            readEncrypted(out);
        }
    }

    /// The TLS library refused the ClientHello: wait for another, and tell why if none comes.
    void onHelloRefused(String reason, long now) {
        drops.count(DtlsDrop.REFUSED_HELLO);
        forgetHello();
        doubt(reason, now);
    }

    /// There is no thread to process the ClientHello: its sender will repeat it.
    void onHelloPostponed() {
        drops.count(DtlsDrop.TOO_MANY_HANDSHAKES);
        forgetHello();
    }

    /// The handshake is complete.
    ///
    /// @return encrypted records that came before, for the TLS library
    List<byte[]> onConnected() {
        connected = true;
        resend.stop();
        doubtEnds = Time.NEVER;
        List<byte[]> waiting = List.copyOf(early);
        early.clear();
        return waiting;
    }

    /// The peer's application data shows that it has our last flight: it will not be asked for again.
    void onApplicationData() {
        answered = List.of();
    }

    void onTime(long now, Output out) {
        if (!resend.isDue(now)) {
            return;
        }
        if (hasAnswer) {
            resend.backOff(now);
            repeat(out);
        } else {
            resend.postpone(now);
        }
    }

    long deadline() {
        return Math.min(resend.deadline(), doubtEnds);
    }

    /// Why the handshake has failed by now, or null.
    String failure(long now) {
        return now >= doubtEnds ? doubt : null;
    }

    private void forgetHello() {
        incoming.reset();
        answered = List.of();
        hasAnswer = false;
        nextSequence = 0;
        resend.stop();
    }

    private void onRecord(long now, Output out) {
        if (record.epoch() == 1) {
            onEncrypted(out);
        } else if (record.epoch() != 0 || connected) {
            drops.count(DtlsDrop.WRONG_EPOCH);
        } else if (record.version() != DtlsRecord.DTLS_1_2 && record.version() != DtlsRecord.DTLS_1_0) {
            drops.count(DtlsDrop.WRONG_VERSION);
        } else {
            onPlaintext(now);
        }
    }

    private void onPlaintext(long now) {
        switch (record.type()) {
            case DtlsRecord.HANDSHAKE -> onHandshake();
            case DtlsRecord.ALERT -> onPlaintextAlert(now);
            case DtlsRecord.CHANGE_CIPHER_SPEC -> {}
            default -> drops.count(DtlsDrop.WRONG_EPOCH);
        }
    }

    private void onHandshake() {
        for (int at = record.fragmentOffset(); at < record.end(); at = fragment.end()) {
            if (!fragment.wrap(record.bytes(), at, record.end())) {
                drops.count(DtlsDrop.MALFORMED_FRAGMENT);
                return;
            }
            incoming.add(fragment);
        }
    }

    private void onPlaintextAlert(long now) {
        drops.count(DtlsDrop.PLAINTEXT_ALERT);
        int level = record.bytes()[record.fragmentOffset()];
        boolean isFatal = record.fragmentLength() == 2 && level == 2;
        if (isFatal) {
            doubt("the peer sent the alert " + TlsAlerts.name(record.bytes()[record.fragmentOffset() + 1] & 0xff), now);
        }
    }

    private void doubt(String reason, long now) {
        if (doubtEnds == Time.NEVER) {
            doubt = reason;
            doubtEnds = now + DOUBT;
        }
    }

    private void onEncrypted(Output out) {
        if (record.version() != DtlsRecord.DTLS_1_2) {
            drops.count(DtlsDrop.WRONG_VERSION);
        } else if (record.fragmentLength() < MIN_ENCRYPTED_LENGTH) {
            drops.count(DtlsDrop.TOO_SHORT);
        } else if (connected) {
            handOverConnected(out);
        } else if (readsEncrypted && record.type() != DtlsRecord.APPLICATION_DATA) {
            out.handOver(record.copy());
        } else if (early.size() < MAX_EARLY_RECORDS) {
            early.add(record.copy());
        } else {
            drops.count(DtlsDrop.TOO_EARLY);
        }
    }

    /// A handshake record after the handshake is the peer's Finished once more: our last flight was lost. The library sends it again when it has
    /// seen the whole flight of the peer again; only the authentic Finished completes that.
    private void handOverConnected(Output out) {
        byte[] bytes = record.copy();
        if (record.type() == DtlsRecord.HANDSHAKE && own == DtlsRole.SERVER) {
            handOverAnswered(out);
        }
        out.handOver(bytes);
    }

    private void handOverFlight(long now, Output out) {
        if (connected) {
            return;
        }
        List<HandshakeMessage> flight = incoming.takeComplete();
        if (flight.isEmpty()) {
            return;
        }
        boolean isHello = flight.getFirst().type() == HandshakeMessage.CLIENT_HELLO;
        doubtEnds = isHello ? doubtEnds : Time.NEVER; // the library has yet to like the hello
        answered = flight;
        hasAnswer = false;
        limit = maxDatagram;
        resend.start(now);
        handOverAnswered(out);
        if (own == DtlsRole.SERVER && !isHello) {
            // what is left for us to say answers the peer's Finished, which the peer repeats until we do
            resend.stop();
            readEncrypted(out);
        }
    }

    private void handOverAnswered(Output out) {
        for (HandshakeMessage message : answered) {
            out.handOver(message.toRecord(nextSequence++));
        }
    }

    private void readEncrypted(Output out) {
        if (readsEncrypted) {
            return;
        }
        readsEncrypted = true;
        out.handOver(changeCipherSpec());
        for (byte[] waiting : List.copyOf(early)) {
            if (waiting[0] != DtlsRecord.APPLICATION_DATA) {
                early.remove(waiting);
                out.handOver(waiting);
            }
        }
    }

    private byte[] changeCipherSpec() {
        byte[] bytes = DtlsRecord.plaintext(DtlsRecord.CHANGE_CIPHER_SPEC, nextSequence++, 1);
        bytes[DtlsRecord.HEADER_LENGTH] = 1;
        return bytes;
    }

    private void repeatIfAsked(long now, Output out) {
        if (incoming.takeRepeated() && hasAnswer && resend.mayAnswerRepetition(now)) {
            resend.answered(now);
            repeat(out);
        }
    }

    private void repeat(Output out) {
        limit = resend.datagramLimit(maxDatagram);
        out.repeatFlight(limit);
    }
}
