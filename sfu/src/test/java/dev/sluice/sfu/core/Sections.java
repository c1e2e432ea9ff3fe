package dev.sluice.sfu.core;

import java.util.List;
import java.util.Map;

import dev.sluice.rtp.HeaderExtensions;
import dev.sluice.sdp.Direction;
import dev.sluice.sdp.ExtMap;
import dev.sluice.sdp.Msid;
import dev.sluice.sdp.OfferedMedia;
import dev.sluice.sdp.RtpCodec;
import dev.sluice.sdp.SentStream;

/// Sections that test offers are made of.
final class Sections {
    static final int OPUS = 111;
    static final int VP8 = 96;
    static final int VP8_RTX = 97;
    static final int MID_ID = 4;
    static final int TRANSPORT_CC_ID = 3;
    static final int AUDIO_LEVEL_ID = 1;
    static final int ORIENTATION_ID = 13;

    private static final List<String> VIDEO_FEEDBACK = List.of("goog-remb", "transport-cc", "ccm fir", "nack",
            "nack pli");

    private Sections() {}

    /// Opus with retransmissions, so that a test can lose audio, too.
    static OfferedMedia audio(String mid, Direction direction, long ssrc) {
        RtpCodec opus = new RtpCodec(OPUS, "opus", 48000, 2, Map.of("useinbandfec", "1"), List.of("transport-cc"));
        return new OfferedMedia("audio", mid, direction, List.of(opus),
                List.of(new ExtMap(AUDIO_LEVEL_ID, HeaderExtensions.AUDIO_LEVEL),
                        new ExtMap(TRANSPORT_CC_ID, HeaderExtensions.TRANSPORT_CC),
                        new ExtMap(MID_ID, HeaderExtensions.MID)),
                List.of(), streams(direction, ssrc, 0));
    }

    static OfferedMedia video(String mid, Direction direction, long ssrc, long rtxSsrc) {
        RtpCodec vp8 = RtpCodec.video(VP8, "VP8").withFeedback(VIDEO_FEEDBACK);
        return video(mid, direction, List.of(vp8, RtpCodec.rtx(VP8_RTX, VP8, 90000)), ssrc, rtxSsrc);
    }

    static OfferedMedia video(String mid, Direction direction, List<RtpCodec> codecs, long ssrc, long rtxSsrc) {
        return new OfferedMedia("video", mid, direction, codecs,
                List.of(new ExtMap(TRANSPORT_CC_ID, HeaderExtensions.TRANSPORT_CC),
                        new ExtMap(MID_ID, HeaderExtensions.MID),
                        new ExtMap(ORIENTATION_ID, HeaderExtensions.VIDEO_ORIENTATION)),
                List.of(), streams(direction, ssrc, rtxSsrc));
    }

    private static List<SentStream> streams(Direction direction, long ssrc, long rtxSsrc) {
        return direction.sends() ? List.of(new SentStream(new Msid("stream", "track" + ssrc), "cname", ssrc, rtxSsrc))
                : List.of();
    }
}
