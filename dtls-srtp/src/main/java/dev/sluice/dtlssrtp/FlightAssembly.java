package dev.sluice.dtlssrtp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Puts the peer's flights together: all of a flight, in order, or nothing.
///
/// What is not the message whose turn it is, too long or in contradiction to what came before is dropped. A fragment that contradicts and
/// is the beginning of its message starts the message over: so an impostor's fragment that got in first does not stay.
///
/// @rfc 6347 4.2.4 Timeout and Retransmission
final class FlightAssembly {
    /// The longest flight has seven messages: from ServerHello to ServerHelloDone with a CertificateStatus.
    private static final int MAX_MESSAGES = 8;
    private static final int MAX_BYTES = 2 * DtlsRecord.MAX_FRAGMENT_LENGTH;

    private final DtlsRole own;
    private final DropCounters drops;
    private final MessageAssembly[] assemblies = new MessageAssembly[MAX_MESSAGES];
    /// message_seq of the first message of the flight.
    private int base;
    private boolean lastRepeated;

    FlightAssembly(DtlsRole own, DropCounters drops) {
        this.own = own;
        this.drops = drops;
    }

    /// Takes a fragment that came in the clear.
    void add(HandshakeFragment fragment) {
        int index = fragment.sequence() - base;
        if (index < 0) {
            lastRepeated |= index == -1 && fragment.isLast();
            drops.count(DtlsDrop.REPEATED_MESSAGE);
        } else if (index >= MAX_MESSAGES || !isExpected(fragment.type(), index)) {
            drops.count(DtlsDrop.UNEXPECTED_MESSAGE);
        } else {
            add(fragment, index);
        }
    }

    /// The flight, once, when it is complete; empty otherwise.
    List<HandshakeMessage> takeComplete() {
        for (int last = 0; last < MAX_MESSAGES && assemblies[last] != null && assemblies[last].isComplete(); last++) {
            if (endsFlight(last)) {
                return take(last + 1);
            }
        }
        return List.of();
    }

    /// Whether the end of the previous flight has come once more since this was last asked.
    boolean takeRepeated() {
        boolean repeated = lastRepeated;
        lastRepeated = false;
        return repeated;
    }

    /// Begins anew, with the first flight of all.
    void reset() {
        Arrays.fill(assemblies, null);
        base = 0;
        lastRepeated = false;
    }

    private void add(HandshakeFragment fragment, int index) {
        if (assemblies[index] != null && assemblies[index].contradicts(fragment)) {
            drops.count(DtlsDrop.CONTRADICTING_FRAGMENT);
            if (fragment.from() != 0) {
                return;
            }
            assemblies[index] = null;
        }
        if (assemblies[index] == null && !begin(fragment, index)) {
            return;
        }
        if (!assemblies[index].add(fragment)) {
            drops.count(DtlsDrop.TOO_MANY_FRAGMENTS);
        }
    }

    private boolean begin(HandshakeFragment fragment, int index) {
        if (fragment.messageLength() > HandshakeMessage.MAX_LENGTH || bytes() + fragment.messageLength() > MAX_BYTES) {
            drops.count(DtlsDrop.MESSAGE_TOO_LONG);
            return false;
        }
        assemblies[index] = new MessageAssembly(fragment);
        return true;
    }

    private int bytes() {
        int sum = 0;
        for (MessageAssembly assembly : assemblies) {
            sum += assembly == null ? 0 : assembly.length();
        }
        return sum;
    }

    private boolean isExpected(int type, int index) {
        boolean isFirstFlight = base == 0;
        return switch (own) {
            case SERVER -> isFirstFlight
                    ? type == HandshakeMessage.CLIENT_HELLO && index == 0
                    : index == 0 && type == HandshakeMessage.CERTIFICATE
                            || index == 1 && type == HandshakeMessage.CLIENT_KEY_EXCHANGE
                            || index == 2 && type == HandshakeMessage.CERTIFICATE_VERIFY;
            case CLIENT -> index == 0
                    ? type == HandshakeMessage.SERVER_HELLO
                            || isFirstFlight && type == HandshakeMessage.HELLO_VERIFY_REQUEST
                    : type >= HandshakeMessage.CERTIFICATE && type <= HandshakeMessage.SERVER_HELLO_DONE;
        };
    }

    private boolean endsFlight(int index) {
        return switch (assemblies[index].type()) {
            case HandshakeMessage.CLIENT_HELLO, HandshakeMessage.HELLO_VERIFY_REQUEST -> true;
            case HandshakeMessage.SERVER_HELLO_DONE, HandshakeMessage.CERTIFICATE_VERIFY -> true;
            // a client without a certificate has nothing to verify: the TLS library shall refuse it now
            case HandshakeMessage.CLIENT_KEY_EXCHANGE -> assemblies[0].length() <= 3;
            default -> false;
        };
    }

    private List<HandshakeMessage> take(int count) {
        List<HandshakeMessage> flight = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            flight.add(assemblies[i].message());
        }
        Arrays.fill(assemblies, null);
        base += count;
        return flight;
    }
}
