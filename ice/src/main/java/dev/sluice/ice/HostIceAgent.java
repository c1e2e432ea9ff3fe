package dev.sluice.ice;

import static dev.sluice.wire.Time.NEVER;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

import dev.sluice.wire.PacketKind;
import dev.sluice.wire.UdpLoop;
import dev.sluice.wire.UdpLoop.Timer;

/// A full agent of our own with host candidates only: one socket and one candidate for each address it is given.
///
/// It needs no thread and no clock but its loop's, so thousands share one loop, and tests run it on virtual time. Towards a peer behind a NAT it works as long
/// as that peer can reach one of the given addresses; for STUN and TURN servers use [Ice4jAgent].
///
/// @rfc 8445 Interactive Connectivity Establishment (ICE)
public final class HostIceAgent implements IceAgent {
    private final UdpLoop loop;
    private final Listener listener;
    private final List<InetSocketAddress> bindAddresses;
    private final IceCredentials credentials;
    private final CheckCounters counters = new CheckCounters();
    private final FullIceSession session;
    private final List<LocalCandidate> locals = new ArrayList<>();
    private IceState reported = IceState.NEW;
    private Timer timer;
    private long timerAt = NEVER;
    private long ignoredCandidates;
    private long strangersPackets;

    private HostIceAgent(UdpLoop loop, RandomGenerator random, boolean controlling, Listener listener,
            List<InetSocketAddress> bindAddresses) {
        this.loop = loop;
        this.listener = listener;
        this.bindAddresses = bindAddresses;
        this.credentials = IceCredentials.generate(random, "");
        this.session = new FullIceSession(credentials, controlling, random, counters);
    }

    /// Makes agents that open one socket on each of the addresses, the preferred first; port 0 asks for a free one.
    public static Factory factory(InetSocketAddress... bindAddresses) {
        List<InetSocketAddress> addresses = requireHosts(List.of(bindAddresses));
        return (loop, random, controlling, listener) -> new HostIceAgent(loop, random, controlling, listener,
                addresses);
    }

    @Override
    public IceCredentials localCredentials() {
        return credentials;
    }

    /// @throws UncheckedIOException when none of the addresses can be bound
    @Override
    public void gather() {
        if (!locals.isEmpty()) {
            throw new IllegalStateException("Candidates are gathered once: an ICE restart is a new agent");
        }
        IOException refusal = null;
        for (InetSocketAddress address : bindAddresses) {
            try {
                open(address);
            } catch (IOException e) {
                refusal = e;
            }
        }
        if (locals.isEmpty()) {
            throw new UncheckedIOException("None of " + bindAddresses + " can be bound", refusal);
        }
        session.endOfLocal();
        List.copyOf(locals).forEach(local -> listener.onLocalCandidate(local.candidate()));
        listener.onGatheringComplete();
        settle();
    }

    @Override
    public void remote(IceCredentials remote, boolean lite) {
        session.remote(remote, lite, loop.now());
        settle();
    }

    @Override
    public void addRemoteCandidate(IceCandidate candidate) {
        if (!session.addRemote(candidate, loop.now())) {
            ignoredCandidates++;
        }
        settle();
    }

    @Override
    public void endOfRemoteCandidates() {
        session.endOfRemote(loop.now());
        settle();
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
        CandidatePair path = session.path();
        if (path != null && reported != IceState.CLOSED) {
            path.local().socket().send(path.remote().address(), bytes, offset, length);
        }
    }

    @Override
    public IceState state() {
        return reported;
    }

    @Override
    public Optional<IceCandidatePair> selectedPair() {
        return session.selectedPair();
    }

    /// What became of the STUN messages that came in.
    public CheckCounters counters() {
        return counters;
    }

    /// Candidates of the peer that were not used: of another transport or component, named instead of numbered, not unicast, known before, or too many.
    public long ignoredCandidates() {
        return ignoredCandidates;
    }

    /// Datagrams other than STUN from addresses that have not proved to be the peer's; they were dropped.
    public long strangersPackets() {
        return strangersPackets;
    }

    @Override
    public void close() {
        if (reported == IceState.CLOSED) {
            return;
        }
        if (timer != null) {
            timer.cancel();
        }
        locals.forEach(local -> local.socket().close());
        reported = IceState.CLOSED;
        listener.onStateChange(reported);
    }

    static List<InetSocketAddress> requireHosts(List<InetSocketAddress> addresses) {
        if (addresses.isEmpty() || addresses.stream().anyMatch(HostIceAgent::isNoHost)) {
            throw new IllegalArgumentException("A host candidate needs an address that the peer can send to:"
                    + " give the addresses of network interfaces, not " + addresses);
        }
        return List.copyOf(addresses);
    }

    private static boolean isNoHost(InetSocketAddress address) {
        return address.isUnresolved() || address.getAddress().isAnyLocalAddress()
                || address.getAddress().isMulticastAddress();
    }

    private void open(InetSocketAddress address) throws IOException {
        Entrance entrance = new Entrance();
        UdpLoop.UdpSocket socket = loop.open(address, entrance);
        int localPreference = IceCandidate.MOST_LOCAL_PREFERENCE - locals.size();
        entrance.candidate = new LocalCandidate(IceCandidate.host(socket.localAddress(), localPreference), socket);
        locals.add(entrance.candidate);
        session.addLocal(entrance.candidate, loop.now());
    }

    private final class Entrance implements UdpLoop.Receiver {
        private LocalCandidate candidate;

        @Override
        public void onDatagram(InetSocketAddress from, byte[] bytes, int offset, int length, long now) {
            if (reported == IceState.CLOSED) {
                return;
            }
            if (PacketKind.of(bytes, offset, length) == PacketKind.STUN) {
                session.onPacket(candidate, from, bytes, offset, length, now);
                settle();
            } else if (session.isPeer(from)) {
                listener.onPacket(bytes, offset, length, now);
            } else {
                strangersPackets++;
            }
        }
    }

    /// After everything that may have changed the session: its timer, and what the listener must hear.
    private void settle() {
        if (reported == IceState.CLOSED) {
            return;
        }
        arm();
        IceState state = session.state();
        if (state != reported) {
            reported = state;
            listener.onStateChange(state);
        }
    }

    private void arm() {
        long deadline = session.deadline();
        if (deadline >= timerAt) {
            return; // the timer is early enough; when it has nothing to do it sets itself anew
        }
        if (timer != null) {
            timer.cancel();
        }
        timerAt = deadline;
        timer = loop.schedule(deadline, this::onTimer);
    }

    private void onTimer() {
        timerAt = NEVER;
        session.onTime(loop.now());
        settle();
    }
}
