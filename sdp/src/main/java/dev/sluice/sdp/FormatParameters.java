package dev.sluice.sdp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/// Parameters of one format: `key=value` between semicolons. What has no `=` (`0-15` of telephone events) is a key with an empty value.
///
/// @rfc 8866 6.15 fmtp
record FormatParameters(String format, Map<String, String> parameters) {
    static FormatParameters parse(String value) {
        String text = value.strip();
        int space = text.indexOf(' ');
        if (space < 0) {
            throw new SdpParseException("expected a=fmtp:<format> <parameters>");
        }
        return new FormatParameters(text.substring(0, space), parameters(text.substring(space + 1)));
    }

    static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String parameter : Fields.split(text, ';')) {
            int equals = parameter.indexOf('=');
            String key = (equals < 0 ? parameter : parameter.substring(0, equals)).strip();
            if (!key.isEmpty()) {
                parameters.putIfAbsent(key, equals < 0 ? "" : parameter.substring(equals + 1).strip());
            }
        }
        return parameters;
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(";", format + ' ', "");
        parameters.forEach((key, value) -> text.add(value.isEmpty() ? key : key + '=' + value));
        return text.toString();
    }
}
