package dev.sluice.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class OfferTest {
    private static final TransportParameters OWN = new TransportParameters("mine", "abcdefghijklmnopqrstuv", false,
            List.of(Views.PRINT), Setup.ACTPASS);
    private static final RtpCodec OPUS = new RtpCodec(111, "opus", 48000, 2, Map.of("useinbandfec", "1"),
            List.of("transport-cc"));
    private static final RtpCodec VP8 = RtpCodec.video(96, "VP8").withFeedback(List.of("nack", "nack pli"));
    private static final ExtMap MID = new ExtMap(4, "urn:ietf:params:rtp-hdrext:sdes:mid");

    @Test
    void writesEveryLineWhereJsepWantsIt() {
        SessionDescription offer = Offer.over(OWN).session("77", 3)
                .candidates(List.of(Candidate.host("1", 2130706431, "2001:db8::7", 5000)), true)
                .media(new OfferedMedia("audio", "0", Direction.SENDONLY, List.of(OPUS), List.of(MID), List.of(),
                        List.of(new SentStream(new Msid("s", "a"), "c", 10, 0))))
                .stopped("video", "1")
                .media(new OfferedMedia("video", "2", Direction.SENDRECV, List.of(VP8, RtpCodec.rtx(97, 96, 90000)),
                        List.of(MID), List.of("h", "l"), List.of(new SentStream(new Msid("s", "v"), "c", 0, 0))))
                .data("3", 5000, 65536).build();

        assertEquals("""
                v=0
                o=- 77 3 IN IP4 0.0.0.0
                s=-
                t=0 0
                a=ice-options:trickle ice2
                a=group:BUNDLE 0 2 3
                a=extmap-allow-mixed
                m=audio 5000 UDP/TLS/RTP/SAVPF 111
                c=IN IP6 2001:db8::7
                a=ice-ufrag:mine
                a=ice-pwd:abcdefghijklmnopqrstuv
                a=fingerprint:%1$s
                a=setup:actpass
                a=mid:0
                a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
                a=sendonly
                a=msid:s a
                a=rtcp-mux
                a=rtcp-rsize
                a=rtpmap:111 opus/48000/2
                a=rtcp-fb:111 transport-cc
                a=fmtp:111 useinbandfec=1
                a=ssrc:10 cname:c
                a=candidate:1 1 udp 2130706431 2001:db8::7 5000 typ host
                a=end-of-candidates
                m=video 0 UDP/TLS/RTP/SAVPF 0
                c=IN IP4 0.0.0.0
                a=mid:1
                a=inactive
                m=video 9 UDP/TLS/RTP/SAVPF 96 97
                c=IN IP4 0.0.0.0
                a=ice-ufrag:mine
                a=ice-pwd:abcdefghijklmnopqrstuv
                a=fingerprint:%1$s
                a=setup:actpass
                a=mid:2
                a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
                a=sendrecv
                a=msid:s v
                a=rtcp-mux
                a=rtcp-rsize
                a=rtpmap:96 VP8/90000
                a=rtcp-fb:96 nack
                a=rtcp-fb:96 nack pli
                a=rtpmap:97 rtx/90000
                a=fmtp:97 apt=96
                a=rid:h send
                a=rid:l send
                a=simulcast:send h;l
                m=application 9 UDP/DTLS/SCTP webrtc-datachannel
                c=IN IP4 0.0.0.0
                a=ice-ufrag:mine
                a=ice-pwd:abcdefghijklmnopqrstuv
                a=fingerprint:%1$s
                a=setup:actpass
                a=mid:3
                a=sctp-port:5000
                a=max-message-size:65536
                """.formatted(Views.PRINT).replace("\n", "\r\n"), offer.toString());
    }

    @Test
    void anOfferOfOursIsReadAllowedAndAnswered() {
        SessionDescription offer = Offer.over(OWN)
                .media(new OfferedMedia("audio", "a", Direction.SENDRECV, List.of(OPUS), List.of(MID), List.of(),
                        List.of()))
                .data("d", 5000, 0).build();

        SessionDescription parsed = SessionDescription.parse(offer.toString());

        assertEquals(offer, parsed);
        WebRtcPolicy.strict().check(parsed);
        assertEquals(List.of(List.of("a", "d")), Views.answerEverything(parsed).bundleGroups());
        assertEquals(List.of(Codecs.common(List.of(OPUS), List.of(OPUS))), List.of(List.of(OPUS)));
    }

    @Test
    void theSessionIdComesFromTheTransport() {
        TransportParameters other = new TransportParameters("else", OWN.icePwd(), false, OWN.fingerprints(),
                Setup.ACTPASS);

        String id = Offer.over(OWN).build().origin().sessionId();

        assertEquals(id, Offer.over(OWN).build().origin().sessionId());
        assertTrue(Long.parseLong(id) > 0);
        assertTrue(!id.equals(Offer.over(other).build().origin().sessionId()));
    }

    @Test
    void misuseSaysWhatToDo() {
        Offer offer = Offer.over(OWN).data("0", 5000, 0);

        assertThrows(IllegalStateException.class, () -> offer.data("0", 5000, 0));
        assertThrows(IllegalStateException.class, () -> offer.stopped("audio", ""));
        assertThrows(IllegalStateException.class, () -> offer.media(
                new OfferedMedia("audio", "1", Direction.SENDRECV, List.of(), List.of(), List.of(), List.of())));
    }

    @Test
    void theDefaultCandidateIsTheLikeliestToWork() {
        Candidate host = Candidate.host("1", 2130706431, "10.0.0.1", 1);
        Candidate relay = Candidate.parse("candidate:2 1 udp 1 192.0.2.1 2 typ relay raddr 10.0.0.1 rport 1");
        Candidate tcp = Candidate.parse("candidate:3 1 tcp 9 192.0.2.2 9 typ relay tcptype active");
        Candidate name = Candidate.parse("candidate:4 1 udp 9 x.local 9 typ relay");

        assertEquals(new Destination(new Connection("IN", "IP4", "192.0.2.1"), 2),
                Destination.of(List.of(host, relay, tcp, name)));
        assertEquals(Destination.NONE, Destination.of(List.of(tcp, name)));
    }
}
