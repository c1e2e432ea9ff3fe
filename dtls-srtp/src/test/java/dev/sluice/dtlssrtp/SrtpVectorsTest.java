package dev.sluice.dtlssrtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.sluice.wire.U16;
import dev.sluice.wire.U32;

/// Packets whose protected form is known, for both engines.
class SrtpVectorsTest {
    private static final int OFFSET = 3;

    @ParameterizedTest
    @EnumSource
    void protectsAndOpensTheReferencePacketsOfLibsrtp(SrtpEngine engine) {
        for (JsonNode vector : Vectors.read("srtp/libsrtp_reference_packets.json").get("cases")) {
            if (Vectors.profile(vector.get("profile")) == null) {
                continue; // a profile that we do not negotiate
            }
            SrtpSession session = SrtpSession.create(Vectors.keys(vector), engine);
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
    void followsTheRolloverAndDropsReplayAndForgery(SrtpEngine engine) {
        for (JsonNode set : Vectors.read("srtp/rollover_replay_forgery.json").get("sets")) {
            SrtpSession session = SrtpSession.create(Vectors.keys(set), engine);
            for (JsonNode packet : set.get("packets_in_order")) {
                assertOpens(packet, session::unprotect);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void dropsReplayedAndShortRtcp(SrtpEngine engine) {
        for (JsonNode set : Vectors.read("srtp/srtcp_replay_short.json").get("sets")) {
            SrtpSession session = SrtpSession.create(Vectors.keys(set), engine);
            for (JsonNode packet : set.get("packets_in_order")) {
                assertOpens(packet, session::unprotectRtcp);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void protectsAcrossTheRollover(SrtpEngine engine) {
        for (JsonNode set : Vectors.read("srtp/rollover_replay_forgery.json").get("sets")) {
            SrtpSession session = SrtpSession.create(Vectors.keys(set), engine);
            for (JsonNode packet : set.get("packets_in_order")) {
                if (packet.get("expect").asText().equals("accept")) {
                    assertHex(Vectors.bytes(packet.get("wire")),
                            transform(Vectors.bytes(packet.get("plain")), session::protect));
                }
            }
        }
    }

    @Test
    void derivesTheSessionKeysOfRfc3711() {
        JsonNode vector = Vectors.read("srtp/rfc3711_appendix_b.json").get("b3");
        byte[] key = Vectors.bytes(vector.get("master_key"));
        byte[] salt = Vectors.bytes(vector.get("master_salt"));

        SessionKeys keys = SessionKeys.forRtp(SrtpProfile.AES_CM_128_HMAC_SHA1_80, key, salt);

        assertHex(Vectors.bytes(vector.get("cipher_key")), keys.encryptionKey());
        assertHex(Vectors.bytes(vector.get("cipher_salt")), keys.salt());
        byte[] authentication = Vectors.bytes(vector.get("auth_key_94_bytes"));
        assertHex(authentication, SessionKeys.derive(key, salt, 1, authentication.length));
        assertHex(Arrays.copyOf(authentication, 20), keys.authenticationKey());
    }

    /// The key stream is what comes of encrypting zeros: 65,281 blocks, to see the counter carry.
    @Test
    void makesTheKeyStreamOfRfc3711() {
        JsonNode vector = Vectors.read("srtp/rfc3711_appendix_b.json").get("b2");
        byte[] shifted = Vectors.bytes(vector.get("session_salt_already_shifted"));
        SessionKeys keys = new SessionKeys(Vectors.bytes(vector.get("session_key")), new byte[20],
                Arrays.copyOf(shifted, 14));
        byte[] stream = new byte[16 * 0xff03 + SrtpSession.MAX_OVERHEAD];

        new CounterModeCipher(keys).sealRtp(stream, 0, 16 * 0xff03, 0, 0, 0);

        for (JsonNode block : vector.get("keystream")) {
            int number = U16.get(Vectors.bytes(block.get("counter")), 14);
            assertHex(Vectors.bytes(block.get("keystream")), Arrays.copyOfRange(stream, 16 * number, 16 * number + 16));
        }
    }

    @Test
    void sealsAndOpensThePacketsOfRfc7714() {
        JsonNode vectors = Vectors.read("srtp/rfc7714_sections_16_17.json");
        GcmCipher cipher = new GcmCipher(
                new SessionKeys(Vectors.bytes(vectors.get("key128")), new byte[20],
                        Vectors.bytes(vectors.get("salt"))));
        JsonNode rtp = vectors.get("srtp");
        int ssrc = U32.getInt(Vectors.bytes(rtp.get("ssrc")), 0);
        long index = (rtp.get("roc").asLong() << 16) + rtp.get("seq").asInt();
        assertHex(Vectors.bytes(rtp.get("aes128_gcm")),
                transform(Vectors.bytes(rtp.get("plain")),
                        (bytes, at, length) -> cipher.sealRtp(bytes, at, length, 12, ssrc, index)));
        assertHex(Vectors.bytes(rtp.get("plain")),
                transform(Vectors.bytes(rtp.get("aes128_gcm")),
                        (bytes, at, length) -> cipher.openRtp(bytes, at, length, 12, ssrc, index)));

        JsonNode rtcp = vectors.get("srtcp");
        int sender = U32.getInt(Vectors.bytes(rtcp.get("ssrc")), 0);
        int rtcpIndex = rtcp.get("index").asInt();
        byte[] plain = Vectors.bytes(rtcp.get("plain"));
        assertHex(Vectors.bytes(rtcp.get("aes128_gcm")),
                transform(plain, (bytes, at, length) -> cipher.sealRtcp(bytes, at, length, sender, rtcpIndex)));
        for (String form : new String[]{"aes128_gcm", "aes128_tag_only"}) {
            assertHex(plain, transform(Vectors.bytes(rtcp.get(form)),
                    (bytes, at, length) -> cipher.openRtcp(bytes, at, length, sender)));
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
