package dev.sluice.sdp;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/// Judges the text of an address without ever looking a name up.
final class Address {
    private static final int MAX_NAME = 253;
    private static final byte[] IPV4_COMPATIBLE = new byte[12];
    private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

    private Address() {}

    /// The text, which is an IP address or could be a name.
    static String checked(String text) {
        if (!isIpv4(text) && !isIpv6(text) && !isName(text)) {
            throw new SdpParseException("not an address: '" + SdpParseException.excerpt(text) + "'");
        }
        return text;
    }

    static boolean isLiteral(String text) {
        return isIpv4(text) || isIpv6(text);
    }

    /// Whether it is a unicast IP address other than this machine's own.
    ///
    /// IPv4 addresses are found in IPv6 ones too: `::ffff:127.0.0.1` would reach this machine like 127.0.0.1 does.
    static boolean isRemote(String text) {
        if (!isLiteral(text)) {
            return false;
        }
        InetAddress address = InetAddress.ofLiteral(text); // takes IPv4-mapped IPv6 for IPv4
        byte[] bytes = address.getAddress();
        if (bytes.length == 4 || holdsIpv4(bytes)) {
            return isRemoteIpv4(bytes[bytes.length - 4]);
        }
        return !address.isLoopbackAddress() && !address.isAnyLocalAddress() && !address.isMulticastAddress();
    }

    /// IPv4-compatible addresses, among them `::` and `::1`, and those a NAT64 translates.
    ///
    /// @rfc 6052 2.1 Well-Known Prefix
    private static boolean holdsIpv4(byte[] bytes) {
        return startsWith(bytes, IPV4_COMPATIBLE) || startsWith(bytes, NAT64);
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    /// "This network" is 0, loopback 127, and from 224 on there is multicast, reserved space and broadcast.
    ///
    /// @rfc 6890 2.2.2 IPv4 Special-Purpose Address Registry Entries
    private static boolean isRemoteIpv4(byte first) {
        int network = Byte.toUnsignedInt(first);
        return network != 0 && network != 127 && network < 224;
    }

    static boolean isIpv6(String text) {
        if (text.indexOf(':') < 0 || text.indexOf('%') >= 0 || text.indexOf('[') >= 0) {
            return false;
        }
        try {
            InetAddress.ofLiteral(text);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean isIpv4(String text) {
        List<String> parts = Fields.split(text, '.');
        return looksLikeIpv4(text) && parts.size() == 4 && text.charAt(0) != '.' && !text.endsWith(".")
                && !text.contains("..")
                && parts.stream().allMatch(part -> part.length() <= 3 && Integer.parseInt(part) <= 255);
    }

    private static boolean isName(String text) {
        return text.length() <= MAX_NAME && !looksLikeIpv4(text) && Fields.isMadeOf(text, "-._");
    }

    private static boolean looksLikeIpv4(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.');
    }
}
