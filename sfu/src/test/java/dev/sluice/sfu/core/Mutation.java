package dev.sluice.sfu.core;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Breaks packets in the ways networks and attackers do.
final class Mutation {
    private Mutation() {}

    static byte[] of(byte[] original, RandomGenerator random) {
        byte[] bytes = original.clone();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            bytes = once(bytes, random);
        }
        return bytes;
    }

    private static byte[] once(byte[] bytes, RandomGenerator random) {
        if (bytes.length == 0) {
            return new byte[]{(byte) random.nextInt()};
        }
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(6)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0 : 0xff);
            case 3 -> bytes = Arrays.copyOf(bytes, at);
            case 4 -> bytes = Arrays.copyOf(bytes, bytes.length + random.nextInt(40));
            default -> bytes[Math.min(at, 15) % bytes.length] = (byte) random.nextInt();
        }
        return bytes;
    }
}
