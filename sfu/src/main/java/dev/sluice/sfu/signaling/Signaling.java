package dev.sluice.sfu.signaling;

import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/// The rooms of one worker as people use them: who is there, what they publish, what they want to see, what they say.
///
/// Messages of clients come in, parsed; messages for them go out through their [MessageSocket]s before the call returns. What has to do with
/// media is asked of [Media], and what happens there comes in by [#onMediaEvent], at any time, also from within a question: it is kept
/// and taken up by [#settle], which every other call does by itself.
///
/// Sans-IO and confined to one thread, which the media side shares. Times are nanoseconds since a start of the owner's choosing.
/// docs/signaling.md is the protocol.
public final class Signaling {
    private final SignalingParts parts;
    private final Rooms rooms = new Rooms();
    private final Memberships memberships;
    private final Negotiations negotiations;
    private final Conversation conversation;
    private final MediaNews news;

    /// @param random   makes tokens: a secure one, except in tests
    /// @param calendar says when somebody wrote in the chat
    public Signaling(SignalingConfig config, RandomGenerator random, InstantSource calendar, Media media,
            Witness witness) {
        parts = new SignalingParts(config, random, calendar, media);
        Qualities qualities = new Qualities(parts);
        Presence presence = new Presence(parts, rooms, qualities);
        memberships = new Memberships(parts, rooms, qualities, presence, witness);
        negotiations = new Negotiations(parts, presence);
        conversation = new Conversation(parts, presence, qualities);
        news = new MediaNews(parts, rooms, presence, qualities);
    }

    // Clients.

    public void onMessage(MessageSocket socket, Incoming incoming, long now) {
        parts.now(now);
        Member member = rooms.at(socket);
        if (member == null) {
            onStranger(socket, incoming);
        } else if (member.take(incoming.seq())) {
            onMember(member, socket, incoming);
        }
        settle(now);
    }

    private void onStranger(MessageSocket socket, Incoming incoming) {
        switch (incoming) {
            case Incoming.Message(_, ClientMessage.Join join) -> memberships.join(socket, join);
            case Incoming.Message(_, ClientMessage.Resume resume) -> memberships.resume(socket, resume);
            case Incoming.Message(_, ClientMessage.Ping _) -> reply(socket, new ServerMessage.Pong());
            case Incoming.Message(_, ClientMessage other) -> reply(socket,
                    new ServerMessage.Failure(ErrorCode.NOT_JOINED, "join a room first", other.type(), null));
            case Incoming.Broken(_, ServerMessage.Failure failure) -> reply(socket, failure);
        }
    }

    private void onMember(Member member, MessageSocket socket, Incoming incoming) {
        switch (incoming) {
            case Incoming.Message(_, ClientMessage.Ping _) -> reply(socket, new ServerMessage.Pong());
            case Incoming.Message(_, ClientMessage message) -> onMessage(member, message);
            case Incoming.Broken(_, ServerMessage.Failure failure) -> member.send(failure);
        }
    }

    private static void reply(MessageSocket socket, ServerMessage message) {
        socket.send(Incoming.UNNUMBERED, message);
    }

    private void onMessage(Member member, ClientMessage message) {
        switch (message) {
            case ClientMessage.Join _,ClientMessage.Resume _ ->
                member.fail(ErrorCode.ALREADY_JOINED, "this socket is in a room already: leave first", message);
            case ClientMessage.Leave _ -> memberships.leave(member);
            case ClientMessage.PublishOffer offer -> negotiations.offer(member, offer);
            case ClientMessage.PeerOffer offer -> negotiations.offer(member, offer);
            case ClientMessage.SubscribeAnswer answer -> negotiations.answer(member, answer);
            case ClientMessage.PeerAnswer answer -> negotiations.answer(member, answer);
            case ClientMessage.ServerCandidate candidate -> negotiations.candidate(member, candidate);
            case ClientMessage.PeerCandidate candidate -> negotiations.candidate(member, candidate);
            case ClientMessage.Reconnect reconnect -> negotiations.reconnect(member, reconnect);
            case ClientMessage.Mute mute -> conversation.mute(member, mute);
            case ClientMessage.Subscription wish -> conversation.subscription(member, wish);
            case ClientMessage.Chat chat -> conversation.chat(member, chat);
            case ClientMessage.Ping _ -> {}     // answered without a number
        }
    }

    /// The socket is closed, or will take nothing any more. It may be one that never joined.
    ///
    /// @param isGoodbye whether the client went on purpose, as a page that is closed (code 1001)
    public void onClosed(MessageSocket socket, boolean isGoodbye, long now) {
        parts.now(now);
        memberships.lose(socket, isGoodbye);
        settle(now);
    }

    /// Ends the membership with this token, if there is one: its client joins elsewhere.
    public void giveUp(String token, long now) {
        parts.now(now);
        memberships.giveUp(token);
        settle(now);
    }

    // The media side.

    /// Notes what happened. Called at any time; nothing follows from it before [#settle].
    public void onMediaEvent(MediaEvent event) {
        parts.later().add(() -> news.on(event));
    }

    /// Takes up what happened on the media side, which may ask it for more.
    public void settle(long now) {
        parts.now(now);
        for (Runnable next = parts.later().poll(); next != null; next = parts.later().poll()) {
            next.run();
        }
    }

    public boolean isSettled() { return parts.later().isEmpty(); }

    // Time.

    public void onTime(long now) {
        parts.now(now);
        parts.timers().onTime(now);
        settle(now);
    }

    /// When [#onTime] has something to do, `Time.NEVER` when nothing waits for time.
    public long deadline() {
        return parts.timers().deadline();
    }

    /// Tells all members to come back later, and closes their sockets. Nobody joins any more.
    public void shutDown(long now) {
        parts.now(now);
        memberships.shutDown();
        settle(now);
    }

    /// What there is at this moment.
    public SignalingSnapshot snapshot() {
        List<SignalingSnapshot.Room> all = rooms.all().stream().map(SignalingSnapshot.Room::of).toList();
        return new SignalingSnapshot(rooms.members(), all);
    }
}
