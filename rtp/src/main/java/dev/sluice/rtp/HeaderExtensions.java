package dev.sluice.rtp;

import java.util.Map;

/// Translates the header extension elements of one leg into the local identifiers of another.
///
/// Each session numbers its extensions itself (`a=extmap`), so a forwarded packet carries identifiers of the wrong session.
/// [#rewrite] replaces them where they lie: an element that the outgoing leg negotiated gets its identifier there, every other
/// one becomes padding, as does all that stands behind a broken element. The length of the packet never changes.
///
/// ```
/// one-byte form, profile 0xBEDE          two-byte form, profile 0x100x
/// +-+-+-+-+-+-+-+-+----------------+     +---------------+---------------+-------------+
/// |  ID   |len - 1|     data …     |     |      ID       |    length     |   data …    |
/// +-+-+-+-+-+-+-+-+----------------+     +---------------+---------------+-------------+
/// 0: one byte of padding; ID 15: the end  0: one byte of padding
/// ```
///
/// @rfc 8285 4.2 One-Byte Header
/// @rfc 8285 4.3 Two-Byte Header
public final class HeaderExtensions {
    public static final String MID = "urn:ietf:params:rtp-hdrext:sdes:mid";
    public static final String RID = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";
    public static final String REPAIRED_RID = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id";
    public static final String AUDIO_LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
    public static final String MIXED_AUDIO_LEVEL = "urn:ietf:params:rtp-hdrext:csrc-audio-level";
    public static final String TOFFSET = "urn:ietf:params:rtp-hdrext:toffset";
    public static final String VIDEO_ORIENTATION = "urn:3gpp:video-orientation";
    public static final String ABS_SEND_TIME = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";
    public static final String ABS_CAPTURE_TIME = "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time";
    public static final String TRANSPORT_CC = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
    public static final String PLAYOUT_DELAY = "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay";
    public static final String VIDEO_CONTENT_TYPE = "http://www.webrtc.org/experiments/rtp-hdrext/video-content-type";
    public static final String VIDEO_TIMING = "http://www.webrtc.org/experiments/rtp-hdrext/video-timing";
    public static final String COLOR_SPACE = "http://www.webrtc.org/experiments/rtp-hdrext/color-space";
    public static final String VIDEO_LAYERS_ALLOCATION = "http://www.webrtc.org/experiments/rtp-hdrext/video-layers-allocation00";
    public static final String DEPENDENCY_DESCRIPTOR = "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension";

    static final int ONE_BYTE_FORM = 0xbede;
    static final int TWO_BYTE_FORM = 0x1000;    // the low four bits are the application's

    private static final int LAST_ONE_BYTE_ID = 14;
    private static final int LAST_ID = 255;

    private final byte[] outgoing = new byte[LAST_ID + 1];

    private HeaderExtensions() {}

    /// @throws IllegalArgumentException for an identifier that is not from 1 to 255
    public static HeaderExtensions mapping(Map<Integer, Integer> incomingToOutgoing) {
        HeaderExtensions extensions = new HeaderExtensions();
        incomingToOutgoing.forEach((in, out) -> extensions.outgoing[checkId(in)] = (byte) checkId(out));
        return extensions;
    }

    /// Translates the packet's elements in place. An extension that has neither form of RFC 8285 is left as it is.
    public void rewrite(RtpPacket packet) {
        int profile = packet.extensionProfile();
        if (!isKnownForm(profile)) {
            return;
        }
        byte[] bytes = packet.bytes();
        int end = packet.payloadOffset();
        int at = first(bytes, packet.extensionOffset(), end, profile);
        int behindLast = packet.extensionOffset();
        while (at >= 0) {
            behindLast = dataOffset(bytes, at, profile) + dataLength(bytes, at, profile);
            int next = next(bytes, at, end, profile);
            translate(bytes, at, behindLast, profile);
            at = next;
        }
        blank(bytes, behindLast, end);
    }

    private void translate(byte[] bytes, int at, int end, int profile) {
        int id = outgoing[id(bytes, at, profile)] & 0xff;
        boolean oneByte = profile == ONE_BYTE_FORM;
        if (id == 0 || oneByte && id > LAST_ONE_BYTE_ID) {
            blank(bytes, at, end);
        } else {
            bytes[at] = (byte) (oneByte ? id << 4 | bytes[at] & 0x0f : id);
        }
    }

    private static void blank(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            bytes[i] = 0;
        }
    }

    private static int checkId(int id) {
        if (id < 1 || id > LAST_ID) {
            throw new IllegalArgumentException("an extension's local identifier is from 1 to 255, not " + id);
        }
        return id;
    }

    // The elements of one header extension, from first to last. `at` is the offset of an element's own header.

    static boolean isKnownForm(int profile) {
        return profile == ONE_BYTE_FORM || isTwoByteForm(profile);
    }

    /// The first whole element from `at` on, or -1.
    static int first(byte[] bytes, int at, int end, int profile) {
        if (!isKnownForm(profile)) {
            return -1;
        }
        while (at < end && bytes[at] == 0) {
            at++;                                       // padding may stand between elements too
        }
        return isWhole(bytes, at, end, profile) ? at : -1;
    }

    static int next(byte[] bytes, int at, int end, int profile) {
        return first(bytes, dataOffset(bytes, at, profile) + dataLength(bytes, at, profile), end, profile);
    }

    static int id(byte[] bytes, int at, int profile) {
        return profile == ONE_BYTE_FORM ? (bytes[at] & 0xf0) >> 4 : bytes[at] & 0xff;
    }

    static int dataOffset(byte[] bytes, int at, int profile) {
        return profile == ONE_BYTE_FORM ? at + 1 : at + 2;
    }

    static int dataLength(byte[] bytes, int at, int profile) {
        return profile == ONE_BYTE_FORM ? (bytes[at] & 0x0f) + 1 : bytes[at + 1] & 0xff;
    }

    private static boolean isTwoByteForm(int profile) {
        return (profile & 0xfff0) == TWO_BYTE_FORM;
    }

    private static boolean isWhole(byte[] bytes, int at, int end, int profile) {
        if (dataOffset(bytes, at, profile) > end) {
            return false;
        }
        if (profile == ONE_BYTE_FORM) {
            int id = id(bytes, at, profile);
            if (id == 0 || id > LAST_ONE_BYTE_ID) {
                return false;                           // RFC 8285 4.2: 0 with a length, and 15, end the extension
            }
        }
        return dataOffset(bytes, at, profile) + dataLength(bytes, at, profile) <= end;
    }
}
