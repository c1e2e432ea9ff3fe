package dev.sluice.sdp;

import java.util.List;

/// Binds an id in RTP packets to a header extension.
///
/// @param direction null when none is written
/// @param attributes what follows the URI, as written; empty mostly
///
/// @rfc 8285 5 SDP Signaling Design
public record ExtMap(int id, Direction direction, String uri, String attributes) {
    /// Ids of the two-byte form; an offerer that wants to use more than there are numbers them from 4096.
    private static final int MAX_ID = 255;
    private static final int FIRST_UNASSIGNED = 4096;
    private static final int LAST_UNASSIGNED = 4351;

    public ExtMap(int id, String uri) {
        this(id, null, uri, "");
    }

    static ExtMap parse(String value) {
        List<String> words = Fields.words(value, 2, "a=extmap:<id>[/<direction>] <URI> [<attributes>]");
        String first = words.get(0);
        int slash = first.indexOf('/');
        Direction direction = slash < 0 ? null : direction(first.substring(slash + 1));
        return new ExtMap(id(slash < 0 ? first : first.substring(0, slash)), direction, words.get(1),
                String.join(" ", words.subList(2, words.size())));
    }

    private static int id(String text) {
        int id = Fields.integer(text, 1, LAST_UNASSIGNED, "the id of the extension");
        if (id > MAX_ID && id < FIRST_UNASSIGNED) {
            throw new SdpParseException("the id of the extension must be a number from 1 to 255");
        }
        return id;
    }

    private static Direction direction(String text) {
        return Direction.named(text)
                .orElseThrow(() -> new SdpParseException("not a direction: '" + SdpParseException.excerpt(text) + "'"));
    }

    public ExtMap withDirection(Direction other) {
        return new ExtMap(id, other, uri, attributes);
    }

    @Override
    public String toString() {
        return id + (direction == null ? "" : "/" + direction) + ' ' + uri
                + (attributes.isEmpty() ? "" : ' ' + attributes);
    }
}
