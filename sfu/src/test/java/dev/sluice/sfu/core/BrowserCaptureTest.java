package dev.sluice.sfu.core;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.sluice.rtp.KeyFrames;
import dev.sluice.rtp.RtpPacket;
import dev.sluice.rtp.Rtx;
import dev.sluice.rtp.VideoCodec;
import dev.sluice.sdp.ExtMap;
import dev.sluice.sdp.MediaDescription;
import dev.sluice.sdp.RtpCodec;
import dev.sluice.sdp.SessionDescription;

/// What Chromium and Firefox sent in real calls, sent through a room: offers, packets, retransmissions, probes and reports as they were.
///
/// Of each packet that the browser sent twice only the retransmission is replayed, so the room has to make the original of it.
class BrowserCaptureTest {
    private final Scene scene = new Scene(10);
    private final Map<Integer, byte[]> expected = new LinkedHashMap<>();
    private ScriptedPeer publisher;
    private ScriptedPeer player;
    private RtpCodec codec;
    private int ssrc;

    @AfterEach
    void close() {
        scene.close();
    }

    @ParameterizedTest
    @CsvSource({"chromium-opus, 75", "chromium-vp8-plain, 55", "chromium-h264, 59", "chromium-vp9-l3t3key, 76",
        "chromium-av1-l3t3, 70",
        "firefox-opus, 75", "firefox-vp8-plain, 50", "firefox-vp9-l3t3key, 65", "firefox-av1-l1t3, 50"})
    void arrivesAtAPlayerAsTheBrowserSentIt(String capture, int atLeast) {
        join(capture);
        Set<Integer> repeated = repeated(capture);
        for (Resources.Captured packet : Resources.capture(capture)) {
            if (packet.rtp()) {
                replay(packet.bytes(), repeated);
            }
            scene.network.run(MILLISECOND);
        }
        scene.network.run(SECOND);

        assertTrue(expected.size() >= atLeast, "only " + expected.size() + " packets were to be forwarded");
        assertEquals(expected.size(), player.rtp().size());
        assertForwarded();
    }

    private void join(String capture) {
        publisher = scene.peer();
        publisher.accept(scene.server.publish("room", "cam",
                publisher.offerLike(Resources.text("browsers/" + capture + "-offer.sdp"))));
        player = scene.peer();
        player.accept(scene.server.play("room", "cam",
                player.offerLike(Resources.text("sdp/chromium-recvonly-av-offer.sdp"))));
        scene.connect(publisher);
        scene.connect(player);
        SessionDescription offer = SessionDescription.parse(Resources.text("browsers/" + capture + "-offer.sdp"));
        codec = publisher.answer().media().getFirst().codecs().getFirst();
        ssrc = (int) offer.media().getFirst().ssrcs().getFirst().ssrc();
    }

    /// The numbers that come over the retransmission stream, too.
    private Set<Integer> repeated(String capture) {
        return Resources.capture(capture).stream().filter(Resources.Captured::rtp)
                .map(packet -> Rtp.wrap(packet.bytes()))
                .filter(packet -> packet.ssrc() != ssrc && isRetransmission(packet)).map(Rtx::originalSequenceNumber)
                .filter(number -> number >= 0).collect(Collectors.toCollection(HashSet::new));
    }

    private boolean isRetransmission(RtpPacket packet) {
        return scene.participant(publisher).tracks().getFirst().rtxSsrc() == Integer.toUnsignedLong(packet.ssrc());
    }

    private void replay(byte[] bytes, Set<Integer> repeated) {
        RtpPacket packet = Rtp.wrap(bytes);
        boolean retransmission = isRetransmission(packet);
        if (packet.ssrc() == ssrc) {
            note(packet);
        }
        boolean held = packet.ssrc() == ssrc && repeated.contains(packet.sequenceNumber());
        if (!held) {
            publisher.send(withNegotiatedPayloadType(bytes, retransmission));
        }
    }

    /// The capture was made with whatever H.264 came first, we ask for another one.
    private byte[] withNegotiatedPayloadType(byte[] bytes, boolean retransmission) {
        byte[] copy = bytes.clone();
        RtpCodec rtx = publisher.answer().media().getFirst().codecs().getLast();
        Rtp.wrap(copy).payloadType(retransmission ? rtx.payloadType() : codec.payloadType());
        return copy;
    }

    private void note(RtpPacket packet) {
        boolean begins = VideoCodec.of(codec.name())
                .map(video -> KeyFrames.isKeyFrame(video, packet.bytes(), packet.payloadOffset(),
                        packet.payloadLength()))
                .orElse(true);
        if (packet.payloadLength() > 0 && (begins || !expected.isEmpty())) {
            expected.put(packet.sequenceNumber(), packet.bytes());
        }
    }

    private void assertForwarded() {
        Map<Integer, RtpPacket> received = new HashMap<>();
        player.rtp().forEach(packet -> received.put(packet.sequenceNumber(), packet));
        int first = expected.keySet().iterator().next();
        int shift = player.rtp().getFirst().sequenceNumber() - first;
        expected.forEach((number, bytes) -> {
            RtpPacket sent = Rtp.wrap(bytes);
            RtpPacket packet = received.get(number + shift & 0xffff);
            assertArrayEquals(Rtp.payloadOf(sent), Rtp.payloadOf(packet));
            assertEquals(sent.timestamp(), packet.timestamp());
            assertEquals(sent.marker(), packet.marker());
            assertOnlyNegotiatedExtensions(packet);
        });
    }

    private void assertOnlyNegotiatedExtensions(RtpPacket packet) {
        MediaDescription section = player.answer().media().stream().filter(media -> !media.isRejected()).findFirst()
                .orElseThrow();
        Set<Integer> known = section.extmaps().stream().map(ExtMap::id).collect(Collectors.toSet());
        for (int id = 1; id < 15; id++) {
            assertTrue(known.contains(id) || packet.extension(id) < 0, "extension " + id + " was not negotiated");
        }
    }
}
