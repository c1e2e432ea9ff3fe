package dev.sluice.sfu.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    @TempDir
    Path folder;

    @Test
    void aLaptopNeedsNoSettings() {
        Settings settings = read();

        assertEquals(8080, settings.get(SettingsTable.HTTP_PORT));
        assertEquals(10_000, settings.get(SettingsTable.UDP_PORT));
        assertEquals(List.of(), settings.get(SettingsTable.ANNOUNCE));
        assertFalse(settings.isTls());
    }

    @Test
    void aFlagCountsBeforeTheEnvironmentBeforeTheFileBeforeTheDefault() throws IOException {
        Path file = file("http-port = 3", "udp-port = 3", "workers = 3");

        Settings settings = Settings.read(List.of("--http-port", "1", "--config", file.toString()),
                Map.of("SLUICE_HTTP_PORT", "2", "SLUICE_UDP_PORT", "2"));

        assertEquals(1, settings.get(SettingsTable.HTTP_PORT));
        assertEquals(2, settings.get(SettingsTable.UDP_PORT));
        assertEquals(3, settings.get(SettingsTable.WORKERS));
        assertEquals(50, settings.get(SettingsTable.POST_RATE));
    }

    @Test
    void aFlagTakesItsValueBehindASpaceOrAnEqualsSign() {
        assertEquals(1234, read("--http-port", "1234").get(SettingsTable.HTTP_PORT));
        assertEquals(1234, read("--http-port=1234").get(SettingsTable.HTTP_PORT));
    }

    @Test
    void theFileMayBeNamedByTheEnvironment() throws IOException {
        Path file = file("# a comment", "", "log-level=debug");

        assertEquals(LogLevel.DEBUG,
                Settings.read(List.of(), Map.of("SLUICE_CONFIG", file.toString())).get(SettingsTable.LOG_LEVEL));
    }

    @Test
    void listsAreRepeatedOrJoinedByCommas() {
        List<InetSocketAddress> wanted = List.of(address("192.0.2.1", 0), address("192.0.2.2", 20_000),
                address("2001:db8::1", 20_000));

        assertEquals(wanted,
                read("--announce", "192.0.2.1", "--announce", "192.0.2.2:20000", "--announce=[2001:db8::1]:20000")
                        .get(SettingsTable.ANNOUNCE));
        assertEquals(wanted,
                read("--announce", "192.0.2.1, 192.0.2.2:20000,[2001:db8::1]:20000").get(SettingsTable.ANNOUNCE));
    }

    @Test
    void anIpv6AddressNeedsNoBracketsWithoutAPort() {
        assertEquals(List.of(address("2001:db8::1", 0)), read("--announce", "2001:db8::1").get(SettingsTable.ANNOUNCE));
    }

    @Test
    void anUnknownKeyIsRefusedWithTheOneThatWasMeant() throws IOException {
        assertRefused("--htp-port: unknown key; did you mean http-port?", "--htp-port", "1");

        SettingsException variable = assertThrows(SettingsException.class,
                () -> Settings.read(List.of(), Map.of("SLUICE_UDPPORT", "1")));
        assertTrue(variable.getMessage().startsWith("SLUICE_UDPPORT: unknown key; did you mean udp-port?"),
                variable.getMessage());

        Path file = file("# ours", "worker = 3");
        assertRefused("sluice.properties line 2: worker: unknown key; did you mean workers?", "--config",
                file.toString());
    }

    @Test
    void variablesOfOthersAreNoneOfOurs() {
        assertEquals(8080, Settings.read(List.of(), Map.of("HTTP_PORT", "1", "SLUICE_JVM_ARGS", "-Xmx1g"))
                .get(SettingsTable.HTTP_PORT));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http-port       | 65536         | must be a whole number from 0 to 65535
            http-port       | eighty        | must be a whole number from 0 to 65535
            udp-port        | -1            | must be a whole number from 0 to 65535
            workers         | 1.5           | must be a whole number
            tls             | yes           | must be one of off, self-signed
            transport       | io_uring      | must be one of auto, epoll, nio
            log-level       | INFO          | must be one of error, warn, info, debug, trace
            admin           | everybody     | must be one of off, loopback, anyone
            announce        | 0.0.0.0       | not the wildcard
            announce        | 192.0.2.1:x   | must be a whole number from 0 to 65535
            announce        | 192.0.2.1,    | must be an IP address or a name that resolves to one
            announce        | [2001:db8::1  | must be an IP address or a name that resolves to one
            host            | 192.0.2.300   | must be an IP address or a name that resolves to one
            cors-origins    | example.org   | must be * or origins such as https://meet.example.org
            tls-certificate | /no/such/file | must name a file that can be read
            config          | /no/such/file | must name a file that can be read
            max-sessions    | 0             | must be a whole number from 1
            """)
    void aBadValueIsRefusedWithItsKeyAndWhatWouldBeRight(String key, String text, String complaint) {
        SettingsException refusal = assertThrows(SettingsException.class, () -> read("--" + key, text));

        assertTrue(refusal.getMessage().startsWith("--" + key + ": "), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(complaint), refusal.getMessage());
        assertTrue(refusal.getMessage().endsWith("not \"" + text + "\""), refusal.getMessage());
        assertFalse(refusal.getMessage().contains("\n"));
    }

    @Test
    void aBadDefaultWouldBeFoundHere() {
        SettingsTable.ALL.forEach(setting -> setting.reader().read(setting.fallback()));
    }

    @Test
    void aFlagWithoutValueAWordThatIsNoFlagAndASecondValueAreRefused() {
        assertRefused("--http-port: its value is missing", "--http-port");
        assertRefused("\"run\" is not a flag", "run");
        assertRefused("--http-port: given twice", "--http-port", "1", "--http-port", "2");
    }

    @Test
    void aLineThatIsNoSettingIsRefusedWithItsNumber() throws IOException {
        assertRefused("sluice.properties line 2: \"http-port 8080\" is not of the form key = value", "--config",
                file("", "http-port 8080").toString());
        assertRefused("sluice.properties line 1: config: a file cannot name another file", "--config",
                file("config = x").toString());
    }

    @Test
    void aCertificateNeedsItsKeyAndTheOtherWayRound() throws IOException {
        String file = file().toString();

        assertRefused("tls-key: missing", "--tls-certificate", file);
        assertRefused("tls-certificate: missing", "--tls-key", file);
        assertRefused("tls: self-signed does not go together", "--tls", "self-signed", "--tls-certificate", file,
                "--tls-key", file);
        assertTrue(read("--tls-certificate", file, "--tls-key", file).isTls());
        assertTrue(read("--tls", "self-signed").isTls());
    }

    @Test
    void helpAndDocumentationNameEveryKeyAndItsDefault() throws IOException {
        String help = SettingsTable.help();
        String documentation = Files.readString(Path.of("../docs/server.md"));

        for (Setting<?> setting : SettingsTable.ALL) {
            String unsaid = setting.fallback().isEmpty() ? "" : "[" + setting.fallback() + "]";
            assertTrue(
                    help.lines()
                            .anyMatch(line -> line.strip().startsWith(setting.flag() + " ") && line.endsWith(unsaid)),
                    setting.key());
            String row = "| `" + setting.key() + "` | "
                    + (setting.fallback().isEmpty() ? "" : "`" + setting.fallback() + "` ") + "|";
            assertTrue(documentation.replaceAll(" +", " ").contains(row), "docs/server.md has no row " + row);
        }
    }

    private static Settings read(String... arguments) {
        return Settings.read(List.of(arguments), Map.of());
    }

    private static void assertRefused(String beginning, String... arguments) {
        SettingsException refusal = assertThrows(SettingsException.class, () -> read(arguments));
        assertTrue(refusal.getMessage().startsWith(beginning), refusal.getMessage());
    }

    private Path file(String... lines) throws IOException {
        return Files.write(folder.resolve("sluice.properties"), List.of(lines));
    }

    private static InetSocketAddress address(String literal, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
    }
}
