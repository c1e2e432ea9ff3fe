package dev.sluice.dtlssrtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;

import dev.sluice.wire.Time;

/// Broken datagrams, made of real ones: nothing is thrown, no thread stays, and what is connected stays connected.
class DtlsFuzzTest {
    private static final int HANDSHAKES = 60;

    /// Mutations before the true datagram may spoil a handshake, as a message in the clear has no proof of who sent it; more than that they may not.
    @Test
    void aHandshakeAmongMutationsEndsOneWayOrTheOther() {
        int connected = 0;
        for (int seed = 0; seed < HANDSHAKES; seed++) {
            RandomGenerator random = new SplittableRandom(seed);
            try (DtlsPair pair = new DtlsPair()) {
                pair.start();
                connected += shakeHands(pair, random) ? 1 : 0;
            }
        }
        assertTrue(connected > HANDSHAKES / 4, connected + " of " + HANDSHAKES);
    }

    @Test
    void mutationsAfterTheTrueDatagramChangeNothing() {
        for (int seed = 0; seed < HANDSHAKES / 2; seed++) {
            RandomGenerator random = new SplittableRandom(seed);
            try (DtlsPair pair = new DtlsPair()) {
                pair.start();
                for (int i = 0; i < 4; i++) {
                    deliverThenMutate(pair.client, pair.server, random);
                    deliverThenMutate(pair.server, pair.client, random);
                }
                pair.runUntilConnected();
                assertArrayEquals(pair.client.keys.localKey(), pair.server.keys.remoteKey());
            }
        }
    }

    @Test
    void aConnectionSurvivesTenThousandMutations() {
        RandomGenerator random = new SplittableRandom(99);
        try (DtlsPair pair = new DtlsPair()) {
            pair.start();
            pair.runUntilConnected();
            pair.client.say("before");
            List<byte[]> seen = new ArrayList<>(pair.client.sent);
            pair.deliver();
            for (int i = 0; i < 10_000; i++) {
                byte[] mutation = mutate(seen.get(random.nextInt(seen.size())), random);
                pair.server.transport.onPacket(mutation, 0, mutation.length, pair.now);
            }
            pair.client.say("after");
            pair.deliver();

            assertEquals(List.of("before", "after"), pair.server.heard());
        }
    }

    private static boolean shakeHands(DtlsPair pair, RandomGenerator random) {
        while (pair.client.transport.state() == DtlsState.CONNECTING
                || pair.server.transport.state() == DtlsState.CONNECTING) {
            mutateThenDeliver(pair.client, pair.server, random);
            mutateThenDeliver(pair.server, pair.client, random);
            if (pair.client.outbox.isEmpty() && pair.server.outbox.isEmpty()) {
                if (Math.min(pair.client.transport.deadline(), pair.server.transport.deadline()) == Time.NEVER) {
                    break;
                }
                pair.advance();
            }
        }
        assertTrue(pair.now <= 2 * DtlsTransport.HANDSHAKE_LIMIT);
        return pair.client.isConnected() && pair.server.isConnected();
    }

    private static void mutateThenDeliver(DtlsPair.End from, DtlsPair.End to, RandomGenerator random) {
        byte[] datagram = from.outbox.poll();
        if (datagram != null) {
            to.receive(mutate(datagram, random));
            to.receive(datagram);
        }
    }

    private static void deliverThenMutate(DtlsPair.End from, DtlsPair.End to, RandomGenerator random) {
        byte[] datagram = from.outbox.poll();
        if (datagram != null) {
            to.receive(datagram);
            for (int i = 0; i < 20; i++) {
                to.receive(mutate(datagram, random));
            }
        }
    }

    private static byte[] mutate(byte[] datagram, RandomGenerator random) {
        byte[] mutation = switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(datagram, random.nextInt(datagram.length + 1));
            case 1 -> Arrays.copyOf(datagram, datagram.length + random.nextInt(1, 100));
            default -> datagram.clone();
        };
        for (int i = random.nextInt(4); i >= 0 && mutation.length > 0; i--) {
            // headers are more interesting than what they announce
            int at = random.nextBoolean() ? random.nextInt(mutation.length)
                    : random.nextInt(Math.min(mutation.length, 40));
            mutation[at] = switch (random.nextInt(3)) {
                case 0 -> (byte) random.nextInt();
                case 1 -> (byte) (mutation[at] ^ 1 << random.nextInt(8));
                default -> (byte) (random.nextBoolean() ? 0xff : 0);
            };
        }
        return mutation;
    }
}
