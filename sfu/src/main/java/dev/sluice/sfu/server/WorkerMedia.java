package dev.sluice.sfu.server;

import dev.sluice.sfu.core.AnswerResult;
import dev.sluice.sfu.core.EnterResult;
import dev.sluice.sfu.core.JoinResult;
import dev.sluice.sfu.core.MediaWorker;
import dev.sluice.sfu.core.TrickleResult;
import dev.sluice.sfu.signaling.Media;

/// A worker's media side as its signaling asks it.
record WorkerMedia(MediaWorker worker) implements Media {
    @Override
    public EnterResult enter(String room, String name, long now) {
        return worker.enter(room, name, now);
    }

    @Override
    public boolean leave(String participant, long now) {
        return worker.leave(participant, now);
    }

    @Override
    public JoinResult publishAs(String participant, String offer, long now) {
        return worker.publishAs(participant, offer, now);
    }

    @Override
    public boolean subscribeAs(String participant, long now) {
        return worker.subscribeAs(participant, now);
    }

    @Override
    public AnswerResult answer(String participant, int negotiation, String sdp, long now) {
        return worker.answer(participant, negotiation, sdp, now);
    }

    @Override
    public TrickleResult trickleAs(String participant, boolean publishing, String line, long now) {
        return worker.trickleAs(participant, publishing, line, now);
    }

    @Override
    public boolean unpublish(String participant, long now) {
        return worker.unpublish(participant, now);
    }

    @Override
    public boolean select(String participant, String publisher, String mid, boolean playing, long now) {
        return worker.select(participant, publisher, mid, playing, now);
    }
}
