package dev.sluice.dtlssrtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Packets whose protected form is known, for both implementations.
class SrtpVectorsTest {
    private static final int OFFSET = 3;

    @ParameterizedTest
    @EnumSource
    void protectsAndOpensTheReferencePacketsOfLibsrtp(SrtpImplementation implementation) {
        for (JsonNode vector : Vectors.read("srtp/libsrtp_reference_packets.json").get("cases")) {
            if (Vectors.profile(vector.get("profile")) == null) {
                continue; // a profile that we do not negotiate
            }
            SrtpSession session = implementation.session(Vectors.keys(vector));
            byte[] rtp = Vectors.bytes(vector.get("rtp_plain"));
            byte[] srtp = Vectors.bytes(vector.get("srtp"));
            byte[] rtcp = Vectors.bytes(vector.get("rtcp_plain"));
            byte[] srtcp = Vectors.bytes(vector.get("srtcp"));

            assertHex(srtp, transform(rtp, session::protect));
            assertHex(rtp, transform(srtp, session::unprotect));
            transform(rtcp, session::protectRtcp); // index 0: libsrtp begins with 1
            assertHex(srtcp, transform(rtcp, session::protectRtcp));
            assertHex(rtcp, transform(srtcp, session::unprotectRtcp));
        }
    }

    @ParameterizedTest
    @EnumSource
    void followsTheRolloverAndDropsReplayAndForgery(SrtpImplementation implementation) {
        for (JsonNode set : Vectors.read("srtp/rollover_replay_forgery.json").get("sets")) {
            SrtpSession session = implementation.session(Vectors.keys(set));
            for (JsonNode packet : set.get("packets_in_order")) {
                assertOpens(packet, session::unprotect);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void dropsReplayedAndShortRtcp(SrtpImplementation implementation) {
        for (JsonNode set : Vectors.read("srtp/srtcp_replay_short.json").get("sets")) {
            SrtpSession session = implementation.session(Vectors.keys(set));
            for (JsonNode packet : set.get("packets_in_order")) {
                assertOpens(packet, session::unprotectRtcp);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void protectsAcrossTheRollover(SrtpImplementation implementation) {
        for (JsonNode set : Vectors.read("srtp/rollover_replay_forgery.json").get("sets")) {
            SrtpSession session = implementation.session(Vectors.keys(set));
            for (JsonNode packet : set.get("packets_in_order")) {
                if (packet.get("expect").asText().equals("accept")) {
                    assertHex(Vectors.bytes(packet.get("wire")),
                            transform(Vectors.bytes(packet.get("plain")), session::protect));
                }
            }
        }
    }

    private interface Transform {
        int apply(byte[] bytes, int offset, int length);
    }

    private static void assertOpens(JsonNode packet, Transform unprotect) {
        byte[] wire = Vectors.bytes(packet.get("wire"));
        byte[] buffer = inBuffer(wire);
        int result = unprotect.apply(buffer, OFFSET, wire.length);
        if (packet.get("expect").asText().equals("accept")) {
            assertTrue(result >= 0, () -> packet + " gave " + result);
            assertHex(Vectors.bytes(packet.get("plain")), Arrays.copyOfRange(buffer, OFFSET, OFFSET + result));
        } else {
            assertTrue(result < 0, packet::toString);
        }
    }

    private static byte[] transform(byte[] packet, Transform transform) {
        byte[] buffer = inBuffer(packet);
        int length = transform.apply(buffer, OFFSET, packet.length);
        return Arrays.copyOfRange(buffer, OFFSET, OFFSET + length);
    }

    private static byte[] inBuffer(byte[] packet) {
        byte[] buffer = new byte[OFFSET + packet.length + SrtpSession.MAX_OVERHEAD];
        System.arraycopy(packet, 0, buffer, OFFSET, packet.length);
        return buffer;
    }

    private static void assertHex(byte[] expected, byte[] actual) {
        assertEquals(HexFormat.of().formatHex(expected), HexFormat.of().formatHex(actual));
        assertArrayEquals(expected, actual);
    }
}
