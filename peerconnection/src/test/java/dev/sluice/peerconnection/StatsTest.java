package dev.sluice.peerconnection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.sluice.dtlssrtp.DtlsRole;
import dev.sluice.dtlssrtp.DtlsState;
import dev.sluice.sdp.Direction;
import dev.sluice.testkit.LinkProfile;
import dev.sluice.wire.Time;

class StatsTest {
    private static final int PACKETS = 500;

    @Test
    void bothSidesAgreeOnWhatHappened() {
        LinkProfile link = LinkProfile.IDEAL.withDelay(40 * Time.MILLISECOND);
        try (TwoPeers peers = new TwoPeers(1, link)) {
            RtpTransceiver transceiver = peers.caller.addTransceiver("video", Direction.SENDRECV);
            peers.negotiate();
            peers.awaitConnected();
            peers.network.link("192.0.2.1", "192.0.2.2", link.withLoss(0.05));
            for (int i = 0; i < PACKETS; i++) {
                TwoPeers.send(transceiver.sender(), i);
                peers.network.run(10 * Time.MILLISECOND);
            }
            peers.network.run(3 * Time.SECOND);
            RtcStatsReport caller = peers.caller.getStats().join();
            RtcStatsReport callee = peers.callee.getStats().join();

            RtcStats.OutboundRtp sent = only(caller, RtcStats.OutboundRtp.class);
            RtcStats.InboundRtp received = only(callee, RtcStats.InboundRtp.class);
            assertEquals(sent.ssrc(), received.ssrc());
            assertEquals("0", received.mid());
            assertEquals(PACKETS, sent.packetsSent() - sent.retransmittedPacketsSent());
            assertEquals(100L * sent.packetsSent(), sent.bytesSent());
            assertTrue(received.nackCount() > 10, "at five per cent of loss");
            assertTrue(sent.retransmittedPacketsSent() >= received.retransmittedPacketsReceived());
            assertEquals(0, received.packetsLost(), "all that was lost was repaired");
            assertEquals(0, received.packetsSkipped());

            RtcStats.RemoteInboundRtp reported = only(caller, RtcStats.RemoteInboundRtp.class);
            assertEquals(sent.id(), reported.localId());
            assertEquals(0.08, reported.roundTripTime(), 0.002);
            assertTrue(reported.packetsLost() > 5, "reception reports count what was lost before repair");
            RtcStats.RemoteOutboundRtp reports = only(callee, RtcStats.RemoteOutboundRtp.class);
            assertTrue(reports.reportsSent() >= 3);
            assertEquals(PACKETS, reports.packetsSent());

            RtcStats.Transport transport = only(callee, RtcStats.Transport.class);
            assertEquals(DtlsState.CONNECTED, transport.dtlsState());
            assertEquals(DtlsRole.CLIENT, transport.dtlsRole());
            assertEquals("AEAD_AES_128_GCM", transport.srtpCipher());
            RtcStats.CandidatePair pair = (RtcStats.CandidatePair) callee.byId()
                    .get(transport.selectedCandidatePairId());
            assertEquals("192.0.2.1", ((RtcStats.Candidate) callee.byId().get(pair.remoteCandidateId())).address());
            assertEquals("video/VP8", ((RtcStats.Codec) callee.byId().get(received.codecId())).mimeType());
            assertEquals(0,
                    only(callee, RtcStats.Dropped.class).packets().values().stream().mapToLong(Long::longValue).sum());
        }
    }

    private static <T extends RtcStats> T only(RtcStatsReport report, Class<T> kind) {
        List<T> all = report.all(kind);
        assertEquals(1, all.size(), () -> "of " + kind.getSimpleName() + " in " + report);
        return all.getFirst();
    }
}
