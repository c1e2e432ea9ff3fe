package dev.sluice.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The streams of a simulcast, in the order of preference, by their rids.
///
/// Each stream is a list of alternatives, of which the sender uses one at a time: mostly there is one only.
///
/// @rfc 8853 5.1 Simulcast Attribute
public record Simulcast(List<List<Alternative>> send, List<List<Alternative>> receive) {
    private static final String SHAPE = "a=simulcast:<send or recv> <rid>[,<rid>...][;...]";

    /// @param paused `~`: agreed upon, but not sent until it is asked for
    public record Alternative(String rid, boolean paused) {
        @Override
        public String toString() {
            return paused ? '~' + rid : rid;
        }
    }

    public Simulcast {
        send = send.stream().map(List::copyOf).toList();
        receive = receive.stream().map(List::copyOf).toList();
    }

    /// Streams without alternatives.
    public static Simulcast of(StreamDirection direction, List<String> rids) {
        List<List<Alternative>> streams = rids.stream().map(rid -> List.of(new Alternative(rid, false))).toList();
        return direction == StreamDirection.SEND ? new Simulcast(streams, List.of())
                : new Simulcast(List.of(), streams);
    }

    static Simulcast parse(String value) {
        List<String> words = Fields.words(value, 2, SHAPE);
        if (words.size() != 2 && words.size() != 4 || words.size() == 4 && words.get(0).equals(words.get(2))) {
            throw new SdpParseException("expected " + SHAPE);
        }
        List<List<Alternative>> send = List.of();
        List<List<Alternative>> receive = List.of();
        for (int i = 0; i < words.size(); i += 2) {
            switch (StreamDirection.parse(words.get(i))) {
                case SEND -> send = streams(words.get(i + 1));
                case RECV -> receive = streams(words.get(i + 1));
            }
        }
        return new Simulcast(send, receive);
    }

    private static List<List<Alternative>> streams(String text) {
        List<List<Alternative>> streams = new ArrayList<>();
        for (String stream : text.split(";", -1)) {
            List<Alternative> alternatives = new ArrayList<>();
            for (String alternative : stream.split(",", -1)) {
                boolean paused = alternative.startsWith("~");
                alternatives.add(new Alternative(Rid.id(paused ? alternative.substring(1) : alternative), paused));
            }
            streams.add(alternatives);
        }
        return streams;
    }

    /// All rids of one direction, alternatives too.
    public List<String> rids(StreamDirection direction) {
        List<List<Alternative>> streams = direction == StreamDirection.SEND ? send : receive;
        return streams.stream().flatMap(List::stream).map(Alternative::rid).toList();
    }

    @Override
    public String toString() {
        String sent = send.isEmpty() ? "" : "send " + text(send);
        String received = receive.isEmpty() ? "" : "recv " + text(receive);
        return sent.isEmpty() || received.isEmpty() ? sent + received : sent + ' ' + received;
    }

    private static String text(List<List<Alternative>> streams) {
        return streams.stream()
                .map(stream -> stream.stream().map(Alternative::toString).collect(Collectors.joining(",")))
                .collect(Collectors.joining(";"));
    }
}
