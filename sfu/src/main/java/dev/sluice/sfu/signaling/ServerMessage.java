package dev.sluice.sfu.signaling;

import java.util.List;

/// What the server says. Negotiation comes from the server itself (`connection` on the wire) or from a peer (`from`).
public sealed interface ServerMessage {
    /// A section of an offer, and whose track it carries.
    record OfferedTrack(String mid, String participant, String track) {}

    /// What belongs to a connection: to the server on the wire by `connection`, to a peer by `from`.
    sealed interface Negotiation extends ServerMessage {}

    /// @param participant  the member's own id, which everybody knows
    /// @param token        the member's own secret, for `resume` and the next `join`
    /// @param resumeWithin seconds
    record Joined(String participant, String token, String room, String name, Mode mode, long resumeWithin,
            List<ParticipantInfo> participants, List<String> speakers, String version) implements ServerMessage {}

    /// @param received the last number that came from this client
    record Resumed(long received) implements ServerMessage {}

    record ParticipantJoined(ParticipantInfo participant) implements ServerMessage {}

    record ParticipantLeft(String participant, LeaveReason reason) implements ServerMessage {}

    record ParticipantAway(String participant, boolean away) implements ServerMessage {}

    record TrackAdded(String participant, TrackInfo track) implements ServerMessage {}

    record TrackRemoved(String participant, String track) implements ServerMessage {}

    record TrackMuted(String participant, String track, boolean muted) implements ServerMessage {}

    /// @param participants the dominant one first
    record Speakers(List<String> participants) implements ServerMessage {}

    /// The most that anybody wants of the receiver's own track.
    record Wanted(String track, Quality quality) implements ServerMessage {}

    /// @param time milliseconds since 1970
    /// @param to   null: everybody
    record Chat(String from, String name, String text, long time, String to) implements ServerMessage {}

    record SubscribeOffer(int negotiation, String sdp, List<OfferedTrack> tracks) implements Negotiation {}

    /// @param negotiation, tracks as they came, also null
    /// @param polite what the receiver is, should both offer at once
    record PeerOffer(String from, Integer negotiation, String sdp, List<TrackOffer> tracks, boolean polite)
            implements
                Negotiation {}

    record PublishAnswer(int negotiation, String sdp) implements Negotiation {}

    record PeerAnswer(String from, Integer negotiation, String sdp, List<TrackOffer> tracks) implements Negotiation {}

    /// @param candidate null: the end of candidates
    record PeerCandidate(String from, IceCandidate candidate) implements Negotiation {}

    /// @param reason for programs, such as `consent-expired`
    record ConnectionClosed(Connection connection, String reason, String message) implements Negotiation {}

    record ModeChanged(Mode mode) implements ServerMessage {}

    /// @param of          the type of the message that it is about, null when that is not known
    /// @param negotiation of that message, null when it had none
    record Failure(ErrorCode code, String message, String of, Integer negotiation) implements ServerMessage {}

    /// @param after milliseconds
    record ComeBack(long after) implements ServerMessage {}

    record Pong() implements ServerMessage {}

    /// How much memory the message takes while it waits to be repeated, in characters, roughly.
    default int weight() {
        int texts = switch (this) {
            case Chat chat -> chat.text().length();
            case SubscribeOffer(_, String sdp, var tracks) -> sdp.length() + 64 * tracks.size();
            case PeerOffer offer -> offer.sdp().length();
            case PublishAnswer(_, String sdp) -> sdp.length();
            case PeerAnswer answer -> answer.sdp().length();
            case PeerCandidate(_, IceCandidate candidate) -> candidate == null ? 0 : candidate.candidate().length();
            case Speakers(var participants) -> 16 * participants.size();
            case Joined _,Resumed _,ParticipantJoined _,ParticipantLeft _,ParticipantAway _,TrackAdded _,TrackRemoved _,TrackMuted _,Wanted _,ConnectionClosed _,ModeChanged _,Failure _,ComeBack _,Pong _ ->
                0;
        };
        return 128 + texts;
    }
}
