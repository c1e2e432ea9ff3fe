package dev.sluice.sfu.server;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;

/// Puts the frames of text messages together, never more than a limit of bytes.
///
/// @rfc 6455 5.4 Fragmentation
final class MessageAssembler {
    private final int limit;
    private Buffer parts;

    MessageAssembler(int limit) {
        this.limit = limit;
    }

    /// Takes a text frame or one that continues it. False: the message is too long, and forgotten.
    boolean add(WebSocketFrame frame) {
        Buffer data = frame.binaryData();
        int before = parts == null ? 0 : parts.length();
        if (before + data.length() > limit) {
            parts = null;
            return false;
        }
        if (parts == null) {
            parts = data.copy();
        } else {
            parts.appendBuffer(data);
        }
        return true;
    }

    /// The message, all of whose frames have come.
    ///
    /// @throws CharacterCodingException it is no UTF-8
    String take() throws CharacterCodingException {
        byte[] bytes = parts.getBytes();
        parts = null;
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
}
