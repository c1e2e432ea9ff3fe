package dev.sluice.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What carries attributes: the session as a whole, one of its media sections, or a fragment.
public sealed interface Attributed permits SessionDescription, MediaDescription, TrickleFragment {
    /// In the order they came, unknown ones among them.
    List<Attribute> attributes();

    /// Whether an attribute of this name is there, with or without a value.
    default boolean has(String name) {
        for (Attribute attribute : attributes()) {
            if (attribute.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /// The value of the first attribute of this name that has one.
    default Optional<String> attribute(String name) {
        for (Attribute attribute : attributes()) {
            if (attribute.value() != null && attribute.name().equals(name)) {
                return Optional.of(attribute.value());
            }
        }
        return Optional.empty();
    }

    /// The values of all attributes of this name that have one.
    default List<String> attributeValues(String name) {
        List<String> values = new ArrayList<>();
        for (Attribute attribute : attributes()) {
            if (attribute.value() != null && attribute.name().equals(name)) {
                values.add(attribute.value());
            }
        }
        return values;
    }

    /// The direction written here, if one is.
    default Optional<Direction> ownDirection() {
        for (Attribute attribute : attributes()) {
            Optional<Direction> direction = Direction.named(attribute.name());
            if (attribute.value() == null && direction.isPresent()) {
                return direction;
            }
        }
        return Optional.empty();
    }
}
