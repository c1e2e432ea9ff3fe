package dev.sluice.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The server under load: a process of its own, on free ports of 127.0.0.1.
final class ServerProcess implements AutoCloseable {
    private static final String READY = "Ctrl-C";

    private final Process process;
    private final String url;

    private ServerProcess(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    static ServerProcess start() throws IOException {
        int httpPort = freeTcpPort();
        int udpPort = freeUdpPort();
        Process process = new ProcessBuilder(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseZGC",
                        "-XX:SoftMaxHeapSize=512m",
                        "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                        "dev.sluice.sfu.server.Main",
                        "--host", "127.0.0.1", "--http-port", "" + httpPort, "--udp-port", "" + udpPort, "--announce",
                        "127.0.0.1", "--post-rate", "0",
                        "--log-level", "warn"))
                .redirectErrorStream(true).start();
        ServerProcess server = new ServerProcess(process, "http://127.0.0.1:" + httpPort);
        server.awaitReady();
        return server;
    }

    /// Shows what the server prints, and goes on doing so in the background once it is up.
    private void awaitReady() throws IOException {
        BufferedReader output = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        while (line != null && !line.startsWith(READY)) {
            System.out.println(line);
            line = output.readLine();
        }
        if (line == null) {
            throw new IOException("the server did not start");
        }
        Thread.ofVirtual().start(() -> showRest(output));
    }

    private static void showRest(BufferedReader output) {
        try {
            output.lines().forEach(System.out::println);
        } catch (UncheckedIOException _) {
            // the server has ended
        }
    }

    String url() {
        return url;
    }

    /// User and system time so far.
    Duration cpuTime() {
        return process.info().totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("this system does not tell the CPU time of a process"));
    }

    /// Resident memory; 0 where there is no /proc.
    long residentMegabytes() {
        Path status = Path.of("/proc", "" + process.pid(), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        try {
            return Files.readAllLines(status).stream().filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024).findFirst().orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
        process.destroyForcibly();
    }

    private static int freeTcpPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static int freeUdpPort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
