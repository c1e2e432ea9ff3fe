package dev.sluice.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import dev.sluice.rtp.HeaderExtensions;
import dev.sluice.sdp.AcceptedMedia;
import dev.sluice.sdp.Answer;
import dev.sluice.sdp.Candidate;
import dev.sluice.sdp.Direction;
import dev.sluice.sdp.ExtMap;
import dev.sluice.sdp.Fingerprint;
import dev.sluice.sdp.MediaDescription;
import dev.sluice.sdp.RtpCodec;
import dev.sluice.sdp.SessionDescription;
import dev.sluice.sdp.Setup;
import dev.sluice.sdp.TransportParameters;

/// Chromium's offer of a camera, a microphone and data channels (6,503 bytes) and an answer to it: Opus, VP8 with retransmissions. Once per participant, so
/// "packet" is an offer here.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
public class SdpBenchmark {
    private static final Set<String> CODECS = Set.of("opus", "VP8");
    private static final Set<String> EXTENSIONS = Set.of(HeaderExtensions.MID, HeaderExtensions.AUDIO_LEVEL,
            HeaderExtensions.TRANSPORT_CC,
            HeaderExtensions.ABS_SEND_TIME);
    private static final TransportParameters OWN = new TransportParameters("w0abcdefgh", "0123456789abcdefghijklmn",
            true,
            List.of(new Fingerprint("sha-256", "00:".repeat(31) + "00")), Setup.PASSIVE);
    private static final List<Candidate> CANDIDATES = List
            .of(Candidate.parse("candidate:1 1 udp 2130706431 192.0.2.1 10000 typ host"));

    private final String offer = read("chromium-sendrecv-av-offer.sdp");

    @Benchmark
    public SessionDescription parseOffer() {
        return SessionDescription.parse(offer);
    }

    @Benchmark
    public String answerOffer() {
        SessionDescription description = SessionDescription.parse(offer);
        Answer answer = Answer.to(description).transport(OWN).candidates(CANDIDATES, true);
        for (int i = 0; i < description.media().size(); i++) {
            if (description.media().get(i).isRtp()) {
                answer.accept(i, accepted(description.media().get(i)));
            }
        }
        return answer.build().toString();
    }

    private static AcceptedMedia accepted(MediaDescription section) {
        List<RtpCodec> all = section.codecs();
        List<RtpCodec> media = all.stream().filter(codec -> CODECS.contains(codec.name())).toList();
        List<RtpCodec> codecs = all.stream().filter(
                codec -> media.contains(codec) || media.stream().anyMatch(one -> one.payloadType() == codec.apt()))
                .toList();
        List<ExtMap> extmaps = section.extmaps().stream().filter(extmap -> EXTENSIONS.contains(extmap.uri())).toList();
        return new AcceptedMedia(Direction.RECVONLY, codecs, extmaps, List.of(), List.of());
    }

    private static String read(String resource) {
        try (InputStream in = SdpBenchmark.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
