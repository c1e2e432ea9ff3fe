package dev.sluice.sfu.core;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;

import dev.sluice.dtlssrtp.CertificateFingerprint;
import dev.sluice.dtlssrtp.DtlsRole;
import dev.sluice.dtlssrtp.DtlsState;
import dev.sluice.dtlssrtp.DtlsTransport;
import dev.sluice.dtlssrtp.SrtpKeys;
import dev.sluice.ice.IceCredentials;
import dev.sluice.ice.IceLiteSession;
import dev.sluice.rtp.RtcpPacket;
import dev.sluice.rtp.RtpPacket;
import dev.sluice.sdp.Candidate;
import dev.sluice.sdp.Fingerprint;
import dev.sluice.sdp.SdpParseException;
import dev.sluice.sdp.Setup;
import dev.sluice.sdp.TransportParameters;
import dev.sluice.sdp.TrickleFragment;
import dev.sluice.wire.Time;

/// The way to one participant and back: ICE-lite, DTLS and SRTP over the worker's socket.
///
/// Sends only to the address that ICE selected, takes DTLS, RTP and RTCP only from addresses that ICE validated (the worker's table sees to that). What ends
/// the transport is kept until the worker looks, after each call: the protocols must not be closed from inside of their own callbacks.
final class Transport {
    /// Whose transport it is.
    interface User {
        /// An authentic check has come from the address, the first one or a further one.
        void addressChecked(InetSocketAddress address);

        void addressForgotten(InetSocketAddress address);

        void connected();

        /// The transport did something outside of a call of its user's: its end and its deadline may be other ones now.
        void settle();

        /// Takes a plain packet; the window lies over the receive buffer.
        void onRtp(RtpPacket packet, long now);

        void onRtcp(List<RtcpPacket> packets, long now);
    }

    /// How a transport ended.
    record End(CloseReason reason, String explanation) {}

    private static final int NOT_SENT = -1;

    private final WorkerParts parts;
    private final User user;
    private final IceCredentials credentials;
    private final IceLiteSession ice;
    private final long begun;
    private final IceOutput iceOutput = new IceOutput();

    private TransportParameters peer;   // null until the peer's description is there
    private DtlsRole role;
    private DtlsTransport dtls;
    private EarlyDatagrams early = new EarlyDatagrams();
    private boolean dtlsStarted;
    private MediaGate media;            // null until the keys are there
    private InetSocketAddress remote;
    private End end;
    private long packetsReceived;
    private long bytesReceived;
    private long packetsSent;
    private long bytesSent;

    Transport(WorkerParts parts, User user) {
        this.parts = parts;
        this.user = user;
        this.begun = parts.now();
        credentials = IceCredentials.generate(parts.random(), UsernamePrefix.of(parts.config().worker()));
        ice = new IceLiteSession(credentials, parts.checks(), begun);
    }

    /// Says who is on the other side. Checks are answered before, a handshake begins only now.
    void meet(TransportParameters other) {
        peer = other;
        role = other.setup() == Setup.PASSIVE ? DtlsRole.CLIENT : DtlsRole.SERVER;
        List<CertificateFingerprint> fingerprints = other.fingerprints().stream()
                .map(known -> new CertificateFingerprint(known.algorithm(), known.value())).toList();
        dtls = new DtlsTransport(role, parts.certificate(), fingerprints, parts.handshakes(), this::runAndSettle,
                new DtlsOutput());
        if (role == DtlsRole.CLIENT && remote != null) {
            startDtls(parts.now());
        }
        EarlyDatagrams overtook = early;
        early = null;
        overtook.forEach(datagram -> receive(datagram, 0, datagram.length, parts.now()));
    }

    /// Null until the peer is known.
    TransportParameters peer() {
        return peer;
    }

    IceCredentials credentials() {
        return credentials;
    }

    /// Our side, for a description.
    TransportParameters describe(Setup setup) {
        CertificateFingerprint own = parts.certificate().fingerprint();
        return new TransportParameters(credentials.ufrag(), credentials.pwd(), true,
                List.of(new Fingerprint(own.algorithm(), own.value())), setup);
    }

    /// The part that we take in the handshake, for an answer.
    Setup setup() {
        return role == DtlsRole.CLIENT ? Setup.ACTIVE : Setup.PASSIVE;
    }

    boolean isConnected() { return media != null && remote != null && end == null; }

    /// Null while the transport lives.
    End end() {
        return end;
    }

    // What comes in.

    void onStun(InetSocketAddress from, byte[] bytes, int offset, int length, long now) {
        countReceived(length);
        ice.onPacket(from, bytes, offset, length, now, iceOutput);
    }

    void onDtls(byte[] bytes, int offset, int length, long now) {
        countReceived(length);
        if (dtls == null) {
            early.add(bytes, offset, length);
        } else {
            receive(bytes, offset, length, now);
        }
    }

    private void receive(byte[] bytes, int offset, int length, long now) {
        startDtls(now);
        dtls.onPacket(bytes, offset, length, now);
    }

    /// True: it is authentic.
    boolean onRtp(byte[] bytes, int offset, int length, long now) {
        countReceived(length);
        RtpPacket packet = isKeyed() ? media.openRtp(bytes, offset, length) : null;
        if (packet != null) {
            user.onRtp(packet, now);
        }
        return packet != null;
    }

    /// True: it is authentic.
    boolean onRtcp(byte[] bytes, int offset, int length, long now) {
        countReceived(length);
        List<RtcpPacket> packets = isKeyed() ? media.openRtcp(bytes, offset, length) : null;
        if (packets != null) {
            user.onRtcp(packets, now);
        }
        return packets != null;
    }

    /// The peer sends nothing more under this SSRC.
    void forgetSource(int ssrc) {
        if (media != null) {
            media.forget(ssrc);
        }
    }

    private boolean isKeyed() {
        if (media == null) {
            parts.drops().count(DropReason.NOT_KEYED);
        }
        return media != null;
    }

    TrickleResult trickle(String text) {
        try {
            String username = TrickleFragment.parse(text).iceUfrag();
            boolean same = username.isEmpty() || peer == null || username.equals(peer.iceUfrag());
            return same ? TrickleResult.ACCEPTED : TrickleResult.RESTART_REFUSED;
        } catch (SdpParseException _) {
            return TrickleResult.MALFORMED;
        }
    }

    /// Likewise for a single candidate line; empty: no more will come.
    static TrickleResult trickleLine(String line) {
        try {
            if (!line.isBlank()) {
                Candidate.parse(line);
            }
            return TrickleResult.ACCEPTED;
        } catch (SdpParseException _) {
            return TrickleResult.MALFORMED;
        }
    }

    /// The address is somebody else's now. Without another one nothing is sent until the next check.
    void forget(InetSocketAddress address) {
        ice.forget(address);
        remote = ice.selectedAddress();
    }

    void onTime(long now) {
        if (media == null && now >= begun + parts.config().joinTimeout()) {
            end(CloseReason.JOIN_TIMEOUT, "no connection within " + parts.config().joinTimeout() / Time.SECOND + " s");
        }
        if (now >= ice.deadline()) {
            ice.onTime(now, iceOutput);
        }
        if (now >= dtlsDeadline()) {
            dtls.onTime(now);
        }
    }

    long deadline() {
        long first = Math.min(ice.deadline(), dtlsDeadline());
        return media != null ? first : Math.min(first, begun + parts.config().joinTimeout());
    }

    private long dtlsDeadline() {
        return dtls == null ? Time.NEVER : dtls.deadline();
    }

    // What goes out.

    /// Protects the plain RTP packet at the start of the egress buffer and sends it. The length with protection, or negative: it was not sent.
    int sendRtp(int length) {
        return isConnected() ? sendEgress(media.protectRtp(length)) : NOT_SENT;
    }

    /// Sends once more what was protected and sent before.
    void sendAgain(RtpPacket protectedPacket) {
        if (isConnected()) {
            send(protectedPacket.bytes(), protectedPacket.offset(), protectedPacket.length());
        }
    }

    void sendRtcp(List<RtcpPacket> packets) {
        if (isConnected()) {
            sendEgress(media.protectRtcp(packets));
        }
    }

    /// Tells the peer that this is the end.
    void close() {
        if (dtls != null) {
            dtls.close();
        }
        end(CloseReason.CLOSED_BY_REQUEST, "closed");
    }

    WorkerSnapshot.Transport snapshot(long roundTripTime) {
        DtlsState state = dtls == null ? DtlsState.NEW : dtls.state();
        return new WorkerSnapshot.Transport(iceState(), state.name().toLowerCase(Locale.ROOT),
                media == null ? "" : media.profile(), packetsReceived, bytesReceived, packetsSent,
                bytesSent, WorkerSnapshot.seconds(roundTripTime));
    }

    private String iceState() {
        if (end != null) {
            return "closed";
        }
        return remote == null ? "new" : "connected";
    }

    private int sendEgress(int length) {
        if (length > 0) {
            send(parts.egress(), 0, length);
        }
        return length;
    }

    private void send(byte[] bytes, int offset, int length) {
        packetsSent++;
        bytesSent += length;
        parts.send(remote, bytes, offset, length);
    }

    /// Where handshake threads hand their results back.
    private void runAndSettle(Runnable task) {
        parts.self().execute(now -> {
            parts.now(now);
            task.run();
            user.settle();
        });
    }

    private void startDtls(long now) {
        if (!dtlsStarted) {
            dtlsStarted = true;
            dtls.start(now);
        }
    }

    private void end(CloseReason reason, String explanation) {
        if (end == null) {
            end = new End(reason, explanation);
        }
    }

    private void countReceived(int length) {
        packetsReceived++;
        bytesReceived += length;
    }

    private final class IceOutput implements IceLiteSession.Output {
        @Override
        public void send(InetSocketAddress to, byte[] bytes, int offset, int length) {
            packetsSent++;
            bytesSent += length;
            parts.send(to, bytes, offset, length);
        }

        @Override
        public void addressValidated(InetSocketAddress address) {
            // that there was a check is told as well
        }

        @Override
        public void addressChecked(InetSocketAddress address) {
            user.addressChecked(address);
        }

        @Override
        public void addressForgotten(InetSocketAddress address) {
            user.addressForgotten(address);
        }

        @Override
        public void selected(InetSocketAddress address) {
            if (!address.equals(remote)) {
                remote = address;
            }
            if (role == DtlsRole.CLIENT) {
                startDtls(parts.now());
            }
        }

        @Override
        public void consentExpired() {
            remote = null;                      // RFC 7675 5.1: not even a goodbye
            end(CloseReason.CONSENT_EXPIRED, "no check for 30 s");
        }
    }

    private final class DtlsOutput implements DtlsTransport.Output {
        @Override
        public void send(byte[] bytes, int offset, int length) {
            if (remote != null) {
                Transport.this.send(bytes, offset, length);
            }
        }

        @Override
        public void connected(SrtpKeys keys) {
            media = new MediaGate(parts, keys);
            user.connected();
        }

        @Override
        public void applicationData(byte[] bytes, int offset, int length) {
            parts.drops().count(DropReason.UNKNOWN_PROTOCOL);
        }

        @Override
        public void failed(String reason) {
            end(CloseReason.HANDSHAKE_FAILED, reason);
        }

        @Override
        public void closed() {
            end(CloseReason.CLOSED_BY_PEER, "close_notify");
        }
    }
}
