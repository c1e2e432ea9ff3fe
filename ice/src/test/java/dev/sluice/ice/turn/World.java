package dev.sluice.ice.turn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.sluice.testkit.SimulatedHost;
import dev.sluice.testkit.SimulatedNetwork;
import dev.sluice.wire.UdpLoop;
import dev.sluice.wire.UdpLoop.UdpSocket;

/// A simulated network with a TURN server of both families, and everything that stories about it need. Alice and Bob are its users.
final class World {
    static final String REALM = "example.org";
    static final String SERVER = "198.51.100.1";
    static final String SERVER_IPV6 = "2a00:1::1";
    static final String PEER = "192.0.2.9";
    static final String PEER_IPV6 = "2a00:9::9";
    static final TurnUsers USERS = TurnUsers.of(Map.of("alice", "wonderland", "bob", "builder"));
    static final InetSocketAddress ADDRESS = address(SERVER, 3478);

    final SimulatedNetwork network = new SimulatedNetwork(8656);
    final SimulatedHost host = network.host(SERVER, SERVER_IPV6);
    final TurnServer server;
    private int clients;

    World() {
        this(settings());
    }

    World(TurnSettings settings) {
        network.run(0); // whoever runs the network is the loop's thread
        server = new TurnServer(host, settings, network.random("server"));
        try {
            server.listen(ADDRESS);
            server.listen(address(SERVER_IPV6, 3478));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Everything as it comes, but that the peer's documentation address counts as public.
    static TurnSettings settings() {
        return TurnSettings.of(REALM, USERS, relay(SERVER), relay(SERVER_IPV6))
                .withPeers(PeerRules.PUBLIC_INTERNET.allowing(PEER));
    }

    static RelayAddress relay(String address) {
        return RelayAddress.of(InetAddress.ofLiteral(address));
    }

    static InetSocketAddress address(String literal, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
    }

    /// Alice, on a host of her own.
    TestClient client() {
        return client("alice", "wonderland");
    }

    TestClient client(String username, String password) {
        clients++;
        return new TestClient(this, network.host("203.0.113." + clients, "2a00:c::" + clients), 5000, username,
                password);
    }

    Endpoint peer() {
        return new Endpoint(network.host(PEER, PEER_IPV6), address(PEER, 7000));
    }

    Endpoint ipv6Peer() {
        return new Endpoint(network.host(PEER, PEER_IPV6), address(PEER_IPV6, 7000));
    }

    long count(TurnOutcome outcome) {
        return server.counters().get(outcome);
    }

    /// A socket that remembers what has come, and from where.
    final class Endpoint implements UdpLoop.Receiver {
        final List<String> received = new ArrayList<>();
        final List<InetSocketAddress> sources = new ArrayList<>();
        private final UdpSocket socket;

        private Endpoint(SimulatedHost host, InetSocketAddress address) {
            try {
                socket = host.open(address, this);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        InetSocketAddress address() {
            return socket.localAddress();
        }

        void send(InetSocketAddress to, String text) {
            byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            socket.send(to, bytes, 0, bytes.length);
            network.run(0);
        }

        @Override
        public void onDatagram(InetSocketAddress from, byte[] bytes, int offset, int length, long now) {
            received.add(TestClient.text(Arrays.copyOfRange(bytes, offset, offset + length)));
            sources.add(from);
        }
    }
}
