package dev.sluice.rtp;

import dev.sluice.wire.U16;

/// A window over the descriptor in front of a VP9 payload. Its setters write through.
///
/// ```
///   0 1 2 3 4 5 6 7
///  +-+-+-+-+-+-+-+-+
///  |I|P|L|F|B|E|V|Z|   required
///  |M| PICTURE ID  |   when I
///  |  PICTURE ID   |   when M
///  | TID |U| SID |D|   when L
///  |   TL0PICIDX   |   when L and not F
///  |    P_DIFF   |N|   when P and F, up to three times, as long as N
///  | N_S |Y|G|-|-|-|   when V: scalability structure
///  |  WIDTH HEIGHT |   when Y: two bytes each, for each of the N_S + 1 layers
///  |      N_G      |   when G: pictures in the group
///  | TID |U| R |-|-|   and for each of them, with R bytes of P_DIFF
/// ```
///
/// @rfc 9628 4.2 VP9 Payload Descriptor
public final class Vp9Descriptor {
    static final int I = 0x80;
    static final int P = 0x40;
    static final int L = 0x20;
    static final int F = 0x10;
    static final int B = 0x08;
    static final int E = 0x04;
    static final int V = 0x02;
    static final int Z = 0x01;
    static final int SID = 0x0e;

    private static final int M = 0x80;
    private static final int Y = 0x10;
    private static final int G = 0x08;
    private static final int MAX_REFERENCES = 3;
    private static final int ABSENT = -1;
    private static final int MALFORMED = -1;

    private byte[] bytes;
    private int offset;
    private int end;
    private int length;
    private int pictureIdOffset;
    private int layerOffset;
    private int tl0PicIdxOffset;
    private int referencesOffset;
    private int references;
    private int structureOffset;

    /// Looks at this payload from now on. False: the descriptor is cut off or broken, or nothing follows; do not read.
    public boolean wrap(byte[] bytes, int payloadOffset, int payloadLength) {
        if (payloadLength < 1) {
            return false;
        }
        this.bytes = bytes;
        this.offset = payloadOffset;
        this.end = payloadOffset + payloadLength;
        int at = wrapPictureId(offset + 1);
        at = at == MALFORMED ? at : wrapLayers(at);
        at = at == MALFORMED ? at : wrapReferences(at);
        at = at == MALFORMED ? at : wrapStructure(at);
        length = at - offset;
        return at != MALFORMED && at < end;
    }

    public boolean wrap(RtpPacket packet) {
        return wrap(packet.bytes(), packet.payloadOffset(), packet.payloadLength());
    }

    /// Of the descriptor; the VP9 payload follows.
    public int length() {
        return length;
    }

    public boolean isInterPicturePredicted() { return has(P); }

    public boolean isFlexibleMode() { return has(F); }

    public boolean isStartOfFrame() { return has(B); }

    public boolean isEndOfFrame() { return has(E); }

    /// Z: no higher spatial layer of this picture refers to this frame.
    public boolean isNotReferenceForUpperLayers() { return has(Z); }

    public boolean hasPictureId() {
        return pictureIdOffset != ABSENT;
    }

    public boolean hasLayers() {
        return layerOffset != ABSENT;
    }

    public boolean hasTl0PicIdx() {
        return tl0PicIdxOffset != ABSENT;
    }

    public boolean hasScalabilityStructure() {
        return structureOffset != ABSENT;
    }

    /// 7 or 15; 0 without a picture id.
    public int pictureIdBits() {
        return !hasPictureId() ? 0 : (bytes[pictureIdOffset] & M) != 0 ? 15 : 7;
    }

    /// -1 when there is none, as for the other fields.
    public int pictureId() {
        return switch (pictureIdBits()) {
            case 7 -> bytes[pictureIdOffset] & 0x7f;
            case 15 -> U16.get(bytes, pictureIdOffset) & 0x7fff;
            default -> -1;
        };
    }

    public int temporalLayer() {
        return hasLayers() ? bytes[layerOffset] >> 5 & 7 : -1;
    }

    public int spatialLayer() {
        return hasLayers() ? (bytes[layerOffset] & SID) >> 1 : -1;
    }

    /// U: a receiver may go up to this temporal layer here.
    public boolean isSwitchingUpPoint() { return hasLayers() && (bytes[layerOffset] & 0x10) != 0; }

    /// D: the frame is predicted from the next lower spatial layer of the same picture.
    public boolean isInterLayerPredicted() { return hasLayers() && (bytes[layerOffset] & 1) != 0; }

    public int tl0PicIdx() {
        return hasTl0PicIdx() ? bytes[tl0PicIdxOffset] & 0xff : -1;
    }

    /// How many pictures this frame refers to, in flexible mode.
    public int references() {
        return references;
    }

    /// How many pictures back the `index`-th reference is.
    public int reference(int index) {
        return bytes[referencesOffset + index] >> 1 & 0x7f;
    }

    /// 0 without a scalability structure.
    public int spatialLayers() {
        return hasScalabilityStructure() ? (bytes[structureOffset] >> 5 & 7) + 1 : 0;
    }

    /// Of the `layer`-th spatial layer; 0 when the structure has no sizes.
    public int width(int layer) {
        return dimension(4 * layer);
    }

    public int height(int layer) {
        return dimension(4 * layer + 2);
    }

    /// How many pictures the scalability structure describes.
    public int pictureGroupSize() {
        if (!hasScalabilityStructure() || (bytes[structureOffset] & G) == 0) {
            return 0;
        }
        return bytes[structureOffset + 1 + sizesLength(structureOffset)] & 0xff;
    }

    /// Writes as many of the low bits as the sender chose, 7 or 15. Nothing without a picture id.
    public Vp9Descriptor pictureId(int value) {
        switch (pictureIdBits()) {
            case 7 -> bytes[pictureIdOffset] = (byte) (value & 0x7f);
            case 15 -> U16.set(bytes, pictureIdOffset, M << 8 | value & 0x7fff);
            default -> {}
        }
        return this;
    }

    public Vp9Descriptor tl0PicIdx(int value) {
        if (hasTl0PicIdx()) {
            bytes[tl0PicIdxOffset] = (byte) value;
        }
        return this;
    }

    /// Whether a key frame begins in this packet.
    public boolean isKeyFrame() { return KeyFrames.isKeyFrame(VideoCodec.VP9, bytes, offset, end - offset); }

    private boolean has(int bit) {
        return (bytes[offset] & bit) != 0;
    }

    private int wrapPictureId(int at) {
        pictureIdOffset = ABSENT;
        if (!has(I)) {
            return at;
        }
        if (at >= end) {
            return MALFORMED;
        }
        pictureIdOffset = at;
        return within(at + ((bytes[at] & M) != 0 ? 2 : 1));
    }

    private int wrapLayers(int at) {
        layerOffset = has(L) ? at++ : ABSENT;
        tl0PicIdxOffset = has(L) && !has(F) ? at++ : ABSENT;
        return within(at);
    }

    private int wrapReferences(int at) {
        references = 0;
        referencesOffset = at;
        if (!has(P) || !has(F)) {
            return at;
        }
        boolean more = true;
        while (more) {
            if (at >= end || references == MAX_REFERENCES) {
                return MALFORMED;
            }
            more = (bytes[at++] & 1) != 0;
            references++;
        }
        return at;
    }

    private int wrapStructure(int at) {
        structureOffset = ABSENT;
        if (!has(V)) {
            return at;
        }
        if (at >= end) {
            return MALFORMED;
        }
        structureOffset = at;
        boolean hasGroup = (bytes[at] & G) != 0;
        at += 1 + sizesLength(at);
        if (!hasGroup) {
            return within(at);
        }
        return at < end ? groupEnd(at + 1, bytes[at] & 0xff) : MALFORMED;
    }

    private int groupEnd(int at, int pictures) {
        for (int i = 0; i < pictures; i++) {
            if (at >= end) {
                return MALFORMED;
            }
            at += 1 + (bytes[at] >> 2 & 3);
        }
        return within(at);
    }

    private int sizesLength(int structure) {
        return (bytes[structure] & Y) != 0 ? 4 * ((bytes[structure] >> 5 & 7) + 1) : 0;
    }

    private int dimension(int at) {
        boolean hasSizes = hasScalabilityStructure() && (bytes[structureOffset] & Y) != 0;
        return hasSizes ? U16.get(bytes, structureOffset + 1 + at) : 0;
    }

    private int within(int at) {
        return at <= end ? at : MALFORMED;
    }
}
