package dev.sluice.sfu.core;

/// The latest SSRCs of sections that have ended. Packets of theirs may still be on their way.
final class RetiredSsrcs {
    private static final int MOST = 64;

    private final int[] ssrcs = new int[MOST];      // 0: none
    private int next;

    /// The oldest one is forgotten for it.
    void add(int ssrc) {
        ssrcs[next] = ssrc;
        next = (next + 1) % MOST;
    }

    void remove(int ssrc) {
        for (int i = 0; i < MOST; i++) {
            ssrcs[i] = ssrcs[i] == ssrc ? 0 : ssrcs[i];
        }
    }

    boolean contains(int ssrc) {
        for (int retired : ssrcs) {
            if (retired == ssrc && ssrc != 0) {
                return true;
            }
        }
        return false;
    }
}
