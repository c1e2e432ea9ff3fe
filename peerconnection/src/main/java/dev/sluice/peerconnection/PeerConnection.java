package dev.sluice.peerconnection;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.sluice.ice.IceState;
import dev.sluice.sdp.Direction;

/// A WebRTC connection to one peer. W3C `RTCPeerConnection`, for programs that bring and take RTP packets.
///
/// ```
/// caller                                                        callee
/// addTransceiver
/// createOffer, setLocalDescription   -- offer -->   setRemoteDescription, addTrack or direction(...)
/// setRemoteDescription               <-- answer --  createAnswer, setLocalDescription
///           onIceCandidate -- candidates both ways --> addIceCandidate
///           onConnectionStateChange: CONNECTED; then RtpSender.send, RtpReceiver.onPacket
/// ```
///
/// Any thread may call any method; calls of one thread take effect in their order. Handlers run on the loop, one after the other, and must not block;
/// they may call everything. A handler that is set late misses what happened before. Everything about the connection happens on its
/// [loop][dev.sluice.wire.UdpLoop], so it runs on the simulated network in virtual time as on real sockets.
///
/// A future that fails does so with an [RtcException].
///
/// @rfc 9429 JavaScript Session Establishment Protocol (JSEP)
public final class PeerConnection implements AutoCloseable {
    private final Peer peer;
    private final Operations operations;

    PeerConnection(Peer peer) {
        this.peer = peer;
        this.operations = peer.operations();
    }

    /// Describes what this side wants: all transceivers, in the order they were added.
    public CompletableFuture<RtcSessionDescription> createOffer() {
        return ask(peer::createOffer);
    }

    /// Describes what this side makes of the remote offer.
    public CompletableFuture<RtcSessionDescription> createAnswer() {
        return ask(peer::createAnswer);
    }

    /// Puts a created offer or answer into force, or takes an offer back. Candidates are gathered from now on.
    ///
    /// The text must be the one created last, unchanged; an empty one stands for "create it now".
    public CompletableFuture<Void> setLocalDescription(RtcSessionDescription description) {
        Objects.requireNonNull(description, "description");
        return tell(() -> peer.setLocal(description));
    }

    /// Creates the offer or answer that is due and puts it into force.
    public CompletableFuture<Void> setLocalDescription() {
        return tell(() -> peer.setLocal(new RtcSessionDescription(
                signalingState() == SignalingState.HAVE_REMOTE_OFFER ? SdpType.ANSWER : SdpType.OFFER, "")));
    }

    /// Takes the peer's offer or answer. An offer that meets an open offer of ours takes that back first.
    public CompletableFuture<Void> setRemoteDescription(RtcSessionDescription description) {
        Objects.requireNonNull(description, "description");
        return tell(() -> peer.setRemote(description));
    }

    /// Takes one of the peer's candidates, or the end of them. There has to be a remote description.
    public CompletableFuture<Void> addIceCandidate(RtcIceCandidate candidate) {
        Objects.requireNonNull(candidate, "candidate");
        return tell(() -> peer.addIceCandidate(candidate));
    }

    /// Wants new credentials and candidates with the next offer, for a path that has failed or a network that has changed. Media flows on over the old path
    /// until the new one is found.
    public void restartIce() {
        operations.submit(peer::restartIce);
    }

    /// Adds a media section to the next offer.
    ///
    /// @param kind `audio` or `video`
    public RtpTransceiver addTransceiver(String kind, Direction direction) {
        requireOpen();
        return peer.addTransceiver(requireKind(kind), direction);
    }

    /// Adds something to send: on a transceiver that has nothing to send yet, or else on a new one.
    ///
    /// @param kind      `audio` or `video`
    /// @param streamIds the MediaStreams it belongs to, as the peer will see them
    public RtpSender addTrack(String kind, String... streamIds) {
        requireOpen();
        return peer.addTrack(requireKind(kind), streamIds);
    }

    public List<RtpTransceiver> transceivers() {
        return peer.transceivers();
    }

    public SignalingState signalingState() {
        return peer.signalingState;
    }

    public IceState iceConnectionState() {
        return peer.iceConnectionState;
    }

    public IceGatheringState iceGatheringState() {
        return peer.iceGatheringState;
    }

    public PeerConnectionState connectionState() {
        return peer.connectionState;
    }

    /// The latest local description, with the candidates gathered so far.
    public Optional<RtcSessionDescription> localDescription() {
        return Optional.ofNullable(peer.localDescription);
    }

    public Optional<RtcSessionDescription> remoteDescription() {
        return Optional.ofNullable(peer.remoteDescription);
    }

    /// Why the connection failed; empty when it did not, or when ICE found no path.
    public String failure() {
        return peer.failure;
    }

    /// What was measured so far. Works after [#close] no more.
    public CompletableFuture<RtcStatsReport> getStats() { return ask(peer::getStats); }

    /// The peer begins to send on a transceiver. Set the receiver's packet handler here, and no packet is missed.
    public void onTrack(Consumer<RtcTrackEvent> handler) {
        peer.onTrack = Objects.requireNonNull(handler, "handler");
    }

    /// A local candidate, to be signalled to the peer; at last the [end of candidates][RtcIceCandidate#isEndOfCandidates], likewise.
    public void onIceCandidate(Consumer<RtcIceCandidate> handler) {
        peer.onIceCandidate = Objects.requireNonNull(handler, "handler");
    }

    public void onSignalingStateChange(Consumer<SignalingState> handler) {
        peer.onSignalingStateChange = Objects.requireNonNull(handler, "handler");
    }

    public void onIceConnectionStateChange(Consumer<IceState> handler) {
        peer.onIceConnectionStateChange = Objects.requireNonNull(handler, "handler");
    }

    public void onIceGatheringStateChange(Consumer<IceGatheringState> handler) {
        peer.onIceGatheringStateChange = Objects.requireNonNull(handler, "handler");
    }

    public void onConnectionStateChange(Consumer<PeerConnectionState> handler) {
        peer.onConnectionStateChange = Objects.requireNonNull(handler, "handler");
    }

    /// Something has changed that takes an offer to tell the peer.
    public void onNegotiationNeeded(Runnable handler) {
        peer.onNegotiationNeeded = Objects.requireNonNull(handler, "handler");
    }

    /// Ends the connection, tells the peer if it can, and frees its socket and timers. Nothing is called any more, and it cannot be reopened.
    @Override
    public void close() {
        try {
            operations.submit(peer::close);
        } catch (RejectedExecutionException _) {
            // the loop is gone, and everything on it
        }
    }

    private CompletableFuture<Void> tell(Runnable operation) {
        return ask(() -> {
            operation.run();
            return null;
        });
    }

    /// As W3C has it: the events of an operation come before the end of its promise.
    private <T> CompletableFuture<T> ask(Supplier<T> operation) {
        CompletableFuture<T> future = new CompletableFuture<>();
        operations.submit(() -> {
            try {
                requireOpen();
                T result = operation.get();
                operations.run(() -> future.complete(result));
            } catch (Throwable e) {                   // an Error, too: nobody may wait forever
                operations.run(() -> future.completeExceptionally(e));
            }
        });
        return future;
    }

    private void requireOpen() {
        if (signalingState() == SignalingState.CLOSED) {
            throw new RtcException(RtcException.Kind.INVALID_STATE, "the connection is closed: make a new one");
        }
    }

    private static String requireKind(String kind) {
        if (!kind.equals("audio") && !kind.equals("video")) {
            throw new RtcException(RtcException.Kind.INVALID_ACCESS,
                    "a transceiver is for audio or video, not " + kind);
        }
        return kind;
    }
}
