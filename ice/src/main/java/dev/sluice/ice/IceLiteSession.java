package dev.sluice.ice;

import static dev.sluice.wire.Time.NEVER;
import static dev.sluice.wire.Time.SECOND;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/// A server's side of ICE with one peer: the lite agent, which has a public address, asks nothing, answers the peer's checks and follows its nominations.
///
/// A check that carries our ufrag and the right MESSAGE-INTEGRITY validates the address it came from; nothing else does. The first such address is selected
/// at once, so that a handshake which overtakes the nomination can be answered; from then on nominations decide ([Selection]). Whatever is not authentic is
/// counted and gets no answer, so that the port reflects nothing to forged sources.
///
/// Consent lives by received checks. An address that was not checked for thirty seconds is forgotten; when the last one goes, consent has expired, and does
/// not come back without an ICE restart, which is a new session. A session that never hears a check expires in the same time.
///
/// At most [#MOST_ADDRESSES] addresses are known; a further one pushes out the one that was silent for longest.
///
/// Sans-IO and confined to one thread.
///
/// @rfc 8445 2.5 Lite Implementation
/// @rfc 8445 7.3 STUN Server Procedures
/// @rfc 7675 5.1 Expiration of Consent
public final class IceLiteSession {
    public static final long CONSENT_LIFETIME = 30 * SECOND;
    public static final int MOST_ADDRESSES = 16;

    private final IceCredentials credentials;
    private final CheckServer server;
    private final CheckCounters counters;
    private final Map<InetSocketAddress, ValidatedAddress> addresses = new HashMap<>();
    private final Selection<ValidatedAddress> selection = new Selection<>();
    private long deadline;

    /// Must not call back in.
    public interface Output {
        void send(InetSocketAddress to, byte[] bytes, int offset, int length);

        /// The peer has proved that it is at this address: packets from there may be taken for its own.
        void addressValidated(InetSocketAddress address);

        /// An authentic check has come from the address: the one that validated it, or a further one.
        default void addressChecked(InetSocketAddress address) {}

        /// Packets for the peer go to this address from now on.
        void selected(InetSocketAddress address);

        /// The address is validated no longer.
        default void addressForgotten(InetSocketAddress address) {}

        /// Nothing may be sent to the peer any more. The session is over; no address is validated.
        void consentExpired();
    }

    public IceLiteSession(IceCredentials local, long now) {
        this(local, new CheckCounters(), now);
    }

    public IceLiteSession(IceCredentials local, CheckCounters counters, long now) {
        this.credentials = local;
        this.server = new CheckServer(local);
        this.counters = counters;
        this.deadline = now + CONSENT_LIFETIME;
    }

    /// The ufrag that a Binding request is meant for, which tells its session; null when the datagram is not such a request.
    /// [UfragTable] does the same without allocating.
    public static String localUfrag(byte[] bytes, int offset, int length) {
        StunWindow window = new StunWindow();
        if (!window.wrap(bytes, offset, length) || !window.isBindingRequest() || window.localUfragLength() == 0) {
            return null;
        }
        return new String(bytes, window.usernameOffset(), window.localUfragLength(), US_ASCII);
    }

    public IceCredentials localCredentials() {
        return credentials;
    }

    public CheckCounters counters() {
        return counters;
    }

    /// Where packets for the peer go; null before the first check and when consent has expired.
    public InetSocketAddress selectedAddress() {
        return selection.selected() == null ? null : selection.selected().address;
    }

    public boolean isValidated(InetSocketAddress address) {
        return addresses.containsKey(address);
    }

    /// Takes a datagram that looks like STUN.
    public void onPacket(InetSocketAddress from, byte[] bytes, int offset, int length, long now, Output out) {
        CheckOutcome outcome = judge(bytes, offset, length);
        counters.count(outcome);
        switch (outcome) {
            case ANSWERED -> accept(from, bytes, offset, now, out);
            case ROLE_CONFLICT -> send(from, server.roleConflict(bytes, offset), out);
            case UNKNOWN_ATTRIBUTES -> send(from, server.unknownAttributes(bytes, offset), out);
            default -> {
                // silence
            }
        }
    }

    /// The address has turned out to be somebody else's: it is validated no longer, until an authentic check comes from there again. Calls no output;
    /// [#selectedAddress] may be another one afterwards, or null. Consent ends no later for that, and no sooner.
    public void forget(InetSocketAddress address) {
        ValidatedAddress forgotten = addresses.remove(address);
        if (forgotten == null) {
            return;
        }
        if (forgotten == selection.selected()) {
            selection.replace(successor());
        }
        if (addresses.isEmpty()) {
            deadline = forgotten.lastCheck + CONSENT_LIFETIME;
        }
    }

    /// When to call [#onTime] at the latest.
    public long deadline() {
        return deadline;
    }

    public void onTime(long now, Output out) {
        if (now < deadline) {
            return;
        }
        forgetSilentAddresses(now, out);
        if (addresses.isEmpty()) {
            deadline = NEVER;
            selection.replace(null);
            out.consentExpired();
            return;
        }
        replaceSelected(out);
        deadline = firstExpiry();
    }

    private CheckOutcome judge(byte[] bytes, int offset, int length) {
        if (deadline == NEVER) {
            return CheckOutcome.TOO_LATE;
        }
        CheckOutcome outcome = server.judge(bytes, offset, length);
        boolean conflict = outcome == CheckOutcome.ANSWERED && server.check().senderIsControlled();
        return conflict ? CheckOutcome.ROLE_CONFLICT : outcome;
    }

    private void accept(InetSocketAddress from, byte[] bytes, int offset, long now, Output out) {
        ValidatedAddress address = validate(from, now, out);
        address.lastCheck = now;
        out.addressChecked(from);
        address.priority(server.check().priority());
        send(from, server.success(bytes, offset, address.bytes, from.getPort()), out);
        follow(address, now, out);
    }

    private void follow(ValidatedAddress address, long now, Output out) {
        StunWindow check = server.check();
        boolean changed = check.isNominating()
                ? selection.nominate(address, check.nomination(), now)
                : selection.offer(address);
        if (changed) {
            out.selected(address.address);
        }
    }

    private ValidatedAddress validate(InetSocketAddress from, long now, Output out) {
        ValidatedAddress known = addresses.get(from);
        if (known != null) {
            return known;
        }
        if (addresses.isEmpty()) {
            deadline = now + CONSENT_LIFETIME;
        } else if (addresses.size() == MOST_ADDRESSES) {
            forgetMostSilent(out);
        }
        ValidatedAddress added = new ValidatedAddress(from);
        addresses.put(from, added);
        out.addressValidated(from);
        return added;
    }

    private static void send(InetSocketAddress to, StunWriter answer, Output out) {
        out.send(to, answer.bytes(), 0, answer.length());
    }

    private void forgetMostSilent(Output out) {
        ValidatedAddress silent = null;
        for (ValidatedAddress address : addresses.values()) {
            boolean dispensable = address != selection.selected();
            if (dispensable && (silent == null || address.lastCheck < silent.lastCheck)) {
                silent = address;
            }
        }
        addresses.remove(silent.address);
        out.addressForgotten(silent.address);
    }

    private void forgetSilentAddresses(long now, Output out) {
        addresses.values().removeIf(address -> {
            boolean silent = now - address.lastCheck >= CONSENT_LIFETIME;
            if (silent) {
                out.addressForgotten(address.address);
            }
            return silent;
        });
    }

    private void replaceSelected(Output out) {
        if (addresses.containsKey(selection.selected().address)) {
            return;
        }
        selection.replace(successor());
        out.selected(selection.selected().address);
    }

    /// The best address to go on with when the selected one is gone, null when none is left.
    private ValidatedAddress successor() {
        ValidatedAddress successor = null;
        for (ValidatedAddress address : addresses.values()) {
            successor = address.isFresherThan(successor) ? address : successor;
        }
        return successor;
    }

    /// Checks move an address's expiry ahead without moving the deadline: it is then merely early.
    private long firstExpiry() {
        long first = NEVER;
        for (ValidatedAddress address : addresses.values()) {
            first = Math.min(first, address.lastCheck + CONSENT_LIFETIME);
        }
        return first;
    }
}
