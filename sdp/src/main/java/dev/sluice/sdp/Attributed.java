package dev.sluice.sdp;

import java.util.List;
import java.util.Optional;

/// What carries attributes: the session as a whole, one of its media sections, or a fragment.
public sealed interface Attributed permits SessionDescription, MediaDescription, TrickleFragment {
    /// In the order they came, unknown ones among them.
    List<Attribute> attributes();

    /// Whether an attribute of this name is there, with or without a value.
    default boolean has(String name) {
        return attributes().stream().anyMatch(attribute -> attribute.name().equals(name));
    }

    /// The value of the first attribute of this name that has one.
    default Optional<String> attribute(String name) {
        return attributes().stream().filter(attribute -> attribute.name().equals(name) && attribute.value() != null)
                .map(Attribute::value).findFirst();
    }

    /// The values of all attributes of this name that have one.
    default List<String> attributeValues(String name) {
        return attributes().stream().filter(attribute -> attribute.name().equals(name) && attribute.value() != null)
                .map(Attribute::value).toList();
    }

    /// The direction written here, if one is.
    default Optional<Direction> ownDirection() {
        return attributes().stream().filter(attribute -> attribute.value() == null)
                .flatMap(attribute -> Direction.named(attribute.name()).stream()).findFirst();
    }
}
