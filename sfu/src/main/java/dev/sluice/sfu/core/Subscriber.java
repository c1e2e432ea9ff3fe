package dev.sluice.sfu.core;

import static dev.sluice.wire.Time.NEVER;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sluice.sdp.Setup;
import dev.sluice.wire.Time;

/// A member's session that receives the tracks of everybody else in the room. Here the server makes the offers, and the member answers.
///
/// One offer at a time is on its way. What comes and goes meanwhile waits, and goes into the next offer together: at most one for each batch of packets and
/// requests, however much has changed. So there is no glare, and nothing to roll back. A track flows from the answer on that accepts its section, and stops at
/// once when it goes; its section is then offered with port 0, and is free for another track when that was answered ([OfferedSections]).
///
/// The first offer goes out at once, tracks or not: its anchor connects ICE and DTLS before there is anything to receive.
final class Subscriber extends Receiver {
    /// An offer that nobody answers would hold up all that comes after it.
    static final long ANSWER_LIMIT = 30 * Time.SECOND;

    private final WorkerParts parts;
    private final Participant participant;
    private final OfferedSections sections;
    private final Map<PublishedTrack, Publisher> waiting = new LinkedHashMap<>();
    private final Set<PublishedTrack> paused = new HashSet<>();
    private final List<Subscription> gone = new ArrayList<>();
    private int negotiation;
    private boolean isAwaitingAnswer;
    private long answerDue = NEVER;
    private boolean isPending;
    private Transport.End end;

    Subscriber(WorkerParts parts, Registry registry, Participant participant) {
        super(parts, registry, participant.room());
        this.parts = parts;
        this.participant = participant;
        sections = new OfferedSections(transport().describe(Setup.ACTPASS), parts.candidates(), descriptionId(),
                parts.random());
        changed();
    }

    @Override
    Participant participant() {
        return participant;
    }

    // What comes and goes.

    void add(Publisher publisher, PublishedTrack track) {
        waiting.put(track, publisher);
        changed();
    }

    void remove(PublishedTrack track) {
        waiting.remove(track);
        paused.remove(track);
        OfferedSection section = sections.of(track);
        if (section != null) {
            stop(section);
            sections.leave(section);
        }
        changed();
    }

    private void stop(OfferedSection section) {
        Subscription subscription = section.subscription();
        if (subscription != null) {
            remove(subscription);
            gone.add(subscription);
        }
    }

    /// Pauses or resumes a track, wherever its section has got to. False: there is no such track to receive.
    boolean select(PublishedTrack track, boolean playing, long now) {
        OfferedSection section = sections.of(track);
        if (section == null && !waiting.containsKey(track)) {
            return false;
        }
        if (playing) {
            paused.remove(track);
        } else {
            paused.add(track);
        }
        if (section != null && section.subscription() != null) {
            select(section.subscription(), playing, now);
        }
        return true;
    }

    private static void select(Subscription subscription, boolean playing, long now) {
        if (playing) {
            subscription.resume(now);
        } else {
            subscription.pause();
        }
    }

    private void changed() {
        if (!isPending) {
            isPending = true;
            parts.offers().add(this);
        }
    }

    // Offers and answers.

    /// Says goodbye to what has gone, and makes the next offer if there is something to offer and none is on its way.
    void onEndOfBatch(long now) {
        isPending = false;
        if (end() != null) {
            return;
        }
        sayGoodbye(gone);
        gone.clear();
        if (sections.isWornOut()) {
            end = new Transport.End(CloseReason.WORN_OUT, "so many tracks have come and gone: subscribe anew");
        } else if (!isAwaitingAnswer
                && (negotiation == 0 || sections.isOutdated() || sections.hasPlaceForAnyOf(waiting.keySet()))) {
            offer(now);
        }
        settle();
    }

    private void offer(long now) {
        waiting.entrySet().removeIf(one -> sections.place(one.getValue(), one.getKey()));
        negotiation++;
        isAwaitingAnswer = true;
        answerDue = now + ANSWER_LIMIT;
        parts.output().offered(participant.id(), negotiation, sections.offer(negotiation), sections.tracks());
    }

    AnswerResult answer(int number, String sdp) {
        if (!isAwaitingAnswer || number != negotiation) {
            return AnswerResult.STALE;
        }
        SubscribeAnswer answer = SubscribeAnswer.read(sdp, sections.all(), transport().peer());
        if (answer == null) {
            return AnswerResult.REFUSED;
        }
        isAwaitingAnswer = false;
        answerDue = NEVER;
        if (transport().peer() == null) {
            transport().meet(answer.peer());
        }
        sections.all().forEach(section -> take(section, answer));
        changed();
        return AnswerResult.ACCEPTED;
    }

    private void take(OfferedSection section, SubscribeAnswer answer) {
        if (section.subscription() != null && answer.receives(section)) {
            return;
        }
        TrackParameters accepted = section.subscription() == null ? answer.accepted(section) : null;
        if (accepted != null) {
            begin(section, accepted);
        } else {
            stop(section);
            sections.refused(section, answer.isRejected(section));
        }
    }

    private void begin(OfferedSection section, TrackParameters accepted) {
        var subscription = new Subscription(parts, section.track(), accepted, section.publisher().cname(), transport());
        if (paused.contains(section.track())) {
            subscription.pause();
        }
        section.subscription(subscription);
        add(subscription);
    }

    // Time.

    @Override
    void onTime(long now) {
        super.onTime(now);
        if (now >= answerDue) {
            end = new Transport.End(CloseReason.NO_ANSWER,
                    "no answer to an offer within " + ANSWER_LIMIT / Time.SECOND + " s");
        }
    }

    @Override
    long deadline() {
        return Math.min(super.deadline(), answerDue);
    }

    @Override
    Transport.End end() {
        return end != null ? end : super.end();
    }

    @Override
    int waitingTracks() {
        return waiting.size();
    }

    @Override
    String name() {
        return participant.name();
    }

    @Override
    WorkerSnapshot.Role role() {
        return WorkerSnapshot.Role.SUBSCRIBER;
    }
}
