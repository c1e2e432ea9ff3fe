package dev.sluice.rtp;

import dev.sluice.wire.U16;

/// A window over the descriptor in front of a VP8 payload. Its setters write through.
///
/// ```
///   0 1 2 3 4 5 6 7
///  +-+-+-+-+-+-+-+-+
///  |X|R|N|S|R| PID |   required
///  |I|L|T|K| RSV   |   when X
///  |M| PictureID   |   when I
///  |   PictureID   |   when M
///  |   TL0PICIDX   |   when L
///  |TID|Y| KEYIDX  |   when T or K
/// ```
///
/// @rfc 7741 4.2 VP8 Payload Descriptor
public final class Vp8Descriptor {
    static final int X = 0x80;
    static final int N = 0x20;
    static final int S = 0x10;
    static final int PID = 0x07;

    private static final int I = 0x80;
    private static final int L = 0x40;
    private static final int T = 0x20;
    private static final int K = 0x10;
    private static final int M = 0x80;
    private static final int ABSENT = -1;

    private byte[] bytes;
    private int offset;
    private int end;
    private int length;
    private int pictureIdOffset;
    private int tl0PicIdxOffset;
    private int layerOffset;

    /// Looks at this payload from now on. False: the descriptor is cut off, do not read.
    public boolean wrap(byte[] bytes, int payloadOffset, int payloadLength) {
        int length = length(bytes, payloadOffset, payloadLength);
        if (length < 0) {
            return false;
        }
        this.bytes = bytes;
        this.offset = payloadOffset;
        this.end = payloadOffset + payloadLength;
        this.length = length;
        int extension = (bytes[offset] & X) != 0 ? bytes[offset + 1] : 0;
        int at = offset + 2;
        pictureIdOffset = (extension & I) != 0 ? at : ABSENT;
        at += pictureIdSize(bytes, pictureIdOffset);
        tl0PicIdxOffset = (extension & L) != 0 ? at++ : ABSENT;
        layerOffset = (extension & (T | K)) != 0 ? at : ABSENT;
        return true;
    }

    public boolean wrap(RtpPacket packet) {
        return wrap(packet.bytes(), packet.payloadOffset(), packet.payloadLength());
    }

    /// Of the descriptor; the VP8 payload follows.
    public int length() {
        return length;
    }

    /// The frame can be dropped without harm to others.
    public boolean isNonReference() { return (bytes[offset] & N) != 0; }

    public boolean isStartOfPartition() { return (bytes[offset] & S) != 0; }

    public int partition() {
        return bytes[offset] & PID;
    }

    public boolean hasPictureId() {
        return pictureIdOffset != ABSENT;
    }

    public boolean hasTl0PicIdx() {
        return tl0PicIdxOffset != ABSENT;
    }

    public boolean hasTemporalLayer() {
        return layerOffset != ABSENT && (bytes[offset + 1] & T) != 0;
    }

    public boolean hasKeyIdx() {
        return layerOffset != ABSENT && (bytes[offset + 1] & K) != 0;
    }

    /// 7 or 15; 0 without a picture id.
    public int pictureIdBits() {
        return 8 * pictureIdSize(bytes, pictureIdOffset) - (hasPictureId() ? 1 : 0);
    }

    /// -1 when there is none, as for the other fields.
    public int pictureId() {
        if (!hasPictureId()) {
            return -1;
        }
        return pictureIdBits() == 7 ? bytes[pictureIdOffset] & 0x7f : U16.get(bytes, pictureIdOffset) & 0x7fff;
    }

    /// Counts the frames of temporal layer 0.
    public int tl0PicIdx() {
        return hasTl0PicIdx() ? bytes[tl0PicIdxOffset] & 0xff : -1;
    }

    public int temporalLayer() {
        return hasTemporalLayer() ? bytes[layerOffset] >> 6 & 3 : -1;
    }

    /// Y: the frame depends on layer 0 only, so that a receiver may begin with this layer here.
    public boolean isLayerSync() { return hasTemporalLayer() && (bytes[layerOffset] & 0x20) != 0; }

    public int keyIdx() {
        return hasKeyIdx() ? bytes[layerOffset] & 0x1f : -1;
    }

    /// Writes as many of the low bits as the sender chose, 7 or 15. Nothing without a picture id.
    public Vp8Descriptor pictureId(int value) {
        if (pictureIdBits() == 7) {
            bytes[pictureIdOffset] = (byte) (value & 0x7f);
        } else if (hasPictureId()) {
            U16.set(bytes, pictureIdOffset, M << 8 | value & 0x7fff);
        }
        return this;
    }

    public Vp8Descriptor tl0PicIdx(int value) {
        if (hasTl0PicIdx()) {
            bytes[tl0PicIdxOffset] = (byte) value;
        }
        return this;
    }

    public Vp8Descriptor keyIdx(int value) {
        if (hasKeyIdx()) {
            bytes[layerOffset] = (byte) (bytes[layerOffset] & 0xe0 | value & 0x1f);
        }
        return this;
    }

    /// Whether a key frame begins in this packet.
    public boolean isKeyFrame() { return KeyFrames.isKeyFrame(VideoCodec.VP8, bytes, offset, end - offset); }

    /// Of the picture, in the first packet of a key frame; 0 when it does not say.
    public int width() {
        return dimension(6);
    }

    public int height() {
        return dimension(8);
    }

    /// RFC 6386 9.1: a key frame's ten bytes are three of tag, the start code 9d 01 2a, 14 bits of width and 14 of height.
    private int dimension(int at) {
        int header = offset + length;
        if (!isKeyFrame() || end - header < 10 || bytes[header + 3] != (byte) 0x9d) {
            return 0;
        }
        return bytes[header + at] & 0xff | (bytes[header + at + 1] & 0x3f) << 8;
    }

    /// How long the descriptor is, or -1 when it does not end within the payload.
    static int length(byte[] bytes, int at, int payloadLength) {
        if (payloadLength < 1) {
            return -1;
        }
        if ((bytes[at] & X) == 0) {
            return 1;
        }
        if (payloadLength < 2) {
            return -1;
        }
        int extension = bytes[at + 1];
        int length = 2;
        if ((extension & I) != 0) {
            if (payloadLength < 3) {
                return -1;
            }
            length += pictureIdSize(bytes, at + 2);
        }
        length += (extension & L) != 0 ? 1 : 0;
        length += (extension & (T | K)) != 0 ? 1 : 0;
        return length <= payloadLength ? length : -1;
    }

    private static int pictureIdSize(byte[] bytes, int pictureIdOffset) {
        return pictureIdOffset == ABSENT ? 0 : (bytes[pictureIdOffset] & M) != 0 ? 2 : 1;
    }
}
