package dev.sluice.bench;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

import dev.sluice.dtlssrtp.CertificateFingerprint;
import dev.sluice.dtlssrtp.DtlsCertificate;
import dev.sluice.dtlssrtp.DtlsRole;
import dev.sluice.dtlssrtp.DtlsTransport;
import dev.sluice.dtlssrtp.HandshakeThreads;
import dev.sluice.dtlssrtp.SrtpKeys;
import dev.sluice.dtlssrtp.SrtpSession;
import dev.sluice.ice.IceCredentials;
import dev.sluice.ice.StunAttribute.IceControlling;
import dev.sluice.ice.StunAttribute.Priority;
import dev.sluice.ice.StunAttribute.UseCandidate;
import dev.sluice.ice.StunAttribute.Username;
import dev.sluice.ice.StunIntegrity;
import dev.sluice.ice.StunMessage;
import dev.sluice.ice.TransactionId;
import dev.sluice.rtp.HeaderExtensions;
import dev.sluice.sdp.Direction;
import dev.sluice.sdp.ExtMap;
import dev.sluice.sdp.Fingerprint;
import dev.sluice.sdp.Msid;
import dev.sluice.sdp.Offer;
import dev.sluice.sdp.OfferedMedia;
import dev.sluice.sdp.RtpCodec;
import dev.sluice.sdp.SentStream;
import dev.sluice.sdp.SessionDescription;
import dev.sluice.sdp.Setup;
import dev.sluice.sdp.TransportParameters;
import dev.sluice.wire.PacketKind;

/// A browser, as far as a worker can tell until media flows: offers VP8, checks, shakes hands. What comes afterwards it does not listen to.
final class Visitor implements DtlsTransport.Output {
    private static final List<String> FEEDBACK = List.of("nack", "nack pli", "ccm fir", "transport-cc");

    final InetSocketAddress address;
    private final RandomGenerator random;
    private final DtlsCertificate certificate;
    private final IceCredentials own;
    private final List<byte[]> outbox = new ArrayList<>();
    private TransportParameters server;
    private DtlsTransport dtls;
    private SrtpSession srtp;

    Visitor(InetSocketAddress address, RandomGenerator random, DtlsCertificate certificate) {
        this.address = address;
        this.random = random;
        this.certificate = certificate;
        this.own = IceCredentials.generate(random, "");
    }

    String offerToPublish() {
        SentStream stream = new SentStream(new Msid("stream", "track"), "cam", Integer.toUnsignedLong(Stream.SSRC), 0);
        return offer(Direction.SENDONLY, Stream.PAYLOAD_TYPE, Packets.ABS_SEND_TIME, List.of(stream));
    }

    /// Numbers payload types and extensions otherwise than the publisher, so that there is something to rewrite.
    String offerToPlay() {
        return offer(Direction.RECVONLY, Stream.PAYLOAD_TYPE + 10, Packets.ABS_SEND_TIME + 5, List.of());
    }

    private String offer(Direction direction, int payloadType, int firstExtension, List<SentStream> streams) {
        RtpCodec vp8 = RtpCodec.video(payloadType, "VP8").withFeedback(FEEDBACK);
        RtpCodec rtx = RtpCodec.rtx(payloadType + 1, payloadType, vp8.clockRate());
        List<ExtMap> extmaps = List.of(new ExtMap(firstExtension, HeaderExtensions.ABS_SEND_TIME),
                new ExtMap(firstExtension + 1, HeaderExtensions.TRANSPORT_CC),
                new ExtMap(firstExtension + 2, HeaderExtensions.MID));
        CertificateFingerprint fingerprint = certificate.fingerprint();
        TransportParameters transport = new TransportParameters(own.ufrag(), own.pwd(), false,
                List.of(new Fingerprint(fingerprint.algorithm(), fingerprint.value())), Setup.ACTPASS);
        return Offer.over(transport)
                .media(new OfferedMedia("video", "1", direction, List.of(vp8, rtx), extmaps, List.of(), streams))
                .build().toString();
    }

    void onAnswer(String sdp, HandshakeThreads threads, Executor owner) {
        SessionDescription answer = SessionDescription.parse(sdp);
        server = answer.transport(answer.media().getFirst());
        List<CertificateFingerprint> expected = server.fingerprints().stream()
                .map(one -> new CertificateFingerprint(one.algorithm(), one.value())).toList();
        dtls = new DtlsTransport(DtlsRole.CLIENT, certificate, expected, threads, owner, this);
    }

    /// A check that nominates the pair, and later keeps the worker's consent fresh.
    byte[] check() {
        return StunMessage
                .bindingRequest(TransactionId.random(random), new Username(server.iceUfrag() + ':' + own.ufrag()),
                        new IceControlling(random.nextLong()), new Priority(1_853_824_767), new UseCandidate())
                .encode(StunIntegrity.shortTerm(server.icePwd()));
    }

    void shakeHands(long now) {
        dtls.start(now);
    }

    void onDatagram(byte[] bytes, long now) {
        if (PacketKind.of(bytes, 0, bytes.length) == PacketKind.DTLS) {
            dtls.onPacket(bytes, 0, bytes.length, now);
        }
    }

    List<byte[]> takeOutbox() {
        List<byte[]> taken = List.copyOf(outbox);
        outbox.clear();
        return taken;
    }

    boolean isConnected() { return srtp != null; }

    SrtpSession srtp() {
        return srtp;
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
        outbox.add(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    @Override
    public void connected(SrtpKeys keys) {
        srtp = SrtpSession.create(keys);
    }

    @Override
    public void applicationData(byte[] bytes, int offset, int length) {}

    @Override
    public void failed(String reason) {
        throw new AssertionError(reason);
    }

    @Override
    public void closed() {}
}
