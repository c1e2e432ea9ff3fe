package dev.sluice.rtp;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

class StatisticsTest {
    private final ReceptionStatistics received = new ReceptionStatistics(0xffff_ffff_8000_0001L, 90_000);
    private long now = 7 * SECOND;

    @Test
    void reportsLossSinceTheLastReportAndInAll() {
        receive(1, 2, 4);
        ReportBlock block = received.report(now);
        assertEquals(0x8000_0001L, block.ssrc());
        assertEquals(256 / 4, block.fractionLost());
        assertEquals(1, block.cumulativeLost());
        assertEquals(4, block.highestSequence());

        receive(5, 6);
        block = received.report(now);
        assertEquals(0, block.fractionLost());
        assertEquals(1, block.cumulativeLost());
    }

    @Test
    void aPacketThatComesLateWasNotLost() {
        receive(1, 3);
        received.report(now);
        receive(2, 4);
        ReportBlock block = received.report(now);
        assertEquals(0, block.fractionLost());
        assertEquals(0, block.cumulativeLost());
    }

    @Test
    void duplicatesMakeTheLossNegative() {
        receive(1, 1, 1);
        assertEquals(-2, received.report(now).cumulativeLost());
        assertEquals(3, received.packetsReceived());
    }

    @Test
    void countsCyclesInTheHighestNumber() {
        for (int n = 65_000; n < 65_000 + 2 * 65_536; n++) {
            receive(n & 0xffff);
        }
        ReportBlock block = received.report(now);
        assertEquals(65_000 + 2 * 65_536 - 1, block.highestSequence());
        assertEquals(0, block.cumulativeLost());
    }

    @Test
    void aRestartIsNotSixtyThousandLosses() {
        receive(50_000, 50_001, 10, 11, 12);
        assertTrue(received.packetsLost() <= 0);
        assertEquals(12, received.report(now).highestSequence() & 0xffff);
    }

    @Test
    void hasNothingToReportBeforeTheFirstPacket() {
        assertEquals(new ReportBlock(0x8000_0001L, 0, 0, 0, 0, 0, 0), received.report(now));
    }

    @Test
    void aSteadyStreamHasNoJitterEvenAfterDays() {
        now = 40L * 24 * 3600 * SECOND;
        for (int n = 0; n < 100; n++) {
            received.onPacket(n, 0xffff_f000L + 3000L * n & 0xffff_ffffL, now);
            now += SECOND / 30;
        }
        assertTrue(received.jitter() <= 1);
    }

    /// Each second packet comes 10 ms late: the differences are 900 units, and the estimate gets near them.
    @Test
    void estimatesTheJitter() {
        for (int n = 0; n < 200; n++) {
            received.onPacket(n, 3600L * n, now + n * 40 * MILLISECOND + n % 2 * 10 * MILLISECOND);
        }
        assertTrue(Math.abs(900 - received.jitter()) < 20, () -> "jitter " + received.jitter());
    }

    @Test
    void thePacketsOfAFrameAreNoJitter() {
        for (int n = 0; n < 200; n++) {
            received.onPacket(n, 3600L * (n / 10), now + n / 10 * 40 * MILLISECOND + n % 10 * MILLISECOND);
        }
        assertEquals(0, received.jitter());
    }

    @Test
    void tellsWhenTheLastSenderReportCame() {
        receive(1);
        received.onSenderReport(0x1111_2222_3333_4444L, now);
        ReportBlock block = received.report(now + SECOND / 2);
        assertEquals(0x2222_3333L, block.lastSenderReport());
        assertEquals(32_768, block.delaySinceLastSenderReport());
    }

    @Test
    void theRoundTripIsMeasuredByTheReport() {
        SendStatistics sent = new SendStatistics(1, 90_000);
        long ntp = NtpTime.ofUnixNanos(1_700_000_000L * SECOND);
        receive(1);
        received.onSenderReport(ntp, now);
        ReportBlock block = received.report(now + 300 * MILLISECOND);

        assertEquals(-1, sent.roundTripTime());
        sent.onReport(block, NtpTime.plus(ntp, 340 * MILLISECOND));

        assertEquals(40, Math.round(sent.roundTripTime() / (double) MILLISECOND));
    }

    @Test
    void aReportWithoutOrAgainstTheTimesProvesNoRoundTrip() {
        long ntp = NtpTime.ofUnixNanos(1_700_000_000L * SECOND);
        assertEquals(-1, NtpTime.roundTrip(ntp, new ReportBlock(1, 0, 0, 0, 0, 0, 5)));
        assertEquals(-1, NtpTime.roundTrip(ntp, new ReportBlock(1, 0, 0, 0, 0, NtpTime.middle(ntp), 5)));
    }

    @Test
    void senderReportsGoOnFromTheLastPacket() {
        SendStatistics sent = new SendStatistics(0xdeadbeefL, 48_000);
        assertFalse(sent.hasSent());
        sent.onSent(0xffff_ff00L, 100, now);
        sent.onSent(0xffff_ff00L, 50, now);
        SenderReport report = sent.report(42, now + 20 * MILLISECOND, List.of());
        assertEquals(new SenderReport(0xdeadbeefL, 42, 960 - 256, 2, 150, List.of()), report);
        assertTrue(sent.hasSent());
    }

    @Test
    void ntpTimesAreThoseOfTheClock() {
        long nanos = Instant.parse("2026-11-23T12:34:56.750Z").getEpochSecond() * SECOND + 750 * MILLISECOND;
        long ntp = NtpTime.ofUnixNanos(nanos);
        assertEquals(0xc000_0000L, ntp & 0xffff_ffffL);
        assertEquals(nanos, NtpTime.toUnixNanos(ntp));
        assertEquals(nanos + 123_456_789, NtpTime.toUnixNanos(NtpTime.ofUnixNanos(nanos + 123_456_789)));
        long in2040 = Instant.parse("2040-01-01T00:00:00Z").getEpochSecond() * SECOND;
        assertEquals(in2040, NtpTime.toUnixNanos(NtpTime.ofUnixNanos(in2040)));
        assertEquals(-250 * MILLISECOND, NtpTime.between(ntp, NtpTime.plus(ntp, -250 * MILLISECOND)));
        assertEquals(5 * SECOND / 2, NtpTime.toNanos(NtpTime.toUnits(5 * SECOND / 2)));
    }

    @Test
    void aTimelineTiesTimestampsToTheSendersClock() {
        RtpTimeline timeline = new RtpTimeline(90_000);
        assertFalse(timeline.isKnown());
        long ntp = NtpTime.ofUnixNanos(1_700_000_000L * SECOND);
        timeline.onSenderReport(ntp, 0xffff_fff0L, now);

        assertTrue(timeline.isKnown());
        assertEquals(90_000 - 16, timeline.rtpTimestampAt(now + SECOND));
        assertEquals(SECOND, NtpTime.between(ntp, timeline.ntpTimeAt(now + SECOND)));
        long capture = timeline.ntpTimeOf(0xffff_fff0L - 45_000);
        assertEquals(-SECOND / 2, NtpTime.between(ntp, capture));
        assertEquals(0xffff_fff0L - 45_000, timeline.rtpTimestampOf(capture));
    }

    @Test
    void clockRatesArePositive() {
        assertThrows(IllegalArgumentException.class, () -> new RtpTimeline(0));
        assertThrows(IllegalArgumentException.class, () -> new ReceptionStatistics(1, 0));
        assertThrows(IllegalArgumentException.class, () -> new SendStatistics(1, -1));
    }

    private void receive(int... sequenceNumbers) {
        for (int n : sequenceNumbers) {
            received.onPacket(n, 3000L * n, now);
        }
    }
}
