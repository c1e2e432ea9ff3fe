package dev.sluice.sfu.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// How the texts of settings become values. Each reader throws an `IllegalArgumentException` that says what would be right.
final class SettingReaders {
    private static final int MAX_PORT = 65_535;

    private SettingReaders() {}

    /// A port; 0 asks the system for a free one.
    static int port(String text) {
        return integer(0, MAX_PORT).read(text);
    }

    static Setting.Reader<Integer> integer(int least, int most) {
        return text -> {
            try {
                int value = Integer.parseInt(text);
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException _) {
                // said below
            }
            throw new IllegalArgumentException("must be a whole number from " + least + " to " + most);
        };
    }

    /// One of the constants, written in lower case with hyphens.
    static <E extends Enum<E>> Setting.Reader<E> oneOf(Class<E> type) {
        return text -> Arrays.stream(type.getEnumConstants())
                .filter(constant -> spelling(constant).equals(text))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("must be one of " + Arrays.stream(type.getEnumConstants())
                                .map(SettingReaders::spelling)
                                .collect(Collectors.joining(", "))));
    }

    static String spelling(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// An address, or a name that is looked up once, here.
    static InetAddress host(String text) {
        try {
            if (!text.isEmpty()) {              // which Java takes for this machine
                return InetAddress.getByName(text);
            }
        } catch (UnknownHostException _) {
            // said below
        }
        throw new IllegalArgumentException("must be an IP address or a name that resolves to one");
    }

    /// Addresses with an optional port each: `203.0.113.5`, `203.0.113.5:20000`, `[2001:db8::5]:20000`. Port 0 stands for "as bound".
    static List<InetSocketAddress> addresses(String text) {
        return items(text).stream().map(SettingReaders::address).toList();
    }

    private static InetSocketAddress address(String text) {
        int bracket = text.startsWith("[") ? text.indexOf(']') : -1;
        boolean isBareIpv6 = bracket < 0 && text.indexOf(':') != text.lastIndexOf(':');
        int colon = isBareIpv6 ? -1 : text.indexOf(':', bracket + 1);
        String host = colon < 0 ? text : text.substring(0, colon);
        InetAddress address = host(bracket < 0 ? host : host.substring(1, bracket));
        if (address.isAnyLocalAddress()) {
            throw new IllegalArgumentException("must be an address that browsers can send to, not the wildcard");
        }
        return new InetSocketAddress(address, colon < 0 ? 0 : port(text.substring(colon + 1)));
    }

    /// `*`, or origins as browsers send them: `https://meet.example.org`.
    static List<String> origins(String text) {
        List<String> origins = items(text);
        for (String origin : origins) {
            if (!origin.equals("*") && !origin.matches("https?://[^/\\s]+")) {
                throw new IllegalArgumentException("must be * or origins such as https://meet.example.org");
            }
        }
        return origins;
    }

    /// A file that exists and can be read; the empty text is none.
    static Optional<Path> file(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            Path path = Path.of(text);
            if (Files.isReadable(path) && Files.isRegularFile(path)) {
                return Optional.of(path);
            }
        } catch (InvalidPathException _) {
            // said below
        }
        throw new IllegalArgumentException("must name a file that can be read");
    }

    private static List<String> items(String text) {
        return text.isEmpty() ? List.of() : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }
}
