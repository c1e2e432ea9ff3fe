package dev.sluice.sfu.core;

import java.util.List;
import java.util.Map;

import dev.sluice.ice.CheckOutcome;

/// The tree of all that lives on a worker at a moment, and its counters since the start: rooms, participants, transports, tracks, subscriptions.
///
/// Names follow the W3C's identifiers for WebRTC statistics, where those have the thing. Times are nanoseconds, counters never fall. Addresses are left out.
///
/// @param halfOpen sessions whose transport is not connected yet
/// @param closed   sessions ended since the start, by reason
/// @param dropped  packets from the network that went no further, by reason
/// @param checks   STUN checks that named a participant, by what became of them
public record WorkerSnapshot(
        int worker,
        int sessions,
        int halfOpen,
        long packetsReceived,
        long bytesReceived,
        long packetsSent,
        long bytesSent,
        long packetsForwarded,
        Map<CloseReason, Long> closed,
        Map<DropReason, Long> dropped,
        Map<CheckOutcome, Long> checks,
        List<Room> rooms) {

    /// @param participants one entry for each session; a member who publishes and subscribes has two
    /// @param members      those who entered the room, with or without sessions
    public record Room(String name, List<Participant> participants, List<Member> members) {}

    /// @param entered how long ago
    public record Member(String id, String name, long entered, boolean publishes, boolean subscribes) {}

    /// @param participant whose session it is, empty for a player
    /// @param name    the participant's name, for a player the name of the publisher that is played
    /// @param joined  how long ago the session began
    /// @param waiting of a subscriber: tracks that are not offered yet, or not at all, as there are as many sections as there may be
    public record Participant(String session, String participant, Role role, String name, long joined,
            Transport transport, List<InboundTrack> tracks, List<OutboundTrack> subscriptions, int waiting) {}

    public enum Role { PUBLISHER, PLAYER, SUBSCRIBER }

    /// @param iceState  new, connected or closed
    /// @param dtlsState new, connecting, connected, closed or failed
    /// @param currentRoundTripTime seconds, -1: not known
    public record Transport(
            String iceState,
            String dtlsState,
            String srtpProfile,
            long packetsReceived,
            long bytesReceived,
            long packetsSent,
            long bytesSent,
            double currentRoundTripTime) {}

    /// A track as it comes from its publisher, RTCInboundRtpStreamStats.
    ///
    /// @param jitter seconds
    /// @param nackCount, pliCount what was sent to the publisher
    public record InboundTrack(
            String mid,
            String kind,
            String codec,
            long ssrc,
            long rtxSsrc,
            long packetsReceived,
            long bytesReceived,
            long packetsLost,
            double jitter,
            long retransmittedPacketsReceived,
            long packetsDuplicated,
            long packetsDiscarded,
            long paddingPacketsReceived,
            long keyFramesReceived,
            long nackCount,
            long pliCount,
            int subscriptions) {}

    /// A track as it goes to one player, RTCOutboundRtpStreamStats with what the player reports, RTCRemoteInboundRtpStreamStats.
    ///
    /// @param active        whether packets are forwarded; a video subscription begins with a keyframe
    /// @param nackCount, pliCount, firCount what came from the player
    /// @param fractionLost  of the player's last report, 0 to 1
    /// @param roundTripTime seconds, -1: not known yet
    public record OutboundTrack(
            String mid,
            String kind,
            String codec,
            long ssrc,
            long rtxSsrc,
            boolean active,
            long packetsSent,
            long bytesSent,
            long retransmittedPacketsSent,
            long retransmissionsRefused,
            long nackCount,
            long pliCount,
            long firCount,
            double fractionLost,
            long packetsLost,
            double jitter,
            double roundTripTime) {}

    /// As the W3C writes durations; -1 stays -1, not known.
    static double seconds(long nanoseconds) {
        return nanoseconds < 0 ? -1 : nanoseconds / 1e9;
    }
}
