package dev.sluice.dtlssrtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.sluice.wire.Time;

/// The ClientHellos that Chromium 156 and Firefox 153 send: over 1,400 bytes in two datagrams, offering DTLS 1.3 first.
class BrowserHelloTest {
    private final HandshakeThreads threads = HandshakeThreads.create();
    private final Queue<Runnable> loop = new ConcurrentLinkedQueue<>();
    private final Sent out = new Sent();
    private final DtlsTransport server = new DtlsTransport(DtlsRole.SERVER, Certificates.one(),
            List.of(Certificates.other().fingerprint()), threads,
            loop::add, out);
    private long now = 1;

    record Hello(String browser, int handshake, byte[] first, byte[] second) {
        @Override
        public String toString() {
            return browser + " " + handshake;
        }
    }

    static Stream<Hello> hellos() {
        List<Hello> hellos = new ArrayList<>();
        for (String browser : List.of("chromium", "firefox")) {
            JsonNode handshakes = Vectors.read("browsers/" + browser + "-dtls-first-datagrams.json").get("handshakes");
            for (int i = 0; i < handshakes.size(); i++) {
                JsonNode datagrams = handshakes.get(i);
                hellos.add(new Hello(browser, i, Vectors.bytes(datagrams.get(0).get("hex")),
                        Vectors.bytes(datagrams.get(1).get("hex"))));
            }
        }
        return hellos.stream();
    }

    @AfterEach
    void noThreadIsLeft() {
        server.close();
        threads.awaitQuiet();
        assertEquals(0, threads.active());
    }

    @ParameterizedTest
    @MethodSource("hellos")
    void isAnsweredWithTheFallbackToDtls12(Hello hello) {
        server.start(now);
        receive(hello.first());
        assertEquals(0, threads.active(), "half a hello costs no thread");
        receive(hello.second());

        assertAnswered(1);
    }

    @ParameterizedTest
    @MethodSource("hellos")
    void isAnsweredInTheOtherOrderToo(Hello hello) {
        server.start(now);
        receive(hello.second());
        receive(hello.first());

        assertAnswered(1);
    }

    @ParameterizedTest
    @MethodSource("hellos")
    void isAnsweredOnceWhenDuplicated(Hello hello) {
        server.start(now);
        receive(hello.second());
        receive(hello.second());
        receive(hello.first());
        receive(hello.first());
        receive(hello.second());

        assertAnswered(1);
    }

    @ParameterizedTest
    @MethodSource("hellos")
    void isAnsweredWhenTheHalvesAreASecondApart(Hello hello) {
        server.start(now);
        receive(hello.first());
        now += Time.SECOND;
        server.onTime(now);
        receive(hello.second());

        assertAnswered(1);
    }

    @ParameterizedTest
    @MethodSource("hellos")
    void isAnsweredAgainWhenRepeatedLater(Hello hello) {
        server.start(now);
        receive(hello.first());
        receive(hello.second());
        now += 100 * Time.MILLISECOND;
        receive(hello.first());
        receive(hello.second());

        assertAnswered(2);
    }

    private void receive(byte[] datagram) {
        server.onPacket(datagram, 0, datagram.length, now);
        settle();
    }

    private void settle() {
        threads.awaitQuiet();
        for (Runnable task = loop.poll(); task != null; task = loop.poll()) {
            task.run();
        }
    }

    private void assertAnswered(int times) {
        assertEquals(times, out.datagrams.size());
        for (byte[] datagram : out.datagrams) {
            List<byte[]> records = Records.split(datagram);
            assertEquals(
                    List.of(HandshakeMessage.SERVER_HELLO, HandshakeMessage.CERTIFICATE,
                            HandshakeMessage.SERVER_KEY_EXCHANGE,
                            HandshakeMessage.CERTIFICATE_REQUEST, HandshakeMessage.SERVER_HELLO_DONE),
                    records.stream().map(Records::handshakeType).toList());
            assertTrue(datagram.length <= DtlsTransport.MAX_DATAGRAM);
        }
        assertEquals(DtlsState.CONNECTING, server.state());
    }

    private static final class Sent implements DtlsTransport.Output {
        final List<byte[]> datagrams = new ArrayList<>();

        @Override
        public void send(byte[] bytes, int offset, int length) {
            datagrams.add(Arrays.copyOfRange(bytes, offset, offset + length));
        }

        @Override
        public void connected(SrtpKeys keys) {
            throw new AssertionError("connected to a recording");
        }

        @Override
        public void applicationData(byte[] bytes, int offset, int length) {
            throw new AssertionError("data from a recording");
        }

        @Override
        public void failed(String reason) {
            throw new AssertionError(reason);
        }

        @Override
        public void closed() {
            throw new AssertionError("closed by a recording");
        }
    }
}
