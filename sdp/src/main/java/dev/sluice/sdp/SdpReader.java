package dev.sluice.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/// Reads a session description line by line, each line once: linear in the length of the text, which is limited.
///
/// The order of the line types is the RFC's; a line out of order is an error. `k=` lines are discarded, as the RFC demands.
///
/// @rfc 8866 9 SDP Grammar
final class SdpReader {
    static final int MAX_SECTIONS = 256;
    static final int MAX_ATTRIBUTES = 2048;

    private final List<String> lines;
    private int next;

    SdpReader(String text) {
        lines = SdpLines.of(text);
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

    /// A piece of a description: attributes, then sections.
    TrickleFragment fragment() {
        List<Attribute> attributes = attributes();
        return new TrickleFragment(attributes, sections());
    }

    /// The sections up to the end of the text.
    private List<MediaDescription> sections() {
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

    private List<Attribute> attributes() {
        optional('k', Function.identity()); // RFC 8866 5.12: MUST be discarded
        List<Attribute> attributes = all('a', value -> KnownAttributes.checked(Attribute.parse(value)));
        if (attributes.size() > MAX_ATTRIBUTES) {
            throw new SdpParseException("more than " + MAX_ATTRIBUTES + " attributes").atLine(next,
                    lines.get(next - 1));
        }
        return attributes;
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

    private <T> T atLine(int line, Supplier<T> parser) {
        try {
            return parser.get();
        } catch (SdpParseException e) {
            throw e.atLine(line + 1, lines.get(line));
        }
    }

    private SdpParseException error(String message) {
        return new SdpParseException(message).atLine(next + 1, lines.get(next));
    }
}
