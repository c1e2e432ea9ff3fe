package dev.sluice.sfu.core;

/// The latest SSRCs of sections that have ended. Packets of theirs may still be on their way.
final class RetiredSsrcs {
    /// So that they and those of all present tracks are fewer than a transport may have.
    private static final int MOST = 16;

    private final int[] ssrcs = new int[MOST];      // 0: none
    private int next;

    /// The oldest one gives way; the result is what it was, 0 for none.
    int add(int ssrc) {
        int oldest = ssrcs[next];
        ssrcs[next] = ssrc;
        next = (next + 1) % MOST;
        return oldest;
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
