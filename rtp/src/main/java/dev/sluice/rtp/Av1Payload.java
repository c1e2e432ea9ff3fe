package dev.sluice.rtp;

/// A window over an AV1 payload: the aggregation header and the OBU elements behind it.
///
/// ```
///   0 1 2 3 4 5 6 7
///  +-+-+-+-+-+-+-+-+    Z: the first element continues one of the packet before     W: how many elements; 0: each has a size
///  |Z|Y| W |N|-|-|-|    Y: the last element goes on in the next packet              N: a coded video sequence starts
///  +-+-+-+-+-+-+-+-+
/// ```
/// An element is preceded by its size in LEB128, save the last one when W is not 0.
///
/// From the AV1 RTP specification of the Alliance for Open Media, sections 4.3 and 4.4.
public final class Av1Payload {
    public static final int SEQUENCE_HEADER = 1;
    public static final int TEMPORAL_DELIMITER = 2;
    public static final int FRAME_HEADER = 3;
    public static final int TILE_GROUP = 4;
    public static final int FRAME = 6;

    static final int Z = 0x80;
    static final int Y = 0x40;
    static final int N = 0x08;

    private static final int MAX_LEB128 = 8;

    private byte[] bytes;
    private int offset;
    private int end;
    private int elements;
    private int elementOffset;      // the cursor: the element that size and next speak of
    private int elementLength;
    private int element;

    /// Looks at this payload from now on. False: an element is cut off or there is none, do not read.
    public boolean wrap(byte[] bytes, int payloadOffset, int payloadLength) {
        if (payloadLength < 2) {
            return false;
        }
        this.bytes = bytes;
        this.offset = payloadOffset;
        this.end = payloadOffset + payloadLength;
        elements = countElements();
        return elements > 0;
    }

    public boolean wrap(RtpPacket packet) {
        return wrap(packet.bytes(), packet.payloadOffset(), packet.payloadLength());
    }

    public boolean continuesElement() {
        return (bytes[offset] & Z) != 0;
    }

    public boolean isContinued() { return (bytes[offset] & Y) != 0; }

    public boolean startsCodedVideoSequence() {
        return (bytes[offset] & N) != 0;
    }

    /// The W field.
    public int elementCountField() {
        return bytes[offset] >> 4 & 3;
    }

    public int elements() {
        return elements;
    }

    /// Where the `index`-th OBU, or fragment of one, starts.
    public int elementOffset(int index) {
        seek(index);
        return elementOffset;
    }

    public int elementLength(int index) {
        seek(index);
        return elementLength;
    }

    /// The OBU type of the `index`-th element; -1 when it continues one whose header was in an earlier packet, or is empty.
    public int obuType(int index) {
        seek(index);
        return elementLength == 0 || index == 0 && continuesElement() ? -1 : bytes[elementOffset] >> 3 & 15;
    }

    /// Whether a key frame begins in this packet.
    public boolean isKeyFrame() { return KeyFrames.isKeyFrame(VideoCodec.AV1, bytes, offset, end - offset); }

    private int countElements() {
        int count = 0;
        rewind();
        while (elementOffset + elementLength < end) {
            if (!next()) {
                return 0;
            }
            count++;
        }
        int announced = elementCountField();
        return announced == 0 || announced == count ? count : 0;
    }

    private void seek(int index) {
        if (index < element) {
            rewind();
        }
        while (element < index) {
            next();
        }
    }

    private void rewind() {
        element = -1;
        elementOffset = offset + 1;
        elementLength = 0;
    }

    /// Moves the cursor to the next element. False: there is no whole one.
    private boolean next() {
        element++;
        elementOffset += elementLength;
        if (element + 1 == elementCountField()) {
            elementLength = end - elementOffset;        // the last one needs no size
            return true;
        }
        long size = 0;
        for (int i = 0; i < MAX_LEB128 && elementOffset < end; i++) {
            int next = bytes[elementOffset++];
            size |= (next & 0x7fL) << 7 * i;
            if (next >= 0) {
                elementLength = (int) Math.min(size, Integer.MAX_VALUE);
                return size <= end - elementOffset;
            }
        }
        return false;
    }
}
