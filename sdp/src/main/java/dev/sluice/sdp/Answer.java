package dev.sluice.sdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// Makes the answer to an offer: one section for each offered one, in the offer's order, with its mid.
///
/// Whatever is not accepted is rejected (port 0) without failing the rest. All accepted sections share one transport: the
/// answer bundles them, and multiplexes RTP and RTCP. Its candidates stand in the first accepted section, whose
/// transport in the offer is the one to talk to.
///
/// The offer is judged by [WebRtcPolicy] first, so that nothing insecure can be answered. Misuse, like accepting what was not
/// offered, throws at once and says what to do.
///
/// @rfc 3264 6 Generating the Answer
/// @rfc 9429 5.3 Generating an Answer
/// @rfc 9143 7.3 Generating the SDP Answer (BUNDLE)
public final class Answer {
    private final SessionDescription offer;
    private final Bundles bundles;
    private final MediaDescription[] accepted;
    private OwnTransport own = new OwnTransport(null, List.of(), false);
    private String sessionId;
    private long sessionVersion = 1;

    private Answer(SessionDescription offer) {
        this.offer = offer;
        bundles = new Bundles(offer);
        accepted = new MediaDescription[offer.media().size()];
    }

    /// Begins an answer in which everything is rejected. The offer's candidates are not judged: see [WebRtcPolicy#strict].
    ///
    /// @throws SdpParseException when the offer breaks a rule of [WebRtcPolicy#ignoringCandidates]
    public static Answer to(SessionDescription offer) {
        return to(offer, WebRtcPolicy.ignoringCandidates());
    }

    /// Begins an answer in which everything is rejected.
    ///
    /// @throws SdpParseException when the offer breaks a rule of the policy
    public static Answer to(SessionDescription offer, WebRtcPolicy policy) {
        policy.check(offer);
        return new Answer(offer);
    }

    /// Our side of the transport. Its setup is what we prefer when the offer leaves us the choice (actpass).
    public Answer transport(TransportParameters parameters) {
        own = own.with(parameters);
        return this;
    }

    public Answer candidates(List<Candidate> all, boolean endOfCandidates) {
        own = own.with(all, endOfCandidates);
        return this;
    }

    /// Names the session; needed when a session is answered again: the id stays, the version grows by one.
    public Answer session(String id, long version) {
        sessionId = id;
        sessionVersion = version;
        return this;
    }

    public Answer reject(int mLineIndex) {
        accepted[Objects.checkIndex(mLineIndex, accepted.length)] = null;
        return this;
    }

    /// Accepts a section of audio or video.
    public Answer accept(int mLineIndex, AcceptedMedia media) {
        MediaDescription offered = offered(mLineIndex);
        new AnswerCheck(offered, offer.direction(offered), mLineIndex).check(media);
        accepted[mLineIndex] = AnswerSection.media(offered, media);
        return this;
    }

    /// Accepts a section of data channels.
    ///
    /// @param maxMessageSize 0: any
    ///
    /// @rfc 8841 10.3 Generating the SDP Answer
    public Answer acceptData(int mLineIndex, int sctpPort, long maxMessageSize) {
        MediaDescription offered = offered(mLineIndex);
        if (!offered.isDataChannel()) {
            throw misuse(mLineIndex, "is not offered for data channels: use accept");
        }
        accepted[mLineIndex] = AnswerSection.data(offered, sctpPort, maxMessageSize);
        return this;
    }

    /// The answer.
    public SessionDescription build() {
        int first = firstAccepted();
        List<MediaDescription> sections = new ArrayList<>();
        for (int i = 0; i < accepted.length; i++) {
            sections.add(section(i, first));
        }
        String id = sessionId == null ? SessionIds.of(own.parameters()) : sessionId;
        return new SessionDescription(Origin.anonymous(id, sessionVersion), sessionAttributes(first), sections);
    }

    /// The index of the section that speaks for the bundle; -1 when everything is rejected.
    private int firstAccepted() {
        for (int i = 0; i < accepted.length; i++) {
            if (accepted[i] != null) {
                requireTransport();
                return i;
            }
        }
        return -1;
    }

    private void requireTransport() {
        if (own.parameters() == null) {
            throw new IllegalStateException(
                    "a section is accepted but there is no transport: call transport(...) before build()");
        }
    }

    private MediaDescription section(int index, int first) {
        MediaDescription offered = offer.media().get(index);
        if (accepted[index] == null) {
            return AnswerSection.rejected(offered);
        }
        Setup setup = bundles.transport(offered).setup().answer(own.parameters().setup());
        return index == first ? own.tag(accepted[index], setup) : own.bundle(accepted[index], setup);
    }

    private List<Attribute> sessionAttributes(int first) {
        if (first < 0) {
            return List.of();
        }
        List<String> mids = Arrays.stream(accepted).filter(Objects::nonNull).map(MediaDescription::mid).toList();
        List<String> bundle = bundles.of(offer.media().get(first)).stream().filter(mids::contains).toList();
        return own.sessionAttributes(bundle, offer.has("extmap-allow-mixed"));
    }

    private MediaDescription offered(int mLineIndex) {
        MediaDescription offered = offer.media().get(Objects.checkIndex(mLineIndex, accepted.length));
        if (offered.isRejected()) {
            throw misuse(mLineIndex, "is offered with port 0: leave it out or call reject");
        }
        if (!WebRtcPolicy.isJudged(offered)) {
            throw misuse(mLineIndex, "is neither audio nor video nor data channels: leave it out or call reject");
        }
        return offered;
    }

    private static IllegalStateException misuse(int mLineIndex, String what) {
        return new IllegalStateException("section " + mLineIndex + " " + what);
    }
}
