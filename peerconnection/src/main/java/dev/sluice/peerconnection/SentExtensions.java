package dev.sluice.peerconnection;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import dev.sluice.rtp.ExtensionWriter;
import dev.sluice.rtp.HeaderExtensions;

/// The header extensions of what one sender sends: which media section a packet belongs to, its number on the transport, how loud it is.
///
/// Only what both peers negotiated is written, in the one-byte form. Every packet carries the mid, so that a receiver can tell where it belongs however late
/// it joins and whatever it lost.
///
/// @rfc 8843 9.2 Associating RTP/RTCP Streams with the Correct SDP Media Description
/// @rfc 6464 3 Audio Levels
final class SentExtensions {
    static final int NO_AUDIO_LEVEL = -1;

    private static final int LAST_ID = 14;
    private static final int LONGEST_ELEMENT = 16;

    private final ExtensionWriter writer = new ExtensionWriter();
    private final byte[] mid;
    private final int midId;
    private final int transportCcId;
    private final int audioLevelId;

    /// @param ids the local identifiers both peers agreed on, by URI
    SentExtensions(Map<String, Integer> ids, String mid) {
        this.mid = mid.getBytes(StandardCharsets.UTF_8);
        midId = this.mid.length == 0 || this.mid.length > LONGEST_ELEMENT ? 0 : oneByteId(ids, HeaderExtensions.MID);
        transportCcId = oneByteId(ids, HeaderExtensions.TRANSPORT_CC);
        audioLevelId = oneByteId(ids, HeaderExtensions.AUDIO_LEVEL);
    }

    boolean hasTransportCc() {
        return transportCcId != 0;
    }

    /// The identifier of the transport-wide sequence number, 0 when it is not negotiated.
    int transportCcId() {
        return transportCcId;
    }

    /// Writes the extension behind the header at the start of `packet`. Returns where the payload begins.
    ///
    /// @param level from 0, the loudest, to 127, silence, plus [RtpSender#VOICE] for speech; [#NO_AUDIO_LEVEL]: unknown
    int write(byte[] packet, int transportSequenceNumber, int level) {
        writer.begin(packet, 0);
        if (midId != 0) {
            writer.element(midId, mid, 0, mid.length);
        }
        if (transportCcId != 0) {
            writer.transportSequenceNumber(transportCcId, transportSequenceNumber);
        }
        if (audioLevelId != 0 && level != NO_AUDIO_LEVEL) {
            writer.audioLevel(audioLevelId, level, level >= RtpSender.VOICE);
        }
        return writer.end();
    }

    /// 0: not negotiated, or beyond what the one-byte form can carry.
    private static int oneByteId(Map<String, Integer> ids, String uri) {
        int id = ids.getOrDefault(uri, 0);
        return id <= LAST_ID ? id : 0;
    }
}
