package dev.sluice.rtp;

import java.nio.charset.StandardCharsets;

import dev.sluice.wire.U16;
import dev.sluice.wire.U24;

/// Writes a header extension behind the fixed header of a packet that is being made. Reusable; allocates nothing but for texts.
///
/// ```java
/// int header = RtpPacket.writeHeader(bytes, 0, 96, marker, sequenceNumber, timestamp, ssrc);
/// int payload = extensions.begin(bytes, 0).text(midId, "0").transportSequenceNumber(ccId, n).end();
/// ```
///
/// @rfc 8285 4 Packet Design
public final class ExtensionWriter {
    private static final int EXTENSION_BIT = 0x10;
    private static final int HEADER_LENGTH = 4;

    private final boolean isTwoByteForm;
    private byte[] bytes;
    private int packetOffset;
    private int start;
    private int at;

    /// Writes the one-byte form: identifiers up to 14, data of 1 to 16 bytes.
    public ExtensionWriter() {
        this(false);
    }

    /// @param isTwoByteForm identifiers up to 255, data of 0 to 255 bytes; the peer must know `a=extmap-allow-mixed`
    public ExtensionWriter(boolean isTwoByteForm) {
        this.isTwoByteForm = isTwoByteForm;
    }

    /// Begins behind the header that starts at `packetOffset`, contributing sources included.
    public ExtensionWriter begin(byte[] bytes, int packetOffset) {
        this.bytes = bytes;
        this.packetOffset = packetOffset;
        start = packetOffset + RtpPacket.FIXED_HEADER_LENGTH + 4 * (bytes[packetOffset] & 0x0f);
        at = start + HEADER_LENGTH;
        return this;
    }

    public ExtensionWriter element(int id, byte[] data, int offset, int length) {
        int target = elementHeader(id, length);
        System.arraycopy(data, offset, bytes, target, length);
        return this;
    }

    /// A MID, RID or repaired RID.
    public ExtensionWriter text(int id, String text) {
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        return element(id, data, 0, data.length);
    }

    public ExtensionWriter transportSequenceNumber(int id, int value) {
        U16.set(bytes, elementHeader(id, 2), value);
        return this;
    }

    public ExtensionWriter absSendTime(int id, long now) {
        U24.set(bytes, elementHeader(id, 3), ExtensionData.absSendTime(now));
        return this;
    }

    /// @param level 0 for the loudest to 127 for silence
    public ExtensionWriter audioLevel(int id, int level, boolean isVoice) {
        bytes[elementHeader(id, 1)] = (byte) (level & 0x7f | (isVoice ? 0x80 : 0));
        return this;
    }

    /// Closes the extension and returns where the payload starts. Without an element there is no extension.
    public int end() {
        if (at == start + HEADER_LENGTH) {
            return start;
        }
        while ((at - start & 3) != 0) {
            bytes[at++] = 0;
        }
        U16.set(bytes, start, isTwoByteForm ? HeaderExtensions.TWO_BYTE_FORM : HeaderExtensions.ONE_BYTE_FORM);
        U16.set(bytes, start + 2, (at - start - HEADER_LENGTH) / 4);
        bytes[packetOffset] |= EXTENSION_BIT;
        return at;
    }

    /// Returns where the data goes.
    private int elementHeader(int id, int length) {
        int maxId = isTwoByteForm ? 255 : 14;
        if (id < 1 || id > maxId || length > (isTwoByteForm ? 255 : 16) || length == 0 && !isTwoByteForm) {
            throw new IllegalArgumentException("element " + id + " of " + length + " bytes does not fit the "
                    + (isTwoByteForm ? "two-byte form" : "one-byte form: use the two-byte form"));
        }
        if (isTwoByteForm) {
            bytes[at++] = (byte) id;
            bytes[at++] = (byte) length;
        } else {
            bytes[at++] = (byte) (id << 4 | length - 1);
        }
        at += length;
        return at - length;
    }
}
