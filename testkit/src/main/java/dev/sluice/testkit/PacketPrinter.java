package dev.sluice.testkit;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Locale;

/// Writes packets down so that Wireshark can read them: a hex dump with times, for the output of a test that fails.
///
/// ```
/// text2pcap -l 101 -t %H:%M:%S.%f packets.txt packets.pcapng
/// ```
///
/// Every packet is written with IP and UDP headers at the time at which it was sent; its further fate is a comment. The most recent packets are
/// kept, older ones are forgotten.
public final class PacketPrinter implements Tap {
    private static final int USUALLY_KEPT = 1_000;
    private static final int BYTES_PER_LINE = 16;

    private final int kept;
    private final Deque<Seen> seen = new ArrayDeque<>();

    private record Seen(long at, Fate fate, InetSocketAddress from, InetSocketAddress to, byte[] bytes) {}

    public PacketPrinter() {
        this(USUALLY_KEPT);
    }

    /// @param kept how many lines and packets are kept
    public PacketPrinter(int kept) {
        this.kept = kept;
    }

    @Override
    public void onPacket(long now, Fate fate, InetSocketAddress from, InetSocketAddress to, byte[] bytes) {
        if (seen.size() == kept) {
            seen.removeFirst();
        }
        seen.addLast(new Seen(now, fate, from, to, bytes));
    }

    /// The dump; its first line is the command that reads it.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("# text2pcap -l 101 -t %H:%M:%S.%f packets.txt packets.pcapng\n");
        seen.forEach(packet -> print(packet, text));
        return text.toString();
    }

    private static void print(Seen packet, StringBuilder text) {
        text.append("# ").append(time(packet.at)).append(' ').append(packet.fate).append(' ')
                .append(Recent.name(packet.from)).append(" > ")
                .append(Recent.name(packet.to)).append(", ").append(packet.bytes.length).append(" bytes\n");
        if (packet.fate == Fate.SENT) {
            text.append(time(packet.at)).append('\n');
            hexDump(IpPacket.of(packet.from, packet.to, packet.bytes), text);
        }
    }

    private static void hexDump(byte[] bytes, StringBuilder text) {
        HexFormat hex = HexFormat.ofDelimiter(" ");
        for (int offset = 0; offset < bytes.length; offset += BYTES_PER_LINE) {
            int end = Math.min(offset + BYTES_PER_LINE, bytes.length);
            text.append(hex.toHexDigits(offset, 6)).append(' ').append(hex.formatHex(bytes, offset, end)).append('\n');
        }
    }

    private static String time(long nanoseconds) {
        long seconds = nanoseconds / 1_000_000_000;
        return String.format(Locale.ROOT, "%02d:%02d:%02d.%09d", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60,
                nanoseconds % 1_000_000_000);
    }
}
