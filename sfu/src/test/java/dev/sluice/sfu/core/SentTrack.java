package dev.sluice.sfu.core;

import java.nio.ByteBuffer;
import java.util.Arrays;

import dev.sluice.peerconnection.RtpTransceiver;

/// A track that a [RoomMember] publishes: numbered packets that say whose they are. Of video the first one, and each one that is asked for, is a keyframe.
final class SentTrack {
    static final int LENGTH = 120;
    static final int TICKS = 900;

    private final RoomMember member;
    private final RtpTransceiver transceiver;
    private int next;
    private boolean keyFrameDue = true;
    private int keyFrameRequests;

    SentTrack(RoomMember member, RtpTransceiver transceiver) {
        this.member = member;
        this.transceiver = transceiver;
        transceiver.sender().onKeyFrameRequest(() -> {
            keyFrameRequests++;
            keyFrameDue = true;
        });
    }

    void send() {
        byte[] payload = payload(key(), next, keyFrameDue);
        if (transceiver.sender().send(payload, 0, payload.length, (long) next * TICKS, true) >= 0) {
            keyFrameDue = false;
        }
        next++;
    }

    /// As an encoder does for whoever came while it was silent.
    void startAgain() {
        keyFrameDue = true;
    }

    /// The number of the packet that comes next.
    int next() {
        return next;
    }

    int keyFrameRequests() {
        return keyFrameRequests;
    }

    RtpTransceiver transceiver() {
        return transceiver;
    }

    /// Names the track: whose, and which of its publisher's sections.
    String key() {
        return member.id() + "/" + transceiver.mid().orElseThrow();
    }

    /// The rest of the packet follows from whose it is and its number; VP8's payload descriptor and the P bit of the frame header come first.
    static byte[] payload(String key, int number, boolean keyFrame) {
        byte[] payload = new byte[LENGTH];
        Arrays.fill(payload, (byte) (key.hashCode() + number * 7));
        payload[0] = 0x10;
        payload[1] = (byte) (keyFrame ? 0 : 1);
        ByteBuffer.wrap(payload).putInt(2, number);
        return payload;
    }
}
