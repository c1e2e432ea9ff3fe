package dev.sluice.ice.turn;

import static dev.sluice.wire.Time.SECOND;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.sluice.ice.FullIceAgent;
import dev.sluice.ice.IceAgent;
import dev.sluice.ice.IceCandidate;
import dev.sluice.ice.IceServer;
import dev.sluice.ice.IceServer.Transport;
import dev.sluice.ice.IceSettings;
import dev.sluice.ice.IceState;
import dev.sluice.ice.IceTransportPolicy;
import dev.sluice.testkit.SimulatedHost;

/// Two full agents that may use relays only, both of this server.
class AgentsTest {
    private static final int CALL_MINUTES = 130; // nonces and the longest lifetimes expire in it

    private final World world = new World();

    @ParameterizedTest
    @EnumSource(value = Transport.class, names = {"UDP", "TCP"})
    void talkForHoursThroughTheirRelays(Transport transport) throws IOException {
        world.host.listen(World.ADDRESS, world.server::accept);
        Agent alice = new Agent("203.0.113.51", transport, true);
        Agent bob = new Agent("203.0.113.52", transport, false);
        alice.meet(bob);
        bob.meet(alice);
        world.network.runUntil(() -> alice.isConnected() && bob.isConnected(), 10 * SECOND);
        for (int minute = 0; minute < CALL_MINUTES; minute++) {
            alice.say();
            bob.say();
            world.network.run(60 * SECOND);
        }

        assertEquals(CALL_MINUTES, alice.heard);
        assertEquals(CALL_MINUTES, bob.heard);
        assertEquals(2, world.server.allocations().size());
        assertTrue(world.server.counters().errors().containsKey(438), "the nonces have been renewed");
        alice.agent.close();
        bob.agent.close();
        world.network.run(SECOND);
        assertEquals(0, world.server.allocations().size());
    }

    private final class Agent implements IceAgent.Listener {
        final IceAgent agent;
        private Agent other;
        private IceState state = IceState.NEW;
        private int heard;

        Agent(String address, Transport transport, boolean controlling) {
            SimulatedHost host = world.network.host(address);
            IceServer server = IceServer.turn(transport, World.ADDRESS, "alice", "wonderland");
            IceSettings settings = IceSettings.hosts(host.at(0)).withServers(server)
                    .withPolicy(IceTransportPolicy.RELAY);
            agent = FullIceAgent.factory(settings).create(host, world.network.random(address), controlling, this);
        }

        void meet(Agent peer) {
            other = peer;
            agent.remote(peer.agent.localCredentials(), false);
            agent.gather();
        }

        boolean isConnected() { return state == IceState.CONNECTED || state == IceState.COMPLETED; }

        void say() {
            byte[] bytes = "\u0000\u0000words".getBytes(US_ASCII);
            bytes[0] = (byte) 0x80;
            agent.send(bytes, 0, bytes.length);
        }

        @Override
        public void onLocalCandidate(IceCandidate candidate) {
            other.agent.addRemoteCandidate(candidate);
        }

        @Override
        public void onGatheringComplete() {
            other.agent.endOfRemoteCandidates();
        }

        @Override
        public void onStateChange(IceState newState) {
            state = newState;
        }

        @Override
        public void onPacket(byte[] bytes, int offset, int length, long now) {
            heard++;
        }
    }
}
