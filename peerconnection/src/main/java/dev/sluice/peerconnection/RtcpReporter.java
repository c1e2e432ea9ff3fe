package dev.sluice.peerconnection;

import static dev.sluice.wire.Time.NEVER;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import dev.sluice.rtp.Goodbye;
import dev.sluice.rtp.NtpTime;
import dev.sluice.rtp.ReceiverReport;
import dev.sluice.rtp.ReportBlock;
import dev.sluice.rtp.RtcpPacket;
import dev.sluice.rtp.SourceDescription;
import dev.sluice.wire.Time;

/// Reports about once a second what was sent and what was received.
///
/// Each sender that has sent makes a sender report; the first one carries the report blocks of what is received. Without a sender a receiver report does.
/// Every compound names us by canonical name.
///
/// Confined to the loop.
///
/// @rfc 3550 6.2 RTCP Transmission Interval
/// @rfc 3550 6.4 Sender and Receiver Reports
/// @rfc 8834 4.1 RTP and RTCP
final class RtcpReporter {
    private static final long INTERVAL = Time.SECOND;
    private static final int MOST_BLOCKS = 31;

    private final MediaStreams streams;
    private final RtcpWriter writer;
    private final RandomGenerator random;
    private final long ntpAtZero;
    private long next = NEVER;

    /// @param ntpAtZero the NTP time at which the loop's clock showed zero
    RtcpReporter(MediaStreams streams, RtcpWriter writer, RandomGenerator random, long ntpAtZero) {
        this.streams = streams;
        this.writer = writer;
        this.random = random;
        this.ntpAtZero = ntpAtZero;
    }

    /// The path is open.
    void start(long now) {
        next = now + interval() / 2;
    }

    long ntpTime(long now) {
        return NtpTime.plus(ntpAtZero, now);
    }

    long deadline() {
        return next;
    }

    void onTime(long now) {
        if (now >= next) {
            next = now + interval();
            report(now);
        }
    }

    /// Says that all our streams end.
    void sayGoodbye(long now) {
        List<Long> ssrcs = senders().stream().map(stream -> Integer.toUnsignedLong(stream.ssrc)).limit(MOST_BLOCKS)
                .toList();
        if (next != NEVER && !ssrcs.isEmpty()) {
            List<RtcpPacket> compound = reports(now);
            compound.add(new Goodbye(ssrcs, ""));
            writer.send(compound);
        }
        next = NEVER;
    }

    private void report(long now) {
        List<RtcpPacket> compound = reports(now);
        if (!compound.isEmpty()) {
            writer.send(compound);
        }
    }

    private List<RtcpPacket> reports(long now) {
        List<ReportBlock> blocks = blocks(now);
        List<RtcpPacket> compound = new ArrayList<>();
        List<SourceDescription.Chunk> names = new ArrayList<>();
        for (SendStream stream : senders()) {
            compound.add(stream.report(ntpTime(now), now, compound.isEmpty() ? blocks : List.of()));
            names.addAll(SourceDescription.cname(Integer.toUnsignedLong(stream.ssrc), writer.cname()).chunks());
        }
        if (compound.isEmpty() && !blocks.isEmpty()) {
            compound.add(new ReceiverReport(writer.ownSsrc(), blocks));
            names.addAll(SourceDescription.cname(writer.ownSsrc(), writer.cname()).chunks());
        }
        if (!compound.isEmpty()) {
            compound.add(new SourceDescription(names));
        }
        return compound;
    }

    private List<SendStream> senders() {
        return streams.sections().stream().map(section -> section.transceiver.sender().stream())
                .filter(SendStream::hasSent).limit(MOST_BLOCKS).toList();
    }

    private List<ReportBlock> blocks(long now) {
        List<ReportBlock> blocks = new ArrayList<>();
        for (MediaSection section : streams.sections()) {
            for (ReceiveStream stream : section.streams) {
                if (blocks.size() < MOST_BLOCKS) {
                    blocks.add(stream.report(now));
                }
            }
        }
        return blocks;
    }

    /// Between half and one and a half of the interval, so that the reports of many do not fall together.
    ///
    /// @rfc 3550 6.3.1 Computing the RTCP Transmission Interval
    private long interval() {
        return INTERVAL / 2 + random.nextLong(INTERVAL);
    }
}
