package dev.sluice.sfu.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

import dev.sluice.dtlssrtp.CertificateFingerprint;
import dev.sluice.dtlssrtp.DtlsCertificate;
import dev.sluice.dtlssrtp.DtlsRole;
import dev.sluice.dtlssrtp.DtlsState;
import dev.sluice.dtlssrtp.DtlsTransport;
import dev.sluice.dtlssrtp.HandshakeThreads;
import dev.sluice.dtlssrtp.SrtpKeys;
import dev.sluice.dtlssrtp.SrtpSession;
import dev.sluice.ice.IceCredentials;
import dev.sluice.ice.StunAttribute;
import dev.sluice.ice.StunIntegrity;
import dev.sluice.ice.StunMessage;
import dev.sluice.ice.TransactionId;
import dev.sluice.rtp.Rtcp;
import dev.sluice.rtp.RtcpPacket;
import dev.sluice.rtp.RtpPacket;
import dev.sluice.sdp.Candidate;
import dev.sluice.sdp.Fingerprint;
import dev.sluice.sdp.Offer;
import dev.sluice.sdp.OfferedMedia;
import dev.sluice.sdp.SessionDescription;
import dev.sluice.sdp.Setup;
import dev.sluice.sdp.TransportParameters;
import dev.sluice.testkit.SimulatedHost;
import dev.sluice.wire.PacketKind;
import dev.sluice.wire.Time;
import dev.sluice.wire.UdpLoop;

/// A participant whose every packet the test decides: it checks, shakes hands and keys by itself, and then says what it is told, however wrong.
///
/// Answers nothing and repeats nothing. What comes is decrypted and kept.
final class ScriptedPeer {
    private static final DtlsCertificate CERTIFICATE = DtlsCertificate.generate();
    private static final long CHECK_INTERVAL = 2 * Time.SECOND;

    private final SimulatedHost loop;
    private final RandomGenerator random;
    private final HandshakeThreads handshakes;
    private UdpLoop.UdpSocket socket;
    private final IceCredentials local;
    private final List<byte[]> rtp = new ArrayList<>();
    private final List<RtcpPacket> rtcp = new ArrayList<>();
    private final byte[] buffer = new byte[2048];

    private String session;
    private SessionDescription answer;
    private TransportParameters remote;
    private InetSocketAddress server;
    private DtlsTransport dtls;
    private SrtpSession srtp;
    private boolean checking;
    private boolean toldTheEnd;
    private int undecryptable;
    private int longestRtcp;
    private DtlsCertificate certificate = CERTIFICATE;
    private Setup setup = Setup.ACTPASS;

    ScriptedPeer(SimulatedHost loop, RandomGenerator random, HandshakeThreads handshakes) {
        this.loop = loop;
        this.random = random;
        this.handshakes = handshakes;
        local = IceCredentials.generate(random, "");
        socket = openSocket();
    }

    /// One more way out of this host, for packets that are not to come from where the peer is.
    UdpLoop.UdpSocket openSocket() {
        try {
            return loop.open(loop.at(0), this::onDatagram);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Is behind another address from now on, as when a NAT forgets or a telephone changes its network.
    void move() {
        socket.close();
        socket = openSocket();
        sendCheck(socket);
    }

    String offer(OfferedMedia... sections) {
        Offer offer = Offer.over(transport());
        Arrays.stream(sections).forEach(offer::media);
        return offer.build().toString();
    }

    /// How the peer is described.
    TransportParameters transport() {
        CertificateFingerprint fingerprint = CERTIFICATE.fingerprint();
        return new TransportParameters(local.ufrag(), local.pwd(), false,
                List.of(new Fingerprint(fingerprint.algorithm(), fingerprint.value())), setup);
    }

    /// Leaves the first word of the handshake to the server.
    void waitForHandshake() {
        setup = Setup.PASSIVE;
    }

    /// Shows another certificate than the offer told of.
    void lieAboutCertificate() {
        certificate = DtlsCertificate.generate();
    }

    /// Takes the answer, without doing anything yet.
    void accept(JoinResult result) {
        if (!(result instanceof JoinResult.Joined joined)) {
            throw new AssertionError("refused: " + result);
        }
        session = joined.session();
        answer = SessionDescription.parse(joined.answer());
        meet(answer);
    }

    /// Reads from the server's description where and who it is.
    void meet(SessionDescription servers) {
        var first = servers.media().stream().filter(section -> !section.isRejected()).findFirst().orElseThrow();
        remote = servers.transport(first);
        Candidate candidate = first.candidates().getFirst();
        server = new InetSocketAddress(InetAddress.ofLiteral(candidate.address()), candidate.port());
    }

    /// Starts checks, and the handshake as soon as one is answered.
    void connect() {
        checking = true;
        keepChecking();
    }

    void stopChecks() {
        checking = false;
    }

    private void keepChecking() {
        if (checking) {
            sendCheck(socket);
            loop.schedule(loop.now() + (isConnected() ? CHECK_INTERVAL : CHECK_INTERVAL / 10), this::keepChecking);
        }
    }

    /// Sends a nominating check to the server from this socket.
    void sendCheck(UdpLoop.UdpSocket from) {
        sendTo(from, check());
    }

    byte[] check() {
        return StunMessage.bindingRequest(TransactionId.random(random),
                new StunAttribute.Username(remote.iceUfrag() + ":" + local.ufrag()), new StunAttribute.Priority(1),
                new StunAttribute.IceControlling(random.nextLong()), new StunAttribute.UseCandidate())
                .encode(StunIntegrity.shortTerm(remote.icePwd()));
    }

    /// How the peer's offer names its ICE session.
    String iceLines() {
        return "a=ice-ufrag:" + local.ufrag() + "\r\na=ice-pwd:" + local.pwd() + "\r\n";
    }

    /// What a browser offered, with this peer's own credentials and certificate.
    String offerLike(String browsers) {
        return browsers.replaceAll("a=ice-ufrag:.*", "a=ice-ufrag:" + local.ufrag())
                .replaceAll("a=ice-pwd:.*", "a=ice-pwd:" + local.pwd())
                .replaceAll("a=fingerprint:.*", "a=fingerprint:" + CERTIFICATE.fingerprint());
    }

    /// The same without the password.
    void sendForgedCheck(UdpLoop.UdpSocket from) {
        sendTo(from, StunMessage.bindingRequest(TransactionId.random(random),
                new StunAttribute.Username(remote.iceUfrag() + ":" + local.ufrag()), new StunAttribute.Priority(1),
                new StunAttribute.IceControlling(1), new StunAttribute.UseCandidate())
                .encode(StunIntegrity.shortTerm("anything that is no secret")));
    }

    UdpLoop.UdpSocket socket() {
        return socket;
    }

    void sendTo(UdpLoop.UdpSocket from, byte[] bytes) {
        from.send(server, bytes, 0, bytes.length);
    }

    boolean isConnected() { return srtp != null; }

    boolean isToldTheEnd() { return toldTheEnd; }

    String session() {
        return session;
    }

    SessionDescription answer() {
        return answer;
    }

    InetSocketAddress address() {
        return socket.localAddress();
    }

    SimulatedHost loop() {
        return loop;
    }

    /// What came, decrypted.
    List<RtpPacket> rtp() {
        return rtp.stream().map(Rtp::wrap).toList();
    }

    List<RtpPacket> rtp(long ssrc) {
        return rtp().stream().filter(packet -> packet.ssrc() == (int) ssrc).toList();
    }

    <P extends RtcpPacket> List<P> rtcp(Class<P> kind) {
        return rtcp.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// Of all datagrams of RTCP that came, with their protection.
    int longestRtcp() {
        return longestRtcp;
    }

    int undecryptable() {
        return undecryptable;
    }

    void forget() {
        rtp.clear();
        rtcp.clear();
    }

    void send(byte[] plain) {
        send(socket, plain);
    }

    void send(UdpLoop.UdpSocket from, byte[] plain) {
        from.send(server, buffer, 0, protect(plain));
    }

    /// False: this cannot even be protected.
    boolean sendIfRtp(byte[] plain) {
        if (plain.length > buffer.length - SrtpSession.MAX_OVERHEAD) {
            return false;
        }
        try {
            int length = protect(plain);
            return length > 0 && socket.send(server, buffer, 0, length);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    void sendProtectedRtcp(byte[] plain) {
        System.arraycopy(plain, 0, buffer, 0, plain.length);
        socket.send(server, buffer, 0, srtp.protectRtcp(buffer, 0, plain.length));
    }

    /// The packet as it would go over the wire.
    byte[] protectedCopy(byte[] plain) {
        return Arrays.copyOf(buffer, protect(plain));
    }

    private int protect(byte[] plain) {
        System.arraycopy(plain, 0, buffer, 0, plain.length);
        return srtp.protect(buffer, 0, plain.length);
    }

    void send(RtcpPacket... compound) {
        int length = Rtcp.write(List.of(compound), buffer, 0);
        socket.send(server, buffer, 0, srtp.protectRtcp(buffer, 0, length));
    }

    /// Sends bytes as they are.
    void sendRaw(byte[] bytes) {
        sendTo(socket, bytes);
    }

    void leave() {
        checking = false;
        dtls.close();
    }

    private void onDatagram(InetSocketAddress from, byte[] bytes, int offset, int length, long now) {
        switch (PacketKind.of(bytes, offset, length)) {
            case STUN -> startHandshake(now);
            case DTLS -> onDtls(bytes, offset, length, now);
            case RTP -> {
                int plain = srtp.unprotect(bytes, offset, length);
                undecryptable += plain < 0 ? 1 : 0;
                if (plain > 0) {
                    rtp.add(Arrays.copyOfRange(bytes, offset, offset + plain));
                }
            }
            case RTCP -> {
                longestRtcp = Math.max(longestRtcp, length);
                int plain = srtp.unprotectRtcp(bytes, offset, length);
                undecryptable += plain < 0 ? 1 : 0;
                rtcp.addAll(Rtcp.parse(bytes, offset, Math.max(plain, 0)));
            }
            default -> throw new AssertionError("the server sent something strange");
        }
    }

    private void startHandshake(long now) {
        if (dtls == null) {
            var expected = remote.fingerprints().stream()
                    .map(known -> new CertificateFingerprint(known.algorithm(), known.value())).toList();
            dtls = new DtlsTransport(setup == Setup.PASSIVE ? DtlsRole.SERVER : DtlsRole.CLIENT, certificate, expected,
                    handshakes, this::execute,
                    new DtlsOutput());
            dtls.start(now);
            tick();
        }
    }

    private void onDtls(byte[] bytes, int offset, int length, long now) {
        dtls.onPacket(bytes, offset, length, now);
        tick();
    }

    private void execute(Runnable task) {
        loop.execute(() -> {
            task.run();
            tick();
        });
    }

    private void tick() {
        long deadline = dtls.deadline();
        if (deadline != Time.NEVER) {
            loop.schedule(deadline, () -> {
                if (dtls.deadline() <= loop.now()) {
                    dtls.onTime(loop.now());
                    tick();
                }
            });
        }
    }

    private final class DtlsOutput implements DtlsTransport.Output {
        @Override
        public void send(byte[] bytes, int offset, int length) {
            socket.send(server, bytes, offset, length);
        }

        @Override
        public void connected(SrtpKeys keys) {
            srtp = SrtpSession.create(keys, 1024);
        }

        @Override
        public void applicationData(byte[] bytes, int offset, int length) {
            throw new AssertionError("nobody sends data");
        }

        @Override
        public void failed(String reason) {
            toldTheEnd = true;
        }

        @Override
        public void closed() {
            toldTheEnd = dtls.state() == DtlsState.CLOSED;
        }
    }
}
