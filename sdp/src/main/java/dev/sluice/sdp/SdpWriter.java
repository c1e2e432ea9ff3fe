package dev.sluice.sdp;

import java.util.List;

/// Writes the lines of a session description in the order of the grammar.
///
/// @rfc 8866 9 SDP Grammar
final class SdpWriter {
    private final StringBuilder text = new StringBuilder(4096);

    private SdpWriter() {}

    static String write(SessionDescription session) {
        SdpWriter writer = new SdpWriter();
        writer.session(session);
        session.media().forEach(writer::section);
        return writer.text.toString();
    }

    static String write(MediaDescription section) {
        SdpWriter writer = new SdpWriter();
        writer.section(section);
        return writer.text.toString();
    }

    static String write(TrickleFragment fragment) {
        SdpWriter writer = new SdpWriter();
        writer.lines('a', fragment.attributes());
        fragment.media().forEach(writer::section);
        return writer.text.toString();
    }

    private void session(SessionDescription session) {
        line('v', "0");
        line('o', session.origin());
        line('s', session.name());
        optional('i', session.information());
        optional('u', session.uri());
        lines('e', session.emails());
        lines('p', session.phones());
        optional('c', session.connection());
        lines('b', session.bandwidths());
        session.timings().forEach(this::timing);
        lines('a', session.attributes());
    }

    private void timing(Timing timing) {
        line('t', timing.start() + " " + timing.stop());
        lines('r', timing.repeats());
        optional('z', timing.zone());
    }

    private void section(MediaDescription section) {
        line('m', section);
        optional('i', section.information());
        lines('c', section.connections());
        lines('b', section.bandwidths());
        lines('a', section.attributes());
    }

    private void lines(char type, List<?> values) {
        values.forEach(value -> line(type, value));
    }

    private void optional(char type, Object value) {
        if (value != null) {
            line(type, value);
        }
    }

    private void line(char type, Object value) {
        text.append(type).append('=').append(value).append("\r\n");
    }
}
