package dev.sluice.sfu.signaling;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// How constants are written on the wire: lower case, words joined by hyphens.
public final class Wire {
    private Wire() {}

    public static String spelling(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The constants by their spelling.
    static <E extends Enum<E>> Map<String, E> spellings(Collection<E> constants) {
        return constants.stream().collect(Collectors.toUnmodifiableMap(Wire::spelling, Function.identity()));
    }
}
