package dev.sluice.sdp;

import java.util.ArrayList;
import java.util.List;

/// Cuts a text into lines of the form `x=...`, within limits that keep hostile texts cheap.
///
/// Lines end with CRLF or LF; a carriage return anywhere else is an error, as is NUL. Line ends after the last line do no harm.
///
/// @rfc 8866 5 SDP Specification
final class SdpLines {
    static final int MAX_LENGTH = 2 << 20;
    static final int MAX_LINES = 1 << 16;
    static final int MAX_LINE_LENGTH = 8 << 10;

    private SdpLines() {}

    static List<String> of(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new SdpParseException("longer than " + MAX_LENGTH + " characters");
        }
        List<String> lines = new ArrayList<>();
        int end = withoutTrailingLineEnds(text);
        for (int start = 0; start < end;) {
            int feed = text.indexOf('\n', start);
            int stop = feed < 0 || feed > end ? end : feed;
            boolean carriageReturn = stop > start && text.charAt(stop - 1) == '\r';
            lines.add(line(text, start, carriageReturn ? stop - 1 : stop, lines.size() + 1));
            start = stop + 1;
        }
        return lines;
    }

    private static int withoutTrailingLineEnds(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return end;
    }

    private static String line(String text, int start, int end, int number) {
        if (number > MAX_LINES) {
            throw new SdpParseException("more than " + MAX_LINES + " lines");
        }
        if (end - start > MAX_LINE_LENGTH) {
            throw new SdpParseException("line " + number + " is longer than " + MAX_LINE_LENGTH + " characters");
        }
        String line = text.substring(start, end);
        if (line.length() < 2 || line.charAt(1) != '=') {
            throw new SdpParseException("expected <type>=<value>").atLine(number, line);
        }
        if (line.indexOf('\r') >= 0 || line.indexOf('\0') >= 0) {
            throw new SdpParseException("carriage return or NUL within the line").atLine(number, line);
        }
        return line;
    }
}
