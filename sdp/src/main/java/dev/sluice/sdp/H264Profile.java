package dev.sluice.sdp;

import java.util.HexFormat;
import java.util.Optional;

/// The sub-profiles of H.264, which a `profile-level-id` spells in several ways.
///
/// ```
///  profile-level-id = 42e01f
///    42  profile_idc
///    e0  profile_iop: constraint_set0..5 flags, two zero bits
///    1f  level_idc: ten times the level (but see level 1b)
/// ```
///
/// @rfc 6184 8.1 Media Type Registration (profile-level-id; table 5)
public enum H264Profile {
    CONSTRAINED_BASELINE, BASELINE, MAIN, EXTENDED, CONSTRAINED_HIGH, HIGH, PREDICTIVE_HIGH_444;

    /// What a description without the parameter means: Baseline at level 1.
    static final String DEFAULT_ID = "420010";
    private static final int LEVEL_1_1 = 0x0b;
    /// Of the Baseline, Main and Extended profiles: turns level 1.1 into 1b, which is lower.
    private static final int CONSTRAINT_SET_3 = 0x10;
    /// Of the High profiles.
    private static final int LEVEL_1B = 9;

    /// The sub-profile of an H264 codec; empty when its `profile-level-id` is malformed or means a profile we do not know.
    public static Optional<H264Profile> of(RtpCodec codec) {
        return of(codec.parameter("profile-level-id", DEFAULT_ID));
    }

    /// The sub-profile that six hexadecimal digits mean.
    public static Optional<H264Profile> of(String profileLevelId) {
        return isWellFormed(profileLevelId) ? of(profileIdc(profileLevelId), profileIop(profileLevelId))
                : Optional.empty();
    }

    private static Optional<H264Profile> of(int profileIdc, int profileIop) {
        return switch (profileIdc) {
            case 0x42 ->
                fits(profileIop, "x1xx0000", CONSTRAINED_BASELINE).or(() -> fits(profileIop, "x0xx0000", BASELINE));
            case 0x4d ->
                fits(profileIop, "1xxx0000", CONSTRAINED_BASELINE).or(() -> fits(profileIop, "0x0x0000", MAIN));
            case 0x58 ->
                fits(profileIop, "11xx0000", CONSTRAINED_BASELINE).or(() -> fits(profileIop, "10xx0000", BASELINE))
                        .or(() -> fits(profileIop, "00xx0000", EXTENDED));
            case 0x64 -> fits(profileIop, "00000000", HIGH).or(() -> fits(profileIop, "00001100", CONSTRAINED_HIGH));
            case 0xf4 -> fits(profileIop, "00000000", PREDICTIVE_HIGH_444);
            default -> Optional.empty();
        };
    }

    private static Optional<H264Profile> fits(int profileIop, String pattern, H264Profile profile) {
        int mask = Integer.parseInt(pattern.replace('0', '1').replace('x', '0'), 2);
        int bits = Integer.parseInt(pattern.replace('x', '0'), 2);
        return (profileIop & mask) == bits ? Optional.of(profile) : Optional.empty();
    }

    static boolean same(RtpCodec one, RtpCodec other) {
        Optional<H264Profile> profile = of(one);
        return profile.isPresent() && profile.equals(of(other));
    }

    /// The `profile-level-id` to answer when both sides have the same sub-profile: the offer's spelling of the profile, and the
    /// level we can receive if both allow levels to differ, or else the lower one.
    ///
    /// @rfc 6184 8.2.2 Usage with the SDP Offer/Answer Model (level-asymmetry-allowed)
    static String answer(RtpCodec own, RtpCodec offered) {
        String ownId = own.parameter("profile-level-id", DEFAULT_ID);
        String offeredId = offered.parameter("profile-level-id", DEFAULT_ID);
        boolean asymmetric = allowsAsymmetry(own) && allowsAsymmetry(offered);
        return asymmetric || level(ownId) < level(offeredId) ? withLevelOf(offeredId, ownId) : offeredId;
    }

    private static boolean allowsAsymmetry(RtpCodec codec) {
        return codec.parameter("level-asymmetry-allowed", "0").equals("1");
    }

    /// The flag that makes 1b of level 1.1 moves with the level.
    private static String withLevelOf(String profile, String level) {
        int flag = isLevel1bByFlag(level) ? CONSTRAINT_SET_3 : 0;
        int profileIop = profileIop(profile) & ~CONSTRAINT_SET_3 | flag;
        return profile.substring(0, 2) + HexFormat.of().toHexDigits((byte) profileIop) + level.substring(4);
    }

    /// A number that grows with the level: twice the level_idc, so that 1b finds a place between 1 (20) and 1.1 (22).
    private static int level(String id) {
        int levelIdc = levelIdc(id);
        return levelIdc == LEVEL_1B || isLevel1bByFlag(id) ? 2 * LEVEL_1_1 - 1 : 2 * levelIdc;
    }

    private static boolean isLevel1bByFlag(String id) {
        return levelIdc(id) == LEVEL_1_1 && (profileIop(id) & CONSTRAINT_SET_3) != 0 && profileIdc(id) <= 0x58;
    }

    private static int levelIdc(String id) {
        return Integer.parseInt(id.substring(4), 16);
    }

    private static int profileIdc(String id) {
        return Integer.parseInt(id.substring(0, 2), 16);
    }

    private static int profileIop(String id) {
        return Integer.parseInt(id.substring(2, 4), 16);
    }

    private static boolean isWellFormed(String id) {
        return id.length() == 6 && id.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80);
    }
}
