package dev.sluice.sfu.signaling;

import java.text.Normalizer;
import java.util.regex.Pattern;

/// What rooms and participants may be called.
public final class Names {
    public static final int MAX_LENGTH = 64;
    /// Rooms, and publishers that come by WHIP: nothing that could be taken for markup, a path or a line of a log.
    public static final String ROOM_RULE = "1 to " + MAX_LENGTH + " letters, digits and the characters - _ . ~ @";
    /// People, who have spaces, apostrophes and emoji in their names.
    public static final String PERSON_RULE = "1 to " + MAX_LENGTH
            + " printable characters; controls and marks that turn the direction of text are none";

    private static final Pattern ROOM = Pattern.compile("[\\p{L}\\p{N}_.~@-]{1," + MAX_LENGTH + "}");
    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;

    private Names() {}

    public static boolean isRoom(String name) {
        return ROOM.matcher(name).matches();
    }

    /// The name as it is shown, composed (NFC) and without spaces around it, so that no two look the same by that. Null: it is none.
    static String person(String name) {
        if (name.length() > 4 * MAX_LENGTH) {
            return null;                        // before any work is put into it
        }
        String shown = Normalizer.normalize(name, Normalizer.Form.NFC).strip();
        boolean isGood = !shown.isEmpty() && shown.codePointCount(0, shown.length()) <= MAX_LENGTH
                && shown.codePoints().allMatch(Names::isPrintable)
                && shown.codePoints().anyMatch(Names::isSeen);
        return isGood ? shown : null;
    }

    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            // emoji and several scripts need these two; the others turn directions or hide
            case Character.FORMAT -> character == ZERO_WIDTH_JOINER || character == ZERO_WIDTH_NON_JOINER;
            default -> true;
        };
    }

    private static boolean isSeen(int character) {
        return !Character.isSpaceChar(character) && Character.getType(character) != Character.FORMAT
                && Character.getType(character) != Character.NON_SPACING_MARK;
    }
}
