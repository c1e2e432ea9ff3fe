package dev.sluice.sdp;

import java.net.InetAddress;
import java.util.List;

/// Judges the text of an address without ever looking a name up.
final class Address {
    private static final int MAX_NAME = 253;

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
    static boolean isRemote(String text) {
        if (!isLiteral(text)) {
            return false;
        }
        InetAddress address = InetAddress.ofLiteral(text); // turns IPv4-mapped IPv6 into IPv4: ::ffff:127.0.0.1 is loopback
        return !address.isLoopbackAddress() && !address.isAnyLocalAddress() && !address.isMulticastAddress()
                && !text.equals("255.255.255.255");
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
