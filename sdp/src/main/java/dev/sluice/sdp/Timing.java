package dev.sluice.sdp;

import java.util.List;

/// When the session takes place; `0 0`, always, in WebRTC.
///
/// @param repeats the values of its `r=` lines, as they came
/// @param zone the value of its `z=` line, as it came; null without one
///
/// @rfc 8866 5.9 Time Active ("t=")
public record Timing(long start, long stop, List<String> repeats, String zone) {
    public static final Timing ALWAYS = new Timing(0, 0, List.of(), null);

    public Timing {
        repeats = List.copyOf(repeats);
    }

    static Timing parse(String value, List<String> repeats, String zone) {
        List<String> words = Fields.words(value);
        if (words.size() != 2) {
            throw new SdpParseException("expected t=<start-time> <stop-time>");
        }
        long start = Fields.number(words.get(0), 0, Long.MAX_VALUE, "the start time");
        return new Timing(start, Fields.number(words.get(1), 0, Long.MAX_VALUE, "the stop time"), repeats, zone);
    }
}
