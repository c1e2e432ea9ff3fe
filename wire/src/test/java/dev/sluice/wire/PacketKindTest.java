package dev.sluice.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class PacketKindTest {
    private static final int[] LENGTHS = {2, 3, 12, 20, 100, 1472};
    private static final Map<String, PacketKind> NAMES = Map.of("STUN", PacketKind.STUN, "DTLS", PacketKind.DTLS,
            "TURN channel", PacketKind.TURN_CHANNEL, "RTP/RTCP", PacketKind.RTP, "ZRTP", PacketKind.UNKNOWN);

    @Test
    void everyFirstByteIsWhatRfc7983Says() throws IOException {
        PacketKind[] expected = expectedByFirstByte();
        for (int first = 0; first < 256; first++) {
            for (int length : LENGTHS) {
                byte[] datagram = new byte[length + 3];
                datagram[3] = (byte) first;
                assertEquals(expected[first], PacketKind.of(datagram, 3, length), "first byte " + first);
            }
        }
    }

    @Test
    void theSecondByteTellsRtcpFromRtp() {
        for (int first = 128; first < 192; first++) {
            for (int second = 0; second < 256; second++) {
                PacketKind expected = second >= 192 && second <= 223 ? PacketKind.RTCP : PacketKind.RTP;
                assertEquals(expected, PacketKind.of(new byte[]{(byte) first, (byte) second}, 0, 2));
            }
        }
    }

    @Test
    void nothingIsOfNoKindAndOneByteIsNeverMedia() throws IOException {
        assertEquals(PacketKind.UNKNOWN, PacketKind.of(new byte[0], 0, 0));
        PacketKind[] expected = expectedByFirstByte();
        for (int first = 0; first < 256; first++) {
            PacketKind kind = expected[first] == PacketKind.RTP ? PacketKind.UNKNOWN : expected[first];
            assertEquals(kind, PacketKind.of(new byte[]{(byte) first}, 0, 1));
        }
    }

    private static PacketKind[] expectedByFirstByte() throws IOException {
        PacketKind[] kinds = new PacketKind[256];
        Arrays.fill(kinds, PacketKind.UNKNOWN);
        try (InputStream json = PacketKindTest.class.getResourceAsStream("/vectors/stun/demux_rfc7983.json")) {
            for (JsonNode range : new ObjectMapper().readTree(json).get("ranges")) {
                int last = range.get("last").asInt();
                Arrays.fill(kinds, range.get("first").asInt(), last + 1, NAMES.get(range.get("kind").asText()));
            }
        }
        return kinds;
    }
}
