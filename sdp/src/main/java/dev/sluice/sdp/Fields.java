package dev.sluice.sdp;

import java.util.ArrayList;
import java.util.List;

/// Splits the value of a line into its fields and reads numbers, in one pass and without regular expressions.
final class Fields {
    private Fields() {}

    /// The fields between single or repeated separators; empty fields are left out.
    static List<String> split(String text, char separator) {
        List<String> fields = new ArrayList<>();
        int start = 0;
        while (start <= text.length()) {
            int end = text.indexOf(separator, start);
            end = end < 0 ? text.length() : end;
            if (end > start) {
                fields.add(text.substring(start, end));
            }
            start = end + 1;
        }
        return fields;
    }

    static List<String> words(String text) {
        return split(text, ' ');
    }

    /// The fields of a line that has at least so many.
    static List<String> words(String text, int atLeast, String shape) {
        List<String> words = words(text);
        if (words.size() < atLeast) {
            throw new SdpParseException("expected " + shape);
        }
        return words;
    }

    static int integer(String text, int min, int max, String what) {
        return (int) number(text, min, max, what);
    }

    /// Decimal digits only: no sign, no spaces.
    static long number(String text, long min, long max, String what) {
        if (isDigits(text) && text.length() <= 18) {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw new SdpParseException(what + " must be a number from " + min + " to " + max + ", not '"
                + SdpParseException.excerpt(text) + "'");
    }

    static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /// Letters, digits and the given others.
    static boolean isMadeOf(String text, String others) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isDigit(c) && !isLetter(c) && others.indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }
}
