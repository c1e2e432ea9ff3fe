package dev.sluice.sfu.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.UnixChannelOption;

/// One worker's datagram socket: a Netty channel on the worker's event loop.
///
/// A read takes up to 32 datagrams with one system call where the system can. Each is copied out of the direct buffer into
/// the one array of this transport, where the receiver may change it in place until it returns. After the last datagram of a
/// turn the receiver is told, and what it sent leaves together ([SendBatch]).
final class UdpTransport {
    /// Longer datagrams are none of ours: media, DTLS and STUN stay below 1,500 bytes.
    static final int MAX_DATAGRAM = 2048;

    private static final int DATAGRAMS_PER_READ = 32;
    private static final int READS_PER_TURN = 4;
    /// Behind the datagram, for what is appended in place.
    private static final int HEADROOM = 512;

    /// Called on the worker's loop.
    interface Receiver {
        /// Takes one datagram. The array is the receiver's until it returns, with some room behind the datagram.
        void onDatagram(InetSocketAddress from, byte[] bytes, int offset, int length);

        /// All that had arrived was passed on.
        void onEndOfTurn();
    }

    private final WorkerLoop loop;
    private final SocketTransport sockets;
    private final Receiver receiver;
    private final UdpCounters counters;
    private final BugLog bugs;
    private final byte[] bytes = new byte[MAX_DATAGRAM + HEADROOM];
    private Channel channel;
    private SendBatch batch;

    UdpTransport(WorkerLoop loop, SocketTransport sockets, Receiver receiver, UdpCounters counters,
            BugLog bugs) {
        this.loop = loop;
        this.sockets = sockets;
        this.receiver = receiver;
        this.counters = counters;
        this.bugs = bugs;
    }

    /// Binds the socket, which waits with reading for [#startReading]. Completes on the loop.
    CompletableFuture<InetSocketAddress> bind(InetSocketAddress local, boolean sharePort, int bufferBytes) {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop.eventLoop())
                .channel(sockets.channel())
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.SO_RCVBUF, bufferBytes)
                .option(ChannelOption.SO_SNDBUF, bufferBytes)
                .option(ChannelOption.MAX_MESSAGES_PER_WRITE, Integer.MAX_VALUE)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(bufferBytes / 2, bufferBytes))
                .option(ChannelOption.RECVBUF_ALLOCATOR, receiveAllocator())
                .handler(inbound());
        if (sockets.isEpoll()) {
            bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, MAX_DATAGRAM)
                    .option(UnixChannelOption.SO_REUSEPORT, sharePort);
        }
        CompletableFuture<InetSocketAddress> bound = new CompletableFuture<>();
        ChannelFuture binding = bootstrap.bind(local);
        binding.addListener(_ -> onBound(binding, bound));
        return bound;
    }

    private FixedRecvByteBufAllocator receiveAllocator() {
        FixedRecvByteBufAllocator allocator = new FixedRecvByteBufAllocator(
                sockets.isEpoll() ? MAX_DATAGRAM * DATAGRAMS_PER_READ : MAX_DATAGRAM);
        allocator.maxMessagesPerRead(DATAGRAMS_PER_READ * READS_PER_TURN);
        return allocator;
    }

    private void onBound(ChannelFuture binding, CompletableFuture<InetSocketAddress> bound) {
        if (binding.isSuccess()) {
            channel = binding.channel();
            batch = new SendBatch(channel, sockets.hasSegments(), counters);
            bound.complete((InetSocketAddress) channel.localAddress());
        } else {
            bound.completeExceptionally(binding.cause());
        }
    }

    void startReading() {
        channel.config().setAutoRead(true);
    }

    /// What the system really buffers; less than asked for when `net.core.rmem_max` is small.
    int receiveBufferBytes() {
        return channel.config().getOption(ChannelOption.SO_RCVBUF);
    }

    /// Whether the socket is open.
    boolean isOpen() { return channel != null && channel.isActive(); }

    /// Queues a copy of one datagram until [#flush]. On the loop.
    void send(InetSocketAddress to, byte[] source, int offset, int length) {
        batch.add(to, source, offset, length);
    }

    /// Hands what is queued to the system.
    void flush() {
        batch.flush();
    }

    /// Closes the socket. Any thread.
    CompletableFuture<Void> close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        if (channel == null) {
            closed.complete(null);
        } else {
            channel.close().addListener(_ -> closed.complete(null));
        }
        return closed;
    }

    /// What the channel's pipeline ends in.
    ChannelInboundHandlerAdapter inbound() {
        return new Inbound();
    }

    private final class Inbound extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            DatagramPacket packet = (DatagramPacket) message;
            try {
                take(packet.sender(), packet.content());
            } finally {
                packet.release();
            }
        }

        private void take(InetSocketAddress from, ByteBuf content) {
            int length = content.readableBytes();
            // recvmmsg cuts at MAX_DATAGRAM without a word, so that length is already too long
            if (length == 0 || length >= MAX_DATAGRAM) {
                counters.badLength++;
                return;
            }
            if (from.getPort() == 0) {      // RFC 768: no answer is wanted; nor can one be sent
                counters.badSource++;
                return;
            }
            counters.received++;
            content.readBytes(bytes, 0, length);
            receiver.onDatagram(from, bytes, 0, length);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            receiver.onEndOfTurn();
        }

        /// What the socket could not send or receive, such as to an address without a route.
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (cause instanceof IOException) {
                counters.socketErrors++;
            } else {
                bugs.report(cause);
            }
        }
    }
}
