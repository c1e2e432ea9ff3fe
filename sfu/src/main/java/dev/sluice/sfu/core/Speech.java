package dev.sluice.sfu.core;

/// Whether somebody speaks, decided once in every interval ([ActiveSpeakers#INTERVAL]) with hysteresis, so that neither a click nor a breath changes it.
///
/// Loudness rises at once and falls slowly, which bridges the gaps between syllables. Speech begins when two intervals in a row were louder than -50 dBov, and
/// ends when five in a row, a second, were quieter than -55.
final class Speech {
    /// In dBov. What is quieter than the second one wakes nobody.
    static final int LOUD = -50;
    static final int QUIET = -55;

    private static final double FALL = 10;
    private static final int LOUD_INTERVALS = 2;
    private static final int QUIET_INTERVALS = 5;
    private static final double WEIGHT = 0.2;

    private double loudness = Voice.SILENCE;
    private double average = Voice.SILENCE;
    private int loud;
    private int quiet;
    private boolean isSpeaking;

    void onInterval(double heard) {
        loudness = Math.max(heard, Math.max(loudness - FALL, Voice.SILENCE));
        average += (loudness - average) * WEIGHT;
        loud = loudness >= LOUD ? loud + 1 : 0;
        quiet = loudness < QUIET ? quiet + 1 : 0;
        isSpeaking = isSpeaking ? quiet < QUIET_INTERVALS : loud >= LOUD_INTERVALS;
    }

    boolean isSpeaking() { return isSpeaking; }

    /// Whether something may change without another sound.
    boolean isUnsettled() { return isSpeaking || loudness >= QUIET; }

    /// The loudness of about the last second, in dBov.
    double average() {
        return average;
    }
}
