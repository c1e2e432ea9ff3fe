package dev.sluice.sdp;

import java.util.List;

/// Binds a payload type to an encoding.
///
/// @rfc 8866 6.6 rtpmap
record RtpMap(int payloadType, String name, int clockRate, int channels) {
    private static final String SHAPE = "a=rtpmap:<payload type> <encoding name>/<clock rate>[/<channels>]";

    static RtpMap parse(String value) {
        List<String> words = Fields.words(value, 2, SHAPE);
        List<String> encoding = Fields.split(words.get(1), '/');
        if (words.size() > 2 || encoding.size() < 2 || encoding.size() > 3) {
            throw new SdpParseException("expected " + SHAPE);
        }
        int clockRate = Fields.integer(encoding.get(1), 1, Integer.MAX_VALUE, "the clock rate");
        int channels = encoding.size() == 3 ? Fields.integer(encoding.get(2), 1, 255, "the number of channels") : 1;
        return new RtpMap(KnownAttributes.payloadType(words.get(0)), encoding.get(0), clockRate, channels);
    }

    @Override
    public String toString() {
        return payloadType + " " + name + '/' + clockRate + (channels == 1 ? "" : "/" + channels);
    }
}
