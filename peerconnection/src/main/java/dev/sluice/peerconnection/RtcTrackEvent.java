package dev.sluice.peerconnection;

import java.util.List;

/// The remote peer has begun to send media on a transceiver. W3C `RTCTrackEvent`.
///
/// @param streamIds the MediaStreams the track belongs to, by their id
/// @param trackId   the id the remote peer gave the track; empty when it gave none
public record RtcTrackEvent(RtpTransceiver transceiver, RtpReceiver receiver, List<String> streamIds, String trackId) {}
