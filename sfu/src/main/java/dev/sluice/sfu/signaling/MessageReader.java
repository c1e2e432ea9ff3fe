package dev.sluice.sfu.signaling;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Makes messages of JSON objects, parsed to maps, lists, strings, numbers and booleans.
///
/// Whatever a client sends becomes a message whose every field is as docs/signaling.md says, or a failure that says what is
/// wrong; nothing is thrown. Unknown fields are ignored. Thread-safe.
public final class MessageReader {
    /// The only version of the protocol there is.
    static final long PROTOCOL = 1;
    static final int MAX_CHAT = 4_000;

    /// No longer than the largest message; a limit of its own, so that the field is named.
    private static final int MAX_SDP = 1 << 20;
    private static final int MAX_CANDIDATE = 1_024;
    private static final int MAX_TRACKS = 64;
    private static final int MAX_TYPE = 64;

    private static final Map<String, Mode> MODES = Wire.spellings(EnumSet.allOf(Mode.class));
    private static final Map<String, Connection> CONNECTIONS = Wire.spellings(EnumSet.allOf(Connection.class));
    private static final Map<String, Connection> PUBLISH = Wire.spellings(EnumSet.of(Connection.PUBLISH));
    private static final Map<String, Connection> SUBSCRIBE = Wire.spellings(EnumSet.of(Connection.SUBSCRIBE));
    private static final Map<String, TrackSource> SOURCES = Wire.spellings(EnumSet.allOf(TrackSource.class));
    private static final Map<String, Quality> WISHES = Wire.spellings(EnumSet.range(Quality.LOW, Quality.HIGH));

    private MessageReader() {}

    public static Incoming read(Map<String, ?> json) {
        Fields fields = new Fields(json);
        String type = null;
        long seq = Incoming.UNNUMBERED;
        try {
            seq = fields.has("seq") ? fields.number("seq", Fields.MOST) : Incoming.UNNUMBERED;
            type = fields.text("type", MAX_TYPE);
            return new Incoming.Message(seq, message(type, fields));
        } catch (BadMessage e) {
            return new Incoming.Broken(seq,
                    new ServerMessage.Failure(e.code(), e.getMessage(), type, negotiation(fields)));
        }
    }

    private static Integer negotiation(Fields fields) {
        try {
            return fields.optionalNegotiation();
        } catch (BadMessage _) {
            return null;
        }
    }

    private static ClientMessage message(String type, Fields fields) throws BadMessage {
        return switch (type) {
            case "join" -> join(fields);
            case "resume" -> new ClientMessage.Resume(fields.id("token"), fields.number("received", Fields.MOST));
            case "leave" -> new ClientMessage.Leave();
            case "createOffer" -> offer(fields);
            case "createAnswer" -> answer(fields);
            case "addIceCandidate" -> candidate(fields);
            case "reconnect" -> new ClientMessage.Reconnect(fields.constant("connection", CONNECTIONS));
            case "mute" -> new ClientMessage.Mute(fields.trackName("track"), fields.flag("muted"));
            case "subscription" -> new ClientMessage.Subscription(fields.id("participant"), fields.trackName("track"),
                    fields.flag("paused", false), fields.optionalConstant("quality", WISHES, Quality.HIGH));
            case "chat" -> chat(fields);
            case "ping" -> new ClientMessage.Ping();
            default -> throw new BadMessage(ErrorCode.UNKNOWN_TYPE, "this server knows no message of type " + type);
        };
    }

    private static ClientMessage join(Fields fields) throws BadMessage {
        if (fields.has("protocol") && fields.number("protocol", Fields.MOST) != PROTOCOL) {
            throw new BadMessage(ErrorCode.UNSUPPORTED_PROTOCOL, "this server speaks protocol " + PROTOCOL + " only");
        }
        String room = fields.text("room", Integer.MAX_VALUE);
        if (!Names.isRoom(room)) {
            throw new BadMessage(ErrorCode.BAD_ROOM, "a room's name is " + Names.ROOM_RULE);
        }
        String name = Names.person(fields.text("name", Integer.MAX_VALUE));
        if (name == null) {
            throw new BadMessage(ErrorCode.BAD_NAME, "a name is " + Names.PERSON_RULE);
        }
        return new ClientMessage.Join(room, name, fields.optionalConstant("mode", MODES, null),
                fields.optionalId("token"));
    }

    private static ClientMessage offer(Fields fields) throws BadMessage {
        String sdp = fields.text("sdp", MAX_SDP);
        if (isForPeer(fields, PUBLISH)) {
            return new ClientMessage.PeerOffer(fields.id("to"), fields.optionalNegotiation(), sdp,
                    peerTracks(fields, sdp));
        }
        return new ClientMessage.PublishOffer(fields.negotiation(), sdp, tracks(fields, sdp));
    }

    private static ClientMessage answer(Fields fields) throws BadMessage {
        String sdp = fields.text("sdp", MAX_SDP);
        if (isForPeer(fields, SUBSCRIBE)) {
            return new ClientMessage.PeerAnswer(fields.id("to"), fields.optionalNegotiation(), sdp,
                    peerTracks(fields, sdp));
        }
        return new ClientMessage.SubscribeAnswer(fields.negotiation(), sdp);
    }

    private static ClientMessage candidate(Fields fields) throws BadMessage {
        Fields init = fields.optionalObject("candidate");
        IceCandidate candidate = init == null ? null : candidateInit(init);
        if (isForPeer(fields, CONNECTIONS)) {
            return new ClientMessage.PeerCandidate(fields.id("to"), candidate);
        }
        return new ClientMessage.ServerCandidate(fields.constant("connection", CONNECTIONS), candidate);
    }

    private static IceCandidate candidateInit(Fields init) throws BadMessage {
        String line = init.has("candidate") ? init.text("candidate", MAX_CANDIDATE) : "";
        Integer index = init.has("sdpMLineIndex") ? (int) init.number("sdpMLineIndex", 65_535) : null;
        return new IceCandidate(line, init.optionalText("sdpMid", MAX_TYPE), index,
                init.optionalText("usernameFragment", 256));
    }

    /// Whether `to` names the receiver; otherwise `connection` must be one of these.
    private static boolean isForPeer(Fields fields, Map<String, Connection> connections) throws BadMessage {
        if (fields.has("to") == fields.has("connection")) {
            throw new BadMessage("either connection or to says whom this is for");
        }
        if (fields.has("connection")) {
            fields.constant("connection", connections);
        }
        return fields.has("to");
    }

    /// Browsers that talk to each other may leave the tracks out.
    private static List<TrackOffer> peerTracks(Fields fields, String sdp) throws BadMessage {
        return fields.has("tracks") ? tracks(fields, sdp) : null;
    }

    /// What is said about the sections of an SDP: of each that is named once at most, and no name twice.
    private static List<TrackOffer> tracks(Fields fields, String sdp) throws BadMessage {
        Set<String> mids = SdpSections.kinds(sdp).keySet();
        Set<String> named = new HashSet<>();
        Set<String> described = new HashSet<>();
        List<TrackOffer> tracks = new ArrayList<>();
        for (Fields entry : fields.objects("tracks", MAX_TRACKS)) {
            TrackOffer track = new TrackOffer(entry.text("mid", MAX_TYPE), entry.trackName("track"),
                    entry.constant("source", SOURCES), entry.flag("muted", false));
            if (!mids.contains(track.mid())) {
                throw new BadMessage("the sdp has no audio or video section with the mid of track " + track.track());
            }
            if (!described.add(track.mid()) || !named.add(track.track())) {
                throw new BadMessage("tracks names " + track.track() + " or its mid twice");
            }
            tracks.add(track);
        }
        return List.copyOf(tracks);
    }

    private static ClientMessage chat(Fields fields) throws BadMessage {
        String text = fields.text("text", Integer.MAX_VALUE);
        if (text.isEmpty()) {
            throw new BadMessage("text must not be empty");
        }
        if (text.codePointCount(0, text.length()) > MAX_CHAT) {
            throw new BadMessage(ErrorCode.CHAT_TOO_LONG, "text must not be longer than " + MAX_CHAT + " characters");
        }
        return new ClientMessage.Chat(text, fields.optionalId("to"));
    }
}
