package dev.sluice.sfu.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.SegmentedDatagramPacket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a worker sends in one turn of its loop, so that it leaves in few system calls.
///
/// The datagrams are copied into one array and linked by destination. [#flush] goes through the destinations: a run of
/// datagrams of equal size (the last may be shorter) becomes one write that the kernel or the network card cuts into datagrams
/// again (GSO), which costs a quarter of sending them one by one; all writes together are one `sendmmsg`. The order of the
/// datagrams to one destination is kept; destinations are independent.
///
/// A video frame is what makes runs: its packets arrive together, so each subscriber gets several. When the system refuses
/// segments on its way to one destination, that one gets everything singly from then on; when it does so for several hosts
/// (some virtual network cards refuse all), segments are given up for good.
///
/// Confined to the worker's loop. Bounded: a turn of more than [#MAX_BYTES] is flushed in between, and what the socket's
/// queue has no room for is dropped and counted.
final class SendBatch {
    private static final Logger LOG = LoggerFactory.getLogger(SendBatch.class);

    private static final int MAX_DATAGRAMS = 1024;
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_KNOWN_DESTINATIONS = 4096;
    /// UDP_MAX_SEGMENTS of every kernel that has GSO.
    private static final int MAX_SEGMENTS = 64;
    private static final int MAX_RUN_BYTES = 60_000;
    /// Larger segments might not fit a tunnel's MTU; the kernel refuses those instead of fragmenting them.
    private static final int MAX_SEGMENT_BYTES = 1240;
    private static final int HOSTS_UNTIL_GIVEN_UP = 3;
    private static final int NONE = -1;

    private static final int EIO = 5;
    private static final int EINVAL = 22;

    /// The datagrams for one address: a list through `next`.
    private final class Destination implements ChannelFutureListener {
        final InetSocketAddress address;
        int first = NONE;
        int last = NONE;
        boolean takesSegments = true;

        Destination(InetSocketAddress address) {
            this.address = address;
        }

        /// A run of segments was sent, or not.
        @Override
        public void operationComplete(ChannelFuture sent) {
            if (sent.isSuccess()) {
                return;
            }
            counters.socketErrors++;
            if (isRefusal(sent.cause())) {
                takesSegments = false;
                onSegmentsRefused(address.getAddress());
            }
        }
    }

    private final Channel channel;
    private final UdpCounters counters;
    private boolean hasSegments;
    private final Set<InetAddress> refusedFor = new HashSet<>();

    /// By identity, which is quick: a participant's packets all go to the same object. An equal one is another destination, which costs a write.
    private final Map<InetSocketAddress, Destination> known = new IdentityHashMap<>();
    private final List<Destination> waiting = new ArrayList<>();
    private byte[] bytes = new byte[1 << 16];
    private final int[] start = new int[MAX_DATAGRAMS + 1];
    private final int[] next = new int[MAX_DATAGRAMS];
    private int count;

    SendBatch(Channel channel, boolean hasSegments, UdpCounters counters) {
        this.channel = channel;
        this.hasSegments = hasSegments;
        this.counters = counters;
    }

    /// Queues a copy of one datagram.
    void add(InetSocketAddress to, byte[] source, int offset, int length) {
        if (count == MAX_DATAGRAMS || start[count] + length > MAX_BYTES) {
            flush();
        }
        reserve(start[count] + length);
        System.arraycopy(source, offset, bytes, start[count], length);
        link(destination(to), count);
        start[count + 1] = start[count] + length;
        count++;
    }

    private void reserve(int size) {
        if (size > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size, bytes.length * 2));
        }
    }

    private Destination destination(InetSocketAddress address) {
        Destination destination = known.get(address);
        if (destination == null) {
            destination = new Destination(address);
            known.put(address, destination);
        }
        return destination;
    }

    private void link(Destination destination, int datagram) {
        next[datagram] = NONE;
        if (destination.first == NONE) {
            destination.first = datagram;
            waiting.add(destination);
        } else {
            next[destination.last] = datagram;
        }
        destination.last = datagram;
    }

    /// Hands everything to the system.
    void flush() {
        if (count == 0) {
            return;
        }
        for (int i = 0; i < waiting.size(); i++) {
            write(waiting.get(i));
        }
        channel.flush();
        waiting.clear();
        count = 0;
        if (known.size() > MAX_KNOWN_DESTINATIONS) {
            known.clear();
        }
    }

    private void write(Destination destination) {
        int datagram = destination.first;
        while (datagram != NONE) {
            datagram = writeRun(destination, datagram);
        }
        destination.first = NONE;
        destination.last = NONE;
    }

    /// Writes the datagrams from `first` on that can travel together; returns the one after them.
    private int writeRun(Destination to, int first) {
        int segment = length(first);
        int end = next[first];
        int segments = 1;
        int total = segment;
        boolean isOpen = hasSegments && to.takesSegments && segment <= MAX_SEGMENT_BYTES;
        while (isOpen && end != NONE && fits(length(end), segment, segments, total)) {
            isOpen = length(end) == segment;      // a shorter one ends the run
            total += length(end);
            segments++;
            end = next[end];
        }
        if (channel.isWritable()) {
            writeTogether(to, first, end, segments, segment, total);
        } else {
            counters.egressFull += segments;
        }
        return end;
    }

    private static boolean fits(int length, int segment, int segments, int total) {
        return length <= segment && segments < MAX_SEGMENTS && total + length <= MAX_RUN_BYTES;
    }

    private void writeTogether(Destination to, int first, int end, int segments, int segment, int total) {
        ByteBuf buffer = channel.alloc().directBuffer(total, total);
        for (int i = first; i != end; i = next[i]) {
            buffer.writeBytes(bytes, start[i], length(i));
        }
        counters.sent += segments;
        if (segments == 1) {
            channel.write(new DatagramPacket(buffer, to.address), channel.voidPromise());
        } else {
            counters.segmented += segments;
            channel.write(new SegmentedDatagramPacket(buffer, segment, to.address)).addListener(to);
        }
    }

    private int length(int datagram) {
        return start[datagram + 1] - start[datagram];
    }

    private static boolean isRefusal(Throwable cause) {
        return cause instanceof Errors.NativeIoException e
                && (e.expectedErr() == -EIO || e.expectedErr() == -EINVAL);
    }

    /// Whoever is behind one address must not be able to make everybody's packets dearer.
    private void onSegmentsRefused(InetAddress host) {
        if (hasSegments && refusedFor.add(host) && refusedFor.size() == HOSTS_UNTIL_GIVEN_UP) {
            hasSegments = false;
            LOG.warn("The network does not take segmented packets (GSO): sending them singly from now on");
        }
    }
}
