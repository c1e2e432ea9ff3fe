package dev.sluice.peerconnection;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import dev.sluice.rtp.HeaderExtensions;
import dev.sluice.wire.U16;

/// Writes the header extensions of the packets one sender sends: which media section they belong to, their number on the transport, how loud they are.
///
/// Only what both peers negotiated is written, in the one-byte form. All packets of a sender carry the mid, so that a receiver can tell where they belong however
/// late it joins and whatever it lost.
///
/// @rfc 8285 4.2 One-Byte Header
/// @rfc 8843 9.2 Associating RTP/RTCP Streams with the Correct SDP Media Description
/// @rfc 6464 3 Audio Levels
final class ExtensionWriter {
    static final int NO_AUDIO_LEVEL = -1;

    private static final int PROFILE = 0xbede;
    private static final int LAST_ID = 14;
    private static final int LONGEST_ELEMENT = 16;

    private final int midId;
    private final byte[] mid;
    private final int transportCcId;
    private final int audioLevelId;

    /// @param ids the local identifiers both peers agreed on, by URI
    ExtensionWriter(Map<String, Integer> ids, String mid) {
        this.mid = mid.getBytes(StandardCharsets.UTF_8);
        midId = this.mid.length == 0 || this.mid.length > LONGEST_ELEMENT ? 0 : oneByteId(ids, HeaderExtensions.MID);
        transportCcId = oneByteId(ids, HeaderExtensions.TRANSPORT_CC);
        audioLevelId = oneByteId(ids, HeaderExtensions.AUDIO_LEVEL);
    }

    /// The identifier of the transport-wide sequence number, 0 when it is not negotiated.
    int transportCcId() {
        return transportCcId;
    }

    /// Writes the extension behind a header of 12 bytes that stands at the start of `packet`. Returns where the payload begins.
    ///
    /// @param level from 0, the loudest, to 127, silence, plus 128 for voice; [#NO_AUDIO_LEVEL]: unknown
    int write(byte[] packet, int headerLength, int transportSequenceNumber, int level) {
        int at = headerLength + 4;
        if (midId != 0) {
            at = element(packet, at, midId, mid.length);
            System.arraycopy(mid, 0, packet, at, mid.length);
            at += mid.length;
        }
        if (transportCcId != 0) {
            at = element(packet, at, transportCcId, 2);
            U16.set(packet, at, transportSequenceNumber);
            at += 2;
        }
        if (audioLevelId != 0 && level != NO_AUDIO_LEVEL) {
            at = element(packet, at, audioLevelId, 1);
            packet[at++] = (byte) level;
        }
        return at == headerLength + 4 ? headerLength : finish(packet, headerLength, at);
    }

    private static int element(byte[] packet, int at, int id, int length) {
        packet[at] = (byte) (id << 4 | length - 1);
        return at + 1;
    }

    private static int finish(byte[] packet, int headerLength, int end) {
        int at = end;
        while ((at - headerLength) % 4 != 0) {
            packet[at++] = 0;
        }
        packet[0] |= 0x10;
        U16.set(packet, headerLength, PROFILE);
        U16.set(packet, headerLength + 2, (at - headerLength) / 4 - 1);
        return at;
    }

    private static int oneByteId(Map<String, Integer> ids, String uri) {
        int id = ids.getOrDefault(uri, 0);
        return id <= LAST_ID ? id : 0;
    }
}
