package dev.sluice.dtlssrtp;

import java.io.IOException;

import org.bouncycastle.tls.DatagramTransport;

/// The transport that the TLS library keeps for life: the queues of the handshake first, the loop afterwards.
final class LibraryLink implements DatagramTransport {
    private volatile DatagramTransport end;

    LibraryLink(DatagramTransport end) {
        this.end = end;
    }

    void switchTo(DatagramTransport other) {
        end = other;
    }

    @Override
    public int getReceiveLimit() throws IOException { return end.getReceiveLimit(); }

    @Override
    public int getSendLimit() throws IOException { return end.getSendLimit(); }

    @Override
    public int receive(byte[] bytes, int offset, int length, int waitMillis) throws IOException {
        return end.receive(bytes, offset, length, waitMillis);
    }

    @Override
    public void send(byte[] bytes, int offset, int length) throws IOException {
        end.send(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
        end.close();
    }
}
