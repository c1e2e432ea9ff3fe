package dev.sluice.ice;

import java.net.InetSocketAddress;

/// What a [CandidateGatherer] has going on with one server, from one socket.
///
/// Sans-IO and confined to one thread.
interface ServerLink {
    interface Output {
        /// The server sees the socket at this address.
        void reflexive(InetSocketAddress base, InetSocketAddress mapped, InetSocketAddress server);

        void relayed(LocalCandidate relay);

        void lost(LocalCandidate relay);

        /// A datagram of somebody else that came through the server.
        void onDatagram(LocalCandidate at, InetSocketAddress from, byte[] bytes, int offset, int length, long now);

        /// The first answer has come, or none will: gathering need not wait for this one.
        void settled();

        /// The link has taken what came from its server.
        void onServer();

        /// While something else was done a request has been sent: [#deadline] may be earlier.
        void rearm();
    }

    void start(long now);

    /// False: the datagram is not from this server, or not for this link.
    boolean take(InetSocketAddress from, byte[] bytes, int offset, int length, long now);

    long deadline();

    void onTime(long now);

    boolean isSettled();

    /// There is no candidate of this link, or none any more: only a new one could get one.
    boolean isOver();

    void close();
}
