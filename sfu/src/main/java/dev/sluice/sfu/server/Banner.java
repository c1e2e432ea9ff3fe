package dev.sluice.sfu.server;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What the person who started the server wants to know: where to point a browser, which ports to open, and what is not as it should be.
final class Banner {
    private Banner() {}

    static String text(SluiceServer server, Duration startUp) {
        StringBuilder text = new StringBuilder();
        text.append("Sluice ").append(Version.text()).append(" is up after ").append(startUp.toMillis())
                .append(" ms\n\n");
        line(text, "Open", server.url());
        line(text, "Media", "UDP " + server.announced().stream().map(Banner::shown).collect(Collectors.joining(", ")));
        line(text, "Sockets", server.sockets().description() + ", " + workers(server.workers().count()));
        warnings(server).forEach(warning -> line(text, "Warning", warning));
        return text.toString();
    }

    private static void line(StringBuilder text, String what, String value) {
        text.append("  %-9s %s%n".formatted(what, value));
    }

    private static String workers(int count) {
        return count == 1 ? "1 worker" : count + " workers";
    }

    private static String shown(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (address.getAddress() instanceof Inet6Address ? '[' + host + ']' : host) + ':' + address.getPort();
    }

    private static List<String> warnings(SluiceServer server) {
        List<String> warnings = new ArrayList<>();
        if (AnnouncedAddresses.areLoopbackOnly(server.announced())) {
            warnings.add("only browsers on this machine can connect: --announce names an address that others reach");
        }
        int wanted = server.settings().get(SettingsTable.UDP_BUFFER);
        int given = server.workers().all().getFirst().transport().receiveBufferBytes();
        if (given < wanted) {
            warnings.add(
                    "the system buffers %d KiB of received packets instead of %d: bursts may be lost; sysctl -w net.core.rmem_max=%d"
                            .formatted(given / 1024, wanted / 1024, wanted));
        }
        return warnings;
    }
}
