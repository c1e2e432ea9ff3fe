package dev.sluice.sdp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Gathers what a section says about each of its payload types, in one pass over the attributes.
final class CodecReader {
    private static final String EVERY = "*";

    private final Map<String, RtpMap> maps = new HashMap<>();
    private final Map<String, Map<String, String>> parameters = new HashMap<>();
    private final Map<String, List<String>> feedback = new HashMap<>();

    private CodecReader() {}

    static List<RtpCodec> codecs(MediaDescription section) {
        if (!section.isRtp()) {
            return List.of();
        }
        CodecReader reader = new CodecReader();
        section.attributes().stream().filter(attribute -> attribute.value() != null).forEach(reader::read);
        Set<String> formats = new LinkedHashSet<>(section.formats());
        return formats.stream().filter(reader::isKnown).map(reader::codec).toList();
    }

    private void read(Attribute attribute) {
        switch (attribute.name()) {
            case "rtpmap" -> {
                RtpMap map = RtpMap.parse(attribute.value());
                maps.putIfAbsent(String.valueOf(map.payloadType()), map);
            }
            case "fmtp" -> {
                FormatParameters format = FormatParameters.parse(attribute.value());
                parameters.computeIfAbsent(format.format(), _ -> new LinkedHashMap<>()).putAll(format.parameters());
            }
            case "rtcp-fb" -> {
                List<String> words = Fields.words(attribute.value());
                feedback.computeIfAbsent(words.getFirst(), _ -> new ArrayList<>())
                        .add(String.join(" ", words.subList(1, words.size())));
            }
            default -> {
                // says nothing about codecs
            }
        }
    }

    private boolean isKnown(String format) {
        return maps.containsKey(format) || StaticPayloadTypes.find(format).isPresent();
    }

    private RtpCodec codec(String format) {
        RtpMap map = maps.containsKey(format) ? maps.get(format) : StaticPayloadTypes.find(format).orElseThrow();
        Set<String> messages = new LinkedHashSet<>(feedback.getOrDefault(EVERY, List.of()));
        messages.addAll(feedback.getOrDefault(format, List.of()));
        return new RtpCodec(map.payloadType(), map.name(), map.clockRate(), map.channels(),
                parameters.getOrDefault(format, Map.of()), List.copyOf(messages));
    }
}
