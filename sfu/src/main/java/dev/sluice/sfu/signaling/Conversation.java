package dev.sluice.sfu.signaling;

/// What members say to and about each other, other than negotiation: mute, wishes, chat.
final class Conversation {
    private final SignalingParts parts;
    private final Presence presence;
    private final Qualities qualities;

    Conversation(SignalingParts parts, Presence presence, Qualities qualities) {
        this.parts = parts;
        this.presence = presence;
        this.qualities = qualities;
    }

    void mute(Member member, ClientMessage.Mute mute) {
        if (!presence.mute(member, mute.track(), mute.muted())) {
            member.fail(ErrorCode.UNKNOWN_TRACK, "you publish no track of this name", mute);
        }
    }

    void subscription(Member member, ClientMessage.Subscription wish) {
        Participant publisher = member.room().participant(wish.participant());
        if (publisher == null || publisher == member) {
            member.fail(ErrorCode.UNKNOWN_PARTICIPANT, "there is no such other participant in this room", wish);
            return;
        }
        PublishedTrack track = publisher.tracks().track(wish.track());
        if (track == null) {
            member.fail(ErrorCode.UNKNOWN_TRACK, "this participant publishes no track of this name", wish);
            return;
        }
        wish(member, publisher, track, wish);
    }

    private void wish(Member member, Participant publisher, PublishedTrack track, ClientMessage.Subscription wish) {
        boolean wasPaused = track.isPausedFor(member.id());
        track.wish(member.id(), wish.paused() ? Quality.OFF : wish.quality());
        if (wasPaused != wish.paused()) {
            presence.select(member.id(), publisher, track, !wish.paused());
        }
        if (publisher instanceof Member sender) {
            qualities.review(sender, track);
        }
    }

    void chat(Member member, ClientMessage.Chat chat) {
        ServerMessage message = new ServerMessage.Chat(member.id(), member.name(), chat.text(),
                parts.calendar().millis(), chat.to());
        if (chat.to() == null) {
            member.room().tell(message);
            return;
        }
        Member receiver = member.room().member(chat.to());
        if (receiver == null) {
            member.fail(ErrorCode.UNKNOWN_PARTICIPANT, "there is no such member in this room", chat);
            return;
        }
        receiver.send(message);
        if (receiver != member) {
            member.send(message);
        }
    }
}
