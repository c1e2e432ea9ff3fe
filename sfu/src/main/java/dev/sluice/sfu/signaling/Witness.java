package dev.sluice.sfu.signaling;

/// Hears who comes and goes, for the log.
public interface Witness {
    void joined(String room, String participant, Mode mode);

    void left(String room, String participant, LeaveReason reason);
}
