package dev.sluice.ice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import dev.sluice.wire.UdpLoop;

/// An agent and what its listener has heard. The fields may be read by other threads when the loop is real.
final class Peer implements IceAgent.Listener {
    final IceAgent agent;
    final List<IceCandidate> candidates = new ArrayList<>();
    final List<IceState> states = new ArrayList<>();
    final List<String> packets = new ArrayList<>();
    volatile IceState state = IceState.NEW;
    volatile int received;
    volatile boolean gathered;
    private Peer other;

    Peer(IceAgent.Factory factory, UdpLoop loop, RandomGenerator random, boolean controlling) {
        agent = factory.create(loop, random, controlling, this);
    }

    /// Candidates go to the other side as they are found.
    static void trickle(Peer a, Peer b) {
        a.other = b;
        b.other = a;
    }

    /// Signals everything at once, as an offer and an answer would.
    static void connect(Peer a, Peer b) {
        trickle(a, b);
        a.agent.gather();
        b.agent.gather();
        a.agent.remote(b.agent.localCredentials(), false);
        b.agent.remote(a.agent.localCredentials(), false);
    }

    boolean isConnected() { return state == IceState.CONNECTED || state == IceState.COMPLETED; }

    void say(String text) {
        byte[] bytes = ("\u00ff" + text).getBytes(UTF_8);
        bytes[0] = (byte) 0x80; // looks like RTP
        bytes[1] = 0;
        agent.send(bytes, 0, bytes.length);
    }

    @Override
    public void onLocalCandidate(IceCandidate candidate) {
        candidates.add(candidate);
        if (other != null) {
            other.agent.addRemoteCandidate(candidate);
        }
    }

    @Override
    public void onGatheringComplete() {
        gathered = true;
        if (other != null) {
            other.agent.endOfRemoteCandidates();
        }
    }

    @Override
    public void onStateChange(IceState newState) {
        states.add(newState);
        state = newState;
    }

    @Override
    public void onPacket(byte[] bytes, int offset, int length, long now) {
        packets.add(length < 2 ? "" : new String(bytes, offset + 2, length - 2, UTF_8));
        received = packets.size();
    }
}
