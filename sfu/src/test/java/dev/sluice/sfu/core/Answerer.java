package dev.sluice.sfu.core;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import dev.sluice.sdp.AcceptedMedia;
import dev.sluice.sdp.Answer;
import dev.sluice.sdp.Direction;
import dev.sluice.sdp.MediaDescription;
import dev.sluice.sdp.SessionDescription;

/// A member who subscribes and answers as the test says, however wrong, over a [ScriptedPeer].
final class Answerer {
    private final Scene scene;
    private final String id;
    private final ScriptedPeer peer;
    private final List<String> offers = new ArrayList<>();
    private List<OfferedTrack> tracks = List.of();
    private int negotiation;

    Answerer(Scene scene, String room, String name) {
        this.scene = scene;
        peer = scene.peer();
        id = assertInstanceOf(EnterResult.Entered.class,
                scene.server.ask((worker, now) -> worker.enter(room, name, now))).participant();
        scene.server.onOffer(id, (number, sdp, offered) -> {
            negotiation = number;
            offers.add(sdp);
            tracks = offered;
        });
        subscribe();
    }

    void subscribe() {
        scene.server.ask((worker, now) -> worker.subscribeAs(id, now));
        scene.network.run(1);
    }

    String id() {
        return id;
    }

    ScriptedPeer peer() {
        return peer;
    }

    int offers() {
        return offers.size();
    }

    SessionDescription offer() {
        return SessionDescription.parse(offers.getLast());
    }

    List<OfferedTrack> tracks() {
        return tracks;
    }

    int negotiation() {
        return negotiation;
    }

    /// The answer that a friendly browser would give.
    String goodAnswer() {
        SessionDescription offer = offer();
        Answer answer = Answer.to(offer).transport(peer.transport());
        for (int i = 0; i < offer.media().size(); i++) {
            MediaDescription section = offer.media().get(i);
            if (!section.isRejected()) {
                Direction direction = offer.direction(section).reversed();
                answer.accept(i,
                        new AcceptedMedia(direction, section.codecs(), section.extmaps(), List.of(), List.of()));
            }
        }
        return answer.build().toString();
    }

    AnswerResult answer() {
        return answer(negotiation, goodAnswer());
    }

    AnswerResult answer(UnaryOperator<String> spoil) {
        return answer(negotiation, spoil.apply(goodAnswer()));
    }

    AnswerResult answer(int number, String sdp) {
        AnswerResult result = scene.server.ask((worker, now) -> worker.answer(id, number, sdp, now));
        scene.network.run(1);
        return result;
    }

    /// Answers what there is and connects.
    Answerer connected() {
        peer.meet(offer());
        answer();
        scene.connect(peer);
        return this;
    }

    boolean leave() {
        peer.stopChecks();
        return scene.server.ask((worker, now) -> worker.leave(id, now));
    }
}
