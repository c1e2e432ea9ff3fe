package dev.sluice.sfu.signaling;

import java.util.HexFormat;
import java.util.List;

import dev.sluice.sfu.core.EnterResult;
import dev.sluice.sfu.core.Refusal;

/// Joining, resuming, being away and leaving.
final class Memberships {
    private static final int TOKEN_BYTES = 16;
    /// How many two browsers without a server are.
    private static final int PAIR = 2;

    private final SignalingParts parts;
    private final Rooms rooms;
    private final Qualities qualities;
    private final Presence presence;
    private final Witness witness;
    private boolean isShuttingDown;
    private long joined;

    Memberships(SignalingParts parts, Rooms rooms, Qualities qualities, Presence presence, Witness witness) {
        this.parts = parts;
        this.rooms = rooms;
        this.qualities = qualities;
        this.presence = presence;
        this.witness = witness;
    }

    // Joining.

    void join(MessageSocket socket, ClientMessage.Join join) {
        if (isShuttingDown) {
            fail(socket, ErrorCode.SHUTTING_DOWN, "the server is about to stop", join);
            return;
        }
        giveUp(join.token());
        switch (parts.media().enter(join.room(), join.name(), parts.now())) {
            case EnterResult.Refused(Refusal reason, String explanation) ->
                fail(socket, Refusals.code(reason), explanation, join);
            case EnterResult.Entered(String id) -> enter(socket, join, id);
        }
    }

    /// Ends an earlier membership, so that whoever reloads a page does not meet itself. The token may be unknown, or null.
    void giveUp(String token) {
        Member earlier = token == null ? null : rooms.holder(token);
        if (earlier != null) {
            MessageSocket socket = earlier.socket();
            end(earlier, LeaveReason.LEFT);
            if (socket != null) {
                socket.close(CloseCode.REPLACED, "joined anew");
            }
        }
    }

    private void enter(MessageSocket socket, ClientMessage.Join join, String id) {
        Room room = rooms.open(join.room(), join.mode() == null ? Mode.SFU : join.mode());
        if (room.participants().size() >= PAIR) {
            presence.moveToSfu(room);
        }
        Member member = new Member(id, join.name(), room, token(), joined++,
                new Outbox(parts.config().repeated(), parts.config().repeatedSize()), socket);
        List<ParticipantInfo> others = room.infos();
        rooms.add(member);
        socket.send(Incoming.UNNUMBERED, new ServerMessage.Joined(id, member.token(), room.name(), member.name(),
                room.mode(), parts.config().graceSeconds(), others, room.speakers(), parts.config().version()));
        room.tellOthers(member, new ServerMessage.ParticipantJoined(member.info()));
        presence.receive(member);
        qualities.review(room);
        witness.joined(room.name(), id, room.mode());
    }

    /// Begins with the worker's number, so that whoever resumes is brought to the right one.
    private String token() {
        byte[] secret = new byte[TOKEN_BYTES];
        parts.random().nextBytes(secret);
        return Tokens.make(parts.config().worker(), HexFormat.of().formatHex(secret));
    }

    // Away and back.

    void resume(MessageSocket socket, ClientMessage.Resume resume) {
        Member member = rooms.holder(resume.token());
        if (member == null || !member.outbox().canRepeat(resume.received())) {
            fail(socket, ErrorCode.GONE, member == null
                    ? "this session has ended: join again"
                    : "more was missed than can be repeated: join again, with the token", resume);
            return;
        }
        MessageSocket earlier = member.socket();
        rooms.attach(member, socket);
        if (earlier != null) {
            earlier.close(CloseCode.REPLACED, "resumed on another socket");
        }
        socket.send(Incoming.UNNUMBERED, new ServerMessage.Resumed(member.lastTaken()));
        member.outbox().repeat(resume.received(), socket);
        if (earlier == null) {
            member.room().tellOthers(member, new ServerMessage.ParticipantAway(member.id(), false));
        }
    }

    /// The socket is gone.
    ///
    /// @param isGoodbye whether the client meant to go, as a page that is closed
    void lose(MessageSocket socket, boolean isGoodbye) {
        Member member = rooms.at(socket);
        if (member == null) {
            return;
        }
        if (isGoodbye) {
            end(member, LeaveReason.LEFT);
            return;
        }
        rooms.detach(member);
        member.detach(
                parts.timers().at(parts.now() + parts.config().grace(), () -> end(member, LeaveReason.LOST)));
        member.room().tellOthers(member, new ServerMessage.ParticipantAway(member.id(), true));
    }

    // Leaving.

    void leave(Member member) {
        MessageSocket socket = member.socket();
        end(member, LeaveReason.LEFT);
        socket.close(CloseCode.LEFT, "left");
    }

    private void end(Member member, LeaveReason reason) {
        member.endGrace();
        rooms.remove(member);
        parts.media().leave(member.id(), parts.now());
        presence.bidFarewell(member, reason);
        witness.left(member.room().name(), member.id(), reason);
    }

    /// Sends everybody away, to come back when there is a server again: not all in the same moment.
    void shutDown() {
        isShuttingDown = true;
        rooms.all().stream().flatMap(Room::members).filter(member -> !member.isAway()).toList().forEach(member -> {
            MessageSocket socket = member.socket();
            rooms.detach(member);
            socket.send(Incoming.UNNUMBERED, new ServerMessage.ComeBack(parts.comeBackAfter()));
            socket.close(CloseCode.RESTART, "the server stops");
        });
    }

    private static void fail(MessageSocket socket, ErrorCode code, String text, ClientMessage of) {
        socket.send(Incoming.UNNUMBERED, new ServerMessage.Failure(code, text, of.type(), null));
    }
}
