package dev.sluice.dtlssrtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import org.jitsi.srtp.crypto.Aes;
import org.jitsi.srtp.crypto.HmacSha1;
import org.jitsi.srtp.crypto.JitsiOpenSslProvider;
import org.jitsi.utils.logging2.LoggerImpl;
import org.junit.jupiter.api.Test;

/// Media is protected by Java code: no native library does it, and none is loaded for it.
class JavaAloneTest {
    /// Protects a packet of each kind in a process of its own.
    public static final class Program {
        private Program() {}

        public static void main(String[] arguments) {
            SrtpSession.warmUp();
            for (SrtpProfile profile : SrtpProfile.values()) {
                byte[] key = new byte[profile.keyLength()];
                byte[] salt = new byte[profile.saltLength()];
                SrtpSession session = SrtpSession.create(new SrtpKeys(profile, key, salt, key, salt));
                byte[] packet = new byte[100];
                packet[0] = (byte) 0x80;
                int length = session.protect(packet, 0, 50);
                System.out.println("opened " + session.unprotect(packet, 0, length));
            }
        }
    }

    @Test
    void aFreshProcessLoadsNothingOfJitsi() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(java, "-Xlog:class+load:stdout", "-cp",
                System.getProperty("java.class.path"), Program.class.getName())
                .redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals(0, process.waitFor(), output);
        assertEquals(2, output.split("opened 50", -1).length - 1);
        assertTrue(output.contains("dev.sluice.dtlssrtp.GcmCipher"));
        assertFalse(output.contains("org.jitsi"), "jitsi-srtp brings its native library with it");
        assertFalse(output.contains("com.sun.jna"));
    }

    /// The other engine keeps to the JDK's ciphers too, once it is asked for.
    @Test
    void theJitsiEngineUsesTheCiphersOfTheJdk() throws Exception {
        SrtpEngine.JITSI.warmUp();

        assertTrue(JitsiSrtp.isJavaOnly());
        assertFalse(JitsiOpenSslProvider.isLoaded());
        assertEquals("SunJCE", HmacSha1.createMac(new LoggerImpl("test")).getProvider().getName());
        for (String cipher : List.of("AES/CTR/NoPadding", "AES/GCM/NoPadding")) {
            assertEquals("SunJCE", Aes.createCipher(cipher).getProvider().getName());
        }
        Field provider = HmacSha1.class.getDeclaredField("jitsiProvider");
        provider.setAccessible(true);
        assertEquals(null, provider.get(null));
    }

    @Test
    void ourEngineUsesTheCiphersOfTheJdk() {
        assertEquals("SunJCE", Jce.cipher("AES/GCM/NoPadding").getProvider().getName());
        assertEquals("SunJCE", Jce.cipher("AES/CTR/NoPadding").getProvider().getName());
        assertEquals("SunJCE", Jce.mac("HmacSHA1").getProvider().getName());
    }
}
