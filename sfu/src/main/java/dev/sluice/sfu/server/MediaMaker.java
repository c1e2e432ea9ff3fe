package dev.sluice.sfu.server;

import java.util.concurrent.Executor;

import dev.sluice.sfu.core.MediaWorker;

/// Makes the rooms of one worker.
interface MediaMaker {
    MediaWorker make(int worker, Executor self, MediaWorker.Output output);
}
