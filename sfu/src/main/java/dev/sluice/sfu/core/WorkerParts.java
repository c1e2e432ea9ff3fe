package dev.sluice.sfu.core;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.random.RandomGenerator;

import dev.sluice.dtlssrtp.DtlsCertificate;
import dev.sluice.dtlssrtp.HandshakeThreads;
import dev.sluice.ice.CheckCounters;
import dev.sluice.rtp.RtpPacket;
import dev.sluice.sdp.Candidate;

/// What all that lives on a worker shares: what the worker was given, the counters, and the buffer in which every outgoing packet is made.
final class WorkerParts {
    /// The longest RTP packet that is taken: what fits an Ethernet frame.
    static final int MAX_PACKET = 1500;

    private static final int EGRESS_SIZE = 2 * MAX_PACKET;

    private final WorkerConfig config;
    private final RandomGenerator random;
    private final DtlsCertificate certificate;
    private final HandshakeThreads handshakes;
    private final MediaWorker.Self self;
    private final MediaWorker.Output output;
    private final Drops drops = new Drops();
    private final CheckCounters checks = new CheckCounters();
    private final List<Candidate> candidates;
    private final PendingOffers offers = new PendingOffers();
    private final byte[] egress = new byte[EGRESS_SIZE];
    private final byte[] scratch = new byte[EGRESS_SIZE];
    private final RtpPacket copy = new RtpPacket();
    private long now;
    private long packetsForwarded;
    private long packetsSent;
    private long bytesSent;

    WorkerParts(WorkerConfig config, RandomGenerator random, DtlsCertificate certificate, HandshakeThreads handshakes,
            MediaWorker.Self self, MediaWorker.Output output) {
        this.config = config;
        this.random = random;
        this.certificate = certificate;
        this.handshakes = handshakes;
        this.self = self;
        this.output = output;
        candidates = HostCandidates.of(config.announcedAddresses());
    }

    WorkerConfig config() {
        return config;
    }

    RandomGenerator random() {
        return random;
    }

    DtlsCertificate certificate() {
        return certificate;
    }

    HandshakeThreads handshakes() {
        return handshakes;
    }

    MediaWorker.Self self() {
        return self;
    }

    MediaWorker.Output output() {
        return output;
    }

    Drops drops() {
        return drops;
    }

    CheckCounters checks() {
        return checks;
    }

    /// Where this worker is reached.
    List<Candidate> candidates() {
        return candidates;
    }

    /// Who has something to tell its peer when the batch ends.
    PendingOffers offers() {
        return offers;
    }

    /// Holds one outgoing packet at a time, from its first byte on.
    byte[] egress() {
        return egress;
    }

    /// For a packet that is rewritten on its way to the egress buffer.
    byte[] scratch() {
        return scratch;
    }

    /// A window for the packet in the one or the other.
    RtpPacket copy() {
        return copy;
    }

    /// The time of the call that the worker is in, or was in last.
    long now() {
        return now;
    }

    void now(long now) {
        this.now = now;
    }

    void send(InetSocketAddress to, byte[] bytes, int offset, int length) {
        packetsSent++;
        bytesSent += length;
        output.send(to, bytes, offset, length);
    }

    void countForwarded() {
        packetsForwarded++;
    }

    long packetsForwarded() {
        return packetsForwarded;
    }

    long packetsSent() {
        return packetsSent;
    }

    long bytesSent() {
        return bytesSent;
    }
}
