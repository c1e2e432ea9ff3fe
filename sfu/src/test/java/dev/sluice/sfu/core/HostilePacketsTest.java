package dev.sluice.sfu.core;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.sluice.rtp.RtcpPacket;
import dev.sluice.wire.U32;
import dev.sluice.wire.UdpLoop;

/// Broken packets while a call runs: the call goes on, nothing is thrown (an exception would end the simulated network's run), nothing piles up.
class HostilePacketsTest {
    private static final int MUTATIONS = 100_000;

    private final Scene scene = new Scene(11);
    private final ScriptedPeer publisher = scene.publisher("room", "cam");
    private final ScriptedPeer player = scene.player("room", "cam");
    private int sent;

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void malformedPacketsOnTheWireAreDropped() {
        UdpLoop.UdpSocket stranger = scene.stranger();
        for (String protocol : List.of("rtp", "rtcp", "stun")) {
            for (byte[] packet : Resources.malformed(protocol)) {
                publisher.sendRaw(packet);
                player.sendRaw(packet);
                publisher.sendTo(stranger, packet);
                talk();
            }
        }
        assertCallIsWhole();
    }

    @Test
    void malformedRtcpOfAnAuthenticParticipantIsDropped() {
        for (byte[] packet : Resources.malformed("rtcp")) {
            if (packet.length >= 8) {
                publisher.sendProtectedRtcp(packet);
                player.sendProtectedRtcp(packet);
                talk();
            }
        }
        assertTrue(scene.dropped(DropReason.MALFORMED_RTCP) > 10);
        assertCallIsWhole();
    }

    @Test
    void malformedRtpOfAnAuthenticPublisherIsDropped() {
        Resources.malformed("rtp").forEach(publisher::sendIfRtp);
        byte[] morePaddingThanPacket = Rtp.padding(Sections.OPUS, 1, 0, Scene.AUDIO_SSRC);
        morePaddingThanPacket[morePaddingThanPacket.length - 1] = (byte) 200;
        publisher.sendIfRtp(morePaddingThanPacket);
        talk();

        assertEquals(1, scene.dropped(DropReason.MALFORMED_RTP));
        assertCallIsWhole();
    }

    @Test
    void aHundredThousandMutationsOfRealPacketsLeaveTheCallAlone() {
        List<byte[]> seeds = seeds();
        SplittableRandom random = new SplittableRandom(2026);
        List<InetSocketAddress> from = List.of(publisher.address(), player.address(), scene.stranger().localAddress());
        long before = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutated = Mutation.of(seeds.get(random.nextInt(seeds.size())), random);
            scene.server.receive(from.get(random.nextInt(from.size())), mutated);
            if (i % 100 == 0) {
                talk();
            }
            if (i == MUTATIONS / 5) {
                before = usedHeap();
            }
        }

        assertCallIsWhole();
        long growth = usedHeap() - before;
        assertTrue(growth < 4 << 20, "the heap has grown by " + growth + " bytes");
        assertEquals(2, scene.server.snapshot().sessions());
    }

    /// The same by somebody with keys: what is authentic and wrong all the same.
    @Test
    void mutationsUnderTheRightKeysLeaveTheOthersAlone() {
        ScriptedPeer attacker = scene.publisher("room", "attacker");
        ScriptedPeer victim = scene.player("room", "attacker");
        List<byte[]> packets = captured(true);
        List<byte[]> reports = captured(false);
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 20_000; i++) {
            attacker.sendIfRtp(retarget(Mutation.of(packets.get(random.nextInt(packets.size())), random), random));
            byte[] report = Mutation.of(reports.get(random.nextInt(reports.size())), random);
            if (report.length >= 8) {
                attacker.sendProtectedRtcp(report);
                victim.sendProtectedRtcp(report);
            }
            if (i % 100 == 0) {
                talk();
            }
        }
        assertEquals(0, victim.undecryptable());
        assertCallIsWhole();
    }

    /// Half of the packets get an SSRC and payload type that the attacker's session knows.
    private static byte[] retarget(byte[] packet, SplittableRandom random) {
        if (packet.length >= 12 && random.nextBoolean()) {
            boolean video = random.nextBoolean();
            packet[1] = (byte) (packet[1] & 0x80
                    | (video ? random.nextInt(Sections.VP8, Sections.VP8_RTX + 1) : Sections.OPUS));
            long ssrc = video ? random.nextBoolean() ? Scene.VIDEO_SSRC : Scene.RTX_SSRC : Scene.AUDIO_SSRC;
            U32.set(packet, 8, ssrc);
        }
        return packet;
    }

    private List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>(captured(true));
        seeds.addAll(captured(false));
        seeds.addAll(Resources.malformed("stun"));
        for (int i = 0; i < 50; i++) {
            seeds.add(publisher.check());
            seeds.add(publisher.protectedCopy(Rtp.deltaFrame(i, i)));
        }
        Resources.json("browsers/dtls.json").forEach(hello -> seeds.add(HexFormat.of().parseHex(hello.asText())));
        return seeds;
    }

    private static List<byte[]> captured(boolean rtp) {
        List<byte[]> packets = new ArrayList<>();
        for (String name : List.of("chromium-opus", "chromium-vp8-simulcast", "chromium-av1-l3t3",
                "firefox-vp8-plain")) {
            Resources.capture(name).stream().filter(packet -> packet.rtp() == rtp).map(Resources.Captured::bytes)
                    .forEach(packets::add);
        }
        return packets;
    }

    private void talk() {
        publisher.send(Rtp.audio(sent++));
        scene.network.run(MILLISECOND);
    }

    private void assertCallIsWhole() {
        scene.network.run(SECOND);
        List<Integer> numbers = player.rtp().stream().filter(packet -> packet.payloadType() == Sections.OPUS)
                .map(Rtp::numberIn).toList();
        assertEquals(sent, numbers.size());
        for (int i = 0; i < sent; i++) {
            assertEquals(i, numbers.get(i));
        }
        assertTrue(player.rtcp(RtcpPacket.Unknown.class).isEmpty());
        assertTrue(scene.server.closed().isEmpty(), () -> "ended: " + scene.server.closed());
    }

    private static long usedHeap() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
