package dev.sluice.peerconnection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.sluice.sdp.Direction;
import dev.sluice.testkit.LinkProfile;
import dev.sluice.wire.Time;

/// What is lost, late or doubled on the way: nobody behind the receiver notices.
class LossyCallTest {
    private static final LinkProfile ROUGH = LinkProfile.IDEAL.withDelay(30 * Time.MILLISECOND)
            .withJitter(10 * Time.MILLISECOND).withReorder(0.05)
            .withDuplicate(0.02);
    private static final int PACKETS = 10_000;

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0.05", "3, 0.1", "4, 0.2"})
    void everyVideoPacketArrivesOnceAndInOrder(long seed, double loss) {
        tenThousandPacketsOf("video", seed, loss);
    }

    @ParameterizedTest
    @CsvSource({"5, 0", "6, 0.05", "7, 0.1"})
    void everyAudioPacketArrivesOnceAndInOrderWithoutARetransmissionFormat(long seed, double loss) {
        tenThousandPacketsOf("audio", seed, loss);
    }

    private static void tenThousandPacketsOf(String kind, long seed, double loss) {
        RtcConfiguration patient = RtcConfiguration.defaults().withMaxReorderWait(10 * Time.SECOND);
        try (TwoPeers peers = new TwoPeers(seed, ROUGH, patient.withRetransmission(8_192, 100), patient)) {
            RtpSender sender = peers.caller.addTransceiver(kind, Direction.SENDONLY).sender();
            List<Integer> received = new ArrayList<>();
            peers.callee.onTrack(track -> TwoPeers.collect(track.receiver(), received));
            peers.negotiate();
            peers.awaitConnected();
            TwoPeers.send(sender, 0);
            peers.network.runUntil(() -> !received.isEmpty(), Time.SECOND);
            peers.network.link(ROUGH.withLoss(loss));

            for (int i = 1; i < PACKETS; i++) {
                TwoPeers.send(sender, i);
                peers.network.run(2 * Time.MILLISECOND);
            }
            peers.network.link(ROUGH);
            TwoPeers.send(sender, PACKETS);
            peers.network.run(10 * Time.SECOND);

            assertEquals(List.of(), missing(received), "missing");
            assertEquals(IntStream.rangeClosed(0, PACKETS).boxed().toList(), received);
        }
    }

    private static List<Integer> missing(List<Integer> received) {
        List<Integer> missing = new ArrayList<>(IntStream.rangeClosed(0, PACKETS).boxed().toList());
        missing.removeAll(new HashSet<>(received));
        return missing;
    }
}
