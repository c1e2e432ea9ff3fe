package dev.sluice.sfu.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Every key there is. Flags, environment, file, `--help` and docs/server.md all come from this table.
final class SettingsTable {
    static final Setting<InetAddress> HOST = one("host", SettingReaders::host, "0.0.0.0",
            "address that HTTP and UDP listen on; :: listens on IPv6 and IPv4");
    static final Setting<Integer> HTTP_PORT = one("http-port", SettingReaders::port, "8080",
            "TCP port of the page, WHIP and WHEP");
    static final Setting<Integer> UDP_PORT = one("udp-port", SettingReaders::port, "10000",
            "UDP port of all media; 0 takes a free one");
    static final Setting<List<InetSocketAddress>> ANNOUNCE = list("announce", SettingReaders::addresses, "",
            "addresses, each with :port where it differs, that browsers are told to send media to; "
                    + "default: those of this machine's network interfaces");
    static final Setting<TlsMode> TLS = one("tls", SettingReaders.oneOf(TlsMode.class), "off",
            "self-signed serves HTTPS with a certificate made at start");
    static final Setting<Optional<Path>> TLS_CERTIFICATE = one("tls-certificate", SettingReaders::file, "",
            "PEM file with the certificate chain; serves HTTPS together with tls-key");
    static final Setting<Optional<Path>> TLS_KEY = one("tls-key", SettingReaders::file, "",
            "PEM file with the private key (PKCS #8) of tls-certificate");
    static final Setting<Integer> WORKERS = one("workers", SettingReaders.integer(0, 256), "0",
            "event loops that carry media; 0: one per core, one where sockets cannot share a port");
    static final Setting<TransportMode> TRANSPORT = one("transport", SettingReaders.oneOf(TransportMode.class), "auto",
            "UDP sockets: auto, epoll (Linux) or nio");
    static final Setting<Integer> UDP_BUFFER = one("udp-buffer", SettingReaders.integer(65_536, 1 << 30), "4194304",
            "bytes that the system is asked to buffer, each way, for each UDP socket");
    static final Setting<LogLevel> LOG_LEVEL = one("log-level", SettingReaders.oneOf(LogLevel.class), "info",
            "error, warn, info, debug or trace");
    static final Setting<Integer> MAX_SESSIONS = one("max-sessions", SettingReaders.integer(1, 1_000_000), "5000",
            "publishers and players on this server; more are refused with 503");
    static final Setting<Integer> MAX_ROOMS = one("max-rooms", SettingReaders.integer(1, 1_000_000), "1000",
            "rooms on each worker; more are refused with 503");
    static final Setting<Integer> MAX_PARTICIPANTS = one("max-participants", SettingReaders.integer(1, 1_000_000),
            "1000",
            "publishers and players in one room; more are refused with 503");
    static final Setting<Integer> POST_RATE = one("post-rate", SettingReaders.integer(0, 1_000_000), "50",
            "new publishers and players per second from one address, bursts of twice that, and 50 on each worker that are not connected yet; more are refused with 429; 0: no limit");
    static final Setting<List<String>> CORS_ORIGINS = list("cors-origins", SettingReaders::origins, "*",
            "origins whose pages may use WHIP and WHEP; * allows all");
    static final Setting<List<String>> WS_ORIGINS = list("ws-origins", SettingReaders::origins, "*",
            "origins whose pages may open the signaling WebSocket; * allows all");
    static final Setting<Integer> WS_PER_ADDRESS = one("ws-per-address", SettingReaders.integer(1, 1_000_000), "200",
            "WebSockets from one address; more are refused with 429");
    static final Setting<Integer> WS_MESSAGE_SIZE = one("ws-message-size", SettingReaders.integer(1024, 1 << 24),
            "262144",
            "bytes of one message; longer ones end the WebSocket with 1009");
    static final Setting<Integer> WS_RATE = one("ws-rate", SettingReaders.integer(1, 1_000_000), "50",
            "messages per second of one WebSocket, bursts of four times that; more end it with 1008");
    static final Setting<Integer> WS_QUEUE = one("ws-queue", SettingReaders.integer(65_536, 1 << 30), "1048576",
            "bytes that wait for one reader; more end its WebSocket with 1008");
    static final Setting<Integer> WS_PING = one("ws-ping", SettingReaders.integer(1, 3_600), "10",
            "seconds between pings; who says nothing for three times as long, or has not joined by then, is closed with 1008");
    static final Setting<Integer> WS_GRACE = one("ws-grace", SettingReaders.integer(0, 3_600), "15",
            "seconds a participant stays after its WebSocket is lost, to resume");
    static final Setting<AdminAccess> ADMIN = one("admin", SettingReaders.oneOf(AdminAccess.class), "loopback",
            "who may read /api/rooms and /metrics: off, loopback or anyone");
    static final Setting<Optional<Path>> CONFIG = one("config", SettingReaders::file, "",
            "file of key = value lines");

    static final List<Setting<?>> ALL = List.of(HOST, HTTP_PORT, UDP_PORT, ANNOUNCE, TLS, TLS_CERTIFICATE, TLS_KEY,
            WORKERS,
            TRANSPORT, UDP_BUFFER, LOG_LEVEL, MAX_SESSIONS, MAX_ROOMS, MAX_PARTICIPANTS, POST_RATE, CORS_ORIGINS,
            WS_ORIGINS, WS_PER_ADDRESS, WS_MESSAGE_SIZE, WS_RATE, WS_QUEUE, WS_PING, WS_GRACE, ADMIN,
            CONFIG);

    static final Map<String, Setting<?>> BY_KEY = ALL.stream()
            .collect(Collectors.toMap(Setting::key, Function.identity()));

    private SettingsTable() {}

    private static <T> Setting<T> one(String key, Setting.Reader<T> reader, String fallback, String meaning) {
        return new Setting<>(key, reader, fallback, false, meaning);
    }

    private static <T> Setting<T> list(String key, Setting.Reader<T> reader, String fallback, String meaning) {
        return new Setting<>(key, reader, fallback, true, meaning);
    }

    /// What `--help` prints.
    static String help() {
        return Stream
                .concat(Stream
                        .of("""
                                Usage: sluice run [--key value]...

                                Each key is also an environment variable (http-port: SLUICE_HTTP_PORT) and a line of the --config file
                                (http-port = 8080). A flag counts before the environment, the environment before the file. Several values
                                are joined by commas.

                                """),
                        ALL.stream().map(SettingsTable::helpLine))
                .collect(Collectors.joining())
                + "  %-18s start with these settings and stop at once: 0 if the server can run here, 1 if not, 2 if a setting is wrong%n"
                        .formatted("--check")
                + "  --help, --version\n";
    }

    private static String helpLine(Setting<?> setting) {
        String unsaid = setting.fallback().isEmpty() ? "" : " [" + setting.fallback() + "]";
        return "  %-18s %s%s%n".formatted(setting.flag(), setting.meaning(), unsaid);
    }
}
