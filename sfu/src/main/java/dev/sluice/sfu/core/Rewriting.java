package dev.sluice.sfu.core;

import java.nio.charset.StandardCharsets;

import dev.sluice.rtp.HeaderExtensions;
import dev.sluice.rtp.RtpPacket;

/// Makes of the copy of a publisher's packet one of the player's own stream: SSRC, payload type, sequence number, timestamp, extensions.
///
/// The same packet under the same number always becomes the same bytes: it may be sent again as a retransmission.
final class Rewriting {
    private final int ssrc;
    private final int payloadType;
    private final HeaderExtensions extensions;
    private final int midExtension;
    private final byte[] mid;
    private long timestampShift;

    Rewriting(TrackParameters published, TrackParameters played) {
        ssrc = played.ssrc();
        payloadType = played.codec().payloadType();
        extensions = HeaderExtensions.mapping(SupportedExtensions.mapping(published, played));
        midExtension = played.extensionId(HeaderExtensions.MID);
        mid = played.mid().getBytes(StandardCharsets.US_ASCII);
    }

    /// What is added to the publisher's timestamps.
    long timestampShift() {
        return timestampShift;
    }

    void timestampShift(long shift) {
        timestampShift = shift;
    }

    void apply(RtpPacket copy, int sequenceNumber) {
        copy.ssrc(ssrc).payloadType(payloadType).sequenceNumber(sequenceNumber)
                .timestamp(copy.timestamp() + timestampShift);
        if (copy.hasExtension()) {
            extensions.rewrite(copy);
            writeMid(copy);
        }
    }

    /// The publisher's MID names a section of the publisher's; the player's has another name, of the same length or it was not mapped.
    private void writeMid(RtpPacket copy) {
        int at = midExtension == 0 ? -1 : copy.extension(midExtension);
        if (at >= 0 && copy.extensionLength(midExtension) == mid.length) {
            System.arraycopy(mid, 0, copy.bytes(), at, mid.length);
        }
    }
}
