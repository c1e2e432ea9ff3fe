package dev.sluice.sfu.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

import dev.sluice.rtp.HeaderExtensions;
import dev.sluice.rtp.RtpPacket;
import dev.sluice.wire.Time;

/// Which track an SSRC of one publisher belongs to.
///
/// What the offer signalled is known from the start. Anything else is learned from the packets, in the order of RFC 8843: by the MID that the packet carries, or
/// else by a payload type that only one section has. A section has one source of media and one of retransmissions; a new SSRC takes the place of the old one
/// when that has fallen silent, so that a publisher who invents SSRCs neither fills the table nor makes the track jump to and fro.
///
/// @rfc 8843 9.2 Associating RTP/RTCP Streams with the Correct SDP Media Description
final class Sources {
    private static final long SILENCE = Time.SECOND;
    private static final long NEVER_HEARD = Long.MIN_VALUE / 2;

    private record Section(PublishedTrack track, byte[] mid, int midExtension) {}

    private final List<Section> sections = new ArrayList<>();
    private final List<Source> known = new ArrayList<>();
    private final RetiredSsrcs retired = new RetiredSsrcs();
    private final IntConsumer forgotten;
    private Source latest;

    /// @param forgotten is told the SSRCs that need not be followed any more
    Sources(IntConsumer forgotten) {
        this.forgotten = forgotten;
    }

    /// A section begins.
    void add(PublishedTrack track) {
        TrackParameters parameters = track.parameters();
        sections.add(new Section(track, parameters.mid().getBytes(StandardCharsets.US_ASCII),
                parameters.extensionId(HeaderExtensions.MID)));
        signal(track, parameters);
    }

    /// An offer says, perhaps once more, which SSRCs a track has.
    void signal(PublishedTrack track, TrackParameters parameters) {
        signal(parameters.ssrc(), track, false);
        signal(parameters.rtxSsrc(), track, true);
    }

    /// A section ends. What still comes of it is nobody's, though its payload type may be another section's.
    void remove(PublishedTrack track) {
        sections.removeIf(section -> section.track() == track);
        known.stream().filter(source -> source.track() == track).forEach(source -> retire(source.ssrc()));
        known.removeIf(source -> source.track() == track);
        latest = null;
    }

    private void retire(int ssrc) {
        int oldest = retired.add(ssrc);
        if (oldest != 0) {
            forgotten.accept(oldest);
        }
    }

    /// The source that sent the packet, null when that cannot be told.
    Source of(RtpPacket packet, long now) {
        Source source = latest != null && latest.ssrc() == packet.ssrc() ? latest : find(packet.ssrc());
        if (source == null) {
            source = learn(packet, now);
        }
        if (source != null) {
            source.onPacket(now);
            latest = source;
        }
        return source;
    }

    int size() {
        return known.size();
    }

    private void signal(int ssrc, PublishedTrack track, boolean retransmission) {
        if (ssrc == 0 || find(ssrc) != null) {
            return;
        }
        replace(sourceOf(track, retransmission), new Source(ssrc, track, retransmission, NEVER_HEARD));
    }

    private void replace(Source before, Source source) {
        if (before != null) {
            known.remove(before);
            latest = null;
        }
        retired.remove(source.ssrc());
        known.add(source);
        source.track().bind(source.ssrc(), source.isRetransmission());
    }

    private Source find(int ssrc) {
        for (int i = 0; i < known.size(); i++) {
            if (known.get(i).ssrc() == ssrc) {
                return known.get(i);
            }
        }
        return null;
    }

    private Source learn(RtpPacket packet, long now) {
        PublishedTrack track = trackOf(packet);
        if (track == null) {
            return null;
        }
        boolean retransmission = packet.payloadType() == track.parameters().rtxPayloadType();
        if (!retransmission && packet.payloadType() != track.parameters().codec().payloadType()) {
            return null;
        }
        Source present = sourceOf(track, retransmission);
        if (present != null && !isSilent(present, now)) {
            return null;
        }
        var source = new Source(packet.ssrc(), track, retransmission, now);
        replace(present, source);
        return source;
    }

    /// What was signalled has the first word: Firefox sends its first frames from SSRCs of its own invention.
    private static boolean isSilent(Source source, long now) {
        if (source.lastPacket() == NEVER_HEARD) {
            source.onPacket(now);
        }
        return now - source.lastPacket() >= SILENCE;
    }

    private Source sourceOf(PublishedTrack track, boolean retransmission) {
        for (Source source : known) {
            if (source.track() == track && source.isRetransmission() == retransmission) {
                return source;
            }
        }
        return null;
    }

    private PublishedTrack trackOf(RtpPacket packet) {
        for (Section section : sections) {
            int at = section.midExtension == 0 ? -1 : packet.extension(section.midExtension);
            if (at >= 0) {
                return trackByMid(packet.bytes(), at, packet.extensionLength(section.midExtension));
            }
        }
        return retired.contains(packet.ssrc()) ? null : trackByPayloadType(packet.payloadType());
    }

    private PublishedTrack trackByMid(byte[] bytes, int offset, int length) {
        for (Section section : sections) {
            if (section.midExtension != 0
                    && Arrays.equals(section.mid, 0, section.mid.length, bytes, offset, offset + length)) {
                return section.track;
            }
        }
        return null;
    }

    private PublishedTrack trackByPayloadType(int payloadType) {
        PublishedTrack only = null;
        for (Section section : sections) {
            TrackParameters parameters = section.track.parameters();
            if (parameters.codec().payloadType() == payloadType || parameters.rtxPayloadType() == payloadType) {
                if (only != null) {
                    return null;
                }
                only = section.track;
            }
        }
        return only;
    }
}
