package dev.sluice.ice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayDeque;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import jdk.net.ExtendedSocketOptions;

import dev.sluice.wire.Time;
import dev.sluice.wire.UdpLoop;

/// A loop on real sockets: one daemon thread that waits for datagrams, streams, timers and tasks.
///
/// Tasks wait in a bounded queue. When it is full, other threads wait in [#execute] until there is room (a task that was taken is never lost), and are refused
/// when that takes ten seconds or the loop is closed. What a task, timer or receiver throws goes to the thread's uncaught exception handler, and the loop goes on.
public final class NioUdpLoop implements UdpLoop, AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final int MOST_TASKS = 65_536;
    private static final int MOST_DATAGRAMS_IN_A_ROW = 64;
    private static final int MOST_DATAGRAM = 65_535;
    private static final int SOCKET_BUFFER = 1 << 20;
    private static final long PATIENCE_SECONDS = 10;
    private static final int LAST_ROUNDS = 100;

    private final long start = System.nanoTime();
    private final Selector selector;
    private final Thread thread;
    private final NioTimers timers = new NioTimers();
    private final BlockingQueue<Runnable> tasks = new ArrayBlockingQueue<>(MOST_TASKS);
    private final ArrayDeque<Runnable> ownTasks = new ArrayDeque<>();
    private final AtomicBoolean awake = new AtomicBoolean(true);
    private final byte[] received = new byte[MOST_DATAGRAM];
    private final ByteBuffer receiveBuffer = ByteBuffer.wrap(received);
    private final ByteBuffer sendBuffer = ByteBuffer.allocateDirect(MOST_DATAGRAM);
    private volatile boolean closing;
    private volatile boolean closed;

    private NioUdpLoop(Selector selector, String name) {
        this.selector = selector;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    /// Starts a loop; its thread is a daemon: it does not keep the JVM alive.
    public static NioUdpLoop start() {
        try {
            NioUdpLoop loop = new NioUdpLoop(Selector.open(), "sluice-udp-loop-" + COUNT.incrementAndGet());
            loop.thread.start();
            return loop;
        } catch (IOException e) {
            throw new UncheckedIOException("This machine gives us no selector", e);
        }
    }

    @Override
    public long now() {
        return System.nanoTime() - start;
    }

    @Override
    public boolean inLoop() {
        return Thread.currentThread() == thread;
    }

    @Override
    public void execute(Runnable task) {
        if (inLoop()) {
            requireOpen(closed);
            ownTasks.add(task);
            return;
        }
        requireOpen(closing);
        enqueue(task);
        boolean tooLate = closed && tasks.remove(task);
        requireOpen(tooLate);
        wakeUp();
    }

    private void enqueue(Runnable task) {
        try {
            if (!tasks.offer(task, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new RejectedExecutionException("The loop is stuck: look for what blocks " + thread.getName());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RejectedExecutionException("Interrupted while waiting for room in the loop's queue", e);
        }
    }

    private static void requireOpen(boolean tooLate) {
        if (tooLate) {
            throw new RejectedExecutionException("The loop is closed: do not use it any more");
        }
    }

    @Override
    public Timer schedule(long at, Runnable task) {
        requireLoop();
        return timers.add(at, task);
    }

    @Override
    public UdpSocket open(InetSocketAddress local, Receiver receiver) throws IOException {
        requireLoop();
        boolean ipv4 = local.getAddress() instanceof Inet4Address;
        DatagramChannel channel = DatagramChannel
                .open(ipv4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
            channel.configureBlocking(false);
            channel.bind(local);
            NioSocket socket = new NioSocket(channel, receiver, (InetSocketAddress) channel.getLocalAddress());
            channel.register(selector, SelectionKey.OP_READ, socket);
            return socket;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public Stream connect(InetSocketAddress remote, StreamReceiver receiver) throws IOException {
        requireLoop();
        SocketChannel channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            NioStream stream = new NioStream(this, channel, receiver);
            stream.registered(channel.register(selector, SelectionKey.OP_CONNECT, stream));
            if (channel.connect(remote)) {
                ownTasks.add(stream::connected);
            }
            return stream;
        } catch (IOException | UnsupportedAddressTypeException e) {
            channel.close();
            throw new IOException("No way to " + remote, e);
        }
    }

    /// What a selection key belongs to.
    interface Channel extends AutoCloseable {
        void ready();

        @Override
        void close();
    }

    /// Runs the tasks that were accepted before, closes all sockets and ends the thread. Waits for that, unless called on the loop itself.
    @Override
    public void close() {
        closing = true;
        if (inLoop()) {
            return;
        }
        wakeUp();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closing) {
            guard(this::turn);
        }
        runLastTasks();
        closed = true;
        runLastTasks(); // what came between the last look and the word that it is over
        guard(this::closeSockets);
    }

    private void turn() {
        try {
            awake.set(false);
            long wait = timers.deadline() - now();
            if (!tasks.isEmpty() || !ownTasks.isEmpty() || closing || wait <= 0) {
                selector.selectNow();
            } else if (timers.deadline() == Time.NEVER) {
                selector.select();
            } else {
                selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(wait)));
            }
            awake.set(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        receiveAll();
        runTasks();
        runTimers();
    }

    private void wakeUp() {
        if (awake.compareAndSet(false, true)) {
            selector.wakeup();
        }
    }

    private void receiveAll() {
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.isValid()) {
                serve((Channel) key.attachment());
            }
        }
        selector.selectedKeys().clear();
    }

    private void serve(Channel channel) {
        try {
            channel.ready();
        } catch (Throwable t) {
            report(t);
        }
    }

    /// What is queued now; a task that queues another lets sockets and timers have their turn before it.
    private void runTasks() {
        for (int left = tasks.size(); left > 0; left--) {
            guard(tasks.poll());
        }
        for (int left = ownTasks.size(); left > 0; left--) {
            guard(ownTasks.poll());
        }
    }

    /// Tasks lead to tasks, but not for ever.
    private void runLastTasks() {
        for (int round = 0; round < LAST_ROUNDS && !(tasks.isEmpty() && ownTasks.isEmpty()); round++) {
            runTasks();
        }
    }

    private void runTimers() {
        long now = now();
        for (Runnable task = timers.due(now); task != null; task = timers.due(now)) {
            guard(task);
        }
    }

    private void guard(Runnable task) {
        try {
            task.run();
        } catch (Throwable t) {
            report(t);
        }
    }

    private void report(Throwable thrown) {
        thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
    }

    private void closeSockets() {
        selector.keys().forEach(key -> ((Channel) key.attachment()).close());
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void requireLoop() {
        if (!inLoop()) {
            throw new IllegalStateException("Only on the loop's thread: wrap the call in execute()");
        }
    }

    private final class NioSocket implements UdpSocket, Channel {
        private final DatagramChannel channel;
        private final Receiver receiver;
        private final InetSocketAddress local;

        NioSocket(DatagramChannel channel, Receiver receiver, InetSocketAddress local) {
            this.channel = channel;
            this.receiver = receiver;
            this.local = local;
        }

        @Override
        public InetSocketAddress localAddress() {
            return local;
        }

        @Override
        public boolean send(InetSocketAddress to, byte[] bytes, int offset, int length) {
            if (length > MOST_DATAGRAM) {
                return false;
            }
            sendBuffer.clear().put(bytes, offset, length).flip();
            try {
                return channel.send(sendBuffer, to) == length;
            } catch (IOException | UnsupportedAddressTypeException e) {
                return false; // unreachable, closed, or of the other address family: for UDP a loss like any other
            }
        }

        @Override
        public boolean canSendUnfragmented() {
            return channel.supportedOptions().contains(ExtendedSocketOptions.IP_DONTFRAGMENT);
        }

        @Override
        public boolean sendUnfragmented(InetSocketAddress to, byte[] bytes, int offset, int length) {
            return canSendUnfragmented() && dontFragment(true) && send(to, bytes, offset, length) & dontFragment(false);
        }

        private boolean dontFragment(boolean on) {
            try {
                channel.setOption(ExtendedSocketOptions.IP_DONTFRAGMENT, on);
                return true;
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public void ready() {
            for (int i = 0; i < MOST_DATAGRAMS_IN_A_ROW && channel.isOpen(); i++) {
                InetSocketAddress from = receiveOne();
                if (from == null) {
                    return;
                }
                deliver(from);
            }
        }

        private void deliver(InetSocketAddress from) {
            try {
                receiver.onDatagram(from, received, 0, receiveBuffer.position(), now());
            } catch (Throwable t) {
                report(t);
            }
        }

        private InetSocketAddress receiveOne() {
            try {
                return (InetSocketAddress) channel.receive(receiveBuffer.clear());
            } catch (IOException e) {
                return null;
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
