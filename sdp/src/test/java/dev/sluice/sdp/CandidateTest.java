package dev.sluice.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CandidateTest {
    @Test
    void readsATricklingCandidateOfChromium() {
        Candidate candidate = Candidate.parse("candidate:1761753970 1 udp 2113937151 "
                + "b38eb065-c725-4a9a-a125-8313bf06ffb2.local 60644 typ host generation 0 ufrag F+cO network-cost 999");

        assertEquals("1761753970", candidate.foundation());
        assertEquals(1, candidate.component());
        assertTrue(candidate.isUdp());
        assertEquals(2113937151L, candidate.priority());
        assertTrue(candidate.isMdns());
        assertEquals(60644, candidate.port());
        assertEquals("host", candidate.type());
        assertNull(candidate.relatedAddress());
        assertEquals(List.of(new Candidate.Extension("generation", "0"), new Candidate.Extension("ufrag", "F+cO"),
                new Candidate.Extension("network-cost", "999")), candidate.extensions());
        assertEquals("F+cO", candidate.extension("ufrag").orElseThrow());
        assertTrue(candidate.extension("other").isEmpty());
    }

    @Test
    void readsTcpCandidates() {
        Candidate candidate = Candidate.parse("a=candidate:2 1 TCP 2105458943 2001:db8::1 9 typ srflx raddr 10.0.0.1 "
                + "rport 9 tcptype active");

        assertFalse(candidate.isUdp());
        assertEquals("active", candidate.tcpType());
        assertEquals("10.0.0.1", candidate.relatedAddress());
        assertEquals("2001:db8::1", candidate.address());
    }

    @Test
    void everyTricklingCandidateComesBackAsItWas() {
        List<String> lines = new ArrayList<>();
        for (String browser : List.of("chromium", "firefox")) {
            Vectors.text("sdp/browsers/" + browser + "-trickle-candidates.txt").lines().filter(line -> !line.isBlank())
                    .forEach(lines::add);
        }
        for (var file : Vectors.files("sdp/rfc9429", ".txt")) {
            Vectors.text(file).lines().filter(line -> line.startsWith("attr")).map(line -> line.substring(4).strip())
                    .forEach(lines::add);
        }

        assertTrue(lines.size() > 30, "read " + lines.size());
        lines.forEach(line -> assertEquals(line, Candidate.parse(line).toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "10.1.2.3", "169.254.1.1", "2001:db8::1", "fe80::1", "::ffff:192.0.2.1",
        "64:ff9b::192.0.2.1",
        "b38eb065-c725-4a9a-a125-8313bf06ffb2.local", "Host.LOCAL"})
    void mayBeChecked(String address) {
        assertTrue(at(address).isRemote());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.255.255.255", "0.0.0.0", "224.0.0.1", "239.1.1.1", "255.255.255.255",
        "::1", "::", "ff02::1", "::ffff:127.0.0.1", "::ffff:0.0.0.0", "::ffff:224.0.0.1", "::127.0.0.1",
        "64:ff9b::127.0.0.1", "0.1.2.3", "240.0.0.1", "example.com", "localhost", "local", "0x7f.0.0.1", "64:ff9b::"})
    void mustNotBeChecked(String address) {
        assertFalse(at(address).isRemote());
    }

    @ParameterizedTest
    @ValueSource(strings = {"999.0.2.1", "1.2.3", "1.2.3.4.5", "1..2.3", ".1.2.3.4", "1.2.3.4.", "1234",
        "[::1]", "fe80::1%eth0", ":::", "12345::1", "host name", "host/name", "häuser.local"})
    void anAddressThatIsNoneIsRefused(String address) {
        assertThrows(SdpParseException.class, () -> at(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "candidate", "candidate:", "a=candidate:", "candidate:1 1 udp 1 192.0.2.1 9 host",
        "candidate:1 0 udp 1 192.0.2.1 9 typ host", "candidate:1 257 udp 1 192.0.2.1 9 typ host",
        "candidate:1 1 udp -1 192.0.2.1 9 typ host", "candidate:1 1 udp 1 192.0.2.1 65536 typ host",
        "candidate:1 1 udp 1 192.0.2.1 9 type host", "candidate:1 1 udp 1 192.0.2.1 9 typ host odd",
        "candidate:1 1 udp 1 192.0.2.1 9 typ host raddr 192.0.2.1 rport x"})
    void aMalformedCandidateIsRefused(String text) {
        assertThrows(SdpParseException.class, () -> Candidate.parse(text));
    }

    @Test
    void makesHostCandidates() {
        assertEquals("candidate:7 1 udp 2130706431 192.0.2.1 10000 typ host",
                Candidate.host("7", 2130706431, "192.0.2.1", 10000).toString());
    }

    private static Candidate at(String address) {
        return Candidate.parse("candidate:1 1 udp 1 " + address + " 9 typ host");
    }
}
