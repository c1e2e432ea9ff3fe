package dev.sluice.sfu.core;

import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

import dev.sluice.dtlssrtp.DtlsCertificate;
import dev.sluice.dtlssrtp.HandshakeThreads;

/// The rooms of one thread: takes in offers and packets, gives out answers and packets.
///
/// A room lives on one worker, with its participants, tracks, subscriptions and timers: plain objects without a lock. The worker opens no socket, starts no
/// thread and reads no clock. It is called by its owner on one thread, always the same, with `now` in nanoseconds since a start of the owner's choosing, and
/// what has to happen leaves through [Output] before the call returns.
///
/// The owner's loop, each time it wakes up, for packets, for the timer, for an offer, or for a task that came through the executor:
///
/// ```
/// worker.onPacket(from, bytes, offset, length, now);      // for each packet there is
/// if (now >= worker.deadline()) worker.onTime(now);
/// worker.endOfBatch();                                     // and then flush what the output was given
/// sleep until worker.deadline()
/// ```
///
/// Several workers share one UDP port. Any of them may receive the first packet of a participant, a STUN check: [#ownerOf] says whose it is. Every later
/// packet of that address belongs to the same worker, which [Output#addressBound] told.
public final class MediaWorker {
    /// What the worker wants done. Must not call back in.
    public interface Output {
        /// Sends a datagram. The bytes are the worker's again when this returns.
        ///
        /// The address is the same object for all packets to one participant until that participant moves, so a queue for each can be found by identity.
        void send(InetSocketAddress to, byte[] bytes, int offset, int length);

        /// From now on packets from `address` belong to this worker.
        default void addressBound(InetSocketAddress address) {}

        /// Packets from `address` belong to nobody.
        default void addressReleased(InetSocketAddress address) {}

        /// A session ended, whoever ended it. It is not in the worker's tables any more.
        default void sessionClosed(String session, CloseReason reason, String explanation) {}
    }

    /// @param random      makes ids, passwords and SSRCs: a secure one, except in tests
    /// @param certificate the certificate whose fingerprint answers tell
    /// @param handshakes  where DTLS handshakes run, any number of workers may share them
    /// @param self        runs a task on the worker's thread, soon; the owner then looks at [#deadline] and flushes, as after a packet
    public MediaWorker(WorkerConfig config, RandomGenerator random, DtlsCertificate certificate,
            HandshakeThreads handshakes, Executor self, Output output) {
        throw new UnsupportedOperationException();
    }

    /// The number of the worker whose participant a packet is meant for, or -1 when the packet is no STUN binding request of ours.
    ///
    /// Allocates nothing, trusts nothing, may be called on any thread.
    public static int ownerOf(byte[] bytes, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    /// Takes a datagram. The bytes are changed in place (decrypted) and are the caller's again when this returns.
    public void onPacket(InetSocketAddress from, byte[] bytes, int offset, int length, long now) {
        throw new UnsupportedOperationException();
    }

    /// Does what is due.
    public void onTime(long now) {
        throw new UnsupportedOperationException();
    }

    /// When [#onTime] has something to do, `Time.NEVER` when the worker holds nothing that waits for time.
    public long deadline() {
        throw new UnsupportedOperationException();
    }

    /// All packets that were there have been taken.
    public void endOfBatch() {
        throw new UnsupportedOperationException();
    }

    /// Answers the offer of a participant that wants to send its tracks to the room, which begins to exist with its first publisher.
    ///
    /// @param name the publisher's name, one of a kind in the room
    public JoinResult publish(String room, String name, String offer, long now) {
        throw new UnsupportedOperationException();
    }

    /// Answers the offer of somebody who wants to receive the tracks of one publisher.
    ///
    /// @param publisher the publisher's name; null for the only one of the room
    public JoinResult play(String room, String publisher, String offer, long now) {
        throw new UnsupportedOperationException();
    }

    /// Takes candidates that came after the offer, as RFC 9725 4.3.2 and RFC 8840 9 write them.
    ///
    /// ICE-lite learns addresses from checks, so the candidates are looked at for form only.
    public TrickleResult trickle(String session, String fragment, long now) {
        throw new UnsupportedOperationException();
    }

    /// Ends a session; the participant is told (RTCP BYE, DTLS close_notify). False: there is no such session.
    public boolean close(String session, long now) {
        throw new UnsupportedOperationException();
    }

    /// Ends all sessions and takes no more.
    public void shutDown(long now) {
        throw new UnsupportedOperationException();
    }

    /// The tree of everything that lives here, and the counters.
    public WorkerSnapshot snapshot(long now) {
        throw new UnsupportedOperationException();
    }
}
