package dev.sluice.testkit;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.sluice.wire.UdpLoop;

/// A machine on the simulated network, and the loop of the program that runs on it.
///
/// The thread that drives the network is the loop's thread of every host. [#execute] may be called by any thread; what other threads hand in
/// runs at the time at which the network notices it, in order of arrival, before time moves on.
public final class SimulatedHost implements UdpLoop {
    private static final int FIRST_FREE_PORT = 49_152;
    private static final int LAST_PORT = 65_535;
    /// Receivers find their datagram inside a larger array, as they do on a real loop.
    private static final int ROOM_AROUND = 8;
    private static final byte NOT_YOURS = (byte) 0xa5;

    private final SimulatedNetwork network;
    /// Null: on the open network.
    private final Nat nat;
    private final List<InetAddress> addresses = new ArrayList<>();
    private final Map<InetSocketAddress, Socket> sockets = new LinkedHashMap<>();
    private final Map<InetSocketAddress, Acceptor> acceptors = new LinkedHashMap<>();
    private final Queue<Runnable> fromOtherThreads = new ConcurrentLinkedQueue<>();
    private int nextFreePort = FIRST_FREE_PORT;
    private int timers;

    /// Takes the streams that come to a listening port.
    public interface Acceptor {
        /// Who is to hear what the stream brings.
        StreamReceiver accept(InetSocketAddress from, Stream stream);
    }

    SimulatedHost(SimulatedNetwork network, Nat nat) {
        this.network = network;
        this.nat = nat;
    }

    /// The addresses the host has, the first one first.
    public List<InetAddress> addresses() {
        return List.copyOf(addresses);
    }

    /// An address of this host, for sockets: `host.at(5000)` is port 5000 of its first address.
    public InetSocketAddress at(int port) {
        return new InetSocketAddress(addresses.getFirst(), port);
    }

    @Override
    public long now() {
        return network.now();
    }

    @Override
    public boolean inLoop() {
        return network.isDrivenByCaller();
    }

    @Override
    public void execute(Runnable task) {
        if (inLoop()) {
            network.agenda().add(now(), task);
        } else {
            fromOtherThreads.add(task);
        }
    }

    @Override
    public Timer schedule(long at, Runnable task) {
        requireInLoop();
        return new PendingTimer(at, task);
    }

    @Override
    public UdpSocket open(InetSocketAddress local, Receiver receiver) throws IOException {
        requireInLoop();
        InetAddress address = local.getAddress();
        if (!address.isAnyLocalAddress() && !addresses.contains(address)) {
            throw new BindException(address.getHostAddress() + " is no address of this host, which has " + addresses);
        }
        InetSocketAddress bound = new InetSocketAddress(address,
                local.getPort() == 0 ? freePort(address) : local.getPort());
        if (sockets.containsKey(bound)) {
            throw new BindException(bound + " is in use");
        }
        Socket socket = new Socket(bound, receiver);
        sockets.put(bound, socket);
        return socket;
    }

    @Override
    public Stream connect(InetSocketAddress remote, StreamReceiver receiver) throws IOException {
        requireInLoop();
        InetAddress address = addressTowards(remote);
        if (address == null) {
            throw new IOException("This host has no address of the family of " + remote);
        }
        return network.connect(this, new InetSocketAddress(address, freePort(address)), remote, receiver);
    }

    /// Waits for streams at an address of this host; nobody behind a NAT can be connected to from outside.
    public void listen(InetSocketAddress local, Acceptor acceptor) throws IOException {
        requireInLoop();
        if (!addresses.contains(local.getAddress()) || acceptors.putIfAbsent(local, acceptor) != null) {
            throw new BindException(local + " is in use, or no address of this host, which has " + addresses);
        }
    }

    /// How many sockets are open: a test may ask whether all were closed.
    public int openSockets() {
        return sockets.size();
    }

    /// How many timers have neither run nor been cancelled.
    public int pendingTimers() {
        return timers;
    }

    /// Null: it is on the open network.
    Nat nat() {
        return nat;
    }

    /// Null: nobody listens.
    Acceptor acceptorAt(InetSocketAddress address) {
        return acceptors.get(address);
    }

    void addAddress(InetAddress address) {
        addresses.add(address);
    }

    void takeTasksOfOtherThreads() {
        for (Runnable task = fromOtherThreads.poll(); task != null; task = fromOtherThreads.poll()) {
            network.agenda().add(now(), task);
        }
    }

    boolean isListeningAt(InetSocketAddress address) {
        return listenerAt(address) != null;
    }

    void receive(Datagram datagram) {
        int length = datagram.bytes().length;
        byte[] copy = new byte[ROOM_AROUND + length + ROOM_AROUND];
        Arrays.fill(copy, NOT_YOURS);
        System.arraycopy(datagram.bytes(), 0, copy, ROOM_AROUND, length);
        listenerAt(datagram.to()).receiver.onDatagram(datagram.from(), copy, ROOM_AROUND, length, now());
    }

    private Socket listenerAt(InetSocketAddress address) {
        Socket exact = sockets.get(address);
        return exact != null ? exact : sockets.get(new InetSocketAddress(address.getPort()));
    }

    private int freePort(InetAddress address) throws BindException {
        while (nextFreePort <= LAST_PORT) {
            int port = nextFreePort++;
            if (!sockets.containsKey(new InetSocketAddress(address, port))) {
                return port;
            }
        }
        throw new BindException("no port is free");
    }

    private InetAddress addressTowards(InetSocketAddress to) {
        return addresses.stream().filter(address -> address.getClass() == to.getAddress().getClass()).findFirst()
                .orElse(null);
    }

    private void requireInLoop() {
        if (!inLoop()) {
            throw new IllegalStateException("not on the loop's thread: hand the call to execute()");
        }
    }

    private final class PendingTimer implements Timer {
        private final Agenda.Entry entry;
        private boolean pending = true;

        PendingTimer(long at, Runnable task) {
            timers++;
            entry = network.agenda().add(Math.max(at, now()), () -> {
                done();
                task.run();
            });
        }

        @Override
        public void cancel() {
            requireInLoop();
            entry.cancel();
            done();
        }

        private void done() {
            if (pending) {
                pending = false;
                timers--;
            }
        }
    }

    private final class Socket implements UdpSocket {
        private final InetSocketAddress local;
        private final Receiver receiver;

        Socket(InetSocketAddress local, Receiver receiver) {
            this.local = local;
            this.receiver = receiver;
        }

        @Override
        public InetSocketAddress localAddress() {
            return local;
        }

        @Override
        public boolean send(InetSocketAddress to, byte[] bytes, int offset, int length) {
            requireInLoop();
            InetAddress source = sourceFor(to);
            if (sockets.get(local) != this || source == null) {
                return false;
            }
            network.send(SimulatedHost.this, new Datagram(new InetSocketAddress(source, local.getPort()), to,
                    Arrays.copyOfRange(bytes, offset, offset + length)));
            return true;
        }

        /// The first address of the destination's family when the socket is bound to all of them; null: there is none.
        private InetAddress sourceFor(InetSocketAddress to) {
            if (!local.getAddress().isAnyLocalAddress()) {
                return local.getAddress();
            }
            return addressTowards(to);
        }

        @Override
        public void close() {
            requireInLoop();
            sockets.remove(local, this);
        }
    }
}
