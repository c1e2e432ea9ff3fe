package dev.sluice.peerconnection;

import java.util.List;
import java.util.Optional;

import dev.sluice.dtlssrtp.CertificateFingerprint;
import dev.sluice.dtlssrtp.DtlsRole;
import dev.sluice.ice.IceCandidate;
import dev.sluice.ice.IceCredentials;
import dev.sluice.sdp.Candidate;
import dev.sluice.sdp.Fingerprint;
import dev.sluice.sdp.MediaDescription;
import dev.sluice.sdp.SessionDescription;
import dev.sluice.sdp.Setup;
import dev.sluice.sdp.TransportParameters;

/// What descriptions say about the transport: credentials, fingerprints, roles, addresses.
///
/// The DTLS role is negotiated once. ICE credentials are those of a generation: the first one, or one that a restart has proposed and that counts from the
/// agreement on.
///
/// Confined to the loop.
///
/// @rfc 8842 5 SDP Offer/Answer Procedures
/// @rfc 8839 4.4.3 Generating an Offer for Restarting a Media Stream
/// @rfc 9143 7 SDP Offer/Answer Procedures
final class TransportNegotiation {
    private final IcePath path;
    private final BundleTransport transport;
    private final Fingerprint fingerprint;
    private final Setup answerSetup;
    private final RemoteCandidates remoteCandidates;
    private LocalGeneration agreed;
    private LocalGeneration proposed;
    private String remoteUfrag;                 // of the agreement; null before the first
    private String taggedMid;
    private boolean controlling;
    private boolean restartWanted;

    TransportNegotiation(IcePath path, BundleTransport transport, CertificateFingerprint fingerprint,
            Setup answerSetup) {
        this.path = path;
        this.transport = transport;
        this.fingerprint = new Fingerprint(fingerprint.algorithm(), fingerprint.value());
        this.answerSetup = answerSetup;
        this.remoteCandidates = new RemoteCandidates(path);
    }

    IceGatheringState gatheringState() {
        LocalGeneration local = local();
        if (local == null || !local.gathering) {
            return IceGatheringState.NEW;
        }
        return local.gathered ? IceGatheringState.COMPLETE : IceGatheringState.GATHERING;
    }

    RemoteCandidates remoteCandidates() {
        return remoteCandidates;
    }

    /// The next offer is to bring new credentials.
    void wantRestart() {
        restartWanted = remoteUfrag != null;
    }

    boolean isRestartWanted() { return restartWanted; }

    Draft draftOffer(DescriptionMaker maker, SessionDescription previous) {
        if (local() == null) {
            propose(true);
        } else if (restartWanted && proposed == null) {
            propose(controlling);
        }
        return maker.offer(own(Setup.ACTPASS), previous, local().candidates, local().gathered);
    }

    /// @rfc 8445 6.1.1 Determining Role (towards a lite peer the full one controls; a restart changes no roles)
    Draft draftAnswer(DescriptionMaker maker, SessionDescription offer) {
        TransportParameters remote = tagged(offer, offer).map(offer::transport).orElse(null);
        if (local() == null) {
            propose(remote != null && remote.iceLite());
        } else if (proposed == null && remote != null && remoteUfrag != null
                && !remote.iceUfrag().equals(remoteUfrag)) {
            propose(controlling);
        }
        return maker.answer(own(transport.role() == null ? answerSetup : setup(transport.role())), offer,
                local().candidates, local().gathered);
    }

    RtcSessionDescription rendered(Draft draft) {
        return new RtcSessionDescription(draft.type(),
                draft.rendering().with(local().candidates, local().gathered).toString());
    }

    /// Opens sockets for the description that is set; once in a generation.
    void gather(Draft draft) {
        Optional<Draft.Section> first = draft.sections().stream().filter(section -> section.transceiver() != null)
                .findFirst();
        if (first.isPresent() && !local().gathering) {
            local().mid = first.get().mid();
            path.gather();
            local().gathering = true;
        }
    }

    RtcIceCandidate onLocalCandidate(IceCandidate candidate) {
        Candidate described = Candidates.describe(candidate);
        local().candidates.add(described);
        return local().signalled(described);
    }

    RtcIceCandidate onGatheringComplete() {
        local().gathered = true;
        return local().endOfCandidates();
    }

    /// Forgets what was proposed and not agreed on: the offer was taken back, or has to give way to the peer's.
    void rollBack() {
        rollBackGeneration();
        remoteCandidates.clear();
    }

    void checkAnswer(SessionDescription answer) {
        for (MediaDescription section : answer.media()) {
            if (!section.isRejected() && answer.transport(section).setup() == Setup.ACTPASS) {
                throw new RtcException(RtcException.Kind.INVALID_ACCESS,
                        "an answer has to choose: a=setup:active or a=setup:passive, not actpass");
            }
        }
    }

    /// Both descriptions are there: starts the transport, restarts ICE, or only takes new candidates.
    void agree(SessionDescription local, SessionDescription remote, boolean weAnswered) {
        Optional<MediaDescription> tagged = tagged(local, remote);
        if (tagged.isEmpty()) {
            return;
        }
        TransportParameters parameters = remote.transport(tagged.get());
        taggedMid = tagged.get().mid();
        agreeOnGeneration(parameters);
        if (transport.role() == null) {
            Setup answered = weAnswered ? local.transport(local.media(taggedMid).orElseThrow()).setup()
                    : parameters.setup();
            boolean weAreClient = (answered == Setup.ACTIVE) == weAnswered;
            transport.connect(fingerprints(parameters), weAreClient ? DtlsRole.CLIENT : DtlsRole.SERVER);
        }
        remoteCandidates.addAll(tagged.get(), parameters.iceUfrag());
        releaseCandidates();
    }

    void releaseCandidates() {
        if (remoteUfrag != null) {
            remoteCandidates.release(taggedMid, remoteUfrag);
        }
    }

    /// A restart needs new credentials of both sides; if the peer keeps its own, so do we.
    private void agreeOnGeneration(TransportParameters parameters) {
        boolean sameRemote = parameters.iceUfrag().equals(remoteUfrag);
        if (proposed == null || sameRemote) {
            rollBackGeneration();
            return;
        }
        agreed = proposed;
        proposed = null;
        remoteUfrag = parameters.iceUfrag();
        restartWanted = false;
        path.remote(new IceCredentials(parameters.iceUfrag(), parameters.icePwd()), parameters.iceLite());
    }

    private void rollBackGeneration() {
        if (proposed != null) {
            proposed = null;
            path.discard();
        }
    }

    private void propose(boolean asControlling) {
        controlling = asControlling;
        proposed = new LocalGeneration(path.begin(asControlling));
    }

    private LocalGeneration local() {
        return proposed != null ? proposed : agreed;
    }

    private TransportParameters own(Setup setup) {
        IceCredentials credentials = local().credentials;
        return new TransportParameters(credentials.ufrag(), credentials.pwd(), false, List.of(fingerprint), setup);
    }

    private static Setup setup(DtlsRole role) {
        return role == DtlsRole.CLIENT ? Setup.ACTIVE : Setup.PASSIVE;
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

    private static List<CertificateFingerprint> fingerprints(TransportParameters parameters) {
        return parameters.fingerprints().stream().map(one -> new CertificateFingerprint(one.algorithm(), one.value()))
                .toList();
    }
}
