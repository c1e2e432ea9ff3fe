package dev.sluice.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {
    static Stream<Path> everyFile() {
        return Stream
                .of(Vectors.browserFiles(), Vectors.files("sdp/rfc9429", ".sdp"),
                        List.of(Vectors.path("sdp/rfc8866-section5-example.sdp")))
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("everyFile")
    void writesWhatItReadByteForByte(Path file) {
        String text = Vectors.text(file);

        assertEquals(text, SessionDescription.parse(text).toString());
    }

    @ParameterizedTest
    @MethodSource("everyFile")
    void readsTheSameFromLineFeedsAlone(Path file) {
        String text = Vectors.text(file);

        assertEquals(SessionDescription.parse(text), SessionDescription.parse(text.replace("\r\n", "\n")));
    }

    @ParameterizedTest
    @MethodSource("everyFile")
    void everyCandidateComesBackAsItWas(Path file) {
        for (MediaDescription section : SessionDescription.parse(Vectors.text(file)).media()) {
            List<String> written = section.attributeValues("candidate").stream().map(value -> "candidate:" + value)
                    .toList();
            assertEquals(written, section.candidates().stream().map(Candidate::toString).toList());
        }
    }

    @Test
    void thereAreFilesToRead() {
        assertTrue(Vectors.browserOffers().size() >= 18);
    }
}
