package dev.sluice.peerconnection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.sluice.sdp.Direction;
import dev.sluice.sdp.Setup;
import dev.sluice.testkit.LinkProfile;
import dev.sluice.wire.Time;

class SimulatedCallTest {
    private static final LinkProfile CLEAN = LinkProfile.IDEAL.withDelay(20 * Time.MILLISECOND);

    @ParameterizedTest
    @EnumSource(names = {"ACTIVE", "PASSIVE"})
    void packetsReachTheOtherSideWhicheverStartsTheHandshake(Setup answer) {
        RtcConfiguration configuration = RtcConfiguration.defaults().withAnswerSetup(answer);
        try (TwoPeers peers = new TwoPeers(1, CLEAN, configuration, configuration)) {
            RtpSender sender = peers.caller.addTransceiver("video", Direction.SENDONLY).sender();
            List<Integer> received = new ArrayList<>();
            peers.callee.onTrack(track -> TwoPeers.collect(track.receiver(), received));
            peers.negotiate();
            peers.awaitConnected();

            for (int i = 0; i < 100; i++) {
                assertTrue(TwoPeers.send(sender, i) >= 0);
                peers.network.run(10 * Time.MILLISECOND);
            }
            peers.network.run(Time.SECOND);

            assertEquals(IntStream.range(0, 100).boxed().toList(), received);
        }
    }
}
