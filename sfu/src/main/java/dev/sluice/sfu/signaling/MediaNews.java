package dev.sluice.sfu.signaling;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sluice.sfu.core.OfferedTrack;
import dev.sluice.sfu.core.RoomTrack;

/// Tells members what happens on the media side, in their words: tracks by name, not by section.
final class MediaNews {
    private final SignalingParts parts;
    private final Rooms rooms;
    private final Presence presence;
    private final Qualities qualities;

    MediaNews(SignalingParts parts, Rooms rooms, Presence presence, Qualities qualities) {
        this.parts = parts;
        this.rooms = rooms;
        this.presence = presence;
        this.qualities = qualities;
    }

    void on(MediaEvent event) {
        switch (event) {
            case MediaEvent.Offered offered -> offered(offered);
            case MediaEvent.Published published -> published(published);
            case MediaEvent.Unpublished(_, String participant) -> unpublished(participant);
            case MediaEvent.Played(String participant, int players) -> played(participant, players);
            case MediaEvent.Speaking(String name, List<String> participants) -> speaking(name, participants);
            case MediaEvent.Closed closed -> closed(closed);
        }
    }

    private void offered(MediaEvent.Offered offered) {
        Member member = rooms.member(offered.participant());
        if (member != null) {
            List<ServerMessage.OfferedTrack> tracks = offered.tracks().stream().map(this::named)
                    .filter(track -> track != null).toList();
            member.send(new ServerMessage.SubscribeOffer(offered.negotiation(), offered.sdp(), tracks));
        }
    }

    /// Null for a section whose publisher has not said what it is.
    private ServerMessage.OfferedTrack named(OfferedTrack offered) {
        Participant publisher = rooms.participant(offered.publisher());
        PublishedTrack track = publisher == null ? null : publisher.tracks().at(offered.publisherMid());
        return track == null ? null
                : new ServerMessage.OfferedTrack(offered.mid(), publisher.id(), track.info().track());
    }

    private void published(MediaEvent.Published published) {
        Participant participant = rooms.participant(published.participant());
        if (participant == null) {
            participant = presence.welcome(published.room(), published.participant(), published.name());
        }
        if (participant instanceof Guest guest) {
            guest.tracks().declare(Guest.describe(published.tracks()));
        }
        presence.live(participant, kinds(published.tracks()));
    }

    private static Map<String, TrackKind> kinds(List<RoomTrack> tracks) {
        Map<String, TrackKind> kinds = new LinkedHashMap<>();
        for (RoomTrack track : tracks) {
            kinds.put(track.mid(), track.kind().equals("audio") ? TrackKind.AUDIO : TrackKind.VIDEO);
        }
        return kinds;
    }

    private void unpublished(String id) {
        switch (rooms.participant(id)) {
            case Guest guest -> {
                rooms.remove(guest);
                presence.bidFarewell(guest, LeaveReason.LEFT);
            }
            case Member member -> presence.live(member, Map.of());
            case null -> {}                     // a member that has left, whose tracks went with it
        }
    }

    private void played(String id, int players) {
        Member member = rooms.member(id);
        if (member != null) {
            member.tracks().played(players);
            qualities.review(member);
        }
    }

    private void speaking(String name, List<String> participants) {
        Room room = rooms.room(name);
        if (room != null) {
            room.onSpeakers(participants, parts);
        }
    }

    private void closed(MediaEvent.Closed closed) {
        Member member = rooms.member(closed.participant());
        if (member != null) {
            if (closed.publishing()) {
                member.forgetOffers();
            }
            member.send(new ServerMessage.ConnectionClosed(
                    closed.publishing() ? Connection.PUBLISH : Connection.SUBSCRIBE, Wire.spelling(closed.reason()),
                    closed.explanation()));
        }
    }
}
