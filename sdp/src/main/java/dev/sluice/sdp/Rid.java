package dev.sluice.sdp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/// One stream of a section, by a name that its packets carry, and what it is restricted to.
///
/// @param payloadTypes the formats it may use; empty: all of the section
/// @param restrictions `max-width`, `max-fps`... in their order
///
/// @rfc 8851 10 Formal Grammar
public record Rid(String id, StreamDirection direction, List<Integer> payloadTypes, Map<String, String> restrictions) {
    public Rid {
        payloadTypes = List.copyOf(payloadTypes);
        restrictions = Collections.unmodifiableMap(new LinkedHashMap<>(restrictions));
    }

    public Rid(String id, StreamDirection direction) {
        this(id, direction, List.of(), Map.of());
    }

    static Rid parse(String value) {
        List<String> words = Fields.words(value, 2, "a=rid:<id> <send or recv> [<restrictions>]");
        String parameters = String.join("", words.subList(2, words.size()));
        Map<String, String> restrictions = FormatParameters.parameters(parameters);
        String payloadTypes = restrictions.remove("pt");
        return new Rid(id(words.get(0)), StreamDirection.parse(words.get(1)), payloadTypes(payloadTypes), restrictions);
    }

    static String id(String text) {
        if (!Fields.isMadeOf(text, "-_")) {
            throw new SdpParseException("a rid must be letters, digits, '-' or '_'");
        }
        return text;
    }

    private static List<Integer> payloadTypes(String text) {
        List<Integer> payloadTypes = new ArrayList<>();
        for (String number : Fields.split(text == null ? "" : text, ',')) {
            payloadTypes.add(KnownAttributes.payloadType(number));
        }
        return payloadTypes;
    }

    @Override
    public String toString() {
        StringJoiner parameters = new StringJoiner(";", " ", "").setEmptyValue("");
        if (!payloadTypes.isEmpty()) {
            parameters.add("pt=" + String.join(",", payloadTypes.stream().map(String::valueOf).toList()));
        }
        restrictions.forEach((key, text) -> parameters.add(text.isEmpty() ? key : key + '=' + text));
        return id + ' ' + direction + parameters;
    }
}
