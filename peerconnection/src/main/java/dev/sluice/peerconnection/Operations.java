package dev.sluice.peerconnection;

import java.util.ArrayDeque;

import dev.sluice.wire.UdpLoop;

/// Lets the work of one PeerConnection happen one thing after the other.
///
/// Calls come from any thread, from packets, from timers, and from the application's own callbacks in the middle of any of these. What arrives while
/// something else is under way waits until that is done, so an operation never meets a half-changed connection. Events to the application take
/// the same queue, and are delivered once the operation that caused them has ended.
final class Operations {
    private final UdpLoop loop;
    private final Afterwards afterwards;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;
    private boolean operated;

    interface Afterwards {
        /// Nothing is left to do.
        ///
        /// @param operated false: only packets have passed
        void onIdle(boolean operated);
    }

    Operations(UdpLoop loop, Afterwards afterwards) {
        this.loop = loop;
        this.afterwards = afterwards;
    }

    /// Runs the operation on the loop: before this returns when the caller is on the loop and nothing else is under way, later otherwise. Any thread.
    void submit(Runnable operation) {
        if (loop.inLoop()) {
            run(operation);
        } else {
            loop.execute(() -> run(operation));
        }
    }

    /// Runs the operation after this call has returned. Any thread.
    void post(Runnable operation) {
        loop.execute(() -> run(operation));
    }

    /// Runs the operation, or has it wait for the one under way. On the loop.
    void run(Runnable operation) {
        waiting.add(operation);
        operated = true;
        if (enter()) {
            leave();
        }
    }

    /// Begins work that is not worth an object of its own, such as one packet's. True: the caller has to call [#leave] when it is done.
    boolean enter() {
        if (busy) {
            return false;
        }
        busy = true;
        return true;
    }

    void leave() {
        try {
            for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
                next.run();
            }
        } finally {
            busy = false;
            if (waiting.isEmpty()) {
                becomeIdle();
            } else {
                loop.execute(() -> run(() -> {}));      // an application's callback threw: its exception goes to the loop, the rest goes on
            }
        }
    }

    private void becomeIdle() {
        boolean somethingChanged = operated;
        operated = false;
        afterwards.onIdle(somethingChanged);
    }
}
