package dev.sluice.sfu.signaling;

import dev.sluice.sfu.core.AnswerResult;
import dev.sluice.sfu.core.EnterResult;
import dev.sluice.sfu.core.JoinResult;
import dev.sluice.sfu.core.TrickleResult;

/// What signaling asks of the media side, on the thread that both share. What happens there comes back as [MediaEvent]s.
public interface Media {
    /// Takes a place and a name in a room.
    EnterResult enter(String room, String name, long now);

    /// Gives them back; the participant's sessions end.
    boolean leave(String participant, long now);

    /// Answers an offer to publish. The first begins a session, later ones renegotiate it.
    JoinResult publishAs(String participant, String offer, long now);

    /// Begins the receiving session, or begins it anew. Its offers come as events.
    boolean subscribeAs(String participant, long now);

    AnswerResult answer(String participant, int negotiation, String sdp, long now);

    /// @param line empty: the end of candidates
    TrickleResult trickleAs(String participant, boolean publishing, String line, long now);

    boolean unpublish(String participant, long now);

    /// Pauses or resumes one track towards one subscriber.
    boolean select(String participant, String publisher, String mid, boolean playing, long now);
}
