package dev.sluice.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Reads a session description line by line, each line once: linear in the length of the text, which is limited.
///
/// The order of the line types is the RFC's; a line out of order is an error. `k=` lines are discarded, as the RFC demands.
///
/// @rfc 8866 9 SDP Grammar
final class SdpReader {
    static final int MAX_LENGTH = 2 << 20;
    static final int MAX_LINES = 1 << 16;
    static final int MAX_LINE_LENGTH = 8 << 10;
    static final int MAX_SECTIONS = 256;

    private final List<String> lines;
    private int next;

    SdpReader(String text) {
        lines = lines(text);
    }

    SessionDescription session() {
        version();
        Origin origin = required('o', Origin::parse);
        String name = required('s', Function.identity());
        String information = optional('i', Function.identity());
        String uri = optional('u', Function.identity());
        List<String> emails = all('e', Function.identity());
        List<String> phones = all('p', Function.identity());
        Connection connection = optional('c', Connection::parse);
        List<Bandwidth> bandwidths = all('b', Bandwidth::parse);
        List<Timing> timings = timings();
        List<Attribute> attributes = attributes();
        List<MediaDescription> media = sections();
        return new SessionDescription(origin, name, information, uri, emails, phones, connection, bandwidths, timings,
                attributes, media);
    }

    /// The sections up to the end of the text.
    List<MediaDescription> sections() {
        List<MediaDescription> sections = new ArrayList<>();
        while (next < lines.size()) {
            if (!isNext('m')) {
                throw error("this line is not allowed here");
            }
            if (sections.size() == MAX_SECTIONS) {
                throw error("more than " + MAX_SECTIONS + " media sections");
            }
            sections.add(section());
        }
        return sections;
    }

    private void version() {
        required('v', value -> {
            if (!value.equals("0")) {
                throw new SdpParseException("the version must be 0");
            }
            return value;
        });
    }

    private List<Timing> timings() {
        List<Timing> timings = new ArrayList<>();
        do {
            int line = next;
            String value = required('t', Function.identity());
            List<String> repeats = all('r', Function.identity());
            String zone = optional('z', Function.identity());
            timings.add(atLine(line, () -> Timing.parse(value, repeats, zone)));
        } while (isNext('t'));
        return timings;
    }

    private MediaDescription section() {
        int line = next;
        String value = required('m', Function.identity());
        String information = optional('i', Function.identity());
        List<Connection> connections = all('c', Connection::parse);
        List<Bandwidth> bandwidths = all('b', Bandwidth::parse);
        List<Attribute> attributes = attributes();
        return atLine(line, () -> MediaDescription.parse(value, information, connections, bandwidths, attributes));
    }

    /// The `a=` lines that come next.
    List<Attribute> attributes() {
        optional('k', Function.identity()); // RFC 8866 5.12: MUST be discarded
        return all('a', value -> KnownAttributes.checked(Attribute.parse(value)));
    }

    private boolean isNext(char type) {
        return next < lines.size() && lines.get(next).charAt(0) == type;
    }

    private <T> T required(char type, Function<String, T> parser) {
        if (next == lines.size()) {
            throw new SdpParseException("the text ends where a line '" + type + "=' is required");
        }
        if (!isNext(type)) {
            throw error("expected a line '" + type + "='");
        }
        return optional(type, parser);
    }

    private <T> List<T> all(char type, Function<String, T> parser) {
        List<T> values = new ArrayList<>();
        while (isNext(type)) {
            values.add(optional(type, parser));
        }
        return values;
    }

    private <T> T optional(char type, Function<String, T> parser) {
        if (!isNext(type)) {
            return null;
        }
        String value = lines.get(next).substring(2);
        T parsed = atLine(next, () -> parser.apply(value));
        next++;
        return parsed;
    }

    private interface Parser<T> {
        T parse();
    }

    private <T> T atLine(int line, Parser<T> parser) {
        try {
            return parser.parse();
        } catch (SdpParseException e) {
            throw e.atLine(line + 1, lines.get(line));
        }
    }

    private SdpParseException error(String message) {
        return new SdpParseException(message).atLine(next + 1, lines.get(next));
    }

    private static List<String> lines(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new SdpParseException("longer than " + MAX_LENGTH + " characters");
        }
        List<String> lines = new ArrayList<>();
        int end = withoutTrailingLineEnds(text);
        for (int start = 0; start < end;) {
            int feed = text.indexOf('\n', start);
            int stop = feed < 0 || feed > end ? end : feed;
            lines.add(line(text, start, stop > start && text.charAt(stop - 1) == '\r' ? stop - 1 : stop,
                    lines.size() + 1));
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
