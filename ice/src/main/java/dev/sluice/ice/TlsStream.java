package dev.sluice.ice;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

import dev.sluice.wire.UdpLoop;
import dev.sluice.wire.UdpLoop.Stream;
import dev.sluice.wire.UdpLoop.StreamReceiver;

/// The client's side of TLS around a stream of a loop, for which it looks like any other stream.
///
/// It is connected when the handshake is over; the server's certificate must be for the name from which the address was resolved. What the engine has to compute
/// it computes on the loop: a handshake takes a millisecond or two of it.
final class TlsStream implements Stream, StreamReceiver {
    private final SSLEngine engine;
    private final StreamReceiver receiver;
    private ByteBuffer received = ByteBuffer.allocate(0);
    private ByteBuffer plain;
    private ByteBuffer encrypted;
    private Stream stream;
    private boolean connected;
    private boolean closed;

    private TlsStream(SSLEngine engine, StreamReceiver receiver) {
        this.engine = engine;
        this.receiver = receiver;
        this.plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        this.encrypted = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    }

    /// `trust` may be null: whom the JVM trusts.
    static Stream connect(UdpLoop loop, InetSocketAddress server, SSLContext trust, StreamReceiver receiver)
            throws IOException {
        TlsStream tls = new TlsStream(engine(server, trust), receiver);
        tls.stream = loop.connect(server, tls);
        return tls;
    }

    private static SSLEngine engine(InetSocketAddress server, SSLContext trust) throws IOException {
        try {
            SSLContext context = trust != null ? trust : SSLContext.getDefault();
            SSLEngine engine = context.createSSLEngine(server.getHostString(), server.getPort());
            engine.setUseClientMode(true);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            engine.setSSLParameters(parameters);
            return engine;
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("This JVM has no TLS", e);
        }
    }

    @Override
    public boolean send(byte[] bytes, int offset, int length) {
        if (!connected || closed) {
            return false;
        }
        ByteBuffer source = ByteBuffer.wrap(bytes, offset, length);
        boolean sent = true;
        while (sent && source.hasRemaining()) {
            sent = wrapQuietly(source);
        }
        return sent;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        engine.closeOutbound();
        if (connected) {
            wrapQuietly(ByteBuffer.allocate(0));
        }
        stream.close();
    }

    @Override
    public void onConnected(long now) {
        try {
            engine.beginHandshake();
            advance(now);
        } catch (SSLException e) {
            fail(now);
        }
    }

    @Override
    public void onBytes(byte[] bytes, int offset, int length, long now) {
        ByteBuffer more = ByteBuffer.allocate(received.remaining() + length);
        received = more.put(received).put(bytes, offset, length).flip();
        try {
            advance(now);
        } catch (SSLException e) {
            fail(now);
        }
    }

    @Override
    public void onClosed(long now) {
        if (!closed) {
            closed = true;
            receiver.onClosed(now);
        }
    }

    /// Does whatever the engine wants next, until it wants bytes that have not come. When the handshake fails the last it wants is to tell the server so.
    private void advance(long now) throws SSLException {
        boolean goesOn = true;
        while (goesOn && !closed) {
            goesOn = switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> runTasks();
                case NEED_WRAP -> wrap(ByteBuffer.allocate(0));
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> unwrap(now);
                case FINISHED, NOT_HANDSHAKING -> {
                    tellConnected(now);
                    yield !closed && unwrap(now);
                }
            };
        }
        if (engine.isOutboundDone()) {
            fail(now);
        }
    }

    private boolean runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
        return true;
    }

    private void tellConnected(long now) {
        if (!connected) {
            connected = true;
            receiver.onConnected(now);
        }
    }

    private boolean wrapQuietly(ByteBuffer source) {
        try {
            return wrap(source);
        } catch (SSLException e) {
            return false; // what is received next tells that it is broken
        }
    }

    /// False: the stream takes no more.
    private boolean wrap(ByteBuffer source) throws SSLException {
        SSLEngineResult result = engine.wrap(source, encrypted.clear());
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
            encrypted = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            return true;
        }
        encrypted.flip();
        boolean taken = stream.send(encrypted.array(), 0, encrypted.remaining());
        return taken && result.getStatus() == SSLEngineResult.Status.OK;
    }

    /// False: there is nothing that could be unwrapped.
    private boolean unwrap(long now) throws SSLException {
        SSLEngineResult result = engine.unwrap(received, plain.clear());
        switch (result.getStatus()) {
            case BUFFER_OVERFLOW -> {
                plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
                return true;
            }
            case BUFFER_UNDERFLOW -> {
                return false;
            }
            case CLOSED -> {
                stream.close();
                onClosed(now);
                return false;
            }
            case OK -> {
                plain.flip();
                if (plain.hasRemaining()) {
                    tellConnected(now);
                    receiver.onBytes(plain.array(), 0, plain.remaining(), now);
                }
                return result.bytesConsumed() > 0 || result.bytesProduced() > 0;
            }
        }
        return false;
    }

    private void fail(long now) {
        if (!closed) {
            stream.close();
            onClosed(now);
        }
    }
}
