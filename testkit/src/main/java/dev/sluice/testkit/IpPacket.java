package dev.sluice.testkit;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/// Puts the headers back that the simulated network leaves away, because Wireshark wants to see IP and UDP.
///
/// @rfc 791 3.1 Internet Header Format
/// @rfc 8200 3 IPv6 Header Format
/// @rfc 768 - User Datagram Protocol
final class IpPacket {
    private static final int UDP = 17;
    private static final int UDP_HEADER = 8;
    private static final int HOP_LIMIT = 64;
    private static final int IPV4_HEADER = 20;
    private static final int IPV4_CHECKSUM = 10;

    private IpPacket() {}

    static byte[] of(InetSocketAddress from, InetSocketAddress to, byte[] payload) {
        byte[] source = from.getAddress().getAddress();
        byte[] destination = to.getAddress().getAddress();
        byte[] udp = udp(from.getPort(), to.getPort(), payload);
        int checksum = checksum(pseudoHeader(source, destination, udp.length), udp);
        ByteBuffer.wrap(udp).putShort(6, (short) (checksum == 0 ? 0xffff : checksum));
        byte[] header = source.length == 4 ? ipv4(source, destination, udp.length)
                : ipv6(source, destination, udp.length);
        return ByteBuffer.allocate(header.length + udp.length).put(header).put(udp).array();
    }

    private static byte[] udp(int sourcePort, int destinationPort, byte[] payload) {
        int length = UDP_HEADER + payload.length;
        return ByteBuffer.allocate(length).putShort((short) sourcePort).putShort((short) destinationPort)
                .putShort((short) length).putShort((short) 0)
                .put(payload).array();
    }

    private static byte[] ipv4(byte[] source, byte[] destination, int length) {
        ByteBuffer header = ByteBuffer.allocate(IPV4_HEADER).put((byte) 0x45).put((byte) 0)
                .putShort((short) (IPV4_HEADER + length)).putInt(0x4000)
                .put((byte) HOP_LIMIT).put((byte) UDP).putShort((short) 0).put(source).put(destination);
        return header.putShort(IPV4_CHECKSUM, (short) checksum(header.array())).array();
    }

    private static byte[] ipv6(byte[] source, byte[] destination, int length) {
        return ByteBuffer.allocate(40).putInt(0x60000000).putShort((short) length).put((byte) UDP).put((byte) HOP_LIMIT)
                .put(source).put(destination).array();
    }

    private static byte[] pseudoHeader(byte[] source, byte[] destination, int length) {
        return ByteBuffer.allocate(2 * source.length + 8).put(source).put(destination).putInt(length).putInt(UDP)
                .array();
    }

    /// The Internet checksum; every part but the last is of even length.
    private static int checksum(byte[]... parts) {
        int sum = 0;
        for (byte[] part : parts) {
            for (int i = 0; i < part.length; i++) {
                sum += (part[i] & 0xff) << (i % 2 == 0 ? 8 : 0);
            }
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return ~sum & 0xffff;
    }
}
