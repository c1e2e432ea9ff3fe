package dev.sluice.sfu.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.List;

/// The one port that all workers listen on.
final class UdpPort {
    private static final String KEY = SettingsTable.UDP_PORT.key();

    private UdpPort() {}

    /// Binds the sockets of all workers; returns where.
    ///
    /// @throws StartException when somebody else has the port
    static InetSocketAddress bind(Settings settings, List<Worker> workers) {
        InetAddress host = settings.get(SettingsTable.HOST);
        int port = settings.get(SettingsTable.UDP_PORT);
        boolean isShared = workers.size() > 1;
        if (isShared) {
            requireFree(new InetSocketAddress(host, port));
        }
        for (Worker worker : workers) {     // the first finds a port if any will do, the others join it
            port = Steps.awaitPort(KEY, port, worker.transport().bind(new InetSocketAddress(host, port), isShared,
                    settings.get(SettingsTable.UDP_BUFFER))).getPort();
        }
        return new InetSocketAddress(host, port);
    }

    /// Sockets that share a port would share it with another server of the same user, too, and each get some of the packets.
    private static void requireFree(InetSocketAddress wanted) {
        try (DatagramChannel probe = DatagramChannel.open()) {
            probe.bind(wanted);
        } catch (IOException e) {
            throw Steps.cannotListen(KEY, wanted.getPort(), e);
        }
    }
}
