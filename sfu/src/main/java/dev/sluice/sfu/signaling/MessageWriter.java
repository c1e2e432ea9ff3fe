package dev.sluice.sfu.signaling;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes JSON objects of messages, as maps, lists, strings, numbers and booleans. Thread-safe.
public final class MessageWriter {
    private final Map<String, Object> json = new LinkedHashMap<>();

    private MessageWriter(String type) {
        json.put("type", type);
    }

    /// @param seq the message's number, [Incoming#UNNUMBERED] for none
    public static Map<String, Object> write(long seq, ServerMessage message) {
        MessageWriter writer = of(message);
        return seq == Incoming.UNNUMBERED ? writer.json : writer.put("seq", seq).json;
    }

    private static MessageWriter of(ServerMessage message) {
        return switch (message) {
            case ServerMessage.Joined joined -> joined(joined);
            case ServerMessage.Resumed(long received) -> new MessageWriter("resumed").put("received", received);
            case ServerMessage.ParticipantJoined(ParticipantInfo participant) ->
                new MessageWriter("participantJoined").put("participant", participant(participant));
            case ServerMessage.ParticipantLeft(String id, LeaveReason reason) ->
                new MessageWriter("participantLeft").put("participant", id).put("reason", reason);
            case ServerMessage.ParticipantAway(String id, boolean away) ->
                new MessageWriter("participantAway").put("participant", id).put("away", away);
            case ServerMessage.TrackAdded(String id, TrackInfo track) ->
                new MessageWriter("trackAdded").put("participant", id).put("track", track(track));
            case ServerMessage.TrackRemoved(String id, String track) ->
                new MessageWriter("trackRemoved").put("participant", id).put("track", track);
            case ServerMessage.TrackMuted(String id, String track, boolean muted) ->
                new MessageWriter("trackMuted").put("participant", id).put("track", track).put("muted", muted);
            case ServerMessage.Speakers(List<String> ids) -> new MessageWriter("speakers").put("participants", ids);
            case ServerMessage.Wanted(String track, Quality quality) ->
                new MessageWriter("quality").put("track", track).put("quality", quality);
            case ServerMessage.Chat(String from, String name, String text, long time, String to) ->
                new MessageWriter("chat").put("from", from).put("name", name).put("text", text).put("time", time)
                        .put("to", to);
            case ServerMessage.ModeChanged(Mode mode) -> new MessageWriter("mode").put("mode", mode);
            case ServerMessage.Failure(ErrorCode code, String text, String of, Integer negotiation) ->
                new MessageWriter("error").put("code", code).put("message", text).put("of", of)
                        .put("negotiation", negotiation);
            case ServerMessage.ComeBack(long after) -> new MessageWriter("comeBack").put("after", after);
            case ServerMessage.Pong _ -> new MessageWriter("pong");
            case ServerMessage.Negotiation negotiation -> of(negotiation);
        };
    }

    private static MessageWriter of(ServerMessage.Negotiation message) {
        return switch (message) {
            case ServerMessage.SubscribeOffer(int negotiation, String sdp, var tracks) ->
                new MessageWriter("createOffer")
                        .put("connection", Connection.SUBSCRIBE).description(negotiation, sdp)
                        .put("tracks", tracks.stream().map(MessageWriter::offeredTrack).toList());
            case ServerMessage.PeerOffer(String from, Integer negotiation, String sdp, var tracks, boolean polite) ->
                new MessageWriter("createOffer").put("from", from).description(negotiation, sdp)
                        .put("tracks", trackOffers(tracks))
                        .put("polite", polite);
            case ServerMessage.PublishAnswer(int negotiation, String sdp) -> new MessageWriter("createAnswer")
                    .put("connection", Connection.PUBLISH).description(negotiation, sdp);
            case ServerMessage.PeerAnswer(String from, Integer negotiation, String sdp, var tracks) ->
                new MessageWriter("createAnswer").put("from", from).description(negotiation, sdp)
                        .put("tracks", trackOffers(tracks));
            case ServerMessage.PeerCandidate(String from, IceCandidate candidate) -> {
                MessageWriter writer = new MessageWriter("addIceCandidate").put("from", from);
                writer.json.put("candidate", candidate == null ? null : candidate(candidate));
                yield writer;
            }
            case ServerMessage.ConnectionClosed(Connection connection, String reason, String text) ->
                new MessageWriter("connectionClosed").put("connection", connection).put("reason", reason)
                        .put("message", text);
        };
    }

    private static MessageWriter joined(ServerMessage.Joined joined) {
        return new MessageWriter("joined")
                .put("participant", joined.participant())
                .put("token", joined.token())
                .put("room", joined.room())
                .put("name", joined.name())
                .put("mode", joined.mode())
                .put("resumeWithin", joined.resumeWithin())
                .put("participants", joined.participants().stream().map(MessageWriter::participant).toList())
                .put("speakers", joined.speakers())
                .put("version", joined.version());
    }

    private static Map<String, Object> participant(ParticipantInfo info) {
        return Map.of("id", info.id(), "name", info.name(), "away", info.away(),
                "tracks", info.tracks().stream().map(MessageWriter::track).toList());
    }

    private static Map<String, Object> track(TrackInfo info) {
        return Map.of("track", info.track(), "kind", Wire.spelling(info.kind()),
                "source", Wire.spelling(info.source()), "muted", info.muted());
    }

    private static List<Map<String, Object>> trackOffers(List<TrackOffer> offers) {
        return offers == null ? null : offers.stream().map(MessageWriter::trackOffer).toList();
    }

    private static Map<String, Object> trackOffer(TrackOffer offer) {
        return Map.of("mid", offer.mid(), "track", offer.track(), "source", Wire.spelling(offer.source()),
                "muted", offer.muted());
    }

    private static Map<String, Object> offeredTrack(ServerMessage.OfferedTrack offered) {
        return Map.of("mid", offered.mid(), "participant", offered.participant(), "track", offered.track());
    }

    private static Map<String, Object> candidate(IceCandidate candidate) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("candidate", candidate.candidate());
        putKnown(json, "sdpMid", candidate.sdpMid());
        putKnown(json, "sdpMLineIndex", candidate.sdpMLineIndex());
        putKnown(json, "usernameFragment", candidate.usernameFragment());
        return json;
    }

    private MessageWriter description(Integer negotiation, String sdp) {
        return put("negotiation", negotiation).put("sdp", sdp);
    }

    private MessageWriter put(String key, Enum<?> constant) {
        return put(key, Wire.spelling(constant));
    }

    private MessageWriter put(String key, Object value) {
        putKnown(json, key, value);
        return this;
    }

    private static void putKnown(Map<String, Object> json, String key, Object value) {
        if (value != null) {
            json.put(key, value);
        }
    }
}
