package dev.sluice.ice.turn;

import java.net.InetSocketAddress;

/// The way to a client: what RFC 8656 calls the 5-tuple. There is one allocation at most for each.
interface ClientPath {
    InetSocketAddress client();

    /// Bytes on a connection, where ChannelData is padded; otherwise datagrams, whose source may be forged.
    boolean isStream();

    /// False: it was not taken, and is lost.
    boolean send(byte[] bytes, int offset, int length);

    /// Null: there is none.
    Allocation allocation();

    /// Null takes the present one away.
    void allocation(Allocation allocation, long now);
}
