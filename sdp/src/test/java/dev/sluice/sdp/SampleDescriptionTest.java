package dev.sluice.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

/// An old-style description with one candidate of each sort, read field by field.
class SampleDescriptionTest {
    private static final String TEXT = """
            v=0
            o=- 423904492236154649 2 IN IP4 127.0.0.1
            s=-
            t=0 0
            m=audio 49170 RTP/AVP 0
            c=IN IP4 192.168.1.101
            a=rtpmap:0 PCMU/8000
            a=ice-options:trickle
            a=candidate:1 1 UDP 2122260223 192.168.1.101 49170 typ host
            a=candidate:2 1 UDP 2122194687 10.0.1.1 49171 typ host
            a=candidate:3 1 UDP 1685987071 93.184.216.34 49172 typ srflx raddr 10.0.1.1 rport 49171
            a=candidate:4 1 UDP 41819902 10.1.1.1 3478 typ relay raddr 93.184.216.34 rport 49172
            """;

    private final SessionDescription session = SessionDescription.parse(TEXT);
    private final MediaDescription audio = session.media().getFirst();

    @Test
    void theSessionIsReadExactly() {
        assertEquals(new Origin("-", "423904492236154649", 2, "IN", "IP4", "127.0.0.1"), session.origin());
        assertEquals("-", session.name());
        assertEquals(List.of(new Timing(0, 0, List.of(), null)), session.timings());
        assertEquals(List.of(), session.attributes());
        assertEquals(1, session.media().size());
    }

    @Test
    void theSectionIsReadExactly() {
        assertEquals("audio", audio.kind());
        assertEquals(49170, audio.port());
        assertEquals(1, audio.portCount());
        assertEquals("RTP/AVP", audio.protocol());
        assertEquals(List.of("0"), audio.formats());
        assertEquals(List.of(new Connection("IN", "IP4", "192.168.1.101")), audio.connections());
        assertEquals(List.of(new RtpCodec(0, "PCMU", 8000, 1, Map.of(), List.of())), audio.codecs());
        assertEquals(List.of("trickle"), session.iceOptions(audio));
        assertEquals(Direction.SENDRECV, session.direction(audio));
        assertEquals("", audio.mid());
        assertFalse(audio.isRejected());
        assertFalse(audio.rtcpMux());
        assertFalse(audio.endOfCandidates());
    }

    @Test
    void theCandidatesAreReadExactly() {
        List<Candidate> candidates = audio.candidates();

        assertEquals(4, candidates.size());
        assertEquals(udp("1", 2122260223L, "192.168.1.101", 49170, "host", null, 0), candidates.get(0));
        assertEquals(udp("2", 2122194687L, "10.0.1.1", 49171, "host", null, 0), candidates.get(1));
        assertEquals(udp("3", 1685987071L, "93.184.216.34", 49172, "srflx", "10.0.1.1", 49171), candidates.get(2));
        assertEquals(udp("4", 41819902L, "10.1.1.1", 3478, "relay", "93.184.216.34", 49172), candidates.get(3));
        assertTrue(candidates.stream().allMatch(Candidate::isRemote));
    }

    @Test
    void itIsWrittenBackExactly() {
        assertEquals(TEXT.replace("\n", "\r\n"), session.toString());
    }

    @Test
    void itIsNotAnsweredForWantOfSecurity() {
        assertThrows(SdpParseException.class, () -> Answer.to(session));
    }

    private static Candidate udp(String foundation, long priority, String address, int port, String type,
            String relatedAddress, int relatedPort) {
        return new Candidate(foundation, 1, "UDP", priority, address, port, type, relatedAddress, relatedPort, null,
                List.of());
    }
}
