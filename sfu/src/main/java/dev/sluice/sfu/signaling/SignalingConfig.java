package dev.sluice.sfu.signaling;

import dev.sluice.wire.Time;

/// What the rooms of a worker are told at their start.
///
/// @param worker        its number, which tokens begin with
/// @param version       of the server, for `joined`
/// @param grace         nanoseconds a member may be without a socket
/// @param repeated      messages kept for each member, to be repeated when it resumes
/// @param repeatedSize  characters they may hold together
/// @param qualityDelay  nanoseconds until a publisher is told that less is wanted; that more is wanted it hears at once
/// @param speakersDelay nanoseconds between two `speakers` messages
/// @param comeBackSpread nanoseconds over which clients are spread that are told to come back
public record SignalingConfig(int worker, String version, long grace, int repeated, int repeatedSize, long qualityDelay,
        long speakersDelay, long comeBackSpread) {
    public static SignalingConfig defaults(int worker, String version) {
        return new SignalingConfig(worker, version, 15 * Time.SECOND, 256, 1 << 20, Time.SECOND, Time.SECOND / 5,
                Time.SECOND);
    }

    /// As `joined` tells it.
    long graceSeconds() {
        return grace / Time.SECOND;
    }

    public SignalingConfig withGrace(long changed) {
        return new SignalingConfig(worker, version, changed, repeated, repeatedSize, qualityDelay, speakersDelay,
                comeBackSpread);
    }
}
