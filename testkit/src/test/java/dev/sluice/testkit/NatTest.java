package dev.sluice.testkit;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.SECOND;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.sluice.wire.UdpLoop.Stream;
import dev.sluice.wire.UdpLoop.StreamReceiver;
import dev.sluice.wire.UdpLoop.UdpSocket;

class NatTest {
    private static final String OUTSIDE = "203.0.113.1";
    private static final String INSIDE = "10.0.0.2";

    private final SimulatedNetwork network = new SimulatedNetwork(1);
    private final Ear friend = new Ear(network.host("198.51.100.1"), 1000);
    private final Ear friendsOtherPort = new Ear(network.host("198.51.100.1"), 1001);
    private final Ear stranger = new Ear(network.host("198.51.100.2"), 1000);

    /// A socket that remembers what it hears, and from where.
    private final class Ear {
        final UdpSocket socket;
        final List<String> heard = new ArrayList<>();
        final List<InetSocketAddress> from = new ArrayList<>();

        Ear(SimulatedHost host, int port) {
            try {
                socket = host.open(host.at(port), (sender, bytes, offset, length, _) -> {
                    heard.add(new String(bytes, offset, length, UTF_8));
                    from.add(sender);
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void say(String text, InetSocketAddress to) {
            socket.send(to, text.getBytes(UTF_8), 0, text.length());
            network.run(MILLISECOND);
        }

        InetSocketAddress address() {
            return socket.localAddress();
        }
    }

    @Test
    void theOutsideSeesTheNatsAddressAndItsAnswerComesIn() {
        Ear alice = behind(NatProfile.PORT_RESTRICTED);
        alice.say("hello", friend.address());
        assertEquals(InetAddress.ofLiteral(OUTSIDE), friend.from.getFirst().getAddress());

        friend.say("hi", friend.from.getFirst());
        assertEquals(List.of("hi"), alice.heard);
        assertEquals(friend.address(), alice.from.getFirst());
    }

    @Test
    void aFullConeLetsEverybodyIn() {
        Ear alice = behind(NatProfile.FULL_CONE);
        alice.say("hello", friend.address());
        everybodyAnswers();
        assertEquals(List.of("friend", "other port", "stranger"), alice.heard);
    }

    @Test
    void anAddressRestrictedConeLetsTheSameAddressIn() {
        Ear alice = behind(NatProfile.ADDRESS_RESTRICTED);
        alice.say("hello", friend.address());
        everybodyAnswers();
        assertEquals(List.of("friend", "other port"), alice.heard);
        assertEquals(1, network.traffic("198.51.100.2", OUTSIDE).of(Fate.BLOCKED));
    }

    @Test
    void aPortRestrictedConeLetsTheSameAddressAndPortIn() {
        Ear alice = behind(NatProfile.PORT_RESTRICTED);
        alice.say("hello", friend.address());
        everybodyAnswers();
        assertEquals(List.of("friend"), alice.heard);
    }

    @Test
    void conesShowEverybodyTheSamePort() {
        Ear alice = behind(NatProfile.PORT_RESTRICTED);
        alice.say("hello", friend.address());
        alice.say("hello", stranger.address());
        assertEquals(friend.from, stranger.from);
    }

    @Test
    void aSymmetricNatShowsEveryDestinationAnotherPort() {
        Ear alice = behind(NatProfile.SYMMETRIC);
        alice.say("hello", friend.address());
        alice.say("hello", friendsOtherPort.address());
        alice.say("again", friend.address());
        assertNotEquals(friend.from.getFirst(), friendsOtherPort.from.getFirst());
        assertEquals(friend.from.getFirst(), friend.from.getLast());

        everybodyAnswers();
        assertEquals(List.of("friend"), alice.heard);
    }

    @Test
    void whereUdpIsBlockedNothingLeaves() {
        Ear alice = behind(NatProfile.UDP_BLOCKED);
        alice.say("hello", friend.address());
        assertEquals(List.of(), friend.heard);
        assertEquals(1, network.traffic().of(Fate.BLOCKED));
    }

    @Test
    void nobodyComesInBeforeTheInsideHasSpoken() {
        Nat nat = network.nat(OUTSIDE, NatProfile.FULL_CONE);
        Ear alice = new Ear(nat.host(INSIDE), 5000);
        friend.say("hello", new InetSocketAddress(nat.address(), 5000));
        assertEquals(List.of(), alice.heard);
    }

    @Test
    void hostsInsideReachEachOtherDirectly() {
        Nat nat = network.nat(OUTSIDE, NatProfile.SYMMETRIC);
        Ear alice = new Ear(nat.host(INSIDE), 5000);
        Ear bob = new Ear(nat.host("10.0.0.3"), 5000);
        alice.say("hello", bob.address());
        assertEquals(List.of(alice.address()), bob.from);
        assertEquals(0, nat.mappings());
    }

    @Test
    void theSameAddressBehindTwoNatsIsTwoHosts() {
        Ear alice = new Ear(network.nat(OUTSIDE, NatProfile.FULL_CONE).host(INSIDE), 5000);
        Ear bob = new Ear(network.nat("203.0.113.2", NatProfile.FULL_CONE).host(INSIDE), 5000);
        alice.say("to myself", bob.address());
        assertEquals(List.of("to myself"), alice.heard);
        assertEquals(List.of(), bob.heard);
    }

    @Test
    void hairpinningIsUpToTheNat() {
        for (boolean hairpins : new boolean[]{true, false}) {
            String outside = hairpins ? OUTSIDE : "203.0.113.2";
            NatProfile cone = NatProfile.FULL_CONE;
            Nat nat = network.nat(outside, hairpins ? cone.withHairpinning() : cone);
            Ear alice = new Ear(nat.host(INSIDE), 5000);
            Ear bob = new Ear(nat.host("10.0.0.3"), 5000);
            bob.say("where am I?", friend.address());
            alice.say("hello", friend.from.getLast());

            assertEquals(hairpins ? List.of("hello") : List.of(), bob.heard);
            bob.from.forEach(sender -> assertEquals(nat.address(), sender.getAddress()));
        }
    }

    @Test
    void aMappingIsForgottenWhenNothingLeavesThroughIt() {
        Ear alice = behind(NatProfile.FULL_CONE.withTimeout(30 * SECOND));
        alice.say("hello", friend.address());
        network.run(20 * SECOND);
        alice.say("still here", friend.address());
        network.run(29 * SECOND);
        friend.say("in time", friend.from.getFirst());
        network.run(2 * SECOND);
        friend.say("too late: what comes in keeps nothing open", friend.from.getFirst());
        assertEquals(List.of("in time"), alice.heard);

        alice.say("back", friend.address());
        assertNotEquals(friend.from.getFirst(), friend.from.getLast());
    }

    @Test
    void rebindingTakesAnotherPortOrAnotherAddress() {
        Nat nat = network.nat(OUTSIDE, NatProfile.FULL_CONE);
        Ear alice = new Ear(nat.host(INSIDE), 5000);
        alice.say("hello", friend.address());
        nat.rebind();
        assertEquals(0, nat.mappings());
        friend.say("lost", friend.from.getFirst());
        alice.say("new port", friend.address());
        nat.rebind("203.0.113.77");
        alice.say("new address", friend.address());
        friend.say("hi", friend.from.getLast());

        assertNotEquals(friend.from.get(0).getPort(), friend.from.get(1).getPort());
        assertEquals(InetAddress.ofLiteral("203.0.113.77"), friend.from.get(2).getAddress());
        assertEquals(List.of("hi"), alice.heard);
    }

    @Test
    void anAddressBelongsToOneHostOrOneNat() {
        network.nat(OUTSIDE, NatProfile.FULL_CONE);
        assertThrows(IllegalArgumentException.class, () -> network.host(OUTSIDE));
        assertThrows(IllegalArgumentException.class, () -> network.nat(OUTSIDE, NatProfile.FULL_CONE));
        assertThrows(IllegalArgumentException.class, () -> network.nat("198.51.100.1", NatProfile.FULL_CONE));
    }

    @Test
    void streamsLeaveWhereDatagramsDoNot() throws IOException {
        network.link(LinkProfile.IDEAL.withDelay(20 * MILLISECOND).withLoss(0.5));
        SimulatedHost server = network.host("198.51.100.1");
        List<InetSocketAddress> callers = new ArrayList<>();
        server.listen(server.at(443), (from, stream) -> {
            callers.add(from);
            return new Conversation(stream);
        });
        Conversation alice = new Conversation(null);
        Stream stream = network.nat(OUTSIDE, NatProfile.UDP_BLOCKED).host(INSIDE).connect(server.at(443), alice);

        assertFalse(stream.send(new byte[1], 0, 1), "not connected yet");
        network.runUntil(() -> alice.events.contains("connected"), SECOND);
        assertEquals(40 * MILLISECOND, network.now());
        byte[] much = "x".repeat(2_500).getBytes(UTF_8);
        stream.send(much, 0, much.length);
        network.run(SECOND);
        assertEquals("x".repeat(2_500), alice.bytes.toString());
        assertEquals(InetAddress.ofLiteral(OUTSIDE), callers.getFirst().getAddress());

        stream.close();
        network.run(SECOND);
        assertEquals(List.of("connected"), alice.events);
        assertFalse(stream.send(much, 0, 1));
    }

    @Test
    void aStreamIsClosedWhereNobodyListens() throws IOException {
        Conversation alice = new Conversation(null);
        network.host("198.51.100.7").connect(new InetSocketAddress("198.51.100.1", 443), alice);
        network.run(SECOND);
        assertEquals(List.of("closed"), alice.events);
    }

    @Test
    void aStreamWaitsUntilAnOutageIsOver() throws IOException {
        SimulatedHost server = network.host("198.51.100.1");
        server.listen(server.at(443), (_, stream) -> new Conversation(stream));
        network.link(LinkProfile.IDEAL.withOutage(0, 3 * SECOND).withOutage(2 * SECOND, 5 * SECOND));
        Conversation alice = new Conversation(null);
        network.host("198.51.100.7").connect(server.at(443), alice);
        network.runUntil(() -> alice.events.contains("connected"), 10 * SECOND);
        assertEquals(5 * SECOND, network.now());
    }

    /// Remembers what a stream brings, and as a server sends it back.
    private static final class Conversation implements StreamReceiver {
        final Stream answers;
        final List<String> events = new ArrayList<>();
        final StringBuilder bytes = new StringBuilder();

        Conversation(Stream answers) {
            this.answers = answers;
        }

        @Override
        public void onConnected(long now) {
            events.add("connected");
        }

        @Override
        public void onBytes(byte[] received, int offset, int length, long now) {
            bytes.append(new String(received, offset, length, UTF_8));
            if (answers != null) {
                answers.send(received, offset, length);
            }
        }

        @Override
        public void onClosed(long now) {
            events.add("closed");
        }
    }

    private Ear behind(NatProfile profile) {
        return new Ear(network.nat(OUTSIDE, profile).host(INSIDE), 5000);
    }

    private void everybodyAnswers() {
        InetSocketAddress hole = friend.from.getFirst();
        friend.say("friend", hole);
        friendsOtherPort.say("other port", hole);
        stranger.say("stranger", hole);
    }
}
