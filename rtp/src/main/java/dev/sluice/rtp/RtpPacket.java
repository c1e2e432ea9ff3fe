package dev.sluice.rtp;

import dev.sluice.wire.U16;
import dev.sluice.wire.U32;

/// A window over one RTP packet: names for the fields of bytes that lie elsewhere.
///
/// One window is wrapped around packet after packet and allocates nothing. The setters write through to the bytes, so a window
/// over shared bytes is read, and a window over an own copy ([#copyTo]) is rewritten. Nothing may be asked before [#wrap] said true.
/// Only the bounds are checked there: what is inside the header extension and the payload is the sender's word.
///
/// ```
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |V=2|P|X|  CC   |M|     PT      |       sequence number         |
/// |                           timestamp                           |
/// |           synchronization source (SSRC) identifier            |
/// |            contributing source (CSRC) identifiers …           |
/// |      defined by profile       |       words of extension      |
/// |                        header extension …                     |
/// |                            payload …                          |
/// |                       padding …               | padding count |
/// ```
///
/// @rfc 3550 5.1 RTP Fixed Header Fields
/// @rfc 3550 A.1 RTP Data Header Validity Checks
/// @rfc 8285 4 Packet Design
public final class RtpPacket {
    /// The header without contributing sources and extension.
    public static final int FIXED_HEADER_LENGTH = 12;

    private static final int VERSION_2 = 0x80;
    private static final int PADDING_BIT = 0x20;
    private static final int EXTENSION_BIT = 0x10;
    private static final int MARKER_BIT = 0x80;
    private static final int SEQUENCE_NUMBER = 2;
    private static final int TIMESTAMP = 4;
    private static final int SSRC = 8;

    private byte[] bytes;
    private int offset;
    private int length;
    private int extensionOffset;    // of the first element, behind the four bytes of "defined by profile" and length
    private int payloadOffset;
    private int paddingLength;

    /// Looks at the packet from now on. False: these bytes are no RTP packet, do not read.
    public boolean wrap(byte[] bytes, int offset, int length) {
        if (length < FIXED_HEADER_LENGTH || (bytes[offset] & 0xc0) != VERSION_2 || Rtcp.isRtcp(bytes, offset, length)) {
            return false;
        }
        int end = offset + length;
        int elements = offset + FIXED_HEADER_LENGTH + 4 * (bytes[offset] & 0x0f);
        int payload = elements;
        if ((bytes[offset] & EXTENSION_BIT) != 0) {
            elements += 4;
            if (elements > end) {
                return false;
            }
            payload = elements + 4 * U16.get(bytes, elements - 2);
        }
        if (payload > end) {
            return false;
        }
        int padding = 0;
        if ((bytes[offset] & PADDING_BIT) != 0) {
            padding = bytes[end - 1] & 0xff;
            if (padding == 0 || padding > end - payload) {
                return false;
            }
        }
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
        this.extensionOffset = elements;
        this.payloadOffset = payload;
        this.paddingLength = padding;
        return true;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int offset() {
        return offset;
    }

    /// Of the whole packet, padding included.
    public int length() {
        return length;
    }

    public int payloadType() {
        return bytes[offset + 1] & 0x7f;
    }

    public boolean marker() {
        return (bytes[offset + 1] & MARKER_BIT) != 0;
    }

    public int sequenceNumber() {
        return U16.get(bytes, offset + SEQUENCE_NUMBER);
    }

    /// Unsigned.
    public long timestamp() {
        return U32.get(bytes, offset + TIMESTAMP);
    }

    /// The 32 bits; to be compared for equality only, or printed with [Integer#toUnsignedString].
    public int ssrc() {
        return U32.getInt(bytes, offset + SSRC);
    }

    public int csrcCount() {
        return bytes[offset] & 0x0f;
    }

    /// The `index`-th contributing source, from 0 to [#csrcCount] exclusively.
    public int csrc(int index) {
        return U32.getInt(bytes, offset + FIXED_HEADER_LENGTH + 4 * index);
    }

    /// With contributing sources and extension.
    public int headerLength() {
        return payloadOffset - offset;
    }

    /// Where in [#bytes] the payload starts.
    public int payloadOffset() {
        return payloadOffset;
    }

    /// Without the padding: 0 for the probes that browsers send to find out the bandwidth.
    public int payloadLength() {
        return offset + length - paddingLength - payloadOffset;
    }

    public int paddingLength() {
        return paddingLength;
    }

    public boolean hasExtension() {
        return (bytes[offset] & EXTENSION_BIT) != 0;
    }

    /// Where in [#bytes] the data of the header extension element with this local identifier starts, or -1.
    public int extension(int id) {
        int element = findElement(id);
        return element < 0 ? -1 : HeaderExtensions.dataOffset(bytes, element, extensionProfile());
    }

    /// How long the data of this element is, or -1 when the packet has no such element.
    public int extensionLength(int id) {
        int element = findElement(id);
        return element < 0 ? -1 : HeaderExtensions.dataLength(bytes, element, extensionProfile());
    }

    public RtpPacket ssrc(int value) {
        U32.set(bytes, offset + SSRC, value);
        return this;
    }

    public RtpPacket sequenceNumber(int value) {
        U16.set(bytes, offset + SEQUENCE_NUMBER, value);
        return this;
    }

    public RtpPacket timestamp(long value) {
        U32.set(bytes, offset + TIMESTAMP, value);
        return this;
    }

    public RtpPacket payloadType(int value) {
        bytes[offset + 1] = (byte) (bytes[offset + 1] & MARKER_BIT | value & 0x7f);
        return this;
    }

    public RtpPacket marker(boolean value) {
        bytes[offset + 1] = (byte) (value ? bytes[offset + 1] | MARKER_BIT : bytes[offset + 1] & ~MARKER_BIT);
        return this;
    }

    /// Copies the packet to the start of `target` and wraps `window` around the copy.
    public void copyTo(byte[] target, RtpPacket window) {
        System.arraycopy(bytes, offset, target, 0, length);
        window.bytes = target;
        window.offset = 0;
        window.length = length;
        window.extensionOffset = extensionOffset - offset;
        window.payloadOffset = payloadOffset - offset;
        window.paddingLength = paddingLength;
    }

    /// Writes a header without contributing sources and extension. Returns its length, 12.
    public static int writeHeader(byte[] target, int offset, int payloadType, boolean marker, int sequenceNumber,
            long timestamp, int ssrc) {
        target[offset] = (byte) VERSION_2;
        target[offset + 1] = (byte) (payloadType & 0x7f | (marker ? MARKER_BIT : 0));
        U16.set(target, offset + SEQUENCE_NUMBER, sequenceNumber);
        U32.set(target, offset + TIMESTAMP, timestamp);
        U32.set(target, offset + SSRC, ssrc);
        return FIXED_HEADER_LENGTH;
    }

    /// The "defined by profile" bits of the header extension: which form its elements have. 0 without an extension.
    int extensionProfile() {
        return hasExtension() ? U16.get(bytes, extensionOffset - 4) : 0;
    }

    /// Where the elements of the header extension start.
    int extensionOffset() {
        return extensionOffset;
    }

    static void clearPaddingBit(byte[] bytes, int offset) {
        bytes[offset] &= ~PADDING_BIT;
    }

    /// Makes the packet at `offset` one of another stream; its marker stays.
    static void writeIdentity(byte[] bytes, int offset, int payloadType, int sequenceNumber, int ssrc) {
        bytes[offset + 1] = (byte) (bytes[offset + 1] & MARKER_BIT | payloadType & 0x7f);
        U16.set(bytes, offset + SEQUENCE_NUMBER, sequenceNumber);
        U32.set(bytes, offset + SSRC, ssrc);
    }

    private int findElement(int id) {
        int profile = extensionProfile();
        for (int at = HeaderExtensions.first(bytes, extensionOffset, payloadOffset,
                profile); at >= 0; at = HeaderExtensions.next(bytes, at, payloadOffset, profile)) {
            if (HeaderExtensions.id(bytes, at, profile) == id) {
                return at;
            }
        }
        return -1;
    }
}
