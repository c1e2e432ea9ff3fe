package dev.sluice.ice;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Arrays;

import dev.sluice.wire.UdpLoop.Stream;
import dev.sluice.wire.UdpLoop.StreamReceiver;

/// A TCP connection of a [NioUdpLoop]. What the network does not take at once waits, up to 1 MiB; then sending is refused.
final class NioStream implements Stream, NioUdpLoop.Channel {
    private static final int MOST_WAITING = 1 << 20;

    private final NioUdpLoop loop;
    private final SocketChannel channel;
    private final StreamReceiver receiver;
    private final ByteBuffer received = ByteBuffer.allocate(1 << 16);
    private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private boolean connected;
    private boolean closed;
    private SelectionKey key;

    NioStream(NioUdpLoop loop, SocketChannel channel, StreamReceiver receiver) {
        this.loop = loop;
        this.channel = channel;
        this.receiver = receiver;
    }

    void registered(SelectionKey newKey) {
        key = newKey;
    }

    @Override
    public boolean send(byte[] bytes, int offset, int length) {
        if (!connected || !channel.isOpen() || waitingBytes + length > MOST_WAITING) {
            return false;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        try {
            if (waiting.isEmpty()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            return false; // the selector tells that it is broken
        }
        if (buffer.hasRemaining()) {
            byte[] rest = Arrays.copyOfRange(bytes, buffer.position(), offset + length);
            waiting.add(ByteBuffer.wrap(rest));
            waitingBytes += rest.length;
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
        return true;
    }

    @Override
    public void ready() {
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                connected();
            }
            if (key.isValid() && key.isWritable()) {
                flush();
            }
            if (key.isValid() && key.isReadable()) {
                receive();
            }
        } catch (IOException e) {
            broken();
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            // closed all the same
        }
    }

    void connected() {
        if (channel.isOpen() && !connected) {
            connected = true;
            key.interestOps(SelectionKey.OP_READ);
            receiver.onConnected(loop.now());
        }
    }

    private void flush() throws IOException {
        while (!waiting.isEmpty()) {
            waitingBytes -= channel.write(waiting.peek());
            if (waiting.peek().hasRemaining()) {
                return;
            }
            waiting.poll();
        }
        key.interestOps(SelectionKey.OP_READ);
    }

    private void receive() throws IOException {
        int length = channel.read(received.clear());
        if (length < 0) {
            broken();
        } else if (length > 0) {
            receiver.onBytes(received.array(), 0, length, loop.now());
        }
    }

    private void broken() {
        if (!closed) {
            close();
            receiver.onClosed(loop.now());
        }
    }
}
