package dev.sluice.ice;

import static dev.sluice.wire.Time.NEVER;
import static dev.sluice.wire.Time.SECOND;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import dev.sluice.wire.UdpLoop;

/// Our own candidates: opens the sockets, asks the servers, and keeps what they gave alive as long as the agent lives, so that an ICE restart has it at once.
///
/// One server is asked every 50 ms. Gathering is complete when all have answered or failed, or after ten seconds; what comes later is used, but the peer has to find it
/// by its checks.
///
/// @rfc 8445 5.1.1 Gathering Candidates
final class CandidateGatherer implements ServerLink.Output {
    static final long PATIENCE = 10 * SECOND;

    /// The relays of streams come after those of UDP.
    private static final int TRANSPORT_STEP = 1000;

    private final UdpLoop loop;
    private final RandomGenerator random;
    private final IceSettings settings;
    private final Output out;
    private final List<HostSocket> sockets = new ArrayList<>();
    private final List<Asked> asked = new ArrayList<>();
    private final ArrayDeque<Asked> toAsk = new ArrayDeque<>();
    private final List<LocalCandidate> relays = new ArrayList<>();
    private final List<IceCandidate> reflexive = new ArrayList<>();
    private long nextStart;
    private long patienceEnds = NEVER;
    private boolean gathering;

    /// A server, and how to ask it again.
    private static final class Asked {
        final HostSocket socket;
        final Supplier<ServerLink> make;
        ServerLink link;

        Asked(HostSocket socket, Supplier<ServerLink> make) {
            this.socket = socket;
            this.make = make;
        }
    }

    interface Output {
        void onLocal(LocalCandidate candidate);

        void onReflexive(IceCandidate candidate);

        void onLost(LocalCandidate candidate);

        void onComplete();

        void onDatagram(LocalCandidate at, InetSocketAddress from, byte[] bytes, int offset, int length, long now);

        /// Something has come from a server that may have changed anything.
        void onServer();

        /// [#deadline] may be earlier.
        void rearm();
    }

    CandidateGatherer(UdpLoop loop, RandomGenerator random, IceSettings settings, Output out) {
        this.loop = loop;
        this.random = random;
        this.settings = settings;
        this.out = out;
    }

    boolean hasBegun() {
        return !sockets.isEmpty();
    }

    /// Tells of all candidates that there are, and asks the servers that have given none.
    ///
    /// @throws UncheckedIOException when none of the addresses can be bound
    void gather() {
        gathering = true;
        if (hasBegun()) {
            askAgain();
        } else {
            openSockets();
            planLinks();
        }
        patienceEnds = loop.now() + PATIENCE;
        tellAll();
        startDue(loop.now());
        completeWhenSettled(loop.now());
    }

    long deadline() {
        long deadline = gathering ? patienceEnds : NEVER;
        if (!toAsk.isEmpty()) {
            deadline = Math.min(deadline, nextStart);
        }
        for (Asked server : asked) {
            deadline = server.link == null ? deadline : Math.min(deadline, server.link.deadline());
        }
        return deadline;
    }

    void onTime(long now) {
        startDue(now);
        for (Asked server : asked) {
            if (server.link != null) {
                server.link.onTime(now);
            }
        }
        completeWhenSettled(now);
    }

    void close() {
        gathering = false;
        toAsk.clear();
        for (Asked server : asked) {
            if (server.link != null) {
                server.link.close();
            }
        }
        sockets.forEach(host -> host.socket().close());
    }

    private void openSockets() {
        IOException refusal = null;
        for (InetSocketAddress address : settings.bindAddresses()) {
            try {
                int localPreference = IceCandidate.MOST_LOCAL_PREFERENCE - sockets.size();
                sockets.add(HostSocket.open(loop, address, localPreference, this));
            } catch (IOException e) {
                refusal = e;
            }
        }
        if (sockets.isEmpty()) {
            throw new UncheckedIOException("None of " + settings.bindAddresses() + " can be bound", refusal);
        }
    }

    private void planLinks() {
        int order = 0;
        for (IceServer server : settings.servers()) {
            if (server.transport() != IceServer.Transport.UDP) {
                plan(null, server, order++);
                continue;
            }
            for (HostSocket host : sockets) {
                if (CandidateRules.canPair(host.candidate().address().getAddress(), server.address().getAddress())) {
                    plan(host, server, order++);
                }
            }
        }
    }

    private void plan(HostSocket host, IceServer server, int order) {
        boolean useless = server.kind() == IceServer.Kind.STUN && settings.policy() == IceTransportPolicy.RELAY;
        if (!useless) {
            Asked planned = new Asked(host, () -> link(host, server, order));
            asked.add(planned);
            toAsk.add(planned);
        }
    }

    private ServerLink link(HostSocket host, IceServer server, int order) {
        if (server.kind() == IceServer.Kind.STUN) {
            return new StunLink(host.socket(), server.address(), random, this);
        }
        TurnTransport transport = switch (server.transport()) {
            case UDP -> new TurnTransport.Udp(host.socket(), server.address());
            case TCP -> TurnStream.tcp(loop, server.address());
            case TLS -> TurnStream.tls(loop, server.address(), settings.tls());
        };
        int localPreference = IceCandidate.MOST_LOCAL_PREFERENCE - order
                - TRANSPORT_STEP * server.transport().ordinal();
        return new TurnLink(loop, server, transport, localPreference, random, this);
    }

    private void askAgain() {
        for (Asked server : asked) {
            if (server.link != null && server.link.isOver()) {
                forget(server);
                toAsk.add(server);
            }
        }
    }

    private void forget(Asked server) {
        if (server.socket != null) {
            server.socket.remove(server.link);
        }
        server.link = null;
    }

    private void tellAll() {
        if (settings.policy() == IceTransportPolicy.ALL) {
            sockets.forEach(host -> out.onLocal(host.candidate()));
            List.copyOf(reflexive).forEach(out::onReflexive);
        }
        List.copyOf(relays).forEach(out::onLocal);
    }

    /// @rfc 8445 14.2 Ta
    private void startDue(long now) {
        while (!toAsk.isEmpty() && now >= nextStart) {
            nextStart = now + CheckClient.TA;
            Asked next = toAsk.poll();
            next.link = next.make.get();
            if (next.socket != null) {
                next.socket.add(next.link);
            }
            next.link.start(now);
        }
    }

    private void completeWhenSettled(long now) {
        if (gathering && (isSettled() || now >= patienceEnds)) {
            gathering = false;
            out.onComplete();
        }
    }

    private boolean isSettled() {
        return toAsk.isEmpty() && asked.stream().allMatch(server -> server.link.isSettled());
    }

    /// Where there is no NAT it is the host candidate, and two servers tell the same.
    ///
    /// @rfc 8445 5.1.3 Eliminating Redundant Candidates
    @Override
    public void reflexive(InetSocketAddress base, InetSocketAddress mapped, InetSocketAddress server) {
        boolean known = mapped.equals(base) || reflexive.stream()
                .anyMatch(other -> other.address().equals(mapped) && other.related().equals(base));
        if (known || settings.policy() == IceTransportPolicy.RELAY) {
            return;
        }
        IceCandidate candidate = IceCandidate.fromServer(IceCandidateType.SERVER_REFLEXIVE, mapped,
                localPreference(base), base, server);
        reflexive.removeIf(other -> other.related().equals(base) && other.foundation().equals(candidate.foundation()));
        reflexive.add(candidate);
        out.onReflexive(candidate);
    }

    private int localPreference(InetSocketAddress base) {
        return sockets.stream().filter(host -> host.socket().localAddress().equals(base)).findFirst()
                .map(host -> host.candidate().candidate().localPreference()).orElse(0);
    }

    @Override
    public void relayed(LocalCandidate relay) {
        relays.add(relay);
        out.onLocal(relay);
    }

    @Override
    public void lost(LocalCandidate relay) {
        relays.remove(relay);
        out.onLost(relay);
    }

    @Override
    public void settled() {
        completeWhenSettled(loop.now());
    }

    @Override
    public void onDatagram(LocalCandidate at, InetSocketAddress from, byte[] bytes, int offset, int length, long now) {
        boolean hidden = settings.policy() == IceTransportPolicy.RELAY
                && at.candidate().type() != IceCandidateType.RELAYED;
        if (!hidden) {
            out.onDatagram(at, from, bytes, offset, length, now);
        }
    }

    @Override
    public void onServer() {
        out.onServer();
    }

    @Override
    public void rearm() {
        out.rearm();
    }
}
