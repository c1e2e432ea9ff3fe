package dev.sluice.sfu.server;

import java.util.regex.Pattern;

/// What rooms and participants may be called: short, and nothing that could be taken for markup, a path or a line of a log.
final class Names {
    static final int MAX_LENGTH = 64;
    static final String RULE = "1 to " + MAX_LENGTH + " letters, digits and the characters - _ . ~ @";

    private static final Pattern GOOD = Pattern.compile("[\\p{L}\\p{N}_.~@-]{1," + MAX_LENGTH + "}");

    private Names() {}

    static boolean isGood(String name) {
        return GOOD.matcher(name).matches();
    }
}
