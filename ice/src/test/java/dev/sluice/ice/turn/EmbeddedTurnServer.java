package dev.sluice.ice.turn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

import dev.sluice.ice.NioUdpLoop;

final class EmbeddedTurnServer {
    private static final String SECRET = "what signaling and TURN server share";

    /// A STUN and TURN server at one address: UDP and TCP on the same port.
    static void start(NioUdpLoop loop, InetAddress address, int port) {
        TurnUsers users = TurnUsers.timeLimited(SECRET, InstantSource.system());
        TurnSettings settings = TurnSettings.of("example.org", users, RelayAddress.of(address));
        loop.execute(() -> {
            TurnServer server = new TurnServer(loop, settings, new SecureRandom());
            try {
                InetSocketAddress udp = server.listen(new InetSocketAddress(address, port));
                NioTurnListener.tcp(loop, server, udp);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /// What signaling hands to a browser, for RTCPeerConnection's iceServers.
    static TurnCredentials credentialsFor(String user) {
        return TurnCredentials.timeLimited(SECRET, user, InstantSource.system().instant().plus(Duration.ofHours(12)));
    }
}
