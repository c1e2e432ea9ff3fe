package dev.sluice.dtlssrtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import dev.sluice.wire.Time;

/// The boundary in front of the TLS library: what gets through, in which order, and at what cost.
class DtlsGuardTest {
    private static final byte[] HELLO = body(300, 1);
    private static final byte[] CERTIFICATE = body(500, 2);
    private static final byte[] KEY_EXCHANGE = body(66, 3);
    private static final byte[] VERIFY = body(78, 4);
    private static final byte[] ENCRYPTED = body(40, 5);

    private final DropCounters drops = new DropCounters();
    private final Recorder out = new Recorder();
    private final DtlsGuard guard = new DtlsGuard(DtlsRole.SERVER, 1200, drops);
    private long now = 1;

    @Test
    void aHelloInTwoDatagramsIsHandedOverAsOneMessage() {
        receive(Records.handshake(HandshakeMessage.CLIENT_HELLO, 0, 300, 0, Arrays.copyOfRange(HELLO, 0, 200)));
        assertEquals(0, out.handedOver.size());
        receive(Records.handshake(HandshakeMessage.CLIENT_HELLO, 0, 300, 200, Arrays.copyOfRange(HELLO, 200, 300)));

        assertEquals(1, out.handedOver.size());
        assertMessage(HandshakeMessage.CLIENT_HELLO, HELLO, out.handedOver.getFirst());
    }

    @Test
    void fragmentsMayComeInAnyOrderAndOverlap() {
        for (int from : new int[]{250, 0, 100, 50, 180, 20}) {
            int to = Math.min(300, from + 90);
            receive(Records.handshake(HandshakeMessage.CLIENT_HELLO, 0, 300, from,
                    Arrays.copyOfRange(HELLO, from, to)));
        }

        assertMessage(HandshakeMessage.CLIENT_HELLO, HELLO, out.handedOver.getFirst());
    }

    @Test
    void aFlightIsHandedOverInOrderWhenItIsComplete() {
        afterHello();
        receive(message(HandshakeMessage.CERTIFICATE_VERIFY, 3, VERIFY));
        receive(message(HandshakeMessage.CERTIFICATE, 1, CERTIFICATE));
        assertEquals(List.of(), out.handedOver);
        receive(message(HandshakeMessage.CLIENT_KEY_EXCHANGE, 2, KEY_EXCHANGE));

        assertEquals(
                List.of(HandshakeMessage.CERTIFICATE, HandshakeMessage.CLIENT_KEY_EXCHANGE,
                        HandshakeMessage.CERTIFICATE_VERIFY),
                out.handedOver.stream().filter(record -> Records.type(record) == DtlsRecord.HANDSHAKE)
                        .map(Records::handshakeType).toList());
    }

    /// With ChangeCipherSpec before CertificateVerify the TLS library would never read the latter.
    @Test
    void encryptedRecordsWaitForCertificateVerify() {
        afterHello();
        byte[] finished = Records.record(DtlsRecord.HANDSHAKE, 1, 0, ENCRYPTED);
        receive(message(HandshakeMessage.CERTIFICATE, 1, CERTIFICATE));
        receive(message(HandshakeMessage.CLIENT_KEY_EXCHANGE, 2, KEY_EXCHANGE));
        receive(Records.record(DtlsRecord.CHANGE_CIPHER_SPEC, 0, 0, new byte[]{1}));
        receive(finished);
        assertEquals(List.of(), out.handedOver);

        receive(message(HandshakeMessage.CERTIFICATE_VERIFY, 3, VERIFY));

        assertEquals(
                List.of(DtlsRecord.HANDSHAKE, DtlsRecord.HANDSHAKE, DtlsRecord.HANDSHAKE, DtlsRecord.CHANGE_CIPHER_SPEC,
                        DtlsRecord.HANDSHAKE),
                out.handedOver.stream().map(Records::type).toList());
        assertArrayEquals(finished, out.handedOver.getLast());
    }

    @Test
    void sixteenEarlyRecordsAreKeptOfTenThousand() {
        afterHello();
        for (int i = 0; i < 10_000; i++) {
            receive(Records.record(DtlsRecord.APPLICATION_DATA, 1, i, ENCRYPTED));
        }

        assertEquals(10_000 - DtlsGuard.MAX_EARLY_RECORDS, drops.get(DtlsDrop.TOO_EARLY));
        assertEquals(DtlsGuard.MAX_EARLY_RECORDS, guard.onConnected().size());
    }

    /// 221 bytes: one record with the first byte of sixteen messages, each of which announces 16 MiB. The library would reserve 256 MiB.
    @Test
    void aReassemblyBombCostsNoMemory() {
        byte[][] fragments = new byte[16][];
        for (int i = 0; i < fragments.length; i++) {
            fragments[i] = Records.fragment(HandshakeMessage.CLIENT_HELLO, i, 0xffffff, 0, new byte[1]);
        }
        byte[] bomb = Records.record(DtlsRecord.HANDSHAKE, 0, 0, Records.concat(fragments));
        assertEquals(221, bomb.length);

        long allocated = allocatedBy(() -> receive(bomb));

        assertTrue(allocated < 100_000, () -> allocated + " bytes");
        assertEquals(1, drops.get(DtlsDrop.MESSAGE_TOO_LONG));
        assertEquals(15, drops.get(DtlsDrop.UNEXPECTED_MESSAGE));
        assertEquals(List.of(), out.handedOver);
    }

    @Test
    void theLargestBombThatIsLetInCostsLessThanAHundredKilobytes() {
        afterHello();
        byte[] certificate = Records.fragment(HandshakeMessage.CERTIFICATE, 1, HandshakeMessage.MAX_LENGTH, 0,
                new byte[1]);
        byte[] keyExchange = Records.fragment(HandshakeMessage.CLIENT_KEY_EXCHANGE, 2, HandshakeMessage.MAX_LENGTH, 0,
                new byte[1]);
        byte[] verify = Records.fragment(HandshakeMessage.CERTIFICATE_VERIFY, 3, HandshakeMessage.MAX_LENGTH, 0,
                new byte[1]);
        byte[] bomb = Records.record(DtlsRecord.HANDSHAKE, 0, 0, Records.concat(certificate, keyExchange, verify));

        long allocated = allocatedBy(() -> receive(bomb));

        assertTrue(allocated < 100_000, () -> allocated + " bytes");
        assertEquals(1, drops.get(DtlsDrop.MESSAGE_TOO_LONG));
    }

    /// Every second byte of a message, one to a fragment: with a list of gaps this is quadratic. 32 KiB in all, as in the storm that costs the library
    /// 1.7 s of CPU.
    @Test
    void aStormOfFragmentsEndsAtTheLimit() {
        byte[] storm = new byte[0];
        for (int i = 0; i < 1260; i++) {
            storm = Records.concat(storm,
                    Records.fragment(HandshakeMessage.CLIENT_HELLO, 0, 16_000, 2 * i, new byte[1]));
        }
        byte[] record = Records.record(DtlsRecord.HANDSHAKE, 0, 0, storm);
        byte[] datagram = Records.concat(record, record);

        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        receive(datagram);
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;

        assertTrue(cpu < 100 * Time.MILLISECOND, () -> cpu + " ns");
        assertEquals(2 * (1260 - MessageAssembly.MAX_FRAGMENTS), drops.get(DtlsDrop.TOO_MANY_FRAGMENTS));
        assertEquals(List.of(), out.handedOver);
    }

    @Test
    void aMessageOfAnImpostorDoesNotStay() {
        receive(Records.handshake(HandshakeMessage.CLIENT_HELLO, 0, 5000, 0, body(100, 9)));
        receive(message(HandshakeMessage.CLIENT_HELLO, 0, HELLO));

        assertMessage(HandshakeMessage.CLIENT_HELLO, HELLO, out.handedOver.getFirst());
        assertEquals(1, drops.get(DtlsDrop.CONTRADICTING_FRAGMENT));
    }

    @Test
    void bytesOfAnImpostorDoNotStay() {
        receive(Records.handshake(HandshakeMessage.CLIENT_HELLO, 0, 300, 10, new byte[20]));
        receive(message(HandshakeMessage.CLIENT_HELLO, 0, HELLO));

        assertMessage(HandshakeMessage.CLIENT_HELLO, HELLO, out.handedOver.getFirst());
    }

    @Test
    void messagesOutOfTurnAreDropped() {
        receive(message(HandshakeMessage.CERTIFICATE, 0, CERTIFICATE));
        receive(message(20, 0, VERIFY)); // Finished in the clear
        receive(message(HandshakeMessage.CLIENT_HELLO, 1, HELLO));
        receive(message(HandshakeMessage.CLIENT_HELLO, 60_000, HELLO));

        assertEquals(4, drops.get(DtlsDrop.UNEXPECTED_MESSAGE));
        assertEquals(List.of(), out.handedOver);
    }

    @Test
    void aFragmentBeyondItsMessageOrItsRecordIsDropped() {
        receive(Records.handshake(HandshakeMessage.CLIENT_HELLO, 0, 300, 290, new byte[20]));
        byte[] cut = message(HandshakeMessage.CLIENT_HELLO, 0, HELLO);
        receive(Records.record(DtlsRecord.HANDSHAKE, 0, 0,
                Arrays.copyOfRange(cut, DtlsRecord.HEADER_LENGTH, cut.length - 1)));
        receive(Records.record(DtlsRecord.HANDSHAKE, 0, 0, new byte[11]));

        assertEquals(3, drops.get(DtlsDrop.MALFORMED_FRAGMENT));
    }

    @Test
    void whatIsNoRecordIsDropped() {
        receive(new byte[]{22, (byte) 0xfe, (byte) 0xfd});
        receive(new byte[200]);
        byte[] hello = message(HandshakeMessage.CLIENT_HELLO, 0, HELLO);
        receive(Arrays.copyOf(hello, hello.length - 1));

        assertEquals(3, drops.get(DtlsDrop.NOT_A_RECORD));
    }

    @Test
    void aRecordLongerThanAnyIsDropped() {
        receive(Records.record(DtlsRecord.HANDSHAKE, 1, 0, new byte[DtlsRecord.MAX_ENCRYPTED_LENGTH + 1]));

        assertEquals(1, drops.get(DtlsDrop.NOT_A_RECORD));
    }

    @Test
    void recordsOfOtherEpochsAndVersionsAreDropped() {
        receive(Records.record(DtlsRecord.HANDSHAKE, 2, 0, ENCRYPTED));
        receive(Records.record(DtlsRecord.APPLICATION_DATA, 0, 0, ENCRYPTED));
        receive(Records.record(DtlsRecord.HANDSHAKE, 1, 0, new byte[23]));
        byte[] tls = message(HandshakeMessage.CLIENT_HELLO, 0, HELLO);
        tls[1] = 3;
        receive(tls);

        assertEquals(2, drops.get(DtlsDrop.WRONG_EPOCH));
        assertEquals(1, drops.get(DtlsDrop.TOO_SHORT));
        assertEquals(1, drops.get(DtlsDrop.WRONG_VERSION));
    }

    @Test
    void aFatalAlertInTheClearIsBelievedIfNothingBetterComes() {
        afterHello();
        receive(Records.alert(2, 40));
        assertNull(guard.failure(now + DtlsGuard.DOUBT - 1));
        assertEquals("the peer sent the alert handshake_failure(40)", guard.failure(now + DtlsGuard.DOUBT));
    }

    @Test
    void aFatalAlertInTheClearIsForgottenWhenTheHandshakeGoesOn() {
        afterHello();
        receive(Records.alert(2, 40));
        receive(message(HandshakeMessage.CERTIFICATE, 1, CERTIFICATE));
        receive(message(HandshakeMessage.CLIENT_KEY_EXCHANGE, 2, KEY_EXCHANGE));
        receive(message(HandshakeMessage.CERTIFICATE_VERIFY, 3, VERIFY));

        assertNull(guard.failure(now + DtlsGuard.DOUBT));
    }

    @Test
    void warningsAndBrokenAlertsSayNothing() {
        afterHello();
        receive(Records.alert(1, 90));
        receive(Records.record(DtlsRecord.ALERT, 0, 0, new byte[]{2}));
        receive(Records.record(DtlsRecord.ALERT, 0, 0, new byte[]{2, 40, 0}));
        receive(Records.record(DtlsRecord.ALERT, 0, 0, new byte[0]));

        assertNull(guard.failure(now + Time.SECOND * 10));
        assertEquals(4, drops.get(DtlsDrop.PLAINTEXT_ALERT));
    }

    @Test
    void theFlightIsRepeatedAfterFiftyMillisecondsThenEverMoreSlowly() {
        afterHello();
        guard.onRecordsFromLibrary(List.of(message(HandshakeMessage.SERVER_HELLO, 0, body(70, 7))), out);
        List<Long> intervals = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            long before = now;
            now = guard.deadline();
            intervals.add((now - before) / Time.MILLISECOND);
            guard.onTime(now, out);
        }

        assertEquals(List.of(50L, 100L, 200L, 400L, 800L, 1000L, 1000L), intervals);
        assertEquals(List.of(1200, 1200, 1200, 540, 228, 1200, 540), out.repetitions);
    }

    @Test
    void theFlightIsRepeatedWhenThePeerRepeatsItsOwn() {
        afterHello();
        guard.onRecordsFromLibrary(List.of(message(HandshakeMessage.SERVER_HELLO, 0, body(70, 7))), out);
        receive(message(HandshakeMessage.CLIENT_HELLO, 0, HELLO));
        assertEquals(0, out.repetitions.size()); // a duplicate, most likely

        now += 49 * Time.MILLISECOND;
        receive(message(HandshakeMessage.CLIENT_HELLO, 0, HELLO));
        assertEquals(0, out.repetitions.size());
        now += Time.MILLISECOND;
        receive(message(HandshakeMessage.CLIENT_HELLO, 0, HELLO));
        receive(message(HandshakeMessage.CLIENT_HELLO, 0, HELLO));

        assertEquals(1, out.repetitions.size());
    }

    @Test
    void nothingIsRepeatedBeforeThereIsAnAnswer() {
        afterHello();
        for (int i = 0; i < 5; i++) {
            now = guard.deadline();
            guard.onTime(now, out);
        }

        assertEquals(0, out.repetitions.size());
    }

    @Test
    void aFlightGoesOutInOneDatagramWhenItFits() {
        List<byte[]> flight = List.of(new byte[400], new byte[400], new byte[400], new byte[1], new byte[1300]);
        guard.onRecordsFromLibrary(flight, out);

        assertEquals(List.of(1200, 1, 1300), out.sent);
    }

    @Test
    void afterTheHandshakeOnlyEncryptedRecordsGetThrough() {
        guard.onConnected();
        receive(message(HandshakeMessage.CLIENT_HELLO, 0, HELLO));
        receive(Records.alert(2, 40));
        receive(Records.record(DtlsRecord.APPLICATION_DATA, 1, 5, new byte[10]));
        assertEquals(List.of(), out.handedOver);

        receive(Records.record(DtlsRecord.APPLICATION_DATA, 1, 5, ENCRYPTED));

        assertEquals(1, out.handedOver.size());
        assertNull(guard.failure(Time.NEVER - 1));
    }

    private void afterHello() {
        receive(message(HandshakeMessage.CLIENT_HELLO, 0, HELLO));
        out.handedOver.clear();
    }

    private void receive(byte[] datagram) {
        byte[] shifted = Records.concat(new byte[7], datagram, new byte[5]);
        guard.onDatagram(shifted, 7, datagram.length, now, out);
    }

    private static byte[] message(int type, int sequence, byte[] body) {
        return Records.message(type, sequence, body);
    }

    private static void assertMessage(int type, byte[] body, byte[] record) {
        assertEquals(type, Records.handshakeType(record));
        assertArrayEquals(body,
                Arrays.copyOfRange(record, DtlsRecord.HEADER_LENGTH + HandshakeMessage.HEADER_LENGTH, record.length));
    }

    private static byte[] body(int length, int seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static long allocatedBy(Runnable task) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        task.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static final class Recorder implements DtlsGuard.Output {
        final List<byte[]> handedOver = new ArrayList<>();
        final List<Integer> sent = new ArrayList<>();
        final List<Integer> repetitions = new ArrayList<>();

        @Override
        public void handOver(byte[] record) {
            handedOver.add(record);
        }

        @Override
        public void repeatFlight(int limit) {
            repetitions.add(limit);
        }

        @Override
        public void send(byte[] bytes, int offset, int length) {
            sent.add(length);
        }
    }
}
