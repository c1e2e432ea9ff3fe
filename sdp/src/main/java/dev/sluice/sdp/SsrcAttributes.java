package dev.sluice.sdp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// What the `a=ssrc` lines of one SSRC say.
///
/// @param cname empty when there is none; likewise `msid`
/// @param others the other attributes, in their order
///
/// @rfc 5576 4.1 The "ssrc" Media Attribute
public record SsrcAttributes(long ssrc, String cname, String msid, List<Attribute> others) {
    private static final String SHAPE = "a=ssrc:<ssrc> <attribute>[:<value>]";

    public SsrcAttributes {
        others = List.copyOf(others);
    }

    static List<SsrcAttributes> of(List<String> lines) {
        Map<Long, List<Attribute>> attributes = new LinkedHashMap<>();
        for (String line : lines) {
            attributes.computeIfAbsent(ssrc(line), _ -> new ArrayList<>()).add(attribute(line));
        }
        return attributes.entrySet().stream().map(entry -> of(entry.getKey(), entry.getValue())).toList();
    }

    private static SsrcAttributes of(long ssrc, List<Attribute> attributes) {
        Predicate<Attribute> known = attribute -> attribute.name().equals("cname") || attribute.name().equals("msid");
        return new SsrcAttributes(ssrc, value(attributes, "cname"), value(attributes, "msid"),
                attributes.stream().filter(known.negate()).toList());
    }

    private static String value(List<Attribute> attributes, String name) {
        return attributes.stream().filter(attribute -> attribute.name().equals(name) && attribute.value() != null)
                .map(Attribute::value).findFirst().orElse("");
    }

    /// The SSRC that a well-formed line speaks of.
    static long ssrc(String line) {
        attribute(line);
        return number(line.substring(0, line.indexOf(' ')));
    }

    static long number(String text) {
        return Fields.number(text, 0, 0xffff_ffffL, "the SSRC");
    }

    private static Attribute attribute(String line) {
        int space = line.indexOf(' ');
        if (space < 0) {
            throw new SdpParseException("expected " + SHAPE);
        }
        return Attribute.parse(line.substring(space + 1).strip());
    }
}
