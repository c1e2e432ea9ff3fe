package dev.sluice.ice.turn;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

import dev.sluice.wire.UdpLoop;
import dev.sluice.wire.UdpLoop.Stream;
import dev.sluice.wire.UdpLoop.StreamReceiver;

/// Takes connections over TCP or TLS for a [TurnServer]: for programs that have no server for connections of their own.
///
/// Two virtual threads a connection wait for bytes and write them. A client that does not read what it gets has at most 256 messages or 256 KB waiting; what is
/// over is lost, as it would be on UDP. A client that writes faster than the loop takes it is read more slowly.
public final class NioTurnListener implements AutoCloseable {
    private static final int BACKLOG = 1_024;
    private static final int READ_BUFFER = 16_384;
    private static final int MOST_MESSAGES = 256;
    private static final int MOST_BYTES = 262_144;
    private static final byte[] END = new byte[0];

    private final UdpLoop loop;
    private final TurnServer server;
    private final ServerSocket socket;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

    private NioTurnListener(UdpLoop loop, TurnServer server, ServerSocketFactory factory, InetSocketAddress local)
            throws IOException {
        this.loop = loop;
        this.server = server;
        this.socket = factory.createServerSocket(local.getPort(), BACKLOG, local.getAddress());
        Thread.ofVirtual().name("sluice-turn-accept").start(this::acceptAll);
    }

    /// Listens for connections over TCP; port 0 asks for a free one. Any thread may call it.
    public static NioTurnListener tcp(UdpLoop loop, TurnServer server, InetSocketAddress local) throws IOException {
        return new NioTurnListener(loop, server, ServerSocketFactory.getDefault(), local);
    }

    /// Listens for connections over TLS, with the certificate that the context has.
    public static NioTurnListener tls(UdpLoop loop, TurnServer server, InetSocketAddress local, SSLContext context)
            throws IOException {
        return new NioTurnListener(loop, server, context.getServerSocketFactory(), local);
    }

    public InetSocketAddress localAddress() {
        InetAddress address = socket.getInetAddress();
        return new InetSocketAddress(address, socket.getLocalPort());
    }

    /// Closes the port and all connections that came by it.
    @Override
    public void close() {
        quietly(socket);
        connections.forEach(Connection::close);
    }

    private void acceptAll() {
        while (!socket.isClosed()) {
            try {
                Socket accepted = socket.accept();
                accepted.setTcpNoDelay(true);
                new Connection(accepted).start();
            } catch (IOException e) {
                // closed, or a client that went away while it was accepted
            }
        }
    }

    private static void quietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // it is closed one way or the other
        }
    }

    private final class Connection implements Stream {
        private final Socket client;
        private final BlockingQueue<byte[]> outgoing = new ArrayBlockingQueue<>(MOST_MESSAGES);
        private final AtomicInteger outgoingBytes = new AtomicInteger();
        private final Semaphore taken = new Semaphore(0);
        private StreamReceiver receiver;

        Connection(Socket client) {
            this.client = client;
        }

        void start() {
            connections.add(this);
            Thread.ofVirtual().name("sluice-turn-read").start(this::readAll);
            Thread.ofVirtual().name("sluice-turn-write").start(this::writeAll);
        }

        @Override
        public boolean send(byte[] bytes, int offset, int length) {
            if (outgoingBytes.get() + length > MOST_BYTES
                    || !outgoing.offer(Arrays.copyOfRange(bytes, offset, offset + length))) {
                return false;
            }
            outgoingBytes.addAndGet(length);
            return true;
        }

        /// Closing a TLS socket writes, which may block: not on the loop.
        @Override
        public void close() {
            if (connections.remove(this)) {
                Thread.ofVirtual().name("sluice-turn-close").start(() -> quietly(client));
                outgoing.clear();
                outgoing.offer(END);
            }
        }

        private void readAll() {
            byte[] bytes = new byte[READ_BUFFER];
            try (InputStream in = client.getInputStream()) {
                onLoop(() -> receiver = server.accept((InetSocketAddress) client.getRemoteSocketAddress(), this));
                for (int read = 0; read >= 0; read = in.read(bytes)) {
                    int length = read;
                    onLoop(() -> receiver.onBytes(bytes, 0, length, loop.now()));
                }
            } catch (IOException | RejectedExecutionException e) {
                // the client has gone, or the loop has
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                end();
            }
        }

        private void end() {
            try {
                if (receiver != null) {
                    loop.execute(() -> receiver.onClosed(loop.now()));
                }
            } catch (RejectedExecutionException e) {
                // the loop is closed, and the server with it
            }
            close();
        }

        /// Waits until the loop has run the task, so that the buffer is ours again.
        private void onLoop(Runnable task) throws InterruptedException {
            loop.execute(() -> {
                try {
                    task.run();
                } finally {
                    taken.release();
                }
            });
            taken.acquire();
        }

        private void writeAll() {
            try (var out = client.getOutputStream()) {
                for (byte[] next = outgoing.take(); next != END; next = outgoing.take()) {
                    out.write(next);
                    outgoingBytes.addAndGet(-next.length);
                }
            } catch (IOException e) {
                close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
