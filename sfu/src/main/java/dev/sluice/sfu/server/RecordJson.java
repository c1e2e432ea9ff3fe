package dev.sluice.sfu.server;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/// Writes records, lists, maps, enums, numbers and texts as JSON, names as they are in Java.
final class RecordJson {
    private RecordJson() {}

    static JsonObject object(Record value) {
        JsonObject json = new JsonObject();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            json.put(component.getName(), any(read(component, value)));
        }
        return json;
    }

    private static Object read(RecordComponent component, Record value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    value.getClass() + " cannot be read: make the record and its components visible here", e);
        }
    }

    private static Object any(Object value) {
        return switch (value) {
            case Record inner -> object(inner);
            case Collection<?> items -> {
                JsonArray array = new JsonArray();
                items.forEach(item -> array.add(any(item)));
                yield array;
            }
            case Map<?, ?> map -> {
                JsonObject json = new JsonObject();
                map.forEach((key, item) -> json.put(key.toString(), any(item)));
                yield json;
            }
            case Enum<?> constant -> constant.name();
            case null, default -> value;
        };
    }
}
