package dev.sluice.rtp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.sluice.wire.U32;

/// Who the sources are. WebRTC sends the canonical name only, which ties the streams of one clock together.
///
/// @rfc 3550 6.5 SDES: Source Description RTCP Packet
public record SourceDescription(List<Chunk> chunks) implements RtcpPacket {

    public record Chunk(long ssrc, List<Item> items) {
        public Chunk {
            items = List.copyOf(items);
        }

        int size() {
            int size = 4 + 1;
            for (Item item : items) {
                size += 2 + item.value.length;
            }
            return size + 3 & ~3;
        }
    }

    /// The value is kept as it came; [#text] reads it as the UTF-8 that it should be.
    public record Item(int type, byte[] value) {
        public static final int CNAME = 1;

        public Item {
            if (value.length > 255) {
                throw new IllegalArgumentException("an SDES item holds at most 255 bytes, not " + value.length);
            }
        }

        public String text() {
            return new String(value, StandardCharsets.UTF_8);
        }
    }

    public SourceDescription {
        chunks = Rtcp.checkCount(chunks, "SDES chunks");
    }

    public static SourceDescription cname(long ssrc, String cname) {
        Item item = new Item(Item.CNAME, cname.getBytes(StandardCharsets.UTF_8));
        return new SourceDescription(List.of(new Chunk(ssrc, List.of(item))));
    }

    @Override
    public int size() {
        int size = 4;
        for (Chunk chunk : chunks) {
            size += chunk.size();
        }
        return size;
    }

    static SourceDescription parse(byte[] bytes, int count, int at, int end) {
        List<Chunk> chunks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Chunk chunk = parseChunk(bytes, at, end);
            if (chunk == null) {
                return null;
            }
            chunks.add(chunk);
            at += chunk.size();
        }
        return new SourceDescription(chunks);
    }

    private static Chunk parseChunk(byte[] bytes, int at, int end) {
        if (end - at < 8) {
            return null;
        }
        long ssrc = U32.get(bytes, at);
        List<Item> items = new ArrayList<>(1);
        at += 4;
        while (at < end && bytes[at] != 0) {
            if (end - at < 2 || end - at - 2 < (bytes[at + 1] & 0xff)) {
                return null;
            }
            byte[] value = new byte[bytes[at + 1] & 0xff];
            System.arraycopy(bytes, at + 2, value, 0, value.length);
            items.add(new Item(bytes[at] & 0xff, value));
            at += 2 + value.length;
        }
        return at < end ? new Chunk(ssrc, items) : null;        // a chunk ends with a zero
    }

    int write(byte[] target, int offset) {
        int at = Rtcp.writeHeader(target, offset, Rtcp.SOURCE_DESCRIPTION, chunks.size(), size());
        for (Chunk chunk : chunks) {
            writeChunk(chunk, target, at);
            at += chunk.size();
        }
        return at;
    }

    private static void writeChunk(Chunk chunk, byte[] target, int at) {
        int end = at + chunk.size();
        U32.set(target, at, chunk.ssrc);
        at += 4;
        for (Item item : chunk.items) {
            target[at] = (byte) item.type;
            target[at + 1] = (byte) item.value.length;
            System.arraycopy(item.value, 0, target, at + 2, item.value.length);
            at += 2 + item.value.length;
        }
        while (at < end) {
            target[at++] = 0;
        }
    }
}
