package dev.sluice.sfu.signaling;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The fields of a JSON object, read with a check of what they are. Null and absent are the same.
final class Fields {
    /// Numbers that JavaScript can count to.
    static final long MOST = (1L << 53) - 1;

    private static final Pattern TRACK = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int MAX_ID = 64;

    private final Map<?, ?> json;

    Fields(Map<?, ?> json) {
        this.json = json;
    }

    boolean has(String key) {
        return json.get(key) != null;
    }

    String text(String key, int most) throws BadMessage {
        String text = optionalText(key, most);
        if (text == null) {
            throw new BadMessage(key + " is missing");
        }
        return text;
    }

    String optionalText(String key, int most) throws BadMessage {
        Object value = json.get(key);
        if (value != null && !(value instanceof String)) {
            throw new BadMessage(key + " must be a string");
        }
        if (value instanceof String text && text.length() > most) {
            throw new BadMessage(key + " must not be longer than " + most + " characters");
        }
        return (String) value;
    }

    /// An id or a token: opaque, and never long.
    String id(String key) throws BadMessage {
        return text(key, MAX_ID);
    }

    String optionalId(String key) throws BadMessage {
        return optionalText(key, MAX_ID);
    }

    String trackName(String key) throws BadMessage {
        String name = text(key, MAX_ID);
        if (!TRACK.matcher(name).matches()) {
            throw new BadMessage(key + " must be 1 to 64 letters, digits and the characters - _");
        }
        return name;
    }

    boolean flag(String key, boolean fallback) throws BadMessage {
        Object value = json.get(key);
        if (value == null) {
            return fallback;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw new BadMessage(key + " must be true or false");
    }

    boolean flag(String key) throws BadMessage {
        if (!has(key)) {
            throw new BadMessage(key + " is missing");
        }
        return flag(key, false);
    }

    /// A whole number from 0 to `most`.
    long number(String key, long most) throws BadMessage {
        Object value = json.get(key);
        if (value instanceof Integer || value instanceof Long) {
            long number = ((Number) value).longValue();
            if (number >= 0 && number <= most) {
                return number;
            }
        }
        throw new BadMessage(key + " must be a whole number from 0 to " + most);
    }

    int negotiation() throws BadMessage {
        return (int) number("negotiation", Integer.MAX_VALUE);
    }

    Integer optionalNegotiation() throws BadMessage {
        return has("negotiation") ? negotiation() : null;
    }

    <E extends Enum<E>> E constant(String key, Map<String, E> spellings) throws BadMessage {
        E constant = optionalConstant(key, spellings, null);
        if (constant == null) {
            throw new BadMessage(key + " is missing");
        }
        return constant;
    }

    <E extends Enum<E>> E optionalConstant(String key, Map<String, E> spellings, E fallback) throws BadMessage {
        Object value = json.get(key);
        if (value == null) {
            return fallback;
        }
        E constant = value instanceof String text ? spellings.get(text) : null;
        if (constant == null) {
            throw new BadMessage(
                    key + " must be one of " + String.join(", ", spellings.keySet().stream().sorted().toList()));
        }
        return constant;
    }

    Fields optionalObject(String key) throws BadMessage {
        Object value = json.get(key);
        if (value == null || value instanceof Map<?, ?>) {
            return value == null ? null : new Fields((Map<?, ?>) value);
        }
        throw new BadMessage(key + " must be an object or null");
    }

    List<Fields> objects(String key, int most) throws BadMessage {
        if (!(json.get(key) instanceof List<?> items)) {
            throw new BadMessage(key + " must be an array");
        }
        if (items.size() > most) {
            throw new BadMessage(key + " must not have more than " + most + " entries");
        }
        List<Fields> objects = new ArrayList<>();
        for (Object item : items) {
            if (!(item instanceof Map<?, ?> object)) {
                throw new BadMessage(key + " must hold objects");
            }
            objects.add(new Fields(object));
        }
        return objects;
    }
}
