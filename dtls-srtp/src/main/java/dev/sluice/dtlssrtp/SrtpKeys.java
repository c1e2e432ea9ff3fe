package dev.sluice.dtlssrtp;

import java.util.Arrays;

/// The master keys and salts of both directions, seen from our side: `local` protects what we send, `remote` what the peer sends.
///
/// @rfc 5764 4.2 Key Derivation
public record SrtpKeys(SrtpProfile profile, byte[] localKey, byte[] localSalt, byte[] remoteKey, byte[] remoteSalt) {
    public SrtpKeys {
        requireLength(localKey, profile.keyLength(), "key");
        requireLength(remoteKey, profile.keyLength(), "key");
        requireLength(localSalt, profile.saltLength(), "salt");
        requireLength(remoteSalt, profile.saltLength(), "salt");
    }

    /// Cuts what the TLS exporter gave into its four parts: client key, server key, client salt, server salt.
    static SrtpKeys fromKeyingMaterial(SrtpProfile profile, byte[] material, DtlsRole own) {
        int key = profile.keyLength();
        int salt = profile.saltLength();
        byte[] clientKey = slice(material, 0, key);
        byte[] serverKey = slice(material, key, key);
        byte[] clientSalt = slice(material, 2 * key, salt);
        byte[] serverSalt = slice(material, 2 * key + salt, salt);
        return own == DtlsRole.CLIENT
                ? new SrtpKeys(profile, clientKey, clientSalt, serverKey, serverSalt)
                : new SrtpKeys(profile, serverKey, serverSalt, clientKey, clientSalt);
    }

    static int keyingMaterialLength(SrtpProfile profile) {
        return 2 * (profile.keyLength() + profile.saltLength());
    }

    private static byte[] slice(byte[] bytes, int offset, int length) {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    private static void requireLength(byte[] bytes, int length, String what) {
        if (bytes.length != length) {
            throw new IllegalArgumentException(
                    "the " + what + " has " + bytes.length + " bytes, the profile wants " + length);
        }
    }

    /// Keys are not for logs.
    @Override
    public String toString() {
        return "SrtpKeys[" + profile + "]";
    }
}
