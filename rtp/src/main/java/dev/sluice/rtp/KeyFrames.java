package dev.sluice.rtp;

import dev.sluice.wire.U16;

/// Tells the packets with which a key frame begins: a decoder can start there.
///
/// Looks at payload descriptors only, allocates nothing, and takes anything for bytes.
public final class KeyFrames {
    private KeyFrames() {}

    /// Whether a key frame begins in this packet. False for malformed payloads and for the further packets of a key frame.
    public static boolean isKeyFrame(VideoCodec codec, byte[] bytes, int payloadOffset, int payloadLength) {
        return switch (codec) {
            case VP8 -> isVp8(bytes, payloadOffset, payloadLength);
            case VP9 -> isVp9(bytes, payloadOffset, payloadLength);
            case H264 -> isH264(bytes, payloadOffset, payloadLength);
            case AV1 -> isAv1(bytes, payloadOffset, payloadLength);
        };
    }

    /// The first partition of a frame starts here and the frame is no interframe.
    ///
    /// @rfc 7741 4.3 VP8 Payload Header
    private static boolean isVp8(byte[] bytes, int at, int length) {
        int header = Vp8Descriptor.length(bytes, at, length);
        return header >= 0 && header < length && (bytes[at] & (Vp8Descriptor.S | Vp8Descriptor.PID)) == Vp8Descriptor.S
                && (bytes[at + header] & 1) == 0;
    }

    /// A frame of the lowest spatial layer starts here that is predicted from no other picture.
    ///
    /// @rfc 9628 4.2 VP9 Payload Descriptor
    private static boolean isVp9(byte[] bytes, int at, int length) {
        if (length < 2 || (bytes[at] & (Vp9Descriptor.P | Vp9Descriptor.B)) != Vp9Descriptor.B) {
            return false;
        }
        if ((bytes[at] & Vp9Descriptor.L) == 0) {
            return true;
        }
        int layers = 1;
        if ((bytes[at] & Vp9Descriptor.I) != 0) {
            layers += (bytes[at + 1] & 0x80) != 0 ? 2 : 1;
        }
        return layers < length && (bytes[at + layers] & Vp9Descriptor.SID) == 0;
    }

    /// A sequence parameter set, or the first slice of an IDR picture.
    ///
    /// @rfc 6184 5.6 Single NAL Unit Packet, 5.7.1 STAP-A, 5.8 FU-A
    private static boolean isH264(byte[] bytes, int at, int length) {
        if (length < 2) {
            return false;
        }
        return switch (bytes[at] & 0x1f) {
            case H264Payload.STAP_A -> isH264Aggregate(bytes, at + 1, at + length);
            case H264Payload.FU_A -> (bytes[at + 1] & 0x80) != 0
                    && beginsH264KeyFrame(bytes[at + 1] & 0x1f, bytes, at + 2, at + length);
            default -> beginsH264KeyFrame(bytes[at] & 0x1f, bytes, at + 1, at + length);
        };
    }

    private static boolean isH264Aggregate(byte[] bytes, int at, int end) {
        while (end - at > 2) {
            int unit = at + 2;
            int unitEnd = unit + U16.get(bytes, at);
            if (unitEnd > end || unitEnd == unit) {
                return false;
            }
            if (beginsH264KeyFrame(bytes[unit] & 0x1f, bytes, unit + 1, unitEnd)) {
                return true;
            }
            at = unitEnd;
        }
        return false;
    }

    private static boolean beginsH264KeyFrame(int type, byte[] bytes, int body, int end) {
        // first_mb_in_slice comes first and is 0 in an Exp-Golomb code of the single bit 1: not the second slice of the picture
        return type == H264Payload.SPS || type == H264Payload.IDR && body < end && (bytes[body] & 0x80) != 0;
    }

    /// A new coded video sequence starts here (N), and not in the middle of an OBU (Z). AV1 RTP specification 4.4.
    private static boolean isAv1(byte[] bytes, int at, int length) {
        return length > 1 && (bytes[at] & (Av1Payload.N | Av1Payload.Z)) == Av1Payload.N;
    }
}
