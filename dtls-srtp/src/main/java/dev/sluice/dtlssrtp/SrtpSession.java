package dev.sluice.dtlssrtp;

import java.util.function.Supplier;

import dev.sluice.wire.U32;

/// Protects what one transport sends and opens what it receives, RTP and RTCP, in place.
///
/// Every SSRC has a context of its own: rollover counter and replay window. A context for a received SSRC exists only after its first
/// authentic packet, and there are at most as many as `maxSources` says: a stranger who invents SSRCs leaves nothing behind, and the peer not much.
/// A packet that is refused changes nothing but its own bytes.
///
/// Confined to one thread. What is wrong with a received packet is a negative number, never an exception.
///
/// @rfc 3711 3.3 SRTP Packet Processing
/// @rfc 7714 8 AEAD_AES_128_GCM in SRTP
public final class SrtpSession {
    /// Room that `protect` and `protectRtcp` need behind the packet, whatever the profile.
    public static final int MAX_OVERHEAD = 20;

    /// The packet was changed on its way, is a forgery, or was made with other keys.
    public static final int AUTHENTICATION_FAILED = -1;
    /// The packet was accepted before, or is too old to tell. From `protect`: this sequence number was used before.
    public static final int REPLAYED = -2;
    /// The packet is shorter than its header, its header extension and the tag ask for.
    public static final int TOO_SHORT = -3;
    /// The packet is of an SSRC that is not known yet, and the session follows as many as it may.
    public static final int TOO_MANY_SOURCES = -4;

    private static final int DEFAULT_MAX_SOURCES = 256;
    /// What we send is ours to bound. An SSRC is never forgotten, as its sequence numbers must not be used again.
    private static final int MAX_SENT_SOURCES = 1 << 14;

    private final Sources sentRtp;
    private final Sources sentRtcp;
    private final Sources receivedRtp;
    private final Sources receivedRtcp;
    private final SrtpProfile profile;

    SrtpSession(SrtpProfile profile, SrtpContexts contexts, int maxSources) {
        this.profile = profile;
        sentRtp = new Sources(MAX_SENT_SOURCES, contexts::rtpSender);
        sentRtcp = new Sources(MAX_SENT_SOURCES, contexts::rtcpSender);
        receivedRtp = new Sources(maxSources, contexts::rtpReceiver);
        receivedRtcp = new Sources(maxSources, contexts::rtcpReceiver);
    }

    public static SrtpSession create(SrtpKeys keys) {
        return create(keys, DEFAULT_MAX_SOURCES);
    }

    public static SrtpSession create(SrtpKeys keys, SrtpEngine engine) {
        return create(keys, engine, DEFAULT_MAX_SOURCES);
    }

    /// @param maxSources how many SSRCs of the peer are followed, 64 to 1,024
    public static SrtpSession create(SrtpKeys keys, int maxSources) {
        return create(keys, SrtpEngine.JCE, maxSources);
    }

    /// @param maxSources how many SSRCs of the peer are followed, 64 to 1,024
    public static SrtpSession create(SrtpKeys keys, SrtpEngine engine, int maxSources) {
        if (maxSources < 64 || maxSources > 1024) {
            throw new IllegalArgumentException("maxSources is " + maxSources + ": give 64 to 1024");
        }
        return new SrtpSession(keys.profile(), engine.contexts(keys), maxSources);
    }

    /// Loads and fixes the ciphers. Once per process, at start: the first packet would pay for it otherwise.
    public static void warmUp() {
        SrtpEngine.JCE.warmUp();
    }

    public SrtpProfile profile() {
        return profile;
    }

    /// Protects an RTP packet; its bytes must have room for [#MAX_OVERHEAD] more behind them.
    ///
    /// The same sequence number is never protected twice, as that would give the key away (RFC 7714 8.1): to send a packet again, use a
    /// retransmission stream (RFC 4588) or keep what this method made.
    ///
    /// @return the new length, [#REPLAYED] or [#TOO_MANY_SOURCES]
    public int protect(byte[] bytes, int offset, int length) {
        requireRoom(bytes, offset, length);
        if (!SrtpLayout.isRtp(bytes, offset, length)) {
            throw new IllegalArgumentException("not an RTP packet: give a whole one, header first");
        }
        return sentRtp.process(U32.getInt(bytes, offset + 8), bytes, offset, length);
    }

    /// Opens an SRTP packet.
    ///
    /// @return the new length, or a negative number that says why the packet is to be dropped
    public int unprotect(byte[] bytes, int offset, int length) {
        if (!SrtpLayout.isRtp(bytes, offset, length - profile.rtpOverhead())) {
            return TOO_SHORT;
        }
        return receivedRtp.process(U32.getInt(bytes, offset + 8), bytes, offset, length);
    }

    /// Protects a compound RTCP packet; its bytes must have room for [#MAX_OVERHEAD] more behind them.
    ///
    /// @return the new length, or [#TOO_MANY_SOURCES]
    public int protectRtcp(byte[] bytes, int offset, int length) {
        requireRoom(bytes, offset, length);
        if (length < SrtpLayout.RTCP_HEADER_LENGTH) {
            throw new IllegalArgumentException("not an RTCP packet: " + length + " bytes");
        }
        return sentRtcp.process(U32.getInt(bytes, offset + 4), bytes, offset, length);
    }

    /// Opens an SRTCP packet.
    ///
    /// @return the new length, or a negative number that says why the packet is to be dropped
    public int unprotectRtcp(byte[] bytes, int offset, int length) {
        if (length < SrtpLayout.RTCP_HEADER_LENGTH + profile.rtcpOverhead()) {
            return TOO_SHORT;
        }
        return receivedRtcp.process(U32.getInt(bytes, offset + 4), bytes, offset, length);
    }

    /// The peer will send nothing more under this SSRC, which makes room for another one. What was received of it is forgotten as well, so a packet that somebody
    /// sends again later counts as new: the caller must not take anything of an SSRC that it has let go.
    public void forget(int ssrc) {
        receivedRtp.forget(ssrc);
        receivedRtcp.forget(ssrc);
    }

    private static void requireRoom(byte[] bytes, int offset, int length) {
        if (bytes.length - offset - length < MAX_OVERHEAD) {
            throw new IllegalArgumentException(
                    "no room to protect in place: leave SrtpSession.MAX_OVERHEAD bytes behind the packet");
        }
    }

    /// The contexts of one direction of one protocol, by SSRC.
    private static final class Sources {
        private final SourceTable<SrtpContext> known;
        private final Supplier<SrtpContext> factory;
        /// Tries packets of SSRCs that are not known yet. It stays as fresh as it was until one is authentic.
        private SrtpContext spare;

        Sources(int limit, Supplier<SrtpContext> factory) {
            this.known = new SourceTable<>(limit);
            this.factory = factory;
        }

        int process(int ssrc, byte[] bytes, int offset, int length) {
            SrtpContext context = known.get(ssrc);
            return context != null ? context.process(bytes, offset, length) : processFirst(ssrc, bytes, offset, length);
        }

        void forget(int ssrc) {
            known.remove(ssrc);
        }

        private int processFirst(int ssrc, byte[] bytes, int offset, int length) {
            if (known.isFull()) {
                return TOO_MANY_SOURCES;
            }
            if (spare == null) {
                spare = factory.get();
            }
            int result = spare.process(bytes, offset, length);
            if (result >= 0) {
                known.put(ssrc, spare);
                spare = null;
            }
            return result;
        }
    }
}
