package dev.sluice.peerconnection;

import static dev.sluice.wire.Time.NEVER;

import java.util.List;

import dev.sluice.dtlssrtp.CertificateFingerprint;
import dev.sluice.dtlssrtp.DtlsCertificate;
import dev.sluice.dtlssrtp.DtlsRole;
import dev.sluice.dtlssrtp.DtlsState;
import dev.sluice.dtlssrtp.DtlsTransport;
import dev.sluice.dtlssrtp.HandshakeThreads;
import dev.sluice.dtlssrtp.SrtpKeys;
import dev.sluice.dtlssrtp.SrtpSession;
import dev.sluice.ice.IceState;
import dev.sluice.wire.PacketKind;
import dev.sluice.wire.UdpLoop;

/// The one path all media sections share: ICE finds it, DTLS agrees on keys over it, SRTP protects what takes it.
///
/// ```
///            STUN           DTLS records        RTP, RTCP
///   ICE <----------- path ---------------> DTLS --keys--> SRTP <---> streams
/// ```
///
/// Packets that overtake what they depend on are kept for a moment: the peer may finish the handshake, and send, before our end of it has handed over its keys.
///
/// Confined to the loop.
///
/// @rfc 8843 9 RTP Considerations
/// @rfc 5764 5.1.2 Reception
/// @rfc 7983 7 Updates to RFC 5764
final class BundleTransport {
    interface Output {
        void onStateChange();
        void onRtp(byte[] bytes, int offset, int length, long now);
        void onRtcp(byte[] bytes, int offset, int length, long now);
    }

    /// What the arrays of outgoing packets hold: a datagram and what SRTP appends.
    static final int PACKET_ROOM = 2_048;

    private static final int EARLY_PACKETS = 128;

    final TransportCounters counters = new TransportCounters();

    private final UdpLoop loop;
    private final IcePath path;
    private final Operations operations;
    private final DtlsCertificate certificate;
    private final HandshakeThreads threads;
    private final Output output;
    private final EarlyPackets earlyDtls = new EarlyPackets(EARLY_PACKETS);
    private final EarlyPackets earlyMedia = new EarlyPackets(EARLY_PACKETS);
    private DtlsTransport dtls;
    private DtlsRole role;
    private boolean dtlsStarted;
    private SrtpSession srtp;
    private boolean failed;
    private String failure = "";
    private boolean peerHasLeft;
    private boolean closed;

    BundleTransport(UdpLoop loop, IcePath path, Operations operations, DtlsCertificate certificate,
            HandshakeThreads threads, Output output) {
        this.loop = loop;
        this.path = path;
        this.operations = operations;
        this.certificate = certificate;
        this.threads = threads;
        this.output = output;
    }

    /// Secures the path with the peer that the descriptions tell of; once, whatever becomes of the path.
    void connect(List<CertificateFingerprint> fingerprints, DtlsRole ownRole) {
        role = ownRole;
        dtls = new DtlsTransport(role, certificate, fingerprints, threads, operations::post, new DtlsEvents());
        onPathChange();
    }

    /// The path has been found, lost, or has failed.
    void onPathChange() {
        if (path.isConnected() && dtls != null && !dtlsStarted) {
            dtlsStarted = true;
            dtls.start(loop.now());
            earlyDtls.release(loop.now(), dtls::onPacket);
        }
        output.onStateChange();
    }

    DtlsRole role() {
        return role;
    }

    IceState iceState() {
        return closed ? IceState.CLOSED : path.state();
    }

    /// Whether what is sent leaves, and protected.
    boolean isOpen() { return srtp != null && !peerHasLeft; }

    DtlsState dtlsState() {
        return closed ? DtlsState.CLOSED : dtls == null ? DtlsState.NEW : dtls.state();
    }

    /// Empty before there are keys.
    String srtpCipher() {
        return srtp == null ? "" : srtp.profile().name();
    }

    /// Why DTLS failed; empty when it did not.
    String failure() {
        return failure;
    }

    PeerConnectionState connectionState() {
        if (closed) {
            return PeerConnectionState.CLOSED;
        }
        if (failed || iceState() == IceState.FAILED) {
            return PeerConnectionState.FAILED;
        }
        if (peerHasLeft) {
            return PeerConnectionState.DISCONNECTED;
        }
        return switch (iceState()) {
            case DISCONNECTED -> PeerConnectionState.DISCONNECTED;
            case NEW -> PeerConnectionState.NEW;
            case CHECKING -> PeerConnectionState.CONNECTING;
            default -> isOpen() ? PeerConnectionState.CONNECTED : PeerConnectionState.CONNECTING;
        };
    }

    /// Protects and sends the packet at the start of an array of [#PACKET_ROOM]. Returns its new length; 0 or less: it was not sent.
    int sendRtp(byte[] packet, int length) {
        int protectedLength = isOpen() ? srtp.protect(packet, 0, length) : 0;
        transmit(packet, 0, protectedLength);
        return protectedLength;
    }

    /// Sends what [#sendRtp] has protected once more.
    void resendProtected(byte[] packet, int offset, int length) {
        transmit(packet, offset, length);
    }

    void sendRtcp(byte[] packet, int length) {
        if (isOpen()) {
            transmit(packet, 0, srtp.protectRtcp(packet, 0, length));
        }
    }

    long deadline() {
        return dtls == null ? NEVER : dtls.deadline();
    }

    void onTime(long now) {
        if (dtls != null && now >= dtls.deadline()) {
            dtls.onTime(now);
        }
    }

    void close() {
        closed = true;
        if (dtls != null) {
            dtls.close();
        }
        path.close();
        srtp = null;
        earlyDtls.clear();
        earlyMedia.clear();
    }

    private void transmit(byte[] packet, int offset, int length) {
        if (length > 0) {
            counters.packetsSent++;
            counters.bytesSent += length;
            path.send(packet, offset, length);
        }
    }

    void onPacket(byte[] bytes, int offset, int length, long now) {
        if (closed) {
            return;
        }
        counters.packetsReceived++;
        counters.bytesReceived += length;
        switch (PacketKind.of(bytes, offset, length)) {
            case DTLS -> onDtls(bytes, offset, length, now);
            case RTP, RTCP -> onMedia(bytes, offset, length, now);
            case STUN, TURN_CHANNEL, UNKNOWN -> counters.unknownPackets++;
        }
    }

    private void onDtls(byte[] bytes, int offset, int length, long now) {
        if (dtlsStarted) {
            dtls.onPacket(bytes, offset, length, now);
        } else if (!earlyDtls.keep(bytes, offset, length)) {
            counters.earlyPacketsDropped++;
        }
    }

    private void onMedia(byte[] bytes, int offset, int length, long now) {
        if (srtp == null) {
            if (failed || !earlyMedia.keep(bytes, offset, length)) {
                counters.earlyPacketsDropped++;
            }
        } else if (PacketKind.of(bytes, offset, length) == PacketKind.RTP) {
            onSrtp(bytes, offset, length, now);
        } else {
            onSrtcp(bytes, offset, length, now);
        }
    }

    private void onSrtp(byte[] bytes, int offset, int length, long now) {
        int plain = srtp.unprotect(bytes, offset, length);
        if (plain < 0) {
            counters.unprotectFailures++;
        } else {
            output.onRtp(bytes, offset, plain, now);
        }
    }

    private void onSrtcp(byte[] bytes, int offset, int length, long now) {
        int plain = srtp.unprotectRtcp(bytes, offset, length);
        if (plain < 0) {
            counters.unprotectFailures++;
        } else {
            output.onRtcp(bytes, offset, plain, now);
        }
    }

    private final class DtlsEvents implements DtlsTransport.Output {
        @Override
        public void send(byte[] bytes, int offset, int length) {
            path.send(bytes, offset, length);
        }

        @Override
        public void connected(SrtpKeys keys) {
            if (closed) {
                return;
            }
            srtp = SrtpSession.create(keys);
            output.onStateChange();
            earlyMedia.release(loop.now(), BundleTransport.this::onMedia);
        }

        @Override
        public void applicationData(byte[] bytes, int offset, int length) {
            counters.unknownPackets++;          // data channels are not offered, so nobody may send these
        }

        @Override
        public void failed(String reason) {
            failed = true;
            failure = reason;
            earlyMedia.clear();
            output.onStateChange();
        }

        /// The peer has hung up. W3C would have us find out by ICE, half a minute later.
        @Override
        public void closed() {
            peerHasLeft = true;
            output.onStateChange();
        }
    }
}
