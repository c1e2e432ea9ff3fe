package dev.sluice.testkit;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;

import org.junit.jupiter.api.Test;

class PacketPrinterTest {
    private static final InetSocketAddress ALICE = new InetSocketAddress("10.0.0.1", 5000);
    private static final InetSocketAddress BOB = new InetSocketAddress("10.0.0.2", 6000);

    /// The checksums are those that Wireshark 4.0 calls correct.
    @Test
    void printsWhatText2pcapReads() {
        PacketPrinter printer = new PacketPrinter();
        printer.onPacket(61 * SECOND + 2 * MILLISECOND, Fate.SENT, ALICE, BOB, new byte[]{1, 2, 3});
        printer.onPacket(61 * SECOND + 3 * MILLISECOND, Fate.LOST, ALICE, BOB, new byte[]{1, 2, 3});

        assertEquals("""
                # text2pcap -l 101 -t %H:%M:%S.%f packets.txt packets.pcapng
                # 00:01:01.002000000 SENT 10.0.0.1:5000 > 10.0.0.2:6000, 3 bytes
                00:01:01.002000000
                000000 45 00 00 1f 00 00 40 00 40 11 26 cc 0a 00 00 01
                000010 0a 00 00 02 13 88 17 70 00 0b bc db 01 02 03
                # 00:01:01.003000000 LOST 10.0.0.1:5000 > 10.0.0.2:6000, 3 bytes
                """, printer.toString());
    }

    @Test
    void printsIpv6() {
        PacketPrinter printer = new PacketPrinter();
        printer.onPacket(0, Fate.SENT, new InetSocketAddress("2001:db8::1", 5000),
                new InetSocketAddress("2001:db8::2", 6000), new byte[]{(byte) 0xff});

        assertTrue(printer.toString().endsWith("""
                000000 60 00 00 00 00 09 11 40 20 01 0d b8 00 00 00 00
                000010 00 00 00 00 00 00 00 01 20 01 0d b8 00 00 00 00
                000020 00 00 00 00 00 00 00 02 13 88 17 70 00 09 7a 6e
                000030 ff
                """), printer.toString());
    }

    @Test
    void forgetsTheOldest() {
        PacketPrinter printer = new PacketPrinter(2);
        for (int i = 1; i <= 3; i++) {
            printer.onPacket(i * SECOND, Fate.LOST, ALICE, BOB, new byte[i]);
        }

        assertEquals("""
                # text2pcap -l 101 -t %H:%M:%S.%f packets.txt packets.pcapng
                # 00:00:02.000000000 LOST 10.0.0.1:5000 > 10.0.0.2:6000, 2 bytes
                # 00:00:03.000000000 LOST 10.0.0.1:5000 > 10.0.0.2:6000, 3 bytes
                """, printer.toString());
    }

    @Test
    void tapsANetwork() throws Exception {
        SimulatedNetwork network = new SimulatedNetwork(1);
        PacketPrinter printer = new PacketPrinter();
        network.tap(printer);
        SimulatedHost alice = network.host("10.0.0.1");

        alice.open(ALICE, (_, _, _, _, _) -> {}).send(BOB, new byte[]{1, 2, 3}, 0, 3);
        network.run(SECOND);

        assertTrue(
                printer.toString().contains("# 00:00:00.000000000 UNREACHABLE 10.0.0.1:5000 > 10.0.0.2:6000, 3 bytes"),
                printer.toString());
    }
}
