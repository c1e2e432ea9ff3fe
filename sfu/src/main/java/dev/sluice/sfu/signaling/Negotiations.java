package dev.sluice.sfu.signaling;

import java.util.List;

import dev.sluice.sfu.core.JoinResult;
import dev.sluice.sfu.core.Refusal;
import dev.sluice.sfu.core.TrickleResult;

/// Offers, answers and candidates: with the server, and passed on between two browsers.
///
/// Each connection with the server has one offerer for ever, so two offers never meet; between browsers they do, and the server says who gives way.
final class Negotiations {
    private final SignalingParts parts;
    private final Presence presence;

    Negotiations(SignalingParts parts, Presence presence) {
        this.parts = parts;
        this.presence = presence;
    }

    // With the server.

    void offer(Member member, ClientMessage.PublishOffer offer) {
        if (member.room().mode() == Mode.P2P) {
            member.fail(ErrorCode.WRONG_MODE, "this room is peer to peer: offer to the other participant", offer,
                    offer.negotiation());
        } else if (!member.takeOffer(offer.negotiation())) {
            member.fail(ErrorCode.STALE_NEGOTIATION, "negotiation must rise with each offer", offer,
                    offer.negotiation());
        } else {
            publish(member, offer);
        }
    }

    private void publish(Member member, ClientMessage.PublishOffer offer) {
        switch (parts.media().publishAs(member.id(), offer.sdp(), parts.now())) {
            case JoinResult.Joined(_, String answer, _) -> {
                member.send(new ServerMessage.PublishAnswer(offer.negotiation(), answer));
                presence.declare(member, offer.tracks());
            }
            case JoinResult.Refused(Refusal reason, String explanation) ->
                member.fail(Refusals.code(reason), explanation, offer, offer.negotiation());
        }
    }

    void answer(Member member, ClientMessage.SubscribeAnswer answer) {
        switch (parts.media().answer(member.id(), answer.negotiation(), answer.sdp(), parts.now())) {
            case ACCEPTED -> {}
            case STALE, NO_SUCH_SESSION ->
                member.fail(ErrorCode.STALE_NEGOTIATION, "no offer with this number is open", answer,
                        answer.negotiation());
            case REFUSED -> member.fail(ErrorCode.REFUSED_ANSWER,
                    "the answer does not fit the offer: send reconnect to begin this connection anew", answer,
                    answer.negotiation());
        }
    }

    void candidate(Member member, ClientMessage.ServerCandidate message) {
        String line = message.candidate() == null ? "" : message.candidate().candidate();
        TrickleResult result = parts.media().trickleAs(member.id(), message.connection() == Connection.PUBLISH, line,
                parts.now());
        if (result == TrickleResult.MALFORMED) {
            member.fail(ErrorCode.BAD_MESSAGE, "this is no candidate", message);
        }
    }

    void reconnect(Member member, ClientMessage.Reconnect message) {
        if (member.room().mode() == Mode.P2P) {
            member.fail(ErrorCode.WRONG_MODE, "this room is peer to peer: there is no connection with the server",
                    message);
        } else if (message.connection() == Connection.PUBLISH) {
            member.forgetOffers();
            parts.media().unpublish(member.id(), parts.now());
        } else {
            presence.receive(member);
        }
    }

    // Between browsers.

    void offer(Member member, ClientMessage.PeerOffer offer) {
        Member peer = peer(member, offer.to(), offer);
        if (peer == null) {
            return;
        }
        if (member.room().mode() == Mode.SFU) {
            member.fail(ErrorCode.WRONG_MODE, "this room has moved to the SFU: offer to the server", offer,
                    offer.negotiation());
            return;
        }
        declareDirect(member, offer.tracks(), offer.sdp());
        peer.send(new ServerMessage.PeerOffer(member.id(), offer.negotiation(), offer.sdp(), offer.tracks(),
                peer.joinedAfter(member)));
    }

    /// Passed on also when the room has moved meanwhile: what was begun before may end.
    void answer(Member member, ClientMessage.PeerAnswer answer) {
        Member peer = peer(member, answer.to(), answer);
        if (peer == null) {
            return;
        }
        if (member.room().mode() == Mode.P2P) {
            declareDirect(member, answer.tracks(), answer.sdp());
        }
        peer.send(new ServerMessage.PeerAnswer(member.id(), answer.negotiation(), answer.sdp(), answer.tracks()));
    }

    private void declareDirect(Member member, List<TrackOffer> tracks, String sdp) {
        if (tracks != null) {
            presence.declareDirect(member, tracks, sdp);
        }
    }

    void candidate(Member member, ClientMessage.PeerCandidate message) {
        Member peer = peer(member, message.to(), message);
        if (peer != null) {
            peer.send(new ServerMessage.PeerCandidate(member.id(), message.candidate()));
        }
    }

    /// Another member of the room, or null, which the member has been told.
    private static Member peer(Member member, String id, ClientMessage of) {
        Member peer = member.room().member(id);
        if (peer == null || peer == member) {
            member.fail(ErrorCode.UNKNOWN_PARTICIPANT, "there is no such other member in this room", of);
            return null;
        }
        return peer;
    }
}
