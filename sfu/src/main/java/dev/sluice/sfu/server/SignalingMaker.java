package dev.sluice.sfu.server;

import dev.sluice.sfu.signaling.Media;
import dev.sluice.sfu.signaling.Signaling;

/// Makes the signaling of one worker's rooms.
interface SignalingMaker {
    Signaling make(int worker, Media media);
}
