package dev.sluice.rtp;

import java.util.Optional;

/// The video codecs whose payload descriptors this module reads.
public enum VideoCodec {
    VP8, VP9, H264, AV1;

    /// By the encoding name of `a=rtpmap`, in any case.
    public static Optional<VideoCodec> of(String name) {
        for (VideoCodec codec : values()) {
            if (codec.name().equalsIgnoreCase(name)) {
                return Optional.of(codec);
            }
        }
        return Optional.empty();
    }
}
