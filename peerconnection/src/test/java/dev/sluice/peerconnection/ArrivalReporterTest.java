package dev.sluice.peerconnection;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.NEVER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.sluice.rtp.HeaderExtensions;
import dev.sluice.rtp.Rtcp;
import dev.sluice.rtp.RtcpPacket;
import dev.sluice.rtp.RtpPacket;
import dev.sluice.rtp.TransportFeedback;

class ArrivalReporterTest {
    private static final int ID = 5;

    private final List<RtcpPacket> sent = new ArrayList<>();
    private final RtcpWriter writer = new RtcpWriter(1, "cname",
            (packet, length) -> sent.addAll(Rtcp.parse(packet, 0, length)));
    private final ArrivalReporter arrivals = new ArrivalReporter(writer);

    @Test
    void tellsWhatCameAndWhatDidNot() {
        writer.reducedSize(true);
        arrive(100, 0);
        arrive(101, 10 * MILLISECOND);
        arrive(103, 20 * MILLISECOND);
        arrivals.onTime(arrivals.deadline());

        TransportFeedback feedback = (TransportFeedback) sent.getFirst();
        List<String> told = new ArrayList<>();
        feedback.forEach(new TransportFeedback.Visitor() {
            @Override
            public void onReceived(int sequenceNumber, long arrival) {
                told.add(sequenceNumber + " at " + arrival / MILLISECOND);
            }

            @Override
            public void onMissing(int sequenceNumber, int count) {
                told.add(sequenceNumber + " missing");
            }
        });
        assertEquals(List.of("100 at 0", "101 at 10", "102 missing", "103 at 20"), told);
        assertEquals(7, feedback.mediaSsrc());
        assertEquals(NEVER, arrivals.deadline());
    }

    @Test
    void feedbackNeedsAReportBeforeItUnlessReducedSizeWasAgreedOn() {
        arrive(1, 0);
        arrivals.onTime(arrivals.deadline());

        assertEquals(List.of("ReceiverReport", "SourceDescription", "TransportFeedback"),
                sent.stream().map(packet -> packet.getClass().getSimpleName()).toList());
    }

    @Test
    void isSilentWhenThePeerAskedForNoFeedback() {
        arrivals.onPacket(packet(1), 0, 0);

        assertEquals(NEVER, arrivals.deadline());
    }

    private void arrive(int number, long now) {
        arrivals.onPacket(packet(number), ID, now);
    }

    private static RtpPacket packet(int transportSequenceNumber) {
        byte[] bytes = new byte[100];
        RtpPacket.writeHeader(bytes, 0, 96, false, 1, 0, 7);
        SentExtensions extensions = new SentExtensions(Map.of(HeaderExtensions.TRANSPORT_CC, ID), "0");
        RtpPacket packet = new RtpPacket();
        packet.wrap(bytes, 0, extensions.write(bytes, transportSequenceNumber, SentExtensions.NO_AUDIO_LEVEL));
        return packet;
    }
}
