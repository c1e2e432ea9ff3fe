package dev.sluice.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

class SdpReaderTest {
    private static final String HEAD = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";

    @Test
    void readsTheExampleOfRfc8866() {
        SessionDescription session = SessionDescription.parse(Vectors.text("sdp/rfc8866-section5-example.sdp"));

        assertEquals(new Origin("jdoe", "3724394400", 3724394405L, "IN", "IP4", "198.51.100.1"), session.origin());
        assertEquals("Call to John Smith", session.name());
        assertEquals("SDP Offer #1", session.information());
        assertEquals("http://www.jdoe.example.com/home.html", session.uri());
        assertEquals(List.of("Jane Doe <jane@jdoe.example.com>"), session.emails());
        assertEquals(List.of("+1 617 555-6011"), session.phones());
        assertEquals(new Connection("IN", "IP4", "198.51.100.1"), session.connection());
        assertEquals(3, session.media().size());
        assertEquals(49180, session.media().get(1).port());
        assertEquals(List.of(new Connection("IN", "IP6", "2001:db8::2")), session.media().get(2).connections());
        assertEquals("h263-1998", session.media().get(2).codecs().getFirst().name());
    }

    @Test
    void readsEveryOtherKindOfLine() {
        String text = """
                v=0
                o=- 18446744073709551616 18446744073709551615 IN IP6 ::1
                s=Seminar
                i=Über SDP
                u=https://example.org/
                e=a@example.org
                e=b@example.org
                p=+1
                p=+2
                c=IN IP4 233.252.0.1/127/3
                b=CT:1000
                b=X-YZ:128
                t=3034423619 3042462419
                r=604800 3600 0 90000
                r=7d 1h 0 25h
                z=2882844526 -1h 2898848070 0
                t=0 0
                a=recvonly
                m=video 49170/2 RTP/AVP 31
                i=slides
                c=IN IP4 233.252.0.1/127
                c=IN IP4 233.252.0.2/127
                b=TIAS:64000
                a=orient:portrait
                m=application 9 TCP/MSRP *
                """;

        SessionDescription session = SessionDescription.parse(text);

        assertEquals(text.replace("\n", "\r\n"), session.toString());
        assertEquals(2, session.timings().size());
        assertEquals(List.of("604800 3600 0 90000", "7d 1h 0 25h"), session.timings().getFirst().repeats());
        assertEquals("2882844526 -1h 2898848070 0", session.timings().getFirst().zone());
        assertEquals(List.of(new Bandwidth("CT", 1000), new Bandwidth("X-YZ", 128)), session.bandwidths());
        MediaDescription video = session.media().getFirst();
        assertEquals(2, video.portCount());
        assertEquals(Direction.RECVONLY, session.direction(video));
        assertEquals("H261", video.codecs().getFirst().name());
        assertEquals(List.of("*"), session.media().get(1).formats());
        assertEquals(List.of(), session.media().get(1).codecs());
    }

    @Test
    void keepsAttributesItDoesNotKnow() {
        String text = HEAD + "a=x-new:  spaces : and colons \r\na=flag\r\na=empty:\r\n";

        SessionDescription session = SessionDescription.parse(text);

        assertEquals(text, session.toString());
        assertEquals(List.of(new Attribute("x-new", "  spaces : and colons "), new Attribute("flag", null),
                new Attribute("empty", "")), session.attributes());
        assertTrue(session.has("flag"));
        assertFalse(session.has("other"));
        assertEquals("", session.attribute("empty").orElseThrow());
    }

    @Test
    void discardsKeysAsTheRfcDemands() {
        String key = "k=clear:secret\r\n";

        assertEquals(HEAD, SessionDescription.parse(HEAD + key).toString());
        assertEquals(HEAD + "m=audio 9 RTP/AVP 0\r\n",
                SessionDescription.parse(HEAD + "m=audio 9 RTP/AVP 0\r\n" + key).toString());
    }

    @Test
    void theLastLineMayLackItsEndAndEmptyLinesMayFollow() {
        assertEquals(HEAD, SessionDescription.parse(HEAD.strip()).toString());
        assertEquals(HEAD, SessionDescription.parse(HEAD + "\r\n\r\n").toString());
    }

    @Test
    void errorsNameTheLineAndWhatIsWrong() {
        assertRefused("line 5 (m=audio 70000 RTP/AVP 0): the port must be a number from 0 to 65535, not '70000'",
                HEAD + "m=audio 70000 RTP/AVP 0\r\n");
        assertRefused("line 6 (a=rtpmap): expected a=rtpmap:", HEAD + "m=audio 9 RTP/AVP 0\r\na=rtpmap:0\r\n");
        assertRefused("line 2 (s=-): expected a line 'o='", "v=0\r\ns=-\r\n");
        assertRefused("the text ends where a line 't=' is required", "v=0\r\no=- 1 2 IN IP4 0.0.0.0\r\ns=-\r\n");
        assertRefused("line 5 (c=IN IP4 0.0.0.0): this line is not allowed here", HEAD + "c=IN IP4 0.0.0.0\r\n");
        assertRefused("line 5 (a=rtpmap): the attribute needs a value", HEAD + "a=rtpmap\r\n");
        assertRefused("line 5 (a=): the attribute has no name", HEAD + "a=\r\n");
        assertRefused("line 5 (oops): expected <type>=<value>", HEAD + "oops\r\n");
    }

    @Test
    void errorsDoNotRepeatSecretsOrControlCharacters() {
        SdpParseException refusal = assertThrows(SdpParseException.class,
                () -> SessionDescription.parse(HEAD + "a=ice-pwd:se cret\u001b[31m\r\n"));
        assertFalse(refusal.getMessage().contains("cret"));
        assertRefused("line 5 (?[31m)", HEAD + "\u001b[31m\r\n");
    }

    private static void assertRefused(String expected, String text) {
        String message = assertThrows(SdpParseException.class, () -> SessionDescription.parse(text)).getMessage();
        assertTrue(message.startsWith(expected), message);
    }
}
