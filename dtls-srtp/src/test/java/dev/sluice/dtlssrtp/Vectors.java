package dev.sluice.dtlssrtp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/// The files under `vectors/`.
final class Vectors {
    private Vectors() {}

    static JsonNode read(String path) {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + path)) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(JsonNode hex) {
        return HexFormat.of().parseHex(hex.asText());
    }

    static SrtpProfile profile(JsonNode name) {
        return switch (name.asText()) {
            case "SRTP_AEAD_AES_128_GCM" -> SrtpProfile.AEAD_AES_128_GCM;
            case "SRTP_AES128_CM_HMAC_SHA1_80" -> SrtpProfile.AES_CM_128_HMAC_SHA1_80;
            default -> null;
        };
    }

    /// The same keys in both directions.
    static SrtpKeys keys(JsonNode set) {
        byte[] key = bytes(set.get("master_key"));
        byte[] salt = bytes(set.get("master_salt"));
        return new SrtpKeys(profile(set.get("profile")), key, salt, key, salt);
    }
}
