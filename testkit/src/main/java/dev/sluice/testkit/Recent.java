package dev.sluice.testkit;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Locale;

/// Remembers the last few packets, one line each, for the message of a test that fails.
final class Recent implements Tap {
    private static final int KEPT = 40;
    private static final int SHOWN_BYTES = 16;

    private final Deque<Line> lines = new ArrayDeque<>(KEPT);

    private record Line(long at, Fate fate, InetSocketAddress from, InetSocketAddress to, byte[] bytes) {}

    @Override
    public void onPacket(long now, Fate fate, InetSocketAddress from, InetSocketAddress to, byte[] bytes) {
        if (lines.size() == KEPT) {
            lines.removeFirst();
        }
        lines.addLast(new Line(now, fate, from, to, bytes));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(text(line)).append('\n'));
        return text.toString();
    }

    static String seconds(long nanoseconds) {
        return String.format(Locale.ROOT, "%.6f", nanoseconds / 1e9);
    }

    private static String text(Line line) {
        int shown = Math.min(line.bytes.length, SHOWN_BYTES);
        return seconds(line.at) + " s " + line.fate + ' ' + name(line.from) + " > " + name(line.to) + ", "
                + line.bytes.length + " bytes: "
                + HexFormat.ofDelimiter(" ").formatHex(line.bytes, 0, shown)
                + (shown < line.bytes.length ? " ..." : "");
    }

    static String name(InetSocketAddress address) {
        String literal = address.getAddress().getHostAddress();
        return (literal.contains(":") ? '[' + literal + ']' : literal) + ':' + address.getPort();
    }
}
