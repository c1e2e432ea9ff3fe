package dev.sluice.peerconnection;

import static dev.sluice.wire.Time.NEVER;

import java.util.ArrayList;
import java.util.HashMap;
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
    private final List<MediaSection> sections = new ArrayList<>();
    private final Map<Integer, MediaSection> sectionOfSsrc = new HashMap<>();
    private final RtpPacket packet = new RtpPacket();

    MediaStreams(long maxWait, Output output) {
        this.maxWait = maxWait;
        this.output = output;
    }

    void agree(RtpTransceiver transceiver, MediaAgreement agreement) {
        MediaSection section = section(transceiver);
        section.agree(agreement);
        transceiver.receiver().agree(agreement.receives() ? agreement.received() : List.of(), agreement.extensions());
        transceiver.sender().agree(agreement);
        if (!agreement.receives()) {
            forgetStreams(section);
        }
    }

    void remove(RtpTransceiver transceiver) {
        sections.stream().filter(section -> section.transceiver == transceiver).findFirst().ifPresent(section -> {
            forgetStreams(section);
            sections.remove(section);
        });
    }

    List<MediaSection> sections() {
        return sections;
    }

    /// Null: nothing came from this SSRC.
    ReceiveStream stream(int ssrc) {
        MediaSection section = sectionOfSsrc.get(ssrc);
        return section == null ? null : section.stream(ssrc);
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

    /// What our own streams have measured holds for the peer's: they take the same path. -1: not measured yet.
    void roundTripTime(long nanoseconds) {
        if (nanoseconds >= 0) {
            sections.forEach(section -> section.streams.forEach(stream -> stream.roundTripTime(nanoseconds)));
        }
    }

    /// Whether every section allows feedback without a report before it.
    boolean reducedSize() {
        return sections.stream().allMatch(section -> section.agreement().reducedSize());
    }

    /// Asks for a key frame of all that this receiver receives, in the way its codec knows.
    void requestKeyFrame(RtpReceiver receiver, RtcpWriter writer) {
        for (MediaSection section : sections) {
            if (section.transceiver.receiver() == receiver) {
                section.streams.forEach(stream -> stream.requestKeyFrame(writer));
            }
        }
    }

    /// The peer ends this stream. What is under way, or asked for again, may still come.
    ///
    /// @rfc 3550 6.3.4 Receiving an RTCP BYE Packet
    void onGoodbye(int ssrc) {
        ReceiveStream stream = stream(ssrc);
        if (stream != null && stream.end()) {
            sectionOfSsrc.get(ssrc).transceiver.receiver().ended();
        }
    }

    long deadline() {
        long deadline = NEVER;
        for (int i = 0; i < sections.size(); i++) {
            deadline = Math.min(deadline, sections.get(i).deadline());
        }
        return deadline;
    }

    void onTime(long now) {
        for (MediaSection section : sections) {
            if (now >= section.deadline()) {
                section.onTime(now);
            }
        }
    }

    void clear() {
        sections.clear();
        sectionOfSsrc.clear();
    }

    private MediaSection section(RtpTransceiver transceiver) {
        for (MediaSection section : sections) {
            if (section.transceiver == transceiver) {
                return section;
            }
        }
        MediaSection section = new MediaSection(transceiver);
        sections.add(section);
        return section;
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
        ReceiveStream stream = section.stream(ssrc);
        if (stream != null || codec == null) {
            return stream;
        }
        if (section.isFull() && !forgetEndedStream(section)) {
            drops.tooManyStreams++;
            return null;
        }
        stream = new ReceiveStream(ssrc, codec, maxWait, section.transceiver.receiver()::deliver, output);
        section.streams.add(stream);
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
        for (MediaSection section : sections) {
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

    /// False: all streams of the section are alive.
    private boolean forgetEndedStream(MediaSection section) {
        for (ReceiveStream stream : section.streams) {
            if (stream.hasEnded()) {
                section.streams.remove(stream);
                sectionOfSsrc.remove(stream.ssrc);
                return true;
            }
        }
        return false;
    }

    private void forgetStreams(MediaSection section) {
        section.streams.forEach(stream -> sectionOfSsrc.remove(stream.ssrc));
        section.streams.clear();
    }
}
