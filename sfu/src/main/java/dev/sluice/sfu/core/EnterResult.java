package dev.sluice.sfu.core;

/// What became of somebody's wish to enter a room.
public sealed interface EnterResult {
    /// @param participant names the member from now on, to everybody: 16 characters
    record Entered(String participant) implements EnterResult {}

    /// @param explanation what is in the way, and what to do about it
    record Refused(Refusal reason, String explanation) implements EnterResult {}
}
