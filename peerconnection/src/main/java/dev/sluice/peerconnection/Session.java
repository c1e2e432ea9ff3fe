package dev.sluice.peerconnection;

import static dev.sluice.peerconnection.SignalingState.HAVE_LOCAL_OFFER;
import static dev.sluice.peerconnection.SignalingState.HAVE_REMOTE_OFFER;
import static dev.sluice.peerconnection.SignalingState.STABLE;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

import dev.sluice.sdp.Direction;
import dev.sluice.sdp.MediaDescription;
import dev.sluice.sdp.Msid;
import dev.sluice.sdp.SessionDescription;

/// Carries out offers, answers and rollbacks: gives transceivers their sections, and tells transport and streams what both peers agreed on.
///
/// Confined to the loop.
///
/// @rfc 9429 5.9 Applying a Local Description
/// @rfc 9429 5.10 Applying a Remote Description
/// @rfc 9429 5.11 Applying an Answer
final class Session {
    interface Output {
        void onTrack(RtcTrackEvent event);
        /// The signaling state or a description has changed.
        void onSignaling();
    }

    private final Negotiation negotiation = new Negotiation();
    private final Transceivers transceivers;
    private final Numbering numbering;
    private final DescriptionMaker maker;
    private final TransportNegotiation transport;
    private final MediaStreams streams;
    private final Output output;
    private Draft createdOffer;
    private Draft createdAnswer;
    private Draft pendingLocal;
    private Draft currentLocal;
    private RtcSessionDescription pendingRemote;
    private RtcSessionDescription currentRemote;

    Session(Transceivers transceivers, Numbering numbering, DescriptionMaker maker, TransportNegotiation transport,
            MediaStreams streams, Output output) {
        this.transceivers = transceivers;
        this.numbering = numbering;
        this.maker = maker;
        this.transport = transport;
        this.streams = streams;
        this.output = output;
    }

    SignalingState state() {
        return negotiation.state();
    }

    /// The latest local description with all candidates gathered so far; null before the first.
    RtcSessionDescription localDescription() {
        Draft draft = pendingLocal != null ? pendingLocal : currentLocal;
        return draft == null ? null : transport.rendered(draft);
    }

    RtcSessionDescription remoteDescription() {
        return pendingRemote != null ? pendingRemote : currentRemote;
    }

    RtcSessionDescription createOffer() {
        requireState("createOffer", state() == STABLE || state() == HAVE_LOCAL_OFFER,
                "answer the remote offer first, or roll it back");
        createdOffer = transport.draftOffer(maker, negotiation.local());
        return createdOffer.description();
    }

    RtcSessionDescription createAnswer() {
        requireState("createAnswer", state() == HAVE_REMOTE_OFFER, "set a remote offer first");
        createdAnswer = transport.draftAnswer(maker, negotiation.remote());
        return createdAnswer.description();
    }

    void setLocal(RtcSessionDescription description) {
        negotiation.checkLocal(description.type());
        switch (description.type()) {
            case OFFER -> proposeLocally(created(description, createdOffer, this::createOffer, () -> createdOffer));
            case ANSWER -> answerLocally(created(description, createdAnswer, this::createAnswer, () -> createdAnswer));
            case ROLLBACK -> rollBack();
        }
        output.onSignaling();
    }

    void setRemote(RtcSessionDescription description) {
        negotiation.checkRemote(description.type());
        switch (description.type()) {
            case OFFER -> proposeRemotely(description);
            case ANSWER -> answerRemotely(description);
            case ROLLBACK -> rollBack();
        }
        output.onSignaling();
    }

    void addIceCandidate(RtcIceCandidate candidate) {
        if (negotiation.remote() == null) {
            throw new RtcException(RtcException.Kind.INVALID_STATE,
                    "addIceCandidate before there is a remote description: keep the candidate until setRemoteDescription has completed");
        }
        transport.remoteCandidates().add(candidate, negotiation.remote());
        transport.releaseCandidates();
    }

    /// What the latest local offer or answer does not say yet.
    boolean needsNegotiation() {
        if (state() != STABLE) {
            return false;
        }
        if (transport.isRestartWanted()) {
            return true;
        }
        for (RtpTransceiver transceiver : transceivers) {
            if (transceiver.needsNegotiation()) {
                return true;
            }
        }
        return false;
    }

    void restartIce() {
        transport.wantRestart();
    }

    void close() {
        negotiation.close();
        for (RtpTransceiver transceiver : transceivers) {
            transceiver.stopNow();
        }
    }

    /// The draft that is meant: an empty text stands for "whatever would be created now", any other must be the one created last.
    private static Draft created(RtcSessionDescription wanted, Draft last, Runnable create, Supplier<Draft> created) {
        if (wanted.sdp().isEmpty()) {
            create.run();
            return created.get();
        }
        if (last == null || !last.text().equals(wanted.sdp())) {
            throw new RtcException(RtcException.Kind.INVALID_MODIFICATION, "this is not the "
                    + wanted.type().name().toLowerCase(Locale.ROOT)
                    + " created last: set it unchanged, and use transceivers and their codec preferences to change what it says");
        }
        return last;
    }

    private void proposeLocally(Draft draft) {
        transport.gather(draft);                // fails when no address can be bound; nothing has changed then
        place(draft);
        pendingLocal = draft;
        negotiation.propose(SessionDescription.parse(draft.text()), true);
    }

    private void answerLocally(Draft draft) {
        transport.gather(draft);
        SessionDescription answer = SessionDescription.parse(draft.text());
        describe(draft);
        currentLocal = draft;
        currentRemote = pendingRemote;
        forgetProposals();
        negotiation.agree(answer, true);
        agree(true);
    }

    private void proposeRemotely(RtcSessionDescription description) {
        SessionDescription offer = RemoteDescription.offer(description.sdp(), negotiation.currentLocal());
        rollBack();                             // also an agent of ours that was only made to offer: its role is the wrong one
        offer.media().forEach(numbering::learn);
        pendingRemote = description;
        negotiation.propose(offer, false);
        for (int i = 0; i < offer.media().size(); i++) {
            MediaDescription section = offer.media().get(i);
            if (!section.isRejected() && (section.kind().equals("audio") || section.kind().equals("video"))) {
                RtpTransceiver transceiver = transceiverFor(i, section, offer.direction(section));
                announceTrack(transceiver, section, offer.direction(section));
            }
        }
    }

    private void answerRemotely(RtcSessionDescription description) {
        SessionDescription answer = RemoteDescription.answer(description.sdp(), negotiation.local());
        transport.checkAnswer(answer);
        currentLocal = pendingLocal;
        currentRemote = description;
        forgetProposals();
        negotiation.agree(answer, false);
        agree(false);
        for (RtpTransceiver transceiver : transceivers) {
            if (transceiver.isPlaced() && !transceiver.isStopped()) {
                MediaDescription section = answer.media().get(transceiver.mLineIndex());
                announceTrack(transceiver, section, answer.direction(section));
            }
        }
    }

    private void forgetProposals() {
        pendingLocal = null;
        pendingRemote = null;
        createdOffer = null;
        createdAnswer = null;
    }

    private void rollBack() {
        for (RtpTransceiver transceiver : transceivers) {
            if (transceiver.isCreatedByRemote() && !transceiver.isPlaceAgreed() && !transceiver.isAddedByTrack()) {
                transceiver.stopNow();
                transceivers.remove(transceiver);
            } else {
                transceiver.rollBack();
            }
        }
        forgetProposals();
        negotiation.rollBack();
        transport.rollBack();
    }

    private void place(Draft draft) {
        for (int i = 0; i < draft.sections().size(); i++) {
            Draft.Section section = draft.sections().get(i);
            if (section.transceiver() != null) {
                section.transceiver().place(section.mid(), i);
            }
        }
        describe(draft);
    }

    private static void describe(Draft draft) {
        for (Draft.Section section : draft.sections()) {
            if (section.transceiver() != null) {
                section.transceiver().described(section.transceiver().direction());
            }
        }
    }

    private RtpTransceiver transceiverFor(int index, MediaDescription section, Direction offered) {
        RtpTransceiver transceiver = transceivers.at(index, section.mid())
                .or(() -> offered.receives() ? transceivers.waitingFor(section.kind()) : Optional.empty())
                .orElseGet(() -> transceivers.add(section.kind(), Direction.RECVONLY, true));
        transceiver.place(section.mid(), index);
        return transceiver;
    }

    private void announceTrack(RtpTransceiver transceiver, MediaDescription section, Direction remote) {
        boolean begins = transceiver.remoteSends(remote.sends() && !section.isRejected());
        if (begins) {
            List<String> streamIds = section.msids().stream().map(Msid::streamId).filter(id -> !id.equals("-"))
                    .toList();
            output.onTrack(new RtcTrackEvent(transceiver, transceiver.receiver(), streamIds,
                    section.msid().map(Msid::trackId).orElse("")));
        }
    }

    private void agree(boolean weAnswered) {
        SessionDescription local = negotiation.currentLocal();
        SessionDescription remote = negotiation.currentRemote();
        for (RtpTransceiver transceiver : transceivers) {
            if (transceiver.isPlaced() && !transceiver.isStopped()) {
                agree(transceiver, local, remote);
            }
        }
        transceivers.removeStopped();
        transport.agree(local, remote, weAnswered);
    }

    private void agree(RtpTransceiver transceiver, SessionDescription local, SessionDescription remote) {
        MediaDescription ours = local.media().get(transceiver.mLineIndex());
        MediaDescription theirs = remote.media().get(transceiver.mLineIndex());
        if (ours.isRejected() || theirs.isRejected()) {
            streams.remove(transceiver);
            transceiver.stopNow();
        } else {
            MediaAgreement agreement = MediaAgreement.of(local, ours, remote, theirs);
            transceiver.agree(agreement.direction());
            streams.agree(transceiver, agreement);
        }
    }

    private void requireState(String call, boolean fits, String instead) {
        if (!fits) {
            throw new RtcException(RtcException.Kind.INVALID_STATE,
                    call + " in signaling state " + state() + ": " + instead);
        }
    }
}
