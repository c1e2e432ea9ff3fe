package dev.sluice.dtlssrtp;

import java.lang.reflect.Field;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.util.List;
import java.util.Map;

import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.srtp.crypto.CipherFactory;
import org.jitsi.srtp.crypto.HmacSha1;
import org.jitsi.srtp.crypto.JitsiOpenSslProvider;
import org.jitsi.utils.ByteArrayBuffer;
import org.jitsi.utils.logging2.LoggerImpl;

/// SRTP by jitsi-srtp, held to the ciphers of the JDK.
///
/// Left alone, jitsi-srtp times every provider it finds once and keeps the winner of that one run, which may be Bouncy Castle at 25 times
/// the cost, and prefers a native library that it carries. There is no setting against either that holds, so what it would find out is written into
/// its fields before the first context exists.
final class JitsiSrtp implements SrtpContexts {
    private static final boolean JAVA_ONLY = useJavaOnly();

    private final SrtpContextFactory sender;
    private final SrtpContextFactory receiver;

    JitsiSrtp(SrtpKeys keys) {
        sender = factory(true, keys.profile(), keys.localKey(), keys.localSalt());
        receiver = factory(false, keys.profile(), keys.remoteKey(), keys.remoteSalt());
    }

    /// Whether jitsi-srtp keeps to the JDK's ciphers.
    static boolean isJavaOnly() { return JAVA_ONLY && !JitsiOpenSslProvider.isLoaded(); }

    @Override
    public SrtpContext rtpSender() {
        SrtpCryptoContext context = derive(() -> sender.deriveContext(0, 0));
        return new Context(SrtpSession.REPLAYED, context::transformPacket);
    }

    @Override
    public SrtpContext rtpReceiver() {
        SrtpCryptoContext context = derive(() -> receiver.deriveContext(0, 0));
        return new Context(SrtpSession.AUTHENTICATION_FAILED, packet -> context.reverseTransformPacket(packet, false));
    }

    @Override
    public SrtpContext rtcpSender() {
        SrtcpCryptoContext context = derive(() -> sender.deriveControlContext(0));
        return new Context(SrtpSession.REPLAYED, context::transformPacket);
    }

    @Override
    public SrtpContext rtcpReceiver() {
        SrtcpCryptoContext context = derive(() -> receiver.deriveControlContext(0));
        return new Context(SrtpSession.AUTHENTICATION_FAILED, context::reverseTransformPacket);
    }

    private static SrtpContextFactory factory(boolean sender, SrtpProfile profile, byte[] key, byte[] salt) {
        if (!isJavaOnly()) {
            throw new IllegalStateException("jitsi-srtp is about to use its native library");
        }
        return new SrtpContextFactory(sender, key, salt, policy(profile), policy(profile),
                new LoggerImpl("jitsi-srtp"));
    }

    private static SrtpPolicy policy(SrtpProfile profile) {
        return switch (profile) {
            case AEAD_AES_128_GCM ->
                new SrtpPolicy(SrtpPolicy.AESGCM_ENCRYPTION, 16, SrtpPolicy.NULL_AUTHENTICATION, 0, 16, 12);
            case AES_CM_128_HMAC_SHA1_80 ->
                new SrtpPolicy(SrtpPolicy.AESCM_ENCRYPTION, 16, SrtpPolicy.HMACSHA1_AUTHENTICATION, 20, 10, 14);
        };
    }

    private static boolean useJavaOnly() {
        JitsiOpenSslProvider.isLoaded(); // its initialiser decides; what it decided is taken back below
        try {
            field(JitsiOpenSslProvider.class, "libraryLoaded").setBoolean(null, false);
            field(HmacSha1.class, "providers").set(null, List.of(Security.getProvider("SunJCE")));
            @SuppressWarnings("unchecked")
            var elected = (Map<String, CipherFactory>) field(Aes.class, "fastestFactories").get(null);
            elected.put("AES/CTR/NoPadding", new Aes.SunJCECipherFactory());
            elected.put("AES/GCM/NoPadding", new Aes.SunJCECipherFactory());
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "cannot keep jitsi-srtp from its native library: put it on the class path, not the module path", e);
        }
    }

    private static Field field(Class<?> owner, String name) throws ReflectiveOperationException {
        Field field = owner.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    private interface Derivation<T> {
        T get() throws GeneralSecurityException;
    }

    private static <T> T derive(Derivation<T> derivation) {
        try {
            return derivation.get();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks a cipher that every JDK has", e);
        }
    }

    private interface Transformation {
        SrtpErrorStatus apply(ByteArrayBuffer packet) throws GeneralSecurityException;
    }

    private record Context(int failure, Transformation transformation) implements SrtpContext {
        @Override
        public int process(byte[] bytes, int offset, int length) {
            Packet packet = new Packet(bytes, offset, length);
            try {
                return result(transformation.apply(packet), packet);
            } catch (GeneralSecurityException _) {
                return failure;
            }
        }

        private int result(SrtpErrorStatus status, Packet packet) {
            return switch (status) {
                case OK -> packet.getLength();
                case REPLAY_FAIL, REPLAY_OLD -> SrtpSession.REPLAYED;
                case INVALID_PACKET -> SrtpSession.TOO_SHORT;
                case AUTH_FAIL, FAIL -> failure;
            };
        }
    }

    /// The packet as jitsi-srtp wants to see it.
    private static final class Packet implements ByteArrayBuffer {
        private final byte[] bytes;
        private int offset;
        private int length;

        Packet(byte[] bytes, int offset, int length) {
            this.bytes = bytes;
            this.offset = offset;
            this.length = length;
        }

        @Override
        public byte[] getBuffer() { return bytes; }

        @Override
        public int getOffset() { return offset; }

        @Override
        public int getLength() { return length; }

        @Override
        public void setLength(int length) { this.length = length; }

        @Override
        public void setOffset(int offset) { this.offset = offset; }

        @Override
        public boolean isInvalid() { return false; }

        @Override
        public void readRegionToBuff(int from, int count, byte[] target) {
            System.arraycopy(bytes, offset + from, target, 0, count);
        }

        @Override
        public void grow(int more) {
            // the session has checked that there is room
        }

        @Override
        public void append(byte[] tail, int count) {
            System.arraycopy(tail, 0, bytes, offset + length, count);
            length += count;
        }

        @Override
        public void shrink(int less) {
            length -= less;
        }
    }
}
