package dev.sluice.ice.turn;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

import dev.sluice.ice.AddressFamily;
import dev.sluice.ice.ChannelData;
import dev.sluice.ice.Stun;
import dev.sluice.ice.StunAttribute;
import dev.sluice.ice.StunAttribute.ChannelNumber;
import dev.sluice.ice.StunAttribute.Lifetime;
import dev.sluice.ice.StunAttribute.RequestedAddressFamily;
import dev.sluice.ice.StunAttribute.UnknownAttributes;
import dev.sluice.ice.StunAttribute.XorMappedAddress;
import dev.sluice.ice.StunAttribute.XorPeerAddress;
import dev.sluice.ice.StunClass;
import dev.sluice.ice.StunMessage;

/// Answers what clients ask: Binding anybody, the rest whom [Authenticator] knows.
///
/// @rfc 8489 12 Basic Server Behavior
/// @rfc 8656 5 General Behavior
final class Requests {
    private final TurnSettings settings;
    private final PeerPolicy policy;
    private final TurnCounters counters;
    private final Authenticator authenticator;
    private final AnswerLimiter limiter;
    private final Allocations allocations;

    Requests(TurnSettings settings, PeerPolicy policy, TurnCounters counters, Authenticator authenticator,
            AnswerLimiter limiter,
            Allocations allocations) {
        this.settings = settings;
        this.policy = policy;
        this.counters = counters;
        this.authenticator = authenticator;
        this.limiter = limiter;
        this.allocations = allocations;
    }

    void onMessage(ClientPath path, byte[] bytes, int offset, int length, long now) {
        Optional<StunMessage> message = StunMessage.parse(bytes, offset, length);
        if (message.isEmpty()) {
            counters.count(TurnOutcome.MALFORMED);
        } else if (message.get().stunClass() != StunClass.REQUEST) {
            counters.count(TurnOutcome.IGNORED);
        } else if (isStranger(path) && !limiter.mayAnswer(path.client().getAddress(), now)) {
            counters.count(TurnOutcome.SOURCE_LIMITED);
        } else {
            onRequest(new TurnRequest(path, message.get(), bytes, offset, length, counters), now);
        }
    }

    /// Whoever has an allocation, or a connection, is where it says it is.
    private static boolean isStranger(ClientPath path) {
        return !path.isStream() && path.allocation() == null;
    }

    private void onRequest(TurnRequest request, long now) {
        switch (request.method()) {
            case Stun.BINDING -> bind(request);
            case Stun.ALLOCATE, Stun.REFRESH, Stun.CREATE_PERMISSION, Stun.CHANNEL_BIND -> onTurn(request, now);
            default -> counters.count(TurnOutcome.IGNORED);
        }
    }

    private void bind(TurnRequest request) {
        if (understands(request)) {
            request.succeed(List.of(new XorMappedAddress(request.path().client())));
        }
    }

    private void onTurn(TurnRequest request, long now) {
        Identity identity = authenticator.authenticate(request, now);
        if (identity == null || !understands(request)) {
            return;
        }
        Allocation allocation = request.path().allocation();
        if (request.method() == Stun.ALLOCATE) {
            allocate(request, identity, allocation, now);
        } else if (allocation == null) {
            request.refuse(ErrorCodes.ALLOCATION_MISMATCH);
        } else if (!allocation.identity().username().equals(identity.username())) {
            request.refuse(ErrorCodes.WRONG_CREDENTIALS);
        } else {
            onAllocation(request, allocation, now);
        }
    }

    private boolean understands(TurnRequest request) {
        List<Integer> unknown = request.message().unknownRequired();
        if (!unknown.isEmpty()) {
            request.refuse(ErrorCodes.UNKNOWN_ATTRIBUTE, new UnknownAttributes(unknown));
        }
        return unknown.isEmpty();
    }

    private void onAllocation(TurnRequest request, Allocation allocation, long now) {
        switch (request.method()) {
            case Stun.REFRESH -> refresh(request, allocation, now);
            case Stun.CREATE_PERMISSION -> createPermission(request, allocation, now);
            default -> channelBind(request, allocation, now);
        }
    }

    private void allocate(TurnRequest request, Identity identity, Allocation present, long now) {
        if (present != null) {
            repeat(request, present);
            return;
        }
        AllocateWish wish = new AllocateWish(request);
        int error = wish.error(settings);
        if (error != ErrorCodes.OK) {
            request.refuse(error);
        } else {
            allocations.create(request, wish, identity, now);
        }
    }

    private static void repeat(TurnRequest request, Allocation present) {
        List<StunAttribute> answer = present.answerTo(request.message().transactionId());
        if (answer == null) {
            request.refuse(ErrorCodes.ALLOCATION_MISMATCH);
        } else {
            request.succeed(answer);
        }
    }

    /// @rfc 8656 8.2 Receiving a Refresh Request
    private void refresh(TurnRequest request, Allocation allocation, long now) {
        RequestedAddressFamily wished = request.get(RequestedAddressFamily.class);
        AddressFamily only = wished == null ? null : AddressFamily.of(wished.family());
        if (wished != null && (only == null || allocation.relay(only) == null)) {
            request.refuse(ErrorCodes.PEER_ADDRESS_FAMILY_MISMATCH);
            return;
        }
        Lifetime lifetime = request.get(Lifetime.class);
        boolean over = lifetime != null && lifetime.seconds() == 0;
        int granted = over ? 0 : AllocateWish.lifetime(request, settings);
        allocations.refresh(allocation, only, granted, now);
        request.succeed(List.of(new Lifetime(granted)));
    }

    /// All of the peers, or none.
    ///
    /// @rfc 8656 10.2 Receiving a CreatePermission Request
    private void createPermission(TurnRequest request, Allocation allocation, long now) {
        List<InetSocketAddress> peers = request.message().attributes().stream()
                .filter(XorPeerAddress.class::isInstance).map(peer -> ((XorPeerAddress) peer).address()).toList();
        int error = peers.isEmpty() ? ErrorCodes.BAD_REQUEST : ErrorCodes.OK;
        for (InetSocketAddress peer : peers) {
            error = error == ErrorCodes.OK ? errorOf(peer, policy.mayPermit(peer), allocation) : error;
        }
        if (error == ErrorCodes.OK && !allocation.peers().hasRoomForPermissions(peers, now)) {
            error = ErrorCodes.INSUFFICIENT_CAPACITY;
        }
        if (error != ErrorCodes.OK) {
            request.refuse(error);
            return;
        }
        peers.forEach(peer -> allocation.peers().permit(peer.getAddress(), now));
        request.succeed(List.of());
    }

    /// @rfc 8656 12.2 Receiving a ChannelBind Request
    private void channelBind(TurnRequest request, Allocation allocation, long now) {
        int error = errorOfChannelBind(request, allocation, now);
        if (error != ErrorCodes.OK) {
            request.refuse(error);
            return;
        }
        allocation.peers().bind(request.get(ChannelNumber.class).value(), request.get(XorPeerAddress.class).address(),
                now);
        request.succeed(List.of());
    }

    private int errorOfChannelBind(TurnRequest request, Allocation allocation, long now) {
        ChannelNumber channel = request.get(ChannelNumber.class);
        XorPeerAddress peer = request.get(XorPeerAddress.class);
        if (channel == null || peer == null || peer.address().getPort() == 0 || !isChannel(channel.value())) {
            return ErrorCodes.BAD_REQUEST;
        }
        int error = errorOf(peer.address(), policy.mayReach(peer.address()), allocation);
        if (error != ErrorCodes.OK) {
            return error;
        }
        if (!allocation.peers().mayBind(channel.value(), peer.address(), now)) {
            return ErrorCodes.BAD_REQUEST;
        }
        boolean room = allocation.peers().hasRoomForPermissions(List.of(peer.address()), now)
                && allocation.peers().hasRoomForChannel(peer.address(), now);
        return room ? ErrorCodes.OK : ErrorCodes.INSUFFICIENT_CAPACITY;
    }

    private boolean isChannel(int number) {
        return number >= ChannelData.FIRST_CHANNEL && number <= settings.lastChannel();
    }

    private static int errorOf(InetSocketAddress peer, boolean permitted, Allocation allocation) {
        if (!permitted) {
            return ErrorCodes.FORBIDDEN;
        }
        return allocation.relay(AddressFamily.of(peer.getAddress())) == null
                ? ErrorCodes.PEER_ADDRESS_FAMILY_MISMATCH
                : ErrorCodes.OK;
    }
}
