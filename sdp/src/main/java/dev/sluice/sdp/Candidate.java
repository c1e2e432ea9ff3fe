package dev.sluice.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Stream;

/// An address where a peer may be reached.
///
/// @param transport `udp` or `tcp` in the case it was written
/// @param priority unsigned 32 bits
/// @param address an IP address, or a name: browsers hide host addresses behind `.local` names. It is never looked up here
/// @param type `host`, `srflx`, `prflx`, `relay`
/// @param relatedAddress null when there is none
/// @param tcpType `active`, `passive`, `so`; null when there is none
/// @param extensions the other pairs, in their order
///
/// @rfc 8839 5.1 "candidate" Attribute
/// @rfc 6544 4.5 Encoding the SDP (tcptype)
public record Candidate(String foundation, int component, String transport, long priority, String address, int port,
        String type, String relatedAddress, int relatedPort, String tcpType, List<Extension> extensions) {
    private static final String SHAPE = "candidate:<foundation> <component> <transport> <priority> <address> <port> typ <type> ...";
    private static final long MAX_PRIORITY = 0xffff_ffffL;

    public record Extension(String name, String value) {}

    public Candidate {
        Objects.requireNonNull(foundation, "foundation");
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(type, "type");
        extensions = List.copyOf(extensions);
    }

    /// A UDP host candidate of the only component.
    public static Candidate host(String foundation, long priority, String address, int port) {
        return new Candidate(foundation, 1, "udp", priority, address, port, "host", null, 0, null, List.of());
    }

    /// Reads `candidate:...`, with or without `a=` before it.
    ///
    /// @throws SdpParseException saying what is wrong
    public static Candidate parse(String text) {
        String line = text.startsWith("a=") ? text.substring(2) : text;
        if (!line.startsWith("candidate:") || line.length() > SdpLines.MAX_LINE_LENGTH) {
            throw new SdpParseException("expected " + SHAPE);
        }
        List<String> words = Fields.words(line.substring("candidate:".length()).strip(), 8, SHAPE);
        if (!words.get(6).equals("typ") || words.size() % 2 != 0) {
            throw new SdpParseException("expected " + SHAPE + " and then pairs of name and value");
        }
        return withExtensions(words);
    }

    /// The different candidates written there, in their order.
    static Stream<Candidate> of(Attributed holder) {
        return holder.attributeValues("candidate").stream().map(value -> parse("candidate:" + value)).distinct();
    }

    private static Candidate withExtensions(List<String> words) {
        String relatedAddress = null;
        int relatedPort = 0;
        String tcpType = null;
        List<Extension> extensions = new ArrayList<>();
        for (int i = 8; i < words.size(); i += 2) {
            String value = words.get(i + 1);
            switch (words.get(i)) {
                case "raddr" -> relatedAddress = value;
                case "rport" -> relatedPort = port(value);
                case "tcptype" -> tcpType = value;
                default -> extensions.add(new Extension(words.get(i), value));
            }
        }
        return new Candidate(words.get(0), Fields.integer(words.get(1), 1, 256, "the component"), words.get(2),
                Fields.number(words.get(3), 0, MAX_PRIORITY, "the priority"), Address.checked(words.get(4)),
                port(words.get(5)), words.get(7), relatedAddress, relatedPort, tcpType, extensions);
    }

    private static int port(String text) {
        return Fields.integer(text, 0, 65535, "the port");
    }

    /// The value of an extension: `ufrag` says which generation of credentials the candidate belongs to.
    public Optional<String> extension(String name) {
        return extensions.stream().filter(one -> one.name().equals(name)).map(Extension::value).findFirst();
    }

    public boolean isUdp() { return transport.equalsIgnoreCase("udp"); }

    /// Whether the address is a name that only multicast DNS can resolve.
    public boolean isMdns() { return address.toLowerCase(Locale.ROOT).endsWith(".local"); }

    /// Whether a check may be sent there without doing harm: a unicast address of another machine, or an mDNS name.
    /// Other names would need DNS, and addresses of this machine are refused because a stranger named them.
    public boolean isRemote() { return isMdns() || Address.isRemote(address); }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(" ", "candidate:", "");
        text.add(foundation).add(String.valueOf(component)).add(transport).add(String.valueOf(priority));
        text.add(address).add(String.valueOf(port)).add("typ").add(type);
        if (relatedAddress != null) {
            text.add("raddr").add(relatedAddress).add("rport").add(String.valueOf(relatedPort));
        }
        if (tcpType != null) {
            text.add("tcptype").add(tcpType);
        }
        extensions.forEach(extension -> text.add(extension.name()).add(extension.value()));
        return text.toString();
    }
}
