package dev.sluice.sfu.signaling;

import java.util.List;
import java.util.Map;

/// Who is in a room with which tracks, and what the others hear of it.
final class Presence {
    private final SignalingParts parts;
    private final Rooms rooms;
    private final Qualities qualities;

    Presence(SignalingParts parts, Rooms rooms, Qualities qualities) {
        this.parts = parts;
        this.rooms = rooms;
        this.qualities = qualities;
    }

    // Participants.

    /// Somebody publishes by WHIP.
    Guest welcome(String roomName, String id, String name) {
        Room room = rooms.open(roomName, Mode.SFU);
        moveToSfu(room);
        Guest guest = new Guest(id, name, room);
        rooms.add(guest);
        room.tell(new ServerMessage.ParticipantJoined(guest.info()));
        return guest;
    }

    /// Forgets what somebody who has gone published and wanted, and tells the others.
    void bidFarewell(Participant gone, LeaveReason reason) {
        Room room = gone.room();
        gone.tracks().shown().forEach(PublishedTrack::keep);
        for (Participant other : room.participants()) {
            other.tracks().shown().forEach(track -> track.forget(gone.id()));
        }
        room.tell(new ServerMessage.ParticipantLeft(gone.id(), reason));
        qualities.review(room);
    }

    // Where media goes.

    /// Has everybody publish to the server from now on. Direct connections go on until their tracks come from there.
    void moveToSfu(Room room) {
        if (room.mode() == Mode.P2P) {
            room.mode(Mode.SFU);
            room.tell(new ServerMessage.ModeChanged(Mode.SFU));
            room.members().forEach(this::receive);
        }
    }

    /// Begins the connection that takes the others' tracks to a member, or begins it anew.
    void receive(Member member) {
        if (member.room().mode() == Mode.P2P) {
            return;
        }
        if (!parts.media().subscribeAs(member.id(), parts.now())) {
            member.send(new ServerMessage.ConnectionClosed(Connection.SUBSCRIBE, Wire.spelling(ErrorCode.SERVER_FULL),
                    "the server has as many connections as it may have: reconnect later"));
            return;
        }
        for (Participant other : member.room().participants()) {
            for (PublishedTrack track : other.tracks().shown()) {
                if (track.isPausedFor(member.id())) {
                    select(member.id(), other, track, false);
                }
            }
        }
    }

    void select(String subscriber, Participant publisher, PublishedTrack track, boolean playing) {
        if (track.mid() != null) {
            parts.media().select(subscriber, publisher.id(), track.mid(), playing, parts.now());
        }
    }

    // Tracks.

    /// The media side has taken an offer; what it has told of that already is heard before the rest is looked at.
    void declare(Member member, List<TrackOffer> tracks) {
        member.tracks().declare(tracks);
        parts.later().add(() -> member.tracks().settle(new Telling(member)));
    }

    void declareDirect(Member member, List<TrackOffer> tracks, String sdp) {
        member.tracks().declareDirect(tracks, SdpSections.kinds(sdp), new Telling(member));
    }

    void live(Participant participant, Map<String, TrackKind> kinds) {
        participant.tracks().live(kinds, new Telling(participant));
    }

    /// False: the member publishes no such track.
    boolean mute(Member member, String track, boolean muted) {
        return member.tracks().mute(track, muted, new Telling(member));
    }

    private final class Telling implements PublishedTracks.Changes {
        private final Participant publisher;

        Telling(Participant publisher) {
            this.publisher = publisher;
        }

        @Override
        public void added(PublishedTrack track) {
            tell(new ServerMessage.TrackAdded(publisher.id(), track.info()));
            if (publisher instanceof Member member) {
                qualities.review(member, track);
            }
        }

        @Override
        public void removed(PublishedTrack track) {
            tell(new ServerMessage.TrackRemoved(publisher.id(), track.info().track()));
        }

        @Override
        public void muted(PublishedTrack track) {
            tell(new ServerMessage.TrackMuted(publisher.id(), track.info().track(), track.info().muted()));
        }

        /// What was paused stays so.
        @Override
        public void moved(PublishedTrack track) {
            track.pausing().forEach(subscriber -> select(subscriber, publisher, track, false));
        }

        private void tell(ServerMessage message) {
            publisher.room().tellOthers(publisher, message);
        }
    }
}
