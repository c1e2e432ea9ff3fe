package dev.sluice.peerconnection;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import dev.sluice.dtlssrtp.DtlsCertificate;
import dev.sluice.dtlssrtp.HandshakeThreads;
import dev.sluice.ice.IceAgent;
import dev.sluice.ice.IceCandidate;
import dev.sluice.ice.IceState;
import dev.sluice.rtp.NtpTime;
import dev.sluice.rtp.RtpPacket;
import dev.sluice.sdp.Direction;
import dev.sluice.wire.Time;
import dev.sluice.wire.U16;
import dev.sluice.wire.UdpLoop;

/// The inside of a [PeerConnection]: joins negotiation, transport, streams and reports, and tells the application what changes.
///
/// What is volatile may be read by any thread; the rest is confined to the loop.
final class Peer {
    /// What the factory gives every connection.
    record Surroundings(UdpLoop loop, HandshakeThreads threads, RandomGenerator random, IceAgent.Factory agents,
            DtlsCertificate certificate,
            RtcConfiguration configuration, long ntpAtZero) {}

    volatile SignalingState signalingState = SignalingState.STABLE;
    volatile IceState iceConnectionState = IceState.NEW;
    volatile IceGatheringState iceGatheringState = IceGatheringState.NEW;
    volatile PeerConnectionState connectionState = PeerConnectionState.NEW;
    volatile RtcSessionDescription localDescription;
    volatile RtcSessionDescription remoteDescription;
    volatile String failure = "";
    /// Whether packets can be sent.
    volatile boolean open;

    volatile Consumer<RtcTrackEvent> onTrack = _ -> {};
    volatile Consumer<RtcIceCandidate> onIceCandidate = _ -> {};
    volatile Consumer<SignalingState> onSignalingStateChange = _ -> {};
    volatile Consumer<IceState> onIceConnectionStateChange = _ -> {};
    volatile Consumer<IceGatheringState> onIceGatheringStateChange = _ -> {};
    volatile Consumer<PeerConnectionState> onConnectionStateChange = _ -> {};
    volatile Runnable onNegotiationNeeded = () -> {};

    private final Surroundings surroundings;
    private final UdpLoop loop;
    private final RandomGenerator random;
    private final Operations operations;
    private final LoopTimer timer;
    private final Transceivers transceivers = new Transceivers(this::makeTransceiver);
    private final IcePath path;
    private final BundleTransport transport;
    private final MediaStreams streams;
    private final RtcpWriter rtcpWriter;
    private final ArrivalReporter arrivals;
    private final RtcpReporter reporter;
    private final RtcpReader rtcpReader;
    private final TransportNegotiation transportNegotiation;
    private final Session session;
    private int nextTransportSequenceNumber;
    private boolean negotiationNeeded;
    private boolean closed;

    Peer(Surroundings surroundings) {
        this.surroundings = surroundings;
        loop = surroundings.loop();
        random = surroundings.random();
        operations = new Operations(loop, this::afterOperations);
        timer = new LoopTimer(loop, () -> operations.run(this::onTime));
        String cname = HexFormat.of().toHexDigits(random.nextLong());
        path = new IcePath(loop, random, surroundings.agents(), operations, new PathEvents());
        transport = new BundleTransport(loop, path, operations, surroundings.certificate(), surroundings.threads(),
                new TransportEvents());
        rtcpWriter = new RtcpWriter(Integer.toUnsignedLong(newSsrc()), cname, transport::sendRtcp);
        streams = new MediaStreams(surroundings.configuration().maxReorderWait(), new StreamEvents());
        arrivals = new ArrivalReporter(rtcpWriter);
        reporter = new RtcpReporter(streams, rtcpWriter, random, surroundings.ntpAtZero());
        rtcpReader = new RtcpReader(streams, reporter, operations);
        Numbering numbering = new Numbering();
        transportNegotiation = new TransportNegotiation(path, transport, surroundings.certificate().fingerprint(),
                surroundings.configuration().answerSetup());
        session = new Session(transceivers, numbering,
                new DescriptionMaker(transceivers, numbering, Long.toString(random.nextLong() & Long.MAX_VALUE), cname),
                transportNegotiation, streams,
                new SessionEvents());
    }

    Operations operations() {
        return operations;
    }

    RtcSessionDescription createOffer() {
        return session.createOffer();
    }

    RtcSessionDescription createAnswer() {
        return session.createAnswer();
    }

    void setLocal(RtcSessionDescription description) {
        session.setLocal(description);
    }

    void setRemote(RtcSessionDescription description) {
        session.setRemote(description);
    }

    void addIceCandidate(RtcIceCandidate candidate) {
        session.addIceCandidate(candidate);
    }

    void restartIce() {
        session.restartIce();
    }

    RtpTransceiver addTransceiver(String kind, Direction direction) {
        RtpTransceiver transceiver = transceivers.add(kind, direction, false);
        operations.submit(() -> {});            // looks whether negotiation is needed
        return transceiver;
    }

    RtpSender addTrack(String kind, String... streamIds) {
        RtpSender sender = transceivers.addForTrack(kind).sender();
        sender.setStreams(streamIds);
        operations.submit(() -> {});
        return sender;
    }

    List<RtpTransceiver> transceivers() {
        return transceivers.list();
    }

    RtcStatsReport getStats() {
        Instant now = Instant.ofEpochSecond(0, NtpTime.toUnixNanos(reporter.ntpTime(loop.now())));
        return new StatsCollector(now)
                .transport(transport, path.selectedPair(), surroundings.certificate().fingerprint()).streams(streams)
                .dropped(transport.counters, streams.drops, transportNegotiation.remoteCandidates().ignored()).report();
    }

    void close() {
        if (closed) {
            return;
        }
        closed = true;
        open = false;
        signalingState = SignalingState.CLOSED;
        reporter.sayGoodbye(loop.now());
        session.close();
        streams.clear();
        transport.close();
        timer.cancel();
        iceConnectionState = IceState.CLOSED;
        connectionState = PeerConnectionState.CLOSED;
        localDescription = null;
    }

    private RtpTransceiver makeTransceiver(String kind, Direction direction, boolean createdByRemote) {
        SendStream stream = new SendStream(newSsrc(), newSsrc(), random.nextInt(U16.MAX + 1),
                surroundings.configuration(), new SendEvents());
        // A first number in the lower half keeps the rollover counter at zero while the first packets may come out of order (RFC 3711 3.3.1).
        RtpSender sender = new RtpSender(loop, operations, stream, () -> open, random.nextInt(U16.MAX / 2),
                HexFormat.of().toHexDigits(random.nextLong()));
        RtpReceiver receiver = new RtpReceiver(this::requestKeyFrame);
        return new RtpTransceiver(kind, direction, sender, receiver, surroundings.configuration().codecs(kind),
                createdByRemote,
                () -> operations.submit(() -> {}));
    }

    private int newSsrc() {
        int ssrc = random.nextInt();
        return ssrc == 0 ? 1 : ssrc;
    }

    private void requestKeyFrame(RtpReceiver receiver) {
        operations.submit(() -> streams.requestKeyFrame(receiver, rtcpWriter));
    }

    private void onTime() {
        long now = loop.now();
        transport.onTime(now);
        streams.onTime(now);
        arrivals.onTime(now);
        reporter.onTime(now);
    }

    private void afterOperations(boolean operated) {
        if (closed) {
            return;
        }
        timer.armFor(Math.min(transport.deadline(),
                Math.min(streams.deadline(), Math.min(arrivals.deadline(), reporter.deadline()))));
        if (operated && session.needsNegotiation() != negotiationNeeded) {
            negotiationNeeded = !negotiationNeeded;
            if (negotiationNeeded) {
                tell(() -> onNegotiationNeeded.run());
            }
        }
    }

    /// Tells the application, once what is under way has been done.
    private void tell(Runnable event) {
        operations.run(() -> {
            if (!closed) {
                event.run();
            }
        });
    }

    private void tellLater(Runnable event) {
        operations.post(() -> {
            if (!closed) {
                event.run();
            }
        });
    }

    private void updateStates() {
        failure = transport.failure();
        IceState ice = transport.iceState();
        if (ice != iceConnectionState) {
            iceConnectionState = ice;
            tell(() -> onIceConnectionStateChange.accept(ice));
        }
        PeerConnectionState state = transport.connectionState();
        if (state != connectionState) {
            connectionState = state;
            tell(() -> onConnectionStateChange.accept(state));
        }
    }

    private void updateGatheringState() {
        IceGatheringState state = transportNegotiation.gatheringState();
        if (state != iceGatheringState) {
            iceGatheringState = state;
            tellLater(() -> onIceGatheringStateChange.accept(state));
        }
    }

    private final class SessionEvents implements Session.Output {
        @Override
        public void onTrack(RtcTrackEvent event) {
            tell(() -> onTrack.accept(event));
        }

        @Override
        public void onSignaling() {
            localDescription = session.localDescription();
            remoteDescription = session.remoteDescription();
            SignalingState state = session.state();
            if (state != signalingState) {
                signalingState = state;
                tell(() -> onSignalingStateChange.accept(state));
            }
            rtcpWriter.reducedSize(streams.reducedSize());
            updateGatheringState();
        }
    }

    /// Candidates are told in a turn of their own, as browsers do: whoever sends the description when the future completes sends it before them.
    private final class PathEvents implements IcePath.Output {
        @Override
        public void onLocalCandidate(IceCandidate candidate) {
            RtcIceCandidate described = transportNegotiation.onLocalCandidate(candidate);
            localDescription = session.localDescription();
            tellLater(() -> onIceCandidate.accept(described));
        }

        @Override
        public void onGatheringComplete() {
            RtcIceCandidate end = transportNegotiation.onGatheringComplete();
            localDescription = session.localDescription();
            tellLater(() -> onIceCandidate.accept(end));
            updateGatheringState();
        }

        @Override
        public void onStateChange() {
            transport.onPathChange();
        }

        @Override
        public void onPacket(byte[] bytes, int offset, int length, long now) {
            transport.onPacket(bytes, offset, length, now);
        }
    }

    private final class TransportEvents implements BundleTransport.Output {
        @Override
        public void onStateChange() {
            updateStates();
            open = transport.isOpen();
            if (open && reporter.deadline() == Time.NEVER) {
                reporter.start(loop.now());
            }
        }

        @Override
        public void onRtp(byte[] bytes, int offset, int length, long now) {
            streams.onRtp(bytes, offset, length, now);
        }

        @Override
        public void onRtcp(byte[] bytes, int offset, int length, long now) {
            rtcpReader.onRtcp(bytes, offset, length, now);
        }
    }

    private final class StreamEvents implements MediaStreams.Output {
        @Override
        public void onArrival(RtpPacket packet, int transportCcId, long now) {
            arrivals.onPacket(packet, transportCcId, now);
        }

        @Override
        public void sendNack(int mediaSsrc, int[] sequenceNumbers, int count) {
            rtcpWriter.sendNack(mediaSsrc, sequenceNumbers, count);
        }
    }

    private final class SendEvents implements SendStream.Output {
        @Override
        public int sendRtp(byte[] packet, int length) {
            return transport.sendRtp(packet, length);
        }

        @Override
        public void resendProtected(byte[] packet, int offset, int length) {
            transport.resendProtected(packet, offset, length);
        }

        @Override
        public int nextTransportSequenceNumber() {
            return nextTransportSequenceNumber++ & U16.MAX;
        }
    }
}
