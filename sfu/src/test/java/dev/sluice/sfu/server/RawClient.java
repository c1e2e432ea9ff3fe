package dev.sluice.sfu.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A WebSocket client that does what no browser does: it writes frames byte by byte, and reads only when it is told to.
///
/// @rfc 6455 5.2 Base Framing Protocol
final class RawClient implements AutoCloseable {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int PING = 9;

    /// What [#awaitClose] says of a connection that broke without a close frame.
    static final int BROKEN = 1006;

    private static final int CLOSE = 8;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final OutputStream out;
    private final DataInputStream in;
    private final int status;

    private RawClient(TestServer server, String path, String headers) throws IOException {
        socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.server.httpPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        out = socket.getOutputStream();
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" + headers + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        status = readStatus();
    }

    /// @param headers lines that end with CR LF
    static RawClient open(TestServer server, String path, String headers) {
        try {
            return new RawClient(server, path, headers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RawClient open(TestServer server) {
        RawClient client = open(server, "/ws", "");
        assertEquals(101, client.status);
        return client;
    }

    static RawClient join(TestServer server, String room, String name) {
        RawClient client = open(server);
        client.text(TestSocket.joining(room, name).toString());
        return client;
    }

    private int readStatus() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return Integer.parseInt(head.substring(9, 12));
    }

    /// Of the answer to the handshake.
    int status() {
        return status;
    }

    // Writing.

    void text(String text) {
        frame(TEXT, true, text.getBytes(StandardCharsets.UTF_8));
    }

    void frame(int opcode, boolean isFinal, byte[] payload) {
        header(opcode, isFinal, payload.length);
        write(payload);
    }

    /// Begins a frame; its payload is to follow, masked with zeros, which is to say as it is.
    void header(int opcode, boolean isFinal, long length) {
        ByteBuffer header = ByteBuffer.allocate(14);
        header.put((byte) (opcode | (isFinal ? FINAL : 0)));
        if (length < 126) {
            header.put((byte) (MASKED | length));
        } else if (length < 65_536) {
            header.put((byte) (MASKED | 126)).putShort((short) length);
        } else {
            header.put((byte) (MASKED | 127)).putLong(length);
        }
        header.putInt(0);
        write(java.util.Arrays.copyOf(header.array(), header.position()));
    }

    void write(byte[] bytes) {
        try {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // Reading.

    /// Reads on until the server closes, and says with which code.
    int awaitClose() {
        try {
            while (true) {
                int opcode = in.readUnsignedByte() & 0xf;
                byte[] payload = new byte[length()];
                in.readFully(payload);
                if (opcode == CLOSE) {
                    return ByteBuffer.wrap(payload).getShort();
                }
            }
        } catch (IOException _) {
            return BROKEN;
        }
    }

    private int length() throws IOException {
        int length = in.readUnsignedByte();
        return switch (length) {
            case 126 -> in.readUnsignedShort();
            case 127 -> (int) in.readLong();
            default -> length;
        };
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
