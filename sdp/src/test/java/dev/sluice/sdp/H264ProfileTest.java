package dev.sluice.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class H264ProfileTest {
    @ParameterizedTest
    @CsvSource({"42e01f, CONSTRAINED_BASELINE", "42E01F, CONSTRAINED_BASELINE", "42f00b, CONSTRAINED_BASELINE",
        "42c02a, CONSTRAINED_BASELINE", "4de01f, CONSTRAINED_BASELINE", "4d801f, CONSTRAINED_BASELINE",
        "58f01f, CONSTRAINED_BASELINE", "42001f, BASELINE", "42a01f, BASELINE", "58a01f, BASELINE", "4d001f, MAIN",
        "4d400a, MAIN", "58001f, EXTENDED", "58201f, EXTENDED", "64001f, HIGH", "640c1f, CONSTRAINED_HIGH",
        "f4001f, PREDICTIVE_HIGH_444"})
    void readsTheTableOfRfc6184(String profileLevelId, H264Profile profile) {
        assertEquals(Optional.of(profile), H264Profile.of(profileLevelId));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "42e0", "42e01f1f", "42e01g", "-2e01f", "42e11f", "64801f", "6e001f", "000000"})
    void whatIsNotInTheTableIsNoProfile(String profileLevelId) {
        assertEquals(Optional.empty(), H264Profile.of(profileLevelId));
    }

    @Test
    void codecsMatchByProfileAndPacketizationModeWhateverTheLevel() {
        RtpCodec codec = h264("42e01f", "1", "1");

        assertTrue(codec.matches(h264("42e034", "1", "0")));
        assertTrue(codec.matches(h264("4de01f", "1", "1")));
        assertFalse(codec.matches(h264("42001f", "1", "1")));
        assertFalse(codec.matches(h264("42e01f", "0", "1")));
        assertFalse(codec.matches(RtpCodec.video(98, "H264").withParameter("profile-level-id", "42e01f")));
        assertFalse(h264("oops", "1", "1").matches(h264("oops", "1", "1")));
    }

    @Test
    void withoutParametersItIsBaselineInSingleNalUnitMode() {
        assertTrue(RtpCodec.video(98, "H264").matches(h264("42001f", "0", "0")));
    }

    @ParameterizedTest
    @CsvSource({
        // own, offered, both allow asymmetry, answered
        "42e01f, 42e034, 1, 42e01f", "42e034, 42e01f, 1, 42e034", "42e01f, 42e034, 0, 42e01f",
        "42e034, 42e01f, 0, 42e01f", "4de034, 42e01f, 1, 42e034", "42e01f, 42f00b, 0, 42f00b",
        "42f00b, 42e01f, 0, 42f00b", "42e00a, 42f00b, 0, 42e00a", "42f00b, 42e00b, 0, 42f00b",
        "42e00b, 42f00b, 0, 42f00b", "42e01f, 42f00b, 1, 42e01f", "640009, 64001f, 0, 640009",
        "64000b, 640009, 0, 640009", "64000a, 640009, 0, 64000a"})
    void answersTheLevelWeCanReceiveOrTheLowerOne(String own, String offered, String asymmetry, String answered) {
        assertEquals(answered, H264Profile.answer(h264(own, "1", asymmetry), h264(offered, "1", asymmetry)));
    }

    @Test
    void asymmetryNeedsBothSides() {
        assertEquals("42e01f", H264Profile.answer(h264("42e034", "1", "1"), h264("42e01f", "1", "0")));
        assertEquals("42e01f", H264Profile.answer(h264("42e034", "1", "0"), h264("42e01f", "1", "1")));
    }

    @Test
    void chromiumOffersEachProfileOncePerPacketizationMode() {
        List<RtpCodec> codecs = Vectors.browser("chromium-recvonly-av-offer").media().get(1).codecs().stream()
                .filter(codec -> codec.name().equals("H264")).toList();

        for (H264Profile profile : Arrays.asList(H264Profile.CONSTRAINED_BASELINE, H264Profile.BASELINE,
                H264Profile.MAIN, H264Profile.PREDICTIVE_HIGH_444)) {
            assertEquals(2, codecs.stream().filter(codec -> H264Profile.of(codec).equals(Optional.of(profile))).count(),
                    profile.name());
        }
        for (RtpCodec codec : codecs) {
            assertEquals(1, codecs.stream().filter(codec::matches).count());
        }
    }

    private static RtpCodec h264(String profileLevelId, String packetizationMode, String asymmetry) {
        return RtpCodec.video(98, "H264").withParameter("profile-level-id", profileLevelId)
                .withParameter("packetization-mode", packetizationMode)
                .withParameter("level-asymmetry-allowed", asymmetry);
    }
}
