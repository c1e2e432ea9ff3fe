package dev.sluice.sfu.core;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

import dev.sluice.sdp.RtpCodec;

/// The numbers in our offers to one subscriber: payload types and SSRCs, none of which ever gets a second meaning on its transport.
///
/// @rfc 3264 8.3.2 Changing the Set of Media Formats (a mapping must not change)
/// @rfc 9143 9.1.1 Payload Type (PT) Value Reuse
final class OfferNumbers {
    private static final int FIRST = 96;
    private static final int LAST = 127;
    /// And on to 63; the next ones would look like RTCP (RFC 5761 4).
    private static final int FIRST_FURTHER = 35;
    private static final int RTX_CLOCK = 90_000;

    private final Map<RtpCodec, RtpCodec> codecs = new HashMap<>();
    private final Map<Integer, RtpCodec> retransmissions = new HashMap<>();
    private final RtpCodec opus;
    private int nextPayloadType = FIRST;
    private int nextSsrc;

    /// SSRCs are numbered from a random one on, so that none comes twice: SRTP would use a key stream again.
    OfferNumbers(RandomGenerator random) {
        nextSsrc = Ids.ssrc(random);
        opus = numbered(SupportedCodecs.anchor());
    }

    /// What the anchor offers and never sends.
    RtpCodec opus() {
        return opus;
    }

    /// How a track is offered in the section `mid`.
    TrackParameters propose(TrackParameters published, String mid) {
        RtpCodec codec = numbered(SupportedCodecs.toOffer(published.codec()));
        Optional<RtpCodec> rtx = published.isVideo() ? Optional.of(retransmissionOf(codec)) : Optional.empty();
        return new TrackParameters(mid, published.kind(), codec, rtx,
                SupportedExtensions.toOffer(published.extensions()), nextSsrc(), rtx.isPresent() ? nextSsrc() : 0);
    }

    /// The codec with the payload type that stands for exactly this on the transport.
    private RtpCodec numbered(RtpCodec codec) {
        return codecs.computeIfAbsent(codec, fresh -> fresh.withPayloadType(takePayloadType()));
    }

    private RtpCodec retransmissionOf(RtpCodec codec) {
        return retransmissions.computeIfAbsent(codec.payloadType(),
                original -> RtpCodec.rtx(takePayloadType(), original, RTX_CLOCK));
    }

    /// There are 61, and [SupportedCodecs#toOffer] tells fewer codecs apart than would use them up.
    private int takePayloadType() {
        int taken = nextPayloadType;
        nextPayloadType = taken == LAST ? FIRST_FURTHER : taken + 1;
        return taken;
    }

    private int nextSsrc() {
        int taken = nextSsrc;
        nextSsrc = taken == Integer.MAX_VALUE ? 1 : taken + 1;
        return taken;
    }
}
