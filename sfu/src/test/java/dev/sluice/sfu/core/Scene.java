package dev.sluice.sfu.core;

import static dev.sluice.wire.Time.SECOND;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.UnaryOperator;

import dev.sluice.dtlssrtp.HandshakeThreads;
import dev.sluice.sdp.Direction;
import dev.sluice.sdp.OfferedMedia;
import dev.sluice.testkit.SimulatedHost;
import dev.sluice.testkit.SimulatedNetwork;
import dev.sluice.wire.UdpLoop;

/// A worker and its participants on a simulated network.
final class Scene implements AutoCloseable {
    static final String SERVER = "192.0.2.1";
    static final long AUDIO_SSRC = 0xa0d10;
    static final long VIDEO_SSRC = 0x51de0;
    static final long RTX_SSRC = 0x4e7;

    final SimulatedNetwork network;
    final HandshakeThreads handshakes = HandshakeThreads.create();
    final WorkerHost server;
    private int peers;

    Scene(long seed) {
        this(seed, config -> config);
    }

    Scene(long seed, UnaryOperator<WorkerConfig> config) {
        network = new SimulatedNetwork(seed);
        network.beforeTimeMoves(handshakes::awaitQuiet);
        var host = network.host(SERVER);
        server = new WorkerHost(host, host.at(10_000), config, network.random("worker"), handshakes);
    }

    static WorkerConfig withWorker(WorkerConfig config, int worker) {
        return WorkerConfig.defaults(worker, config.announcedAddresses());
    }

    static WorkerConfig withTracks(WorkerConfig config, int maxTracks) {
        return new WorkerConfig(config.worker(), config.announcedAddresses(), config.maxRooms(),
                config.maxParticipants(), config.maxSessions(),
                config.maxHalfOpen(), maxTracks, config.maxSources(), config.cachedPackets(), config.joinTimeout(),
                config.keyFrameInterval(),
                config.retransmissionShare());
    }

    /// Two rooms, two participants in each, three sessions.
    static WorkerConfig tiny(WorkerConfig config) {
        return new WorkerConfig(config.worker(), config.announcedAddresses(), 2, 2, 3, 3, 2, 64, 64,
                config.joinTimeout(), config.keyFrameInterval(),
                config.retransmissionShare());
    }

    @Override
    public void close() {
        handshakes.close();
    }

    ScriptedPeer peer() {
        SimulatedHost host = nextHost();
        return new ScriptedPeer(host, network.random("peer " + peers), handshakes);
    }

    /// A socket of somebody who has nothing to do with anybody.
    UdpLoop.UdpSocket stranger() {
        SimulatedHost host = nextHost();
        try {
            return host.open(host.at(0), (_, _, _, _, _) -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SimulatedHost nextHost() {
        peers++;
        return network.host("198.51.100." + peers);
    }

    /// A connected publisher of audio and video.
    ScriptedPeer publisher(String room, String name) {
        return publisher(room, name, Sections.audio("0", Direction.SENDONLY, AUDIO_SSRC),
                Sections.video("1", Direction.SENDONLY, VIDEO_SSRC, RTX_SSRC));
    }

    ScriptedPeer publisher(String room, String name, OfferedMedia... sections) {
        ScriptedPeer peer = peer();
        peer.accept(server.publish(room, name, peer.offer(sections)));
        return connect(peer);
    }

    /// A connected player of audio and video.
    ScriptedPeer player(String room, String publisher) {
        return player(room, publisher, Sections.audio("0", Direction.RECVONLY, 0),
                Sections.video("1", Direction.RECVONLY, 0, 0));
    }

    ScriptedPeer player(String room, String publisher, OfferedMedia... sections) {
        ScriptedPeer peer = peer();
        peer.accept(server.play(room, publisher, peer.offer(sections)));
        return connect(peer);
    }

    ScriptedPeer connect(ScriptedPeer peer) {
        peer.connect();
        network.runUntil(peer::isConnected, 10 * SECOND);
        return peer;
    }

    /// The SSRC that the player was told for a section, the retransmissions' with index 1.
    static long ssrcTold(ScriptedPeer player, String mid, int index) {
        return player.answer().media(mid).orElseThrow().ssrcs().get(index).ssrc();
    }

    static long ssrcTold(ScriptedPeer player, String mid) {
        return ssrcTold(player, mid, 0);
    }

    long dropped(DropReason reason) {
        return server.snapshot().dropped().get(reason);
    }

    WorkerSnapshot.Participant participant(ScriptedPeer peer) {
        return server.snapshot().rooms().stream().flatMap(room -> room.participants().stream())
                .filter(participant -> participant.session().equals(peer.session())).findFirst().orElseThrow();
    }
}
