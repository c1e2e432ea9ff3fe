package dev.sluice.sfu.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.SegmentedDatagramPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SendBatchTest {
    private static final InetSocketAddress ANN = new InetSocketAddress("192.0.2.1", 1);
    private static final InetSocketAddress BOB = new InetSocketAddress("192.0.2.2", 2);
    private static final int EINVAL = -22;

    private final UdpCounters counters = new UdpCounters();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private SendBatch batch = new SendBatch(channel, true, counters);

    @AfterEach
    void closeChannel() {
        channel.finishAndReleaseAll();
    }

    @Test
    void packetsOfOneSizeToOneAddressTravelTogether() {
        add(ANN, 1200, 'a');
        add(BOB, 1200, 'x');
        add(ANN, 1200, 'b');
        add(BOB, 1200, 'y');

        assertEquals(List.of("ANN 1200: ab", "BOB 1200: xy"), flush());
        assertEquals(4, counters.sent);
        assertEquals(4, counters.segmented);
    }

    @Test
    void aShorterPacketEndsTheRun() {
        add(ANN, 1200, 'a');
        add(ANN, 1200, 'b');
        add(ANN, 700, 'c');
        add(ANN, 700, 'd');

        assertEquals(List.of("ANN 1200: abc", "ANN: d"), flush());
    }

    @Test
    void aLongerPacketBeginsAnotherRun() {
        add(ANN, 80, 'a');
        add(ANN, 1200, 'b');
        add(ANN, 1200, 'c');

        assertEquals(List.of("ANN: a", "ANN 1200: bc"), flush());
    }

    @Test
    void packetsThatATunnelMightNotCarryWholeGoAlone() {
        add(ANN, 1400, 'a');
        add(ANN, 1400, 'b');

        assertEquals(List.of("ANN: a", "ANN: b"), flush());
    }

    @Test
    void aRunHasNoMoreSegmentsThanTheKernelTakes() {
        for (int i = 0; i < 70; i++) {
            add(ANN, 100, 'a');
        }

        assertEquals(List.of("ANN 100: " + "a".repeat(64), "ANN 100: " + "a".repeat(6)), flush());
    }

    @Test
    void whereThereAreNoSegmentsEveryPacketGoesAlone() {
        batch = new SendBatch(channel, false, counters);
        add(ANN, 1200, 'a');
        add(ANN, 1200, 'b');

        assertEquals(List.of("ANN: a", "ANN: b"), flush());
    }

    @Test
    void aDestinationThatSegmentsDoNotReachGetsEverythingSingly() {
        refuseSegments();
        add(ANN, 1200, 'a');
        add(ANN, 1200, 'b');
        assertEquals(List.of(), flush());

        channel.pipeline().removeFirst();
        add(ANN, 1200, 'c');
        add(ANN, 1200, 'd');
        add(BOB, 1200, 'x');
        add(BOB, 1200, 'y');

        assertEquals(List.of("ANN: c", "ANN: d", "BOB 1200: xy"), flush());
        assertEquals(1, counters.socketErrors);
    }

    @Test
    void oneHostDoesNotEndSegmentsForAllOthers() {
        refuseSegments();
        for (int port = 1; port <= 100; port++) {
            InetSocketAddress moved = new InetSocketAddress(ANN.getAddress(), port);
            add(moved, 1200, 'a');
            add(moved, 1200, 'b');
            flush();
        }
        channel.pipeline().removeFirst();

        add(BOB, 1200, 'x');
        add(BOB, 1200, 'y');
        assertEquals(List.of("BOB 1200: xy"), flush());
    }

    @Test
    void segmentsThatTheSystemRefusesForSeveralHostsAreGivenUpForGood() {
        refuseSegments();
        for (int host = 10; host < 13; host++) {
            InetSocketAddress address = new InetSocketAddress("192.0.2." + host, 1);
            add(address, 1200, 'a');
            add(address, 1200, 'b');
            flush();
        }
        channel.pipeline().removeFirst();

        add(ANN, 1200, 'c');
        add(ANN, 1200, 'd');
        assertEquals(List.of("ANN: c", "ANN: d"), flush());
        assertEquals(3, counters.socketErrors);
    }

    private void refuseSegments() {
        assertTrue(Epoll.isAvailable());        // its library knows the system's error numbers
        channel.pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
            @Override
            public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
                if (message instanceof SegmentedDatagramPacket segments) {
                    segments.release();
                    promise.setFailure(new Errors.NativeIoException("sendmmsg", EINVAL, false));
                } else {
                    context.write(message, promise);
                }
            }
        });
    }

    @Test
    void whatTheQueueHasNoRoomForIsDroppedAndCounted() {
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(100, 2000));
        batch = new SendBatch(channel, false, counters);
        for (char name = 'a'; name <= 'd'; name++) {
            add(ANN, 1200, name);
        }

        assertEquals(List.of("ANN: a", "ANN: b"), flush());
        assertEquals(2, counters.egressFull);

        add(ANN, 1200, 'e');
        assertEquals(List.of("ANN: e"), flush());
    }

    @Test
    void aTurnOfVeryManyPacketsIsFlushedInBetween() {
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(1, 1 << 24));
        for (int i = 0; i < 3000; i++) {
            add(i % 2 == 0 ? ANN : BOB, 1000, 'a');
        }
        int packets = flush().stream().mapToInt(line -> line.length() - line.indexOf(": ") - 2).sum();

        assertEquals(3000, packets);
    }

    @Test
    void anEmptyTurnWritesNothing() {
        batch.flush();

        assertNull(channel.readOutbound());
    }

    private void add(InetSocketAddress to, int length, char name) {
        byte[] packet = new byte[length + 7];
        Arrays.fill(packet, 7, packet.length, (byte) name);
        batch.add(to, packet, 7, length);
    }

    /// Each write as `ANN 1200: abc`: to whom, the size of its segments if it has some, and one letter for each packet.
    private List<String> flush() {
        batch.flush();
        List<String> writes = new ArrayList<>();
        for (DatagramPacket write = channel.readOutbound(); write != null; write = channel.readOutbound()) {
            int segment = write instanceof SegmentedDatagramPacket segments ? segments.segmentSize() : 0;
            writes.add((write.recipient() == ANN ? "ANN" : "BOB") + (segment == 0 ? "" : " " + segment) + ": "
                    + letters(write.content(), segment));
            write.release();
        }
        return writes;
    }

    private static String letters(ByteBuf content, int segment) {
        int size = segment == 0 ? content.readableBytes() : segment;
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < content.readableBytes(); i += size) {
            letters.append((char) content.getByte(i));
            assertEquals(content.getByte(i), content.getByte(Math.min(i + size, content.readableBytes()) - 1));
        }
        return letters.toString();
    }
}
