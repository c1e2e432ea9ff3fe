package dev.sluice.ice;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import dev.sluice.wire.UdpLoop;
import dev.sluice.wire.UdpLoop.UdpSocket;

/// A UDP socket of ours, which is a host candidate, and the links to servers that share it.
final class HostSocket implements UdpLoop.Receiver {
    private final List<ServerLink> links = new ArrayList<>();
    private final ServerLink.Output out;
    private LocalCandidate candidate;

    private HostSocket(ServerLink.Output out) {
        this.out = out;
    }

    static HostSocket open(UdpLoop loop, InetSocketAddress address, int localPreference, ServerLink.Output out)
            throws IOException {
        HostSocket host = new HostSocket(out);
        UdpSocket socket = loop.open(address, host);
        host.candidate = new LocalCandidate(IceCandidate.host(socket.localAddress(), localPreference), socket);
        return host;
    }

    LocalCandidate candidate() {
        return candidate;
    }

    UdpSocket socket() {
        return candidate.socket();
    }

    void add(ServerLink link) {
        links.add(link);
    }

    void remove(ServerLink link) {
        links.remove(link);
    }

    @Override
    public void onDatagram(InetSocketAddress from, byte[] bytes, int offset, int length, long now) {
        for (int i = 0; i < links.size(); i++) { // no iterator: media comes by here
            if (links.get(i).take(from, bytes, offset, length, now)) {
                out.onServer();
                return;
            }
        }
        out.onDatagram(candidate, from, bytes, offset, length, now);
    }
}
