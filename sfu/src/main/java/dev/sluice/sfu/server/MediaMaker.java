package dev.sluice.sfu.server;

import dev.sluice.sfu.core.MediaWorker;

/// Makes the rooms of one worker.
interface MediaMaker {
    MediaWorker make(int worker, MediaWorker.Self self, MediaWorker.Output output);
}
