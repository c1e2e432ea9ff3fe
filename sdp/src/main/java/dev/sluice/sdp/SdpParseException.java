package dev.sluice.sdp;

/// A session description, or one line of it, is not what the RFCs allow. The message names the line and what is wrong with it.
///
/// Text from the network may be shown to its sender: the message never holds more than a short piece of the input.
public final class SdpParseException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int EXCERPT = 60;

    public SdpParseException(String message) {
        super(message);
    }

    SdpParseException atLine(int number, String line) {
        return new SdpParseException("line " + number + " (" + excerpt(nameOf(line)) + "): " + getMessage());
    }

    /// Values of attributes stay out: keys and passwords are among them.
    private static String nameOf(String line) {
        int colon = line.startsWith("a=") ? line.indexOf(':') : -1;
        return colon < 0 ? line : line.substring(0, colon);
    }

    /// The beginning of a text that the network sent, made harmless for logs.
    static String excerpt(String text) {
        String head = text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "...";
        StringBuilder printable = new StringBuilder(head.length());
        head.chars().forEach(c -> printable.append(c < ' ' || c == 0x7f ? '?' : (char) c));
        return printable.toString();
    }
}
