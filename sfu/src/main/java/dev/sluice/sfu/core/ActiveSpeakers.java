package dev.sluice.sfu.core;

import java.util.ArrayList;
import java.util.List;

import dev.sluice.wire.Time;

/// Who speaks in a room, and who of them dominates.
///
/// Five times a second the levels of everybody's packets are looked at ([Speech]); when nobody makes a sound there is no timer at all, and the first packet that
/// does sets it. The order of speakers is that in which they began, behind the dominant one. That stays who it is until it falls silent, or until another speaker
/// was louder than it by 6 dB for three intervals; so a laugh or a "yes" in between takes nobody's place.
final class ActiveSpeakers implements Agenda.Waiter {
    static final long INTERVAL = 200 * Time.MILLISECOND;

    private static final double CLEARLY = 6;
    private static final int PATIENCE = 3;

    private final WorkerParts parts;
    private final Registry registry;
    private final Room room;
    private final Agenda.Entry waiting = new Agenda.Entry(this);
    private final List<Publisher> speakers = new ArrayList<>();     // the dominant one first
    private List<String> told = List.of();
    private Publisher challenger;
    private int challenges;
    private boolean isAwake;

    ActiveSpeakers(WorkerParts parts, Registry registry, Room room) {
        this.parts = parts;
        this.registry = registry;
        this.room = room;
    }

    /// A packet came that is louder than silence.
    void onSound(long now) {
        if (!isAwake) {
            isAwake = true;
            room.publishers().forEach(Publisher::loudness);     // what they whispered before does not count
            registry.wakeAt(waiting, now + INTERVAL);
        }
    }

    /// The publisher has gone.
    void remove(Publisher publisher, long now) {
        if (speakers.contains(publisher)) {
            onSound(now);
        }
    }

    @Override
    public void wake(long now) {
        List<Publisher> present = room.publishers();
        present.forEach(publisher -> publisher.speech().onInterval(publisher.loudness()));
        speakers.removeIf(speaker -> !present.contains(speaker) || !speaker.speech().isSpeaking());
        present.stream().filter(one -> one.speech().isSpeaking() && !speakers.contains(one)).forEach(speakers::add);
        challenge();
        tell();
        isAwake = present.stream().anyMatch(publisher -> publisher.speech().isUnsettled());
        registry.wakeAt(waiting, isAwake ? now + INTERVAL : Time.NEVER);
    }

    private void challenge() {
        Publisher louder = loudest();
        boolean clearly = louder != null
                && louder.speech().average() >= speakers.getFirst().speech().average() + CLEARLY;
        challenges = clearly && louder == challenger ? challenges + 1 : 0;
        challenger = clearly ? louder : null;
        if (challenges == PATIENCE) {
            speakers.remove(louder);
            speakers.addFirst(louder);
        }
    }

    /// Null when nobody speaks.
    private Publisher loudest() {
        Publisher loudest = null;
        for (Publisher speaker : speakers) {
            if (loudest == null || speaker.speech().average() > loudest.speech().average()) {
                loudest = speaker;
            }
        }
        return loudest;
    }

    private void tell() {
        List<String> now = speakers.stream().map(speaker -> speaker.participant().id()).toList();
        if (!now.equals(told)) {
            told = now;
            parts.output().speaking(room.name(), now);
        }
    }

    /// The room ends.
    void stop() {
        registry.wakeAt(waiting, Time.NEVER);
    }
}
