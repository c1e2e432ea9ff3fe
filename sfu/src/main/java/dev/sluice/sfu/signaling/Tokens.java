package dev.sluice.sfu.signaling;

/// The secrets by which clients resume: the number of the worker that the room lives on, then 128 random bits, in hexadecimal.
public final class Tokens {
    private static final int NOBODY = -1;
    private static final int WORKER_DIGITS = 2;

    private Tokens() {}

    static String make(int worker, String secret) {
        return "%02x".formatted(worker) + secret;
    }

    /// The worker that made the token, or -1 for something that is none. It may be a worker of another server.
    public static int workerOf(String token) {
        if (token.length() <= WORKER_DIGITS) {
            return NOBODY;
        }
        int high = Character.digit(token.charAt(0), 16);
        int low = Character.digit(token.charAt(1), 16);
        return high < 0 || low < 0 ? NOBODY : high << 4 | low;
    }
}
