package dev.sluice.sfu.core;

import java.util.ArrayList;
import java.util.List;

import dev.sluice.dtlssrtp.SrtpKeys;
import dev.sluice.dtlssrtp.SrtpSession;
import dev.sluice.rtp.Rtcp;
import dev.sluice.rtp.RtcpPacket;
import dev.sluice.rtp.RtpPacket;

/// Where media of one transport becomes plain, and what is plain becomes SRTP. Names and counts what it does not let in.
final class MediaGate {
    private final WorkerParts parts;
    private final SrtpSession srtp;
    private final RtpPacket packet = new RtpPacket();
    private final List<RtcpPacket> compound = new ArrayList<>();

    MediaGate(WorkerParts parts, SrtpKeys keys) {
        this.parts = parts;
        srtp = SrtpSession.create(keys, parts.config().maxSources());
    }

    String profile() {
        return srtp.profile().name();
    }

    /// Nothing more is taken of this SSRC, another one may have its place.
    void forget(int ssrc) {
        srtp.forget(ssrc);
    }

    /// The packet, opened where it lies; null: it is dropped.
    RtpPacket openRtp(byte[] bytes, int offset, int length) {
        if (length > WorkerParts.MAX_PACKET) {
            return drop(DropReason.TOO_LONG);
        }
        int plain = srtp.unprotect(bytes, offset, length);
        if (plain < 0) {
            return drop(reason(plain));
        }
        return packet.wrap(bytes, offset, plain) ? packet : drop(DropReason.MALFORMED_RTP);
    }

    /// The packets of a compound up to the first malformed one; null: it is dropped. The list is used again.
    List<RtcpPacket> openRtcp(byte[] bytes, int offset, int length) {
        int plain = srtp.unprotectRtcp(bytes, offset, length);
        if (plain < 0) {
            return drop(reason(plain));
        }
        compound.clear();
        if (!Rtcp.parse(bytes, offset, plain, compound)) {
            drop(DropReason.MALFORMED_RTCP);
        }
        return compound;
    }

    /// Protects the plain packet at the start of the egress buffer. The new length, or negative: it must not be sent.
    int protectRtp(int length) {
        return srtp.protect(parts.egress(), 0, length);
    }

    /// Writes and protects the compound at the start of the egress buffer. The length, or negative: it must not be sent.
    int protectRtcp(List<RtcpPacket> packets) {
        return srtp.protectRtcp(parts.egress(), 0, Rtcp.write(packets, parts.egress(), 0));
    }

    private <T> T drop(DropReason reason) {
        parts.drops().count(reason);
        return null;
    }

    private static DropReason reason(int result) {
        return switch (result) {
            case SrtpSession.REPLAYED -> DropReason.REPLAYED;
            case SrtpSession.TOO_SHORT -> DropReason.TOO_SHORT;
            case SrtpSession.TOO_MANY_SOURCES -> DropReason.TOO_MANY_SOURCES;
            default -> DropReason.NOT_AUTHENTIC;
        };
    }
}
