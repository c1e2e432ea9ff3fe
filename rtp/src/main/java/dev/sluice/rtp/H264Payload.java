package dev.sluice.rtp;

import dev.sluice.wire.U16;

/// A window over an H.264 payload: one NAL unit, several (STAP-A), or a fragment of one (FU-A).
///
/// The interleaved forms (STAP-B, MTAP, FU-B) need packetization mode 2, which WebRTC does not have; they are no payload here.
///
/// ```
///  +---------------+     +---------------+     STAP-A: behind the first byte, each unit with 16 bits of size
///  |0|1|2|3|4|5|6|7|     |0|1|2|3|4|5|6|7|     FU-A: the second byte has start, end and the unit's type
///  +-+-+-+-+-+-+-+-+     +-+-+-+-+-+-+-+-+
///  |F|NRI|  Type   |     |S|E|R|  Type   |
///  +---------------+     +---------------+
/// ```
///
/// @rfc 6184 5.2 Payload Structures
public final class H264Payload {
    public static final int SLICE = 1;
    public static final int IDR = 5;
    public static final int SEI = 6;
    public static final int SPS = 7;
    public static final int PPS = 8;

    static final int STAP_A = 24;
    static final int FU_A = 28;

    private static final int START = 0x80;
    private static final int END = 0x40;

    private byte[] bytes;
    private int offset;
    private int end;
    private int units;

    /// Looks at this payload from now on. False: no payload of this form, do not read.
    public boolean wrap(byte[] bytes, int payloadOffset, int payloadLength) {
        if (payloadLength < 1) {
            return false;
        }
        this.bytes = bytes;
        this.offset = payloadOffset;
        this.end = payloadOffset + payloadLength;
        units = switch (type(offset)) {
            case STAP_A -> countUnits();
            case FU_A -> isFragmentHeader() ? 1 : 0;
            case 0, 25, 26, 27, 29, 30, 31 -> 0;
            default -> 1;
        };
        return units > 0;
    }

    public boolean wrap(RtpPacket packet) {
        return wrap(packet.bytes(), packet.payloadOffset(), packet.payloadLength());
    }

    public boolean isAggregate() { return type(offset) == STAP_A; }

    public boolean isFragment() { return type(offset) == FU_A; }

    /// The fragment is the first of its NAL unit.
    public boolean isStart() { return isFragment() && (bytes[offset + 1] & START) != 0; }

    /// The fragment is the last of its NAL unit.
    public boolean isEnd() { return isFragment() && (bytes[offset + 1] & END) != 0; }

    /// How many NAL units the payload has; a fragment counts as one.
    public int units() {
        return units;
    }

    /// The type of the `index`-th NAL unit, also of one that is fragmented.
    public int unitType(int index) {
        return isFragment() ? bytes[offset + 1] & 0x1f : type(unitOffset(index));
    }

    /// Where the `index`-th NAL unit starts with its header byte; of a fragment, where its bytes start.
    public int unitOffset(int index) {
        if (!isAggregate()) {
            return isFragment() ? offset + 2 : offset;
        }
        int at = offset + 1;
        for (int i = 0; i < index; i++) {
            at += 2 + U16.get(bytes, at);
        }
        return at + 2;
    }

    public int unitLength(int index) {
        int at = unitOffset(index);
        return isAggregate() ? U16.get(bytes, at - 2) : end - at;
    }

    /// Whether a key frame begins in this packet.
    public boolean isKeyFrame() { return KeyFrames.isKeyFrame(VideoCodec.H264, bytes, offset, end - offset); }

    private int type(int at) {
        return bytes[at] & 0x1f;
    }

    private boolean isFragmentHeader() {
        return end - offset >= 2 && (bytes[offset + 1] & (START | END)) != (START | END);
    }

    private int countUnits() {
        int count = 0;
        for (int at = offset + 1; at < end; count++) {
            if (end - at < 2 || U16.get(bytes, at) == 0) {
                return 0;
            }
            at += 2 + U16.get(bytes, at);
            if (at > end) {
                return 0;
            }
        }
        return count;
    }
}
