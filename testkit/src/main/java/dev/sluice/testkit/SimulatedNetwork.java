package dev.sluice.testkit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

import dev.sluice.wire.UdpLoop;

/// A network in virtual time: hosts that run [loops][dev.sluice.wire.UdpLoop], and links between them that lose, delay and reorder by a seed.
///
/// The clock stands still while anything is left to do, then jumps to the next event: an hour of protocol life takes as long as its packets take
/// to process. The same seed and the same calls give the same packets at the same times.
///
/// The thread that calls [#run] drives everything; an exception of a receiver or task leaves [#run] and fails the test.
public final class SimulatedNetwork {
    private static final int TOO_MANY_AT_ONCE = 10_000_000;

    private final long seed;
    private final VirtualClock clock = new VirtualClock();
    private final Agenda agenda = new Agenda();
    private final Driver driver = new Driver();
    private final Map<InetAddress, SimulatedHost> hosts = new LinkedHashMap<>();
    private final Map<InetAddress, Nat> nats = new LinkedHashMap<>();
    private final Map<Route, Link> links = new LinkedHashMap<>();
    private final List<Runnable> settlers = new ArrayList<>();
    private final List<Tap> taps = new ArrayList<>();
    private final List<PacketFilter> filters = new ArrayList<>();
    private final Recent recent = new Recent();
    private LinkProfile everywhere = LinkProfile.IDEAL;

    /// `inside` is the NAT in whose network the link is; null: outside of all.
    private record Route(Nat inside, InetAddress from, InetAddress to) {}

    public SimulatedNetwork(long seed) {
        this.seed = seed;
        taps.add(recent);
    }

    public long now() {
        return clock.now();
    }

    /// The host at this address, new when there was none. It gets the further addresses, too.
    public SimulatedHost host(String literalAddress, String... more) {
        SimulatedHost host = hosts.get(InetAddress.ofLiteral(literalAddress));
        if (host == null) {
            host = new SimulatedHost(this, null);
            addAddress(host, literalAddress);
        }
        for (String address : more) {
            addAddress(host, address);
        }
        return host;
    }

    private void addAddress(SimulatedHost host, String literal) {
        InetAddress address = InetAddress.ofLiteral(literal);
        requireNoNat(address);
        SimulatedHost owner = hosts.putIfAbsent(address, host);
        if (owner == null) {
            host.addAddress(address);
        } else if (owner != host) {
            throw new IllegalArgumentException(literal + " is another host's address: give this one its own");
        }
    }

    /// A new NAT with this address outside; [Nat#host] makes the hosts behind it.
    public Nat nat(String literalAddress, NatProfile profile) {
        InetAddress address = InetAddress.ofLiteral(literalAddress);
        Nat nat = new Nat(this, address, profile, random("NAT " + literalAddress));
        moved(nat, null);
        return nat;
    }

    void moved(Nat nat, InetAddress from) {
        requireNoNat(nat.address());
        if (hosts.containsKey(nat.address())) {
            throw new IllegalArgumentException(nat.address() + " is a host's address: give the NAT its own");
        }
        nats.remove(from);
        nats.put(nat.address(), nat);
    }

    private void requireNoNat(InetAddress address) {
        if (nats.containsKey(address)) {
            throw new IllegalArgumentException(address + " is a NAT's address: make hosts behind it with nat.host()");
        }
    }

    /// What all links do that were not given a profile of their own. May be changed at any time.
    public void link(LinkProfile everywhere) {
        this.everywhere = everywhere;
    }

    /// What the link does in the direction from one address to another. May be changed at any time.
    public void link(String from, String to, LinkProfile profile) {
        link(route(from, to)).profile(profile);
    }

    /// Drops the packets that match, for instance the one message whose loss the test is about.
    public void dropWhere(PacketFilter filter) {
        filters.add(filter);
    }

    public void tap(Tap tap) {
        taps.add(tap);
    }

    /// Runs this whenever nothing is left to do at the current time, again and again until it brings no new work, before the clock jumps.
    ///
    /// Work that other threads do for the protocol is waited for here; so they take no virtual time, and the run stays the same.
    public void beforeTimeMoves(Runnable settle) {
        settlers.add(settle);
    }

    /// Random numbers of the network's seed, for the protocols under test: the same purpose, the same numbers.
    public RandomGenerator random(String purpose) {
        return new SplittableRandom(seed ^ hash(purpose));
    }

    /// Lets this much time pass.
    public void run(long duration) {
        advance(now() + duration, () -> false);
    }

    /// Lets time pass until the condition holds, and fails when it does not within `limit` from now.
    ///
    /// @throws AssertionError that shows the traffic and the most recent packets
    public void runUntil(BooleanSupplier condition, long limit) {
        if (!advance(now() + limit, condition)) {
            throw new AssertionError(
                    "The condition did not hold within " + Recent.seconds(limit) + " s of virtual time.\n" + this);
        }
    }

    /// The traffic of all links.
    public Traffic traffic() {
        Map<Fate, Long> sum = new EnumMap<>(Fate.class);
        links.values()
                .forEach(link -> link.traffic().packets().forEach((fate, count) -> sum.merge(fate, count, Long::sum)));
        return new Traffic(sum);
    }

    /// The traffic from one address to another.
    public Traffic traffic(String from, String to) {
        return link(route(from, to)).traffic();
    }

    /// The state of things, for a failing test to show.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(
                "seed " + seed + ", now " + Recent.seconds(now()) + " s, " + agenda.size() + " events to come\n");
        links.forEach((route, link) -> text.append(route.from.getHostAddress()).append(" > ")
                .append(route.to.getHostAddress()).append(": ")
                .append(link.traffic()).append('\n'));
        return text.append("most recent packets:\n").append(recent).toString();
    }

    Agenda agenda() {
        return agenda;
    }

    boolean isDrivenByCaller() { return driver.isCaller(); }

    void send(SimulatedHost sender, Datagram datagram) {
        Nat nat = sender.nat();
        if (nat == null || nat.inside().containsKey(datagram.to().getAddress())) {
            send(nat, datagram);
            return;
        }
        Datagram outside = nat.outbound(datagram);
        if (outside != null) {
            send((Nat) null, outside);
        } else {
            Link blocked = link(new Route(nat, datagram.from().getAddress(), datagram.to().getAddress()));
            blocked.count(Fate.SENT, datagram);
            blocked.count(Fate.BLOCKED, datagram);
        }
    }

    /// A stream that begins at a host; it is connected one round trip later, or refused.
    StreamPipe connect(SimulatedHost from, InetSocketAddress local, InetSocketAddress remote,
            UdpLoop.StreamReceiver receiver) {
        InetSocketAddress outside = from.nat() == null ? local : from.nat().outsideOfStream();
        StreamPipe client = new StreamPipe(this, outside, remote);
        client.receiver(receiver);
        client.later(() -> accept(client));
        return client;
    }

    private void accept(StreamPipe client) {
        SimulatedHost host = hosts.get(client.remote().getAddress());
        SimulatedHost.Acceptor acceptor = host == null ? null : host.acceptorAt(client.remote());
        StreamPipe server = new StreamPipe(this, client.remote(), client.local());
        if (acceptor == null) {
            server.later(client::end);
            return;
        }
        server.join(client);
        server.later(() -> client.connected(server));
        server.receiver(acceptor.accept(client.local(), server));
    }

    long streamArrival(InetSocketAddress from, InetSocketAddress to) {
        return link(new Route(null, from.getAddress(), to.getAddress())).streamArrival(everywhere, now());
    }

    private void send(Nat inside, Datagram datagram) {
        boolean filtered = filters.stream()
                .anyMatch(filter -> filter.matches(datagram.from(), datagram.to(), datagram.bytes()));
        link(new Route(inside, datagram.from().getAddress(), datagram.to().getAddress())).send(datagram, filtered,
                everywhere,
                now());
    }

    /// False: the end came before the condition.
    private boolean advance(long end, BooleanSupplier condition) {
        driver.takeOver();
        int atThisTime = 0;
        while (!condition.getAsBoolean()) {
            if (agenda.next() <= now()) {
                requireProgress(++atThisTime);
                agenda.runNext();
            } else if (!settlingBringsWork() && !condition.getAsBoolean()) {
                if (agenda.next() > end) {
                    clock.advanceTo(end);
                    return false;
                }
                clock.advanceTo(agenda.next());
                atThisTime = 0;
            }
        }
        return true;
    }

    private boolean settlingBringsWork() {
        settlers.forEach(Runnable::run);
        hosts.values().forEach(SimulatedHost::takeTasksOfOtherThreads);
        nats.values().forEach(nat -> nat.inside().values().forEach(SimulatedHost::takeTasksOfOtherThreads));
        return agenda.next() <= now();
    }

    private void requireProgress(int atThisTime) {
        if (atThisTime > TOO_MANY_AT_ONCE) {
            throw new AssertionError(
                    "Time stands still: " + TOO_MANY_AT_ONCE + " events at the same instant.\n" + this);
        }
    }

    private static Route route(String from, String to) {
        return new Route(null, InetAddress.ofLiteral(from), InetAddress.ofLiteral(to));
    }

    private Link link(Route route) {
        return links.computeIfAbsent(route,
                _ -> new Link(random(route.from.getHostAddress() + '>' + route.to.getHostAddress()),
                        new Links(route.inside)));
    }

    /// 64-bit FNV-1a: spreads names that differ little.
    private static long hash(String name) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    private final class Links implements Link.Output {
        private final Nat inside;

        Links(Nat inside) {
            this.inside = inside;
        }

        @Override
        public void arriveAt(long time, Link link, Datagram datagram) {
            agenda.add(time, () -> arrive(link, datagram));
        }

        private void arrive(Link link, Datagram datagram) {
            Nat nat = inside == null ? nats.get(datagram.to().getAddress()) : null;
            if (nat == null) {
                deliver(link, datagram, datagram, inside == null ? hosts : inside.inside());
                return;
            }
            Datagram translated = nat.inbound(datagram);
            if (translated == null) {
                link.count(Fate.BLOCKED, datagram);
            } else {
                deliver(link, datagram, translated, nat.inside());
            }
        }

        private void deliver(Link link, Datagram seen, Datagram datagram, Map<InetAddress, SimulatedHost> among) {
            SimulatedHost host = among.get(datagram.to().getAddress());
            if (host == null || !host.isListeningAt(datagram.to())) {
                link.count(Fate.UNREACHABLE, seen);
            } else {
                link.count(Fate.DELIVERED, seen);
                host.receive(datagram);
            }
        }

        @Override
        public void report(Fate fate, Datagram datagram) {
            for (Tap tap : taps) {
                tap.onPacket(now(), fate, datagram.from(), datagram.to(), datagram.bytes());
            }
        }
    }
}
