package dev.sluice.sfu.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/// Packets that browsers sent (STUN, DTLS, RTP, RTCP), damaged at random: the same ones for the same seed.
final class Mutations {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_LENGTH = 1_500;

    private final List<byte[]> seeds = new ArrayList<>();
    private final RandomGenerator random;

    Mutations(RandomGenerator random) throws IOException {
        this.random = random;
        for (String browser : List.of("chromium", "firefox")) {
            collect(JSON.readTree(TestServer.resource("browsers/" + browser + "-stun.json")));
            collect(JSON.readTree(TestServer.resource("browsers/" + browser + "-dtls-first-datagrams.json")));
        }
        for (String capture : List.of("chromium-opus", "chromium-vp8-plain")) {
            for (String line : TestServer.resource("browsers/" + capture + ".rtp.jsonl").lines().toList()) {
                collect(JSON.readTree(line));
            }
        }
    }

    /// Every member called `hex`, wherever it stands.
    private void collect(JsonNode node) {
        for (JsonNode hex : node.findValues("hex")) {
            seeds.add(HexFormat.of().parseHex(hex.asText()));
        }
    }

    byte[] next() {
        byte[] packet = seeds.get(random.nextInt(seeds.size())).clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            packet = mutate(packet);
        }
        return packet;
    }

    private byte[] mutate(byte[] packet) {
        if (packet.length == 0) {
            return new byte[]{(byte) random.nextInt()};
        }
        int at = random.nextInt(packet.length);
        switch (random.nextInt(6)) {
            case 0 -> packet[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> packet[at] = (byte) random.nextInt();
            case 2 -> packet[at] = (byte) (random.nextBoolean() ? 0xff : 0);
            case 3 -> {
                return Arrays.copyOf(packet, at);
            }
            case 4 -> {
                return Arrays.copyOf(packet, Math.min(MAX_LENGTH, packet.length + random.nextInt(64)));
            }
            default -> {
                byte[] other = seeds.get(random.nextInt(seeds.size()));
                int length = Math.min(packet.length, other.length) - at;
                if (length > 0) {
                    System.arraycopy(other, at, packet, at, length);
                }
            }
        }
        return packet;
    }
}
