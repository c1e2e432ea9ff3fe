package dev.sluice.peerconnection;

import static dev.sluice.wire.Time.NEVER;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sluice.rtp.RtpPacket;
import dev.sluice.sdp.RtpCodec;

/// Takes every received RTP packet to the media section and stream it belongs to.
///
/// A packet belongs where its mid says; without one, where its SSRC was seen or announced; failing that, to the only section that uses its
/// payload type. What belongs nowhere is dropped and counted.
///
/// Confined to the loop.
///
/// @rfc 8843 9.2 Associating RTP/RTCP Streams with the Correct SDP Media Description
final class MediaStreams {
    interface Output {
        /// A packet has come; it will be taken to pieces when this returns.
        void onArrival(RtpPacket packet, int transportCcId, long now);
        void sendNack(int mediaSsrc, int[] sequenceNumbers, int count);
    }

    final StreamDrops drops = new StreamDrops();

    private final long maxWait;
    private final Output output;
    private final Map<RtpTransceiver, MediaSection> sections = new LinkedHashMap<>();
    private final Map<Integer, MediaSection> sectionOfSsrc = new HashMap<>();
    private final RtpPacket packet = new RtpPacket();

    MediaStreams(long maxWait, Output output) {
        this.maxWait = maxWait;
        this.output = output;
    }

    void agree(RtpTransceiver transceiver, MediaAgreement agreement) {
        MediaSection section = sections.computeIfAbsent(transceiver, MediaSection::new);
        section.agree(agreement);
        transceiver.receiver().agree(agreement.receives() ? agreement.received() : List.of(), agreement.extensions());
        transceiver.sender().agree(agreement);
        if (!agreement.receives()) {
            forgetStreams(section);
        }
    }

    void remove(RtpTransceiver transceiver) {
        MediaSection section = sections.remove(transceiver);
        if (section != null) {
            forgetStreams(section);
        }
    }

    Collection<MediaSection> sections() {
        return sections.values();
    }

    /// Null: nothing came from this SSRC.
    ReceiveStream stream(int ssrc) {
        MediaSection section = sectionOfSsrc.get(ssrc);
        return section == null ? null : section.streams.get(ssrc);
    }

    void onRtp(byte[] bytes, int offset, int length, long now) {
        if (!packet.wrap(bytes, offset, length)) {
            drops.malformed++;
            return;
        }
        MediaSection section = sectionOf(packet);
        if (section == null) {
            drops.unknownSource++;
        } else if (!section.agreement().receives()) {
            drops.notAgreed++;
        } else {
            output.onArrival(packet, section.transportCcId(), now);
            onPacketOf(section, now);
        }
    }

    /// Whether every section allows feedback without a report before it.
    boolean reducedSize() {
        return sections.values().stream().allMatch(section -> section.agreement().reducedSize());
    }

    /// Asks for a key frame of all that this receiver receives, in the way its codec knows.
    void requestKeyFrame(RtpReceiver receiver, RtcpWriter writer) {
        for (MediaSection section : sections.values()) {
            if (section.transceiver.receiver() == receiver) {
                section.streams.values().forEach(stream -> stream.requestKeyFrame(writer));
            }
        }
    }

    /// The peer has ended this stream; a new one may follow with the same SSRC.
    void onGoodbye(int ssrc) {
        MediaSection section = sectionOfSsrc.get(ssrc);
        if (section != null && section.streams.remove(ssrc) != null) {
            sectionOfSsrc.remove(ssrc);
            section.transceiver.receiver().ended();
        }
    }

    long deadline() {
        long deadline = NEVER;
        for (MediaSection section : sections.values()) {
            deadline = Math.min(deadline, section.deadline());
        }
        return deadline;
    }

    void onTime(long now) {
        for (MediaSection section : sections.values()) {
            if (now >= section.deadline()) {
                section.onTime(now);
            }
        }
    }

    void clear() {
        sections.clear();
        sectionOfSsrc.clear();
    }

    private void onPacketOf(MediaSection section, long now) {
        RtpCodec codec = section.codec(packet.payloadType());
        if (codec == null) {
            drops.unknownPayloadType++;
        } else if (codec.isRtx()) {
            onRetransmission(section, codec, now);
        } else {
            ReceiveStream stream = streamOf(section, packet.ssrc(), codec);
            if (stream != null) {
                stream.onPacket(packet, codec, now);
            }
        }
    }

    private void onRetransmission(MediaSection section, RtpCodec rtx, long now) {
        Integer announced = section.agreement().repairedBy().get(packet.ssrc());
        ReceiveStream stream = announced != null ? streamOf(section, announced, section.codec(rtx.apt()))
                : section.onlyStream();
        if (stream == null) {
            drops.unknownRepair++;
        } else {
            stream.onRetransmission(packet, rtx, now);
        }
    }

    private ReceiveStream streamOf(MediaSection section, int ssrc, RtpCodec codec) {
        ReceiveStream stream = section.streams.get(ssrc);
        if (stream != null || codec == null) {
            return stream;
        }
        if (section.isFull()) {
            drops.tooManyStreams++;
            return null;
        }
        stream = new ReceiveStream(ssrc, codec, maxWait, section.transceiver.receiver()::deliver, output);
        section.streams.put(ssrc, stream);
        sectionOfSsrc.put(ssrc, section);
        return stream;
    }

    private MediaSection sectionOf(RtpPacket packet) {
        MediaSection known = sectionOfSsrc.get(packet.ssrc());
        if (known != null) {
            return known;
        }
        MediaSection named = null;
        MediaSection announcing = null;
        MediaSection typed = null;
        int types = 0;
        for (MediaSection section : sections.values()) {
            named = section.isNamedBy(packet) ? section : named;
            announcing = section.agreement().announces(packet.ssrc()) ? section : announcing;
            if (section.codec(packet.payloadType()) != null) {
                typed = section;
                types++;
            }
        }
        if (named != null) {
            return named;
        }
        return announcing != null ? announcing : types == 1 ? typed : null;
    }

    private void forgetStreams(MediaSection section) {
        section.streams.keySet().forEach(sectionOfSsrc::remove);
        section.streams.clear();
    }
}
