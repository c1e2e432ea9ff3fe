package dev.sluice.peerconnection;

import java.util.List;
import java.util.Objects;

import dev.sluice.dtlssrtp.DtlsCertificate;
import dev.sluice.sdp.RtpCodec;
import dev.sluice.sdp.Setup;
import dev.sluice.wire.Time;

/// How the connections of a factory behave. Begin with [#defaults] and change what differs.
///
/// STUN and TURN servers belong to the [dev.sluice.ice.IceAgent.Factory]. The bundle policy is max-bundle and the RTCP mux policy require, always.
///
/// @param certificate             identifies this peer; null: the factory's own, made once
/// @param audioCodecs             what audio transceivers offer and accept, in order of preference
/// @param videoCodecs             the same for video; retransmission formats included
/// @param answerSetup             the DTLS role taken when the offer leaves the choice: ACTIVE (as browsers do, the quicker one) or PASSIVE
/// @param maxReorderWait          nanoseconds that a receiver waits for a missing packet before it goes on without it
/// @param retransmissionPackets   how many sent packets each sender keeps to answer NACKs
/// @param retransmissionPercent   how many bytes may be resent for every 100 bytes sent
public record RtcConfiguration(
        DtlsCertificate certificate,
        List<RtpCodec> audioCodecs,
        List<RtpCodec> videoCodecs,
        Setup answerSetup,
        long maxReorderWait,
        int retransmissionPackets,
        int retransmissionPercent) {
    public RtcConfiguration {
        audioCodecs = List.copyOf(audioCodecs);
        videoCodecs = List.copyOf(videoCodecs);
        Objects.requireNonNull(answerSetup, "answerSetup");
        if (answerSetup != Setup.ACTIVE && answerSetup != Setup.PASSIVE) {
            throw new IllegalArgumentException("answerSetup is " + answerSetup + ": an answer is ACTIVE or PASSIVE");
        }
        if (maxReorderWait < 0) {
            throw new IllegalArgumentException(
                    "maxReorderWait is " + maxReorderWait + ": pass nanoseconds, 0 to deliver without waiting");
        }
        if (retransmissionPackets < 1 || retransmissionPackets > 1 << 15) {
            throw new IllegalArgumentException(
                    "retransmissionPackets is " + retransmissionPackets + ": pass 1 to 32768");
        }
        if (retransmissionPercent < 0) {
            throw new IllegalArgumentException(
                    "retransmissionPercent is " + retransmissionPercent + ": pass 0 or more");
        }
    }

    public static RtcConfiguration defaults() {
        return new RtcConfiguration(null, DefaultCodecs.audio(), DefaultCodecs.video(), Setup.ACTIVE,
                500 * Time.MILLISECOND, 1_024, 50);
    }

    public RtcConfiguration withCertificate(DtlsCertificate own) {
        return new RtcConfiguration(own, audioCodecs, videoCodecs, answerSetup, maxReorderWait, retransmissionPackets,
                retransmissionPercent);
    }

    public RtcConfiguration withAudioCodecs(List<RtpCodec> codecs) {
        return new RtcConfiguration(certificate, codecs, videoCodecs, answerSetup, maxReorderWait,
                retransmissionPackets, retransmissionPercent);
    }

    public RtcConfiguration withVideoCodecs(List<RtpCodec> codecs) {
        return new RtcConfiguration(certificate, audioCodecs, codecs, answerSetup, maxReorderWait,
                retransmissionPackets, retransmissionPercent);
    }

    public RtcConfiguration withAnswerSetup(Setup setup) {
        return new RtcConfiguration(certificate, audioCodecs, videoCodecs, setup, maxReorderWait, retransmissionPackets,
                retransmissionPercent);
    }

    /// For media that has to arrive whole, such as a recording: wait several seconds for a packet before giving it up.
    public RtcConfiguration withMaxReorderWait(long nanoseconds) {
        return new RtcConfiguration(certificate, audioCodecs, videoCodecs, answerSetup, nanoseconds,
                retransmissionPackets, retransmissionPercent);
    }

    public RtcConfiguration withRetransmission(int packets, int percent) {
        return new RtcConfiguration(certificate, audioCodecs, videoCodecs, answerSetup, maxReorderWait, packets,
                percent);
    }

    List<RtpCodec> codecs(String kind) {
        return kind.equals("audio") ? audioCodecs : videoCodecs;
    }
}
