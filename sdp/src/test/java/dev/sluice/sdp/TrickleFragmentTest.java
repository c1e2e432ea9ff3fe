package dev.sluice.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

class TrickleFragmentTest {
    private static final String TEXT = """
            a=ice-ufrag:EsAw
            a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1
            m=audio 9 RTP/AVP 0
            a=mid:0
            a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0 ufrag EsAw network-id 1
            a=candidate:3471623853 1 udp 2122194687 198.51.100.2 61765 typ host generation 0 ufrag EsAw network-id 2
            a=end-of-candidates
            """;

    @Test
    void readsWhatAWhipClientSends() {
        TrickleFragment fragment = TrickleFragment.parse(TEXT);

        assertEquals("EsAw", fragment.iceUfrag());
        assertEquals("P2uYro0UCOQ4zxjKXaWCBui1", fragment.icePwd());
        assertEquals("0", fragment.media().getFirst().mid());
        assertEquals(List.of(61764, 61765), fragment.candidates().stream().map(Candidate::port).toList());
        assertTrue(fragment.endOfCandidates());
        assertEquals(TEXT.replace("\n", "\r\n"), fragment.toString());
    }

    @Test
    void credentialsMayStandInTheSection() {
        TrickleFragment fragment = TrickleFragment.parse("m=audio 9 RTP/AVP 0\r\na=mid:0\r\na=ice-ufrag:abcd\r\n");

        assertEquals("abcd", fragment.iceUfrag());
        assertEquals("", fragment.icePwd());
        assertEquals(List.of(), fragment.candidates());
        assertFalse(fragment.endOfCandidates());
    }

    @Test
    void anIceRestartHasNoSections() {
        TrickleFragment fragment = TrickleFragment
                .parse("a=ice-options:trickle ice2\na=group:BUNDLE 0 1\na=ice-ufrag:abcd\na=ice-pwd:"
                        + "0123456789012345678901\n");

        assertEquals("abcd", fragment.iceUfrag());
        assertEquals(List.of(), fragment.media());
    }

    @Test
    void theSameCandidateInTwoSectionsIsOne() {
        String section = "m=audio 9 RTP/AVP 0\r\na=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n";

        assertEquals(1, TrickleFragment.parse(section + section).candidates().size());
    }

    @Test
    void candidatesMayStandInFrontOfTheSections() {
        TrickleFragment fragment = TrickleFragment
                .parse("a=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\na=end-of-candidates\r\n");

        assertEquals(List.of(Candidate.host("1", 1, "192.0.2.1", 9)), fragment.candidates());
        assertTrue(fragment.endOfCandidates());
    }

    @Test
    void anythingElseIsRefused() {
        assertThrows(SdpParseException.class, () -> TrickleFragment.parse("{\"candidate\":\"\"}"));
        assertThrows(SdpParseException.class, () -> TrickleFragment.parse("v=0\r\n"));
        assertThrows(SdpParseException.class, () -> TrickleFragment.parse("a=candidate:1 1 udp 1 x\r\n"));
    }
}
