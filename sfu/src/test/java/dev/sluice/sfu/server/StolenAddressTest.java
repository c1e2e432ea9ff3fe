package dev.sluice.sfu.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.sluice.ice.IceCredentials;
import dev.sluice.ice.StunAttribute;
import dev.sluice.ice.StunIntegrity;
import dev.sluice.ice.StunMessage;
import dev.sluice.ice.TransactionId;
import dev.sluice.wire.Time;

/// Somebody with a session of his own on one worker, and with the source address of somebody else's on another.
class StolenAddressTest {
    private static final String OFFER = TestServer.resource("sdp/chromium-sendrecv-av-offer.sdp");
    private static final Pattern CANDIDATE = Pattern.compile("a=candidate:.* 127\\.0\\.0\\.1 (\\d+) typ host");
    private static final int ENOUGH = 2_000;

    private final Random random = new Random(20_261_123);
    private final IceCredentials own = IceCredentials.generate(random, "");

    @Test
    void aCallGoesOnWhenAParticipantOfAnotherWorkerForgesThePublishersAddress() throws InterruptedException {
        try (TestServer server = TestServer.start("--workers", "2");
                TestCall call = new TestCall(server, room(server, 0), 3, Integer.MAX_VALUE)) {
            await(() -> call.sent() > 0);
            InetSocketAddress victim = address(call.publisher);
            assertEquals(0, server.server.owners().owner(victim));

            byte[] check = authenticCheck(server.offer("/whip/" + room(server, 1), OFFER
                    .replaceAll("a=ice-ufrag:.*", "a=ice-ufrag:" + own.ufrag())
                    .replaceAll("a=ice-pwd:.*", "a=ice-pwd:" + own.pwd())));
            receive(server.server.workers().all().get(1), victim, check);

            int sentBefore = call.sent();
            await(() -> call.sent() > sentBefore + ENOUGH);
            call.endSending();
            call.awaitEverything();
            assertEquals(0, server.server.owners().owner(victim));
            assertTrue(server.states().get(1).udp().addressesRefused() > 0);
        }
    }

    private static String room(TestServer server, int worker) {
        return IntStream.range(0, 1000).mapToObj(number -> "room" + number)
                .filter(name -> server.server.workers().of(name).number() == worker).findFirst().orElseThrow();
    }

    private static InetSocketAddress address(TestPeer peer) {
        Matcher candidate = CANDIDATE.matcher(peer.connection().localDescription().orElseThrow().sdp());
        assertTrue(candidate.find());
        return new InetSocketAddress("127.0.0.1", Integer.parseInt(candidate.group(1)));
    }

    private byte[] authenticCheck(HttpResponse<String> answer) {
        assertEquals(201, answer.statusCode(), answer.body());
        return StunMessage.bindingRequest(TransactionId.random(random),
                new StunAttribute.Username(attribute(answer.body(), "ice-ufrag") + ":" + own.ufrag()),
                new StunAttribute.Priority(1), new StunAttribute.IceControlling(1), new StunAttribute.UseCandidate())
                .encode(StunIntegrity.shortTerm(attribute(answer.body(), "ice-pwd")));
    }

    private static String attribute(String sdp, String name) {
        return sdp.lines().filter(line -> line.startsWith("a=" + name + ":")).findFirst().orElseThrow()
                .substring(name.length() + 3);
    }

    /// As if the packet had come to the worker's socket from that address.
    private static void receive(Worker worker, InetSocketAddress from, byte[] packet) {
        byte[] bytes = new byte[UdpTransport.MAX_DATAGRAM];
        System.arraycopy(packet, 0, bytes, 0, packet.length);
        worker.ask((rooms, now) -> {
            rooms.onPacket(from, bytes, 0, packet.length, now);
            return true;
        }).join();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + 20 * Time.SECOND;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "this did not come about");
            LockSupport.parkNanos(5 * Time.MILLISECOND);
        }
    }
}
