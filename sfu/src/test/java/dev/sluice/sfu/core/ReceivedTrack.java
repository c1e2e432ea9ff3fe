package dev.sluice.sfu.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import dev.sluice.rtp.RtpPacket;
import dev.sluice.wire.U16;
import dev.sluice.wire.U32;

/// What a [RoomMember] receives of a track. Every byte is looked at, and every number.
final class ReceivedTrack {
    private final String key;
    private final List<Integer> numbers = new ArrayList<>();
    private final List<Integer> sequenceNumbers = new ArrayList<>();
    private final List<Long> timestamps = new ArrayList<>();
    private int foreign;
    private int changed;

    ReceivedTrack(String key) {
        this.key = key;
    }

    void onPacket(RtpPacket packet) {
        byte[] payload = Arrays.copyOfRange(packet.bytes(), packet.payloadOffset(),
                packet.payloadOffset() + packet.payloadLength());
        int number = ByteBuffer.wrap(payload).getInt(2);
        byte[] expected = SentTrack.payload(key, number, payload[1] == 0);
        foreign += payload[payload.length - 1] == expected[expected.length - 1] ? 0 : 1;
        changed += Arrays.equals(expected, payload) ? 0 : 1;
        numbers.add(number);
        sequenceNumbers.add(packet.sequenceNumber());
        timestamps.add(packet.timestamp());
    }

    int count() {
        return numbers.size();
    }

    List<Integer> numbers() {
        return numbers;
    }

    List<Long> timestamps() {
        return timestamps;
    }

    /// From the first packet that came to this one there is none that is missing, out of order, changed or somebody else's.
    void assertWholeUpTo(int last) {
        assertEquals(0, foreign, "packets of another track in " + key);
        assertEquals(0, changed, "changed packets in " + key);
        assertNoHoleInTheNumbers();
        assertEquals(last, numbers.isEmpty() ? -1 : numbers.getLast(), "last packet of " + key);
        assertEquals(last - numbers.getFirst() + 1, numbers.size(), "packets of " + key);
    }

    void assertNoHoleInTheNumbers() {
        for (int i = 1; i < sequenceNumbers.size(); i++) {
            assertEquals(sequenceNumbers.get(i - 1) + 1 & U16.MAX, sequenceNumbers.get(i), "in " + key);
        }
    }

    /// However long it was silent in between.
    void assertTimestampsFitTheNumbers() {
        for (int i = 1; i < numbers.size(); i++) {
            long ticks = timestamps.get(i) - timestamps.get(i - 1) & U32.MAX;
            assertEquals((long) (numbers.get(i) - numbers.get(i - 1)) * SentTrack.TICKS, ticks, "in " + key);
        }
    }

    /// @param next the number of the packet that its publisher will send next
    void assertReceivedTheLast(int count, int next) {
        assertEquals(0, foreign + changed, "wrong packets in " + key);
        List<Integer> last = numbers.subList(Math.max(0, numbers.size() - count), numbers.size());
        assertEquals(IntStream.range(next - count, next).boxed().toList(), last, "of " + key);
    }
}
