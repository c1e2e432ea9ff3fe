package dev.sluice.ice;

import static dev.sluice.wire.Time.NEVER;
import static dev.sluice.wire.Time.SECOND;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

import dev.sluice.ice.StunAttribute.AdditionalAddressFamily;
import dev.sluice.ice.StunAttribute.ChannelNumber;
import dev.sluice.ice.StunAttribute.ErrorCode;
import dev.sluice.ice.StunAttribute.Lifetime;
import dev.sluice.ice.StunAttribute.RequestedTransport;
import dev.sluice.ice.StunAttribute.XorMappedAddress;
import dev.sluice.ice.StunAttribute.XorPeerAddress;
import dev.sluice.ice.StunAttribute.XorRelayedAddress;
import dev.sluice.wire.U16;

/// One allocation on a TURN server, from Allocate to the Refresh that gives it back.
///
/// It asks for relays of both address families, keeps them alive a minute before they would end, and signs with [LongTermCredentials]. What goes to and comes from
/// peers is the business of [TurnRelay].
///
/// Over UDP requests are repeated; over a stream (`reliable`) the messages are those that [TurnFrames] cuts, and ChannelData is padded.
///
/// Sans-IO and confined to one thread.
///
/// @rfc 8656 7 Allocations
final class TurnClient {
    static final int UNREACHABLE = 0;

    private static final int UNAUTHORIZED = 401;
    private static final int STALE_NONCE = 438;
    private static final int ALLOCATION_MISMATCH = 437;
    private static final int MOST_ATTEMPTS = 4;
    private static final long USUAL_MARGIN = 60 * SECOND;

    private final LongTermCredentials credentials;
    private final boolean reliable;
    private final RandomGenerator random;
    private final Output out;
    private final TurnRelay relay;
    private final StunWriter writer = new StunWriter();
    private final Map<TransactionId, ServerRequest<Purpose>> open = new LinkedHashMap<>();
    private State state = State.NEW;
    private long refreshAt = NEVER;
    private long expiry = NEVER;
    private int requests;

    private enum State {
        NEW, ALLOCATING, ALLOCATED, ENDED
    }

    /// What a request is for.
    sealed interface Purpose {
        record Allocate() implements Purpose {}

        record Refresh() implements Purpose {}

        record Permit(TurnPeer.Permission permission) implements Purpose {}

        record Bind(TurnPeer peer) implements Purpose {}
    }

    /// Must not call back in, except for [#send].
    interface Output {
        /// One message for the server.
        void transmit(byte[] bytes, int offset, int length);

        /// One relay of each family that the server has; `mapped` is where it sees us.
        void allocated(List<InetSocketAddress> relays, InetSocketAddress mapped);

        /// There is no allocation, or none any more: the server's error, or [#UNREACHABLE]. Nothing comes after this.
        void failed(int error);

        /// A datagram of a peer. The bytes may be changed in place until this returns.
        void onDatagram(InetSocketAddress from, byte[] bytes, int offset, int length, long now);
    }

    TurnClient(String username, String password, boolean reliable, RandomGenerator random, Output out) {
        this.credentials = new LongTermCredentials(username, password);
        this.reliable = reliable;
        this.random = random;
        this.out = out;
        this.relay = new TurnRelay(this, reliable, random, out);
    }

    void allocate(long now) {
        state = State.ALLOCATING;
        request(new Purpose.Allocate(), 0, now);
    }

    /// Sends a datagram to a peer, from the relay of the peer's address family. False: it was dropped.
    boolean send(InetSocketAddress to, byte[] bytes, int offset, int length, long now) {
        return state == State.ALLOCATED && relay.send(to, bytes, offset, length, now);
    }

    /// Whether a STUN message is for this client: an answer to a request of its own, or a peer's datagram.
    boolean expects(byte[] bytes, int offset, int length) {
        if (!Stun.isStun(bytes, offset, length)) {
            return false;
        }
        int type = U16.get(bytes, offset);
        boolean data = StunClass.method(type) == Stun.DATA && StunClass.of(type) == StunClass.INDICATION;
        return data || open.containsKey(TransactionId.of(bytes, offset));
    }

    /// Takes a message of the server.
    void onPacket(byte[] bytes, int offset, int length, long now) {
        if (state == State.ENDED || relay.onChannelData(bytes, offset, length, now)) {
            return;
        }
        Optional<StunMessage> parsed = StunMessage.parse(bytes, offset, length);
        if (parsed.isEmpty()) {
            return;
        }
        StunMessage message = parsed.get();
        switch (message.stunClass()) {
            case INDICATION -> relay.onIndication(message, now);
            case SUCCESS_RESPONSE -> {
                if (credentials.signed(bytes, offset, length)) {
                    onSuccess(message, now);
                }
            }
            case ERROR_RESPONSE -> onError(message, now);
            case REQUEST -> {
                // a server asks nothing
            }
        }
    }

    /// How many have been sent, repetitions apart: when there is a new one, [#deadline] may be earlier.
    int requests() {
        return requests;
    }

    long deadline() {
        if (state == State.ENDED || state == State.NEW) {
            return NEVER;
        }
        long deadline = Math.min(Math.min(refreshAt, expiry), relay.deadline());
        for (ServerRequest<Purpose> request : open.values()) {
            deadline = Math.min(deadline, request.deadline());
        }
        return deadline;
    }

    void onTime(long now) {
        if (state == State.ENDED) {
            return;
        }
        if (now >= expiry) {
            end(UNREACHABLE);
            return;
        }
        List.copyOf(open.entrySet()).forEach(entry -> repeat(entry.getKey(), entry.getValue(), now));
        if (now >= refreshAt) {
            refreshAt = NEVER;
            request(new Purpose.Refresh(), 0, now);
        }
        relay.onTime(now);
    }

    /// Gives the allocation back. The request is sent once; if it is lost the allocation ends by itself.
    void close() {
        if (state == State.ALLOCATED) {
            byte[] release = sign(start(Stun.REFRESH, TransactionId.random(random)).add(new Lifetime(0)));
            out.transmit(release, 0, release.length);
        }
        state = State.ENDED;
        open.clear();
    }

    void request(Purpose purpose, long now) {
        request(purpose, 0, now);
    }

    private void request(Purpose purpose, int attempt, long now) {
        TransactionId id = TransactionId.random(random);
        byte[] bytes = sign(switch (purpose) {
            case Purpose.Allocate() -> start(Stun.ALLOCATE, id)
                    .add(new RequestedTransport(RequestedTransport.UDP))
                    .add(new AdditionalAddressFamily(AddressFamily.IPV6.number()));
            case Purpose.Refresh() -> start(Stun.REFRESH, id);
            case Purpose.Permit(var permission) -> start(Stun.CREATE_PERMISSION, id)
                    .add(new XorPeerAddress(new InetSocketAddress(permission.address, 0)));
            case Purpose.Bind(var peer) -> start(Stun.CHANNEL_BIND, id).add(new ChannelNumber(peer.channel))
                    .add(new XorPeerAddress(peer.address));
        });
        open.put(id, new ServerRequest<>(purpose, bytes, reliable, attempt, now));
        requests++;
        out.transmit(bytes, 0, bytes.length);
    }

    private StunWriter start(int method, TransactionId id) {
        return writer.start(StunClass.REQUEST, method, id);
    }

    private byte[] sign(StunWriter request) {
        credentials.sign(request);
        return request.fingerprint().toByteArray();
    }

    private void repeat(TransactionId id, ServerRequest<Purpose> request, long now) {
        switch (request.onTime(now)) {
            case NOTHING -> {
                // not its turn
            }
            case RESEND -> out.transmit(request.bytes(), 0, request.bytes().length);
            case GIVE_UP -> {
                open.remove(id);
                onRefusal(request.purpose(), UNREACHABLE, now);
            }
        }
    }

    private void onSuccess(StunMessage message, long now) {
        ServerRequest<Purpose> request = open.remove(message.transactionId());
        if (request == null) {
            return;
        }
        switch (request.purpose()) {
            case Purpose.Allocate() -> onAllocated(message, now);
            case Purpose.Refresh() -> livesFor(message, now);
            case Purpose.Permit(var permission) -> relay.permitted(permission, now);
            case Purpose.Bind(var peer) -> relay.bound(peer, now);
        }
    }

    private void onAllocated(StunMessage message, long now) {
        List<InetSocketAddress> relays = new ArrayList<>();
        message.attributes().forEach(attribute -> {
            if (attribute instanceof XorRelayedAddress(var address)) {
                relays.add(address);
            }
        });
        Optional<XorMappedAddress> mapped = message.attribute(XorMappedAddress.class);
        if (relays.isEmpty() || mapped.isEmpty()) {
            end(UNREACHABLE);
            return;
        }
        state = State.ALLOCATED;
        livesFor(message, now);
        out.allocated(relays, mapped.get().address());
    }

    private void livesFor(StunMessage message, long now) {
        long lifetime = message.attribute(Lifetime.class).map(Lifetime::seconds).orElse(0L) * SECOND;
        expiry = now + lifetime;
        refreshAt = expiry - Math.min(USUAL_MARGIN, lifetime / 2);
    }

    /// A challenge is met by asking again; it is the only answer that need not be signed.
    private void onError(StunMessage message, long now) {
        ServerRequest<Purpose> request = open.remove(message.transactionId());
        if (request == null) {
            return;
        }
        int error = message.attribute(ErrorCode.class).map(ErrorCode::code).orElse(UNREACHABLE);
        boolean challenged = error == UNAUTHORIZED && !credentials.areChallenged() || error == STALE_NONCE;
        boolean askAgain = challenged && request.attempt() < MOST_ATTEMPTS && credentials.challenge(message);
        if (askAgain) {
            request(request.purpose(), request.attempt() + 1, now);
        } else {
            onRefusal(request.purpose(), error, now);
        }
    }

    private void onRefusal(Purpose purpose, int error, long now) {
        boolean lost = error == ALLOCATION_MISMATCH;
        switch (purpose) {
            case Purpose.Allocate() -> end(error);
            case Purpose.Refresh() when error == UNREACHABLE -> refreshAt = now; // until it has expired
            case Purpose.Refresh() -> end(error);
            case Purpose.Permit(_) when lost -> end(error);
            case Purpose.Bind(_) when lost -> end(error);
            case Purpose.Permit(var permission) -> relay.refused(permission, error);
            case Purpose.Bind(var peer) -> relay.notBound(peer);
        }
    }

    private void end(int error) {
        state = State.ENDED;
        open.clear();
        out.failed(error);
    }
}
