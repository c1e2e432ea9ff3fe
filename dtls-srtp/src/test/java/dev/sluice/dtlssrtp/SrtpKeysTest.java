package dev.sluice.dtlssrtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtpKeysTest {
    @ParameterizedTest
    @EnumSource
    void areCutFromTheExportedKeyingMaterial(SrtpProfile profile) {
        JsonNode vector = Vectors.read("crypto/tls12_prf_and_dtls_srtp_exporter.json").get("exporter")
                .get(profile == SrtpProfile.AEAD_AES_128_GCM ? "aead_aes_128_gcm" : "aes128_cm");
        byte[] material = Vectors.bytes(vector.get("exported"));
        assertEquals(material.length, SrtpKeys.keyingMaterialLength(profile));

        SrtpKeys client = SrtpKeys.fromKeyingMaterial(profile, material, DtlsRole.CLIENT);
        SrtpKeys server = SrtpKeys.fromKeyingMaterial(profile, material, DtlsRole.SERVER);

        assertArrayEquals(Vectors.bytes(vector.get("client_key")), client.localKey());
        assertArrayEquals(Vectors.bytes(vector.get("client_salt")), client.localSalt());
        assertArrayEquals(Vectors.bytes(vector.get("server_key")), client.remoteKey());
        assertArrayEquals(Vectors.bytes(vector.get("server_salt")), client.remoteSalt());
        assertArrayEquals(client.localKey(), server.remoteKey());
        assertArrayEquals(client.remoteSalt(), server.localSalt());
        assertEquals("SrtpKeys[" + profile + "]", client.toString());
    }

    @ParameterizedTest
    @EnumSource
    void ofTheWrongLengthAreMisuse(SrtpProfile profile) {
        byte[] key = new byte[profile.keyLength()];
        byte[] salt = new byte[profile.saltLength()];
        assertThrows(IllegalArgumentException.class, () -> new SrtpKeys(profile, new byte[15], salt, key, salt));
        assertThrows(IllegalArgumentException.class, () -> new SrtpKeys(profile, key, salt, key, new byte[13]));
    }
}
