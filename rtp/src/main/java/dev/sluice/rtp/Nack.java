package dev.sluice.rtp;

import java.util.Arrays;

import dev.sluice.wire.U16;
import dev.sluice.wire.U32;

/// These packets are missing, please send them again.
///
/// ```
/// |            PID                |             BLP               |
/// ```
/// PID is missing, and of the sixteen numbers behind it those whose bit is set in BLP, the lowest bit first.
///
/// @param sequenceNumbers in ascending order, as they came on the wire
///
/// @rfc 4585 6.2.1 Generic NACK
public record Nack(long senderSsrc, long mediaSsrc, int[] sequenceNumbers) implements RtcpPacket {
    static final int FORMAT = 1;

    /// A NACK for the first `count` of the numbers.
    public static Nack of(long senderSsrc, long mediaSsrc, int[] sequenceNumbers, int count) {
        return new Nack(senderSsrc, mediaSsrc, Arrays.copyOf(sequenceNumbers, count));
    }

    @Override
    public int size() {
        int size = 12;
        for (int i = 0; i < sequenceNumbers.length; i = nextPair(i)) {
            size += 4;
        }
        return size;
    }

    static Nack parse(byte[] bytes, int at, int end) {
        int pairs = (end - at - 8) / 4;
        if (end - at < 12) {
            return null;
        }
        int[] numbers = new int[countNumbers(bytes, at + 8, pairs)];
        int n = 0;
        for (int pair = at + 8; pair < at + 8 + 4 * pairs; pair += 4) {
            int pid = U16.get(bytes, pair);
            numbers[n++] = pid;
            for (int blp = U16.get(bytes, pair + 2), next = pid + 1; blp != 0; blp >>= 1, next++) {
                if ((blp & 1) != 0) {
                    numbers[n++] = next & U16.MAX;
                }
            }
        }
        return new Nack(U32.get(bytes, at), U32.get(bytes, at + 4), numbers);
    }

    private static int countNumbers(byte[] bytes, int at, int pairs) {
        int count = pairs;
        for (int i = 0; i < pairs; i++) {
            count += Integer.bitCount(U16.get(bytes, at + 4 * i + 2));
        }
        return count;
    }

    int write(byte[] target, int offset) {
        int at = Rtcp.writeHeader(target, offset, Rtcp.TRANSPORT_LAYER_FEEDBACK, FORMAT, size());
        U32.set(target, at, senderSsrc);
        U32.set(target, at + 4, mediaSsrc);
        at += 8;
        for (int i = 0; i < sequenceNumbers.length;) {
            int next = nextPair(i);
            U16.set(target, at, sequenceNumbers[i]);
            U16.set(target, at + 2, followers(i, next));
            at += 4;
            i = next;
        }
        return at;
    }

    /// The index of the first number that does not fit into the bit mask behind the `i`-th.
    private int nextPair(int i) {
        int next = i + 1;
        while (next < sequenceNumbers.length && isFollower(sequenceNumbers[i], sequenceNumbers[next])) {
            next++;
        }
        return next;
    }

    private int followers(int i, int next) {
        int blp = 0;
        for (int k = i + 1; k < next; k++) {
            blp |= 1 << (sequenceNumbers[k] - sequenceNumbers[i] - 1 & U16.MAX);
        }
        return blp;
    }

    private static boolean isFollower(int pid, int number) {
        int distance = number - pid & U16.MAX;
        return distance >= 1 && distance <= 16;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Nack(long sender, long media, int[] numbers) && sender == senderSsrc
                && media == mediaSsrc && Arrays.equals(numbers, sequenceNumbers);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(mediaSsrc) * 31 + Arrays.hashCode(sequenceNumbers);
    }

    @Override
    public String toString() {
        return "Nack[senderSsrc=" + senderSsrc + ", mediaSsrc=" + mediaSsrc + ", sequenceNumbers="
                + Arrays.toString(sequenceNumbers) + "]";
    }
}
