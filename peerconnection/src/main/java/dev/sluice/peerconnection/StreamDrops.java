package dev.sluice.peerconnection;

/// Received packets that belong nowhere, by reason.
final class StreamDrops {
    /// Authentic, and not RTP all the same.
    long malformed;
    /// Neither mid nor SSRC nor payload type tells the media section.
    long unknownSource;
    /// The media section has no such payload type.
    long unknownPayloadType;
    /// A retransmission of a stream that cannot be told.
    long unknownRepair;
    /// The agreed direction has the peer send nothing.
    long notAgreed;
    /// More SSRCs in one media section than are followed.
    long tooManyStreams;
    /// RTCP whose compound was broken from the start.
    long malformedRtcp;
}
