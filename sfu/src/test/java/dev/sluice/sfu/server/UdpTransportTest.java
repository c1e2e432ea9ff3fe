package dev.sluice.sfu.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UdpTransportTest {
    private static final InetSocketAddress HERE = new InetSocketAddress("192.0.2.9", 10_000);

    private final UdpCounters counters = new UdpCounters();
    private final List<InetSocketAddress> senders = new ArrayList<>();
    private final UdpTransport transport = new UdpTransport(null, null, new UdpTransport.Receiver() {
        @Override
        public void onDatagram(InetSocketAddress from, byte[] bytes, int offset, int length) {
            senders.add(from);
        }

        @Override
        public void onEndOfTurn() {}
    }, counters, new BugLog(counters));
    private final EmbeddedChannel channel = new EmbeddedChannel(transport.inbound());

    @AfterEach
    void closeChannel() {
        channel.finishAndReleaseAll();
    }

    @Test
    void whoSendsFromPortZeroIsNotHeard() {
        receive(0);
        receive(1);

        assertEquals(List.of(new InetSocketAddress("192.0.2.1", 1)), senders);
        assertEquals(1, counters.badSource);
        assertEquals(1, counters.received);
    }

    @Test
    void anErrorWithEveryPacketIsCountedEachTimeAndLoggedTenTimes() {
        try (LogWatch log = new LogWatch()) {
            for (int i = 0; i < 1000; i++) {
                channel.pipeline().fireExceptionCaught(new StackOverflowError());
            }
            assertEquals(10, log.alarms().size());
        }
        assertEquals(1000, counters.internalErrors);
    }

    private void receive(int port) {
        channel.writeInbound(new DatagramPacket(Unpooled.wrappedBuffer(new byte[100]), HERE,
                new InetSocketAddress("192.0.2.1", port)));
    }
}
