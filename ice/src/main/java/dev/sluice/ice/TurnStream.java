package dev.sluice.ice;

import java.io.IOException;
import java.net.InetSocketAddress;

import javax.net.ssl.SSLContext;

import dev.sluice.wire.UdpLoop;
import dev.sluice.wire.UdpLoop.Stream;
import dev.sluice.wire.UdpLoop.StreamReceiver;

/// TURN over TCP or TLS: a stream that is cut into messages. When it breaks the allocation is gone with it.
///
/// @rfc 8656 3.1 Transports
final class TurnStream implements TurnTransport, StreamReceiver {
    private final Connector connector;
    private final TurnFrames frames = new TurnFrames(TurnFrames.LONGEST_MESSAGE);
    private Output out;
    private Stream stream;
    private boolean closed;

    /// Opens the stream, plain or with TLS around it.
    interface Connector {
        Stream connect(StreamReceiver receiver) throws IOException;
    }

    TurnStream(Connector connector) {
        this.connector = connector;
    }

    static TurnStream tcp(UdpLoop loop, InetSocketAddress server) {
        return new TurnStream(receiver -> loop.connect(server, receiver));
    }

    static TurnStream tls(UdpLoop loop, InetSocketAddress server, SSLContext trust) {
        return new TurnStream(receiver -> TlsStream.connect(loop, server, trust, receiver));
    }

    @Override
    public void open(Output output, long now) {
        out = output;
        try {
            stream = connector.connect(this);
        } catch (IOException e) {
            onClosed(now);
        }
    }

    /// What finds too much waiting in front of it is lost, as it would be with UDP.
    @Override
    public void send(byte[] bytes, int offset, int length) {
        stream.send(bytes, offset, length);
    }

    @Override
    public InetSocketAddress base() {
        return null;
    }

    @Override
    public void close() {
        closed = true;
        if (stream != null) {
            stream.close();
        }
    }

    @Override
    public void onConnected(long now) {
        if (!closed) {
            out.onOpen(now);
        }
    }

    @Override
    public void onBytes(byte[] bytes, int offset, int length, long now) {
        if (!closed && !frames.onBytes(bytes, offset, length, now, out::onMessage)) {
            stream.close();
            onClosed(now);
        }
    }

    @Override
    public void onClosed(long now) {
        if (!closed) {
            closed = true;
            out.onClosed();
        }
    }
}
