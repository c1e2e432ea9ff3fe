package dev.sluice.dtlssrtp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The `openssl` program as a DTLS peer.
final class OpenSsl implements AutoCloseable {
    private static final Pattern KEYING_MATERIAL = Pattern.compile("Keying material: ([0-9A-F]+)");

    private final Process process;
    private final StringBuffer output = new StringBuffer();
    private final Thread reader;

    private OpenSsl(List<String> command) throws IOException {
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new IOException("these tests need the openssl program: apt-get install openssl", e);
        }
        reader = Thread.ofVirtual().start(this::read);
    }

    static OpenSsl client(int port, String... options) throws IOException {
        return start("s_client", List.of("-connect", "127.0.0.1:" + port), options);
    }

    static OpenSsl server(int port, String... options) throws IOException {
        OpenSsl server = start("s_server", List.of("-accept", "127.0.0.1:" + port), options);
        server.await("ACCEPT");
        return server;
    }

    private static OpenSsl start(String program, List<String> address, String... options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("openssl", program, "-dtls1_2", "-keymatexport", "EXTRACTOR-dtls_srtp"));
        command.addAll(address);
        command.addAll(Arrays.asList(options));
        return new OpenSsl(command);
    }

    /// Runs an openssl command to its end.
    static void run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(Arrays.asList(arguments));
        try (OpenSsl program = new OpenSsl(command)) {
            program.process.waitFor();
            program.reader.join();
            if (program.process.exitValue() != 0) {
                throw new AssertionError(program.output());
            }
        }
    }

    static String[] identity(Path folder, DtlsCertificate certificate) throws IOException {
        Path cert = Files.writeString(folder.resolve("cert.pem"), certificate.certificatePem());
        Path key = Files.writeString(folder.resolve("key.pem"), certificate.privateKeyPem());
        return new String[]{"-cert", cert.toString(), "-key", key.toString()};
    }

    static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    void type(String line) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        in.flush();
    }

    String output() {
        return output.toString();
    }

    boolean said(String text) {
        return output.indexOf(text) >= 0;
    }

    /// What it exported with the label of DTLS-SRTP, in hexadecimal; null when it has not said so.
    String keyingMaterial() {
        Matcher matcher = KEYING_MATERIAL.matcher(output);
        return matcher.find() ? matcher.group(1) : null;
    }

    private void await(String text) throws IOException {
        synchronized (output) {
            while (!said(text)) {
                if (!process.isAlive()) {
                    throw new IOException("openssl ended: " + output);
                }
                try {
                    output.wait(100);
                } catch (InterruptedException _) {
                    throw new IOException("interrupted");
                }
            }
        }
    }

    private void read() {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                output.append(line).append('\n');
                synchronized (output) {
                    output.notifyAll();
                }
            }
        } catch (IOException _) {
            // it was ended
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
