package dev.sluice.sfu.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

/// The command as its user meets it: what it prints and how it ends.
class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void wrongSettingsEndWithTwoAndOneLine() {
        assertEquals(2, run("--htp-port", "1"));
        assertEquals("sluice: --htp-port: unknown key; did you mean http-port? See --help\n",
                err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void helpAndVersionEndWithZero() {
        assertEquals(0, run("--help"));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("--udp-port"));
        out.reset();

        assertEquals(0, run("--version"));
        assertTrue(out.toString(StandardCharsets.UTF_8).matches("\\d+\\.\\d+\\.\\d+.*\n"), out::toString);
    }

    @Test
    void aCheckStartsAndStops() {
        assertEquals(0,
                run("--check", "--host", "127.0.0.1", "--http-port", "0", "--udp-port", "0", "--transport", "nio"));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("NIO, one system call per packet, 1 worker"),
                out::toString);
        assertEquals("", err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aTakenPortEndsWithOneAndOneLineThatNamesIt() throws IOException {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        try (ServerSocket tcp = new ServerSocket(0, 1, loopback);
                DatagramSocket udp = new DatagramSocket(0, loopback)) {
            assertEquals(1,
                    run("--host", "127.0.0.1", "--http-port", Integer.toString(tcp.getLocalPort()), "--udp-port", "0"));
            assertTakenPort("http-port " + tcp.getLocalPort());

            assertEquals(1, run("--host", "127.0.0.1", "--http-port", "0", "--udp-port",
                    Integer.toString(udp.getLocalPort()), "--workers", "1"));
            assertTakenPort("udp-port " + udp.getLocalPort());
        }
    }

    @Test
    void aSecondServerDoesNotShareTheUdpPortOfTheFirst() {
        try (TestServer first = TestServer.start("--workers", "2")) {
            assertEquals(1, run("--host", "127.0.0.1", "--http-port", "0", "--udp-port",
                    Integer.toString(first.udpPort()), "--workers", "2"));
            assertTakenPort("udp-port " + first.udpPort());
        }
    }

    private void assertTakenPort(String port) {
        String message = err.toString(StandardCharsets.UTF_8);
        assertTrue(message.startsWith("sluice: cannot listen on " + port + ": ")
                && message.indexOf('\n') == message.length() - 1, message);
        err.reset();
    }

    @Test
    void aFileThatIsNoCertificateEndsWithTwo() {
        String file = Path.of("pom.xml").toString();

        assertEquals(2, run("--host", "127.0.0.1", "--http-port", "0", "--udp-port", "0", "--tls-certificate", file,
                "--tls-key", file));
        assertTrue(err.toString(StandardCharsets.UTF_8).startsWith("sluice: tls-certificate and tls-key: "),
                err::toString);
    }

    @Test
    void theServerTellsWhereItIsAndEndsWithZeroWhenAskedTo() throws IOException, InterruptedException {
        Process server = new ProcessBuilder(command("--host", "127.0.0.1", "--http-port", "0", "--udp-port", "0"))
                .start();
        try (BufferedReader said = new BufferedReader(
                new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            List<String> banner = new ArrayList<>();
            for (String line = said.readLine(); line != null
                    && !line.equals("Ctrl-C stops it."); line = said.readLine()) {
                banner.add(line);
            }
            String text = String.join("\n", banner);
            System.out.println(text);
            assertTrue(text.matches("(?s)Sluice \\S+ is up after \\d+ ms\n.*"), text);
            assertTrue(text.contains("http://localhost:"), text);
            assertTrue(text.contains("UDP 127.0.0.1:"), text);
            assertTrue(text.contains("Warning   only browsers on this machine"), text);

            server.toHandle().destroy();        // SIGTERM

            assertTrue(server.waitFor(30, TimeUnit.SECONDS));
            assertEquals("Stopping", said.readLine());
            assertEquals(0, server.exitValue());
            assertEquals("", new String(server.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        } finally {
            server.destroyForcibly();
        }
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                        Main.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private int run(String... arguments) {
        return Main.run(List.of(arguments), Map.of(), new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
