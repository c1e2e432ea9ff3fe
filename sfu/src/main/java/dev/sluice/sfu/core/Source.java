package dev.sluice.sfu.core;

/// An SSRC of a publisher: the media of a track, or its retransmissions.
final class Source {
    private final int ssrc;
    private final PublishedTrack track;
    private final boolean retransmission;
    private long lastPacket;

    Source(int ssrc, PublishedTrack track, boolean retransmission, long lastPacket) {
        this.ssrc = ssrc;
        this.track = track;
        this.retransmission = retransmission;
        this.lastPacket = lastPacket;
    }

    int ssrc() {
        return ssrc;
    }

    PublishedTrack track() {
        return track;
    }

    boolean isRetransmission() { return retransmission; }

    long lastPacket() {
        return lastPacket;
    }

    void onPacket(long now) {
        lastPacket = now;
    }
}
