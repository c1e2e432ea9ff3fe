package dev.sluice.sfu.signaling;

import java.util.List;

/// What a client says. Negotiation goes to the server (`connection` on the wire) or to a peer (`to`).
public sealed interface ClientMessage {
    /// The value of `type` on the wire.
    String type();

    /// @param mode  null: whatever the room is
    /// @param token of this client's earlier membership, which ends; null for none
    record Join(String room, String name, Mode mode, String token) implements ClientMessage {
        @Override
        public String type() { return "join"; }
    }

    /// @param received the last number that came
    record Resume(String token, long received) implements ClientMessage {
        @Override
        public String type() { return "resume"; }
    }

    record Leave() implements ClientMessage {
        @Override
        public String type() { return "leave"; }
    }

    /// @param tracks all tracks that are published from now on
    record PublishOffer(int negotiation, String sdp, List<TrackOffer> tracks) implements ClientMessage {
        @Override
        public String type() { return "createOffer"; }
    }

    /// @param negotiation null when the client does not number its offers, which are passed on as they are
    /// @param tracks      null when nobody is to be told of them
    record PeerOffer(String to, Integer negotiation, String sdp, List<TrackOffer> tracks) implements ClientMessage {
        @Override
        public String type() { return "createOffer"; }
    }

    record SubscribeAnswer(int negotiation, String sdp) implements ClientMessage {
        @Override
        public String type() { return "createAnswer"; }
    }

    /// @param negotiation of the offer, null when it had none
    /// @param tracks      null when nobody is to be told of them
    record PeerAnswer(String to, Integer negotiation, String sdp, List<TrackOffer> tracks) implements ClientMessage {
        @Override
        public String type() { return "createAnswer"; }
    }

    /// @param candidate null: the end of candidates
    record ServerCandidate(Connection connection, IceCandidate candidate) implements ClientMessage {
        @Override
        public String type() { return "addIceCandidate"; }
    }

    /// @param candidate null: the end of candidates
    record PeerCandidate(String to, IceCandidate candidate) implements ClientMessage {
        @Override
        public String type() { return "addIceCandidate"; }
    }

    record Reconnect(Connection connection) implements ClientMessage {
        @Override
        public String type() { return "reconnect"; }
    }

    record Mute(String track, boolean muted) implements ClientMessage {
        @Override
        public String type() { return "mute"; }
    }

    record Subscription(String participant, String track, boolean paused, Quality quality) implements ClientMessage {
        @Override
        public String type() { return "subscription"; }
    }

    /// @param to null: everybody
    record Chat(String text, String to) implements ClientMessage {
        @Override
        public String type() { return "chat"; }
    }

    record Ping() implements ClientMessage {
        @Override
        public String type() { return "ping"; }
    }
}
