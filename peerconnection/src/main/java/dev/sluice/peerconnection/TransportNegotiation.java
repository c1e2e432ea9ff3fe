package dev.sluice.peerconnection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.sluice.dtlssrtp.CertificateFingerprint;
import dev.sluice.dtlssrtp.DtlsRole;
import dev.sluice.ice.IceCandidate;
import dev.sluice.ice.IceCredentials;
import dev.sluice.sdp.Candidate;
import dev.sluice.sdp.Fingerprint;
import dev.sluice.sdp.MediaDescription;
import dev.sluice.sdp.SdpParseException;
import dev.sluice.sdp.SessionDescription;
import dev.sluice.sdp.Setup;
import dev.sluice.sdp.TransportParameters;

/// What descriptions and candidates say about the transport: credentials, fingerprints, roles, addresses.
///
/// Confined to the loop.
///
/// @rfc 8842 5 SDP Offer/Answer Procedures
/// @rfc 8838 Trickle ICE
/// @rfc 8843 7 SDP Offer/Answer Procedures
final class TransportNegotiation {
    private static final int MOST_REMOTE_CANDIDATES = 200;

    private record RemoteCandidate(String mid, String line) {}

    private final BundleTransport transport;
    private final Fingerprint fingerprint;
    private final Setup answerSetup;
    private final List<Candidate> localCandidates = new ArrayList<>();
    private final List<RemoteCandidate> waiting = new ArrayList<>();
    private boolean gatheringStarted;
    private boolean gathered;
    private boolean connected;
    private String taggedMid;
    private String localMid = "";
    private String localUfrag = "";
    private long ignoredCandidates;

    TransportNegotiation(BundleTransport transport, CertificateFingerprint fingerprint, Setup answerSetup) {
        this.transport = transport;
        this.fingerprint = new Fingerprint(fingerprint.algorithm(), fingerprint.value());
        this.answerSetup = answerSetup;
    }

    IceGatheringState gatheringState() {
        return gathered ? IceGatheringState.COMPLETE
                : gatheringStarted ? IceGatheringState.GATHERING : IceGatheringState.NEW;
    }

    /// Remote candidates that were of no use: TCP, names, another section's, too many.
    long ignoredCandidates() {
        return ignoredCandidates;
    }

    Draft draftOffer(DescriptionMaker maker, SessionDescription previous) {
        return maker.offer(own(true, Setup.ACTPASS), previous, localCandidates, gathered);
    }

    Draft draftAnswer(DescriptionMaker maker, SessionDescription offer) {
        boolean remoteIsLite = tagged(offer, offer).map(section -> offer.transport(section).iceLite()).orElse(false);
        return maker.answer(own(remoteIsLite, ownAnswerSetup()), offer, localCandidates, gathered);
    }

    RtcSessionDescription rendered(Draft draft) {
        return new RtcSessionDescription(draft.type(), draft.rendering().with(localCandidates, gathered).toString());
    }

    /// Opens sockets for the description that was set, once.
    void gather(Draft draft) {
        if (!gatheringStarted && draft.sections().stream().anyMatch(section -> section.transceiver() != null)) {
            gatheringStarted = true;
            localMid = draft.sections().stream().filter(section -> section.transceiver() != null).findFirst()
                    .map(Draft.Section::mid).orElse("");
            transport.gather();
        }
    }

    /// Returns the candidate as the peer is to be told of it.
    RtcIceCandidate onLocalCandidate(IceCandidate candidate) {
        Candidate described = Candidates.describe(candidate);
        localCandidates.add(described);
        return new RtcIceCandidate(described.toString(), localMid, 0, localUfrag);
    }

    RtcIceCandidate onGatheringComplete() {
        gathered = true;
        return RtcIceCandidate.endOfCandidates(localMid, localUfrag);
    }

    /// The peer offers, so an agent of ours that was made to offer has the wrong role.
    void remoteOffers() {
        startOver();
    }

    void rollBack() {
        startOver();
    }

    private void startOver() {
        if (!connected) {
            transport.discard();
            localCandidates.clear();
            waiting.clear();
            gatheringStarted = false;
            gathered = false;
        }
    }

    void checkAnswer(SessionDescription answer) {
        for (MediaDescription section : answer.media()) {
            if (!section.isRejected() && answer.transport(section).setup() == Setup.ACTPASS) {
                throw new RtcException(RtcException.Kind.INVALID_ACCESS,
                        "an answer has to choose: a=setup:active or a=setup:passive, not actpass");
            }
        }
    }

    /// Starts the transport once both descriptions are there. Later agreements change nothing about it.
    void connect(SessionDescription local, SessionDescription remote, boolean weAnswered) {
        Optional<MediaDescription> tagged = tagged(local, remote);
        if (connected || tagged.isEmpty()) {
            return;
        }
        connected = true;
        taggedMid = tagged.get().mid();
        TransportParameters parameters = remote.transport(tagged.get());
        Setup answered = weAnswered ? local.transport(local.media(taggedMid).orElseThrow()).setup()
                : parameters.setup();
        boolean weAreClient = (answered == Setup.ACTIVE) == weAnswered;
        transport.connect(new IceCredentials(parameters.iceUfrag(), parameters.icePwd()), parameters.iceLite(),
                fingerprints(parameters),
                weAreClient ? DtlsRole.CLIENT : DtlsRole.SERVER);
        tagged.get().candidates().forEach(this::use);
        releaseWaiting();
        if (tagged.get().endOfCandidates()) {
            transport.endOfRemoteCandidates();
        }
    }

    /// @throws RtcException when the candidate belongs to no section or generation of the remote description
    void addRemoteCandidate(RtcIceCandidate candidate, SessionDescription remote) {
        MediaDescription section = sectionOf(candidate, remote);
        String ufrag = remote.transport(section).iceUfrag();
        if (candidate.usernameFragment() != null && !candidate.usernameFragment().isEmpty()
                && !candidate.usernameFragment().equals(ufrag)) {
            throw new RtcException(RtcException.Kind.OPERATION,
                    "the candidate is of ICE generation " + candidate.usernameFragment()
                            + ", the remote description of " + ufrag + ": drop it");
        }
        RemoteCandidate remoteCandidate = new RemoteCandidate(section.mid(),
                candidate.isEndOfCandidates() ? "" : checked(candidate.candidate()));
        if (waiting.size() == MOST_REMOTE_CANDIDATES) {
            ignoredCandidates++;
            return;
        }
        waiting.add(remoteCandidate);
        if (connected) {
            releaseWaiting();
        }
    }

    /// With BUNDLE only the candidates of the section that carries the transport count.
    private void releaseWaiting() {
        for (RemoteCandidate candidate : waiting) {
            if (!candidate.mid().equals(taggedMid)) {
                ignoredCandidates++;
            } else if (candidate.line().isEmpty()) {
                transport.endOfRemoteCandidates();
            } else {
                use(Candidate.parse(candidate.line()));
            }
        }
        waiting.clear();
    }

    private void use(Candidate candidate) {
        Candidates.usable(candidate).ifPresentOrElse(transport::addRemoteCandidate, () -> ignoredCandidates++);
    }

    private TransportParameters own(boolean controlling, Setup setup) {
        IceCredentials credentials = transport.localCredentials(controlling);
        localUfrag = credentials.ufrag();
        return new TransportParameters(credentials.ufrag(), credentials.pwd(), false, List.of(fingerprint), setup);
    }

    private Setup ownAnswerSetup() {
        if (transport.role() == null) {
            return answerSetup;
        }
        return transport.role() == DtlsRole.CLIENT ? Setup.ACTIVE : Setup.PASSIVE;
    }

    /// The remote section whose transport all others share: the first that neither side rejects.
    private static Optional<MediaDescription> tagged(SessionDescription local, SessionDescription remote) {
        for (int i = 0; i < remote.media().size(); i++) {
            if (!remote.media().get(i).isRejected() && !local.media().get(i).isRejected()) {
                return Optional.of(remote.media().get(i));
            }
        }
        return Optional.empty();
    }

    private static MediaDescription sectionOf(RtcIceCandidate candidate, SessionDescription remote) {
        if (candidate.sdpMid() != null) {
            return remote.media(candidate.sdpMid()).orElseThrow(() -> new RtcException(RtcException.Kind.OPERATION,
                    "the candidate is for mid " + candidate.sdpMid() + ", which the remote description does not have"));
        }
        if (candidate.sdpMLineIndex() < 0 || candidate.sdpMLineIndex() >= remote.media().size()) {
            throw new RtcException(RtcException.Kind.OPERATION,
                    "the candidate is for section " + candidate.sdpMLineIndex()
                            + ", and the remote description has " + remote.media().size()
                            + ": give its sdpMid, or its sdpMLineIndex");
        }
        return remote.media().get(candidate.sdpMLineIndex());
    }

    private static String checked(String line) {
        try {
            Candidate.parse(line);
            return line;
        } catch (SdpParseException e) {
            throw new RtcException(RtcException.Kind.OPERATION, "not a candidate: " + e.getMessage());
        }
    }

    private static List<CertificateFingerprint> fingerprints(TransportParameters parameters) {
        return parameters.fingerprints().stream().map(one -> new CertificateFingerprint(one.algorithm(), one.value()))
                .toList();
    }
}
