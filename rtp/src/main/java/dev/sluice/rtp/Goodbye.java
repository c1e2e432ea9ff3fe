package dev.sluice.rtp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.sluice.wire.U32;

/// These sources have ended.
///
/// @param reason empty: none given
///
/// @rfc 3550 6.6 BYE: Goodbye RTCP Packet
public record Goodbye(List<Long> ssrcs, String reason) implements RtcpPacket {

    public Goodbye {
        ssrcs = Rtcp.checkCount(ssrcs, "sources");
        if (reason.getBytes(StandardCharsets.UTF_8).length > 255) {
            throw new IllegalArgumentException("the reason of a BYE holds at most 255 bytes");
        }
    }

    @Override
    public int size() {
        int text = reason.isEmpty() ? 0 : 1 + reason.getBytes(StandardCharsets.UTF_8).length;
        return 4 + 4 * ssrcs.size() + (text + 3 & ~3);
    }

    static Goodbye parse(byte[] bytes, int count, int at, int end) {
        if (end - at < 4 * count) {
            return null;
        }
        List<Long> ssrcs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ssrcs.add(U32.get(bytes, at + 4 * i));
        }
        return new Goodbye(ssrcs, parseReason(bytes, at + 4 * count, end));
    }

    private static String parseReason(byte[] bytes, int at, int end) {
        if (at >= end) {
            return "";
        }
        int length = Math.min(bytes[at] & 0xff, end - at - 1);
        String reason = new String(bytes, at + 1, length, StandardCharsets.UTF_8);
        return reason.getBytes(StandardCharsets.UTF_8).length <= 255 ? reason : "";     // no UTF-8: it grew
    }

    int write(byte[] target, int offset) {
        int at = Rtcp.writeHeader(target, offset, Rtcp.GOODBYE, ssrcs.size(), size());
        for (long ssrc : ssrcs) {
            U32.set(target, at, ssrc);
            at += 4;
        }
        if (!reason.isEmpty()) {
            byte[] text = reason.getBytes(StandardCharsets.UTF_8);
            target[at] = (byte) text.length;
            System.arraycopy(text, 0, target, at + 1, text.length);
            at += 1 + text.length;
        }
        while (at < offset + size()) {
            target[at++] = 0;
        }
        return at;
    }
}
