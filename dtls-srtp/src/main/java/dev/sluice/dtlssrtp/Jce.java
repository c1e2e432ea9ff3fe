package dev.sluice.dtlssrtp;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;

import javax.crypto.Cipher;
import javax.crypto.Mac;

/// The JDK's own ciphers, whatever other providers the process has installed: the JDK's use the processor's instructions, Bouncy Castle's cost 25 times as much.
final class Jce {
    private static final Provider SUN_JCE = Security.getProvider("SunJCE");

    private Jce() {}

    static Cipher cipher(String transformation) {
        try {
            return SUN_JCE == null ? Cipher.getInstance(transformation) : Cipher.getInstance(transformation, SUN_JCE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks " + transformation + ", which every JDK has", e);
        }
    }

    static Mac mac(String algorithm) {
        try {
            return SUN_JCE == null ? Mac.getInstance(algorithm) : Mac.getInstance(algorithm, SUN_JCE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks " + algorithm + ", which every JDK has", e);
        }
    }
}
