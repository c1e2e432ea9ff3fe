package dev.sluice.ice.turn;

import static dev.sluice.wire.Time.SECOND;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sluice.ice.AddressFamily;
import dev.sluice.ice.StunAttribute;
import dev.sluice.ice.StunAttribute.AddressErrorCode;
import dev.sluice.ice.StunAttribute.Lifetime;
import dev.sluice.ice.StunAttribute.ReservationToken;
import dev.sluice.ice.StunAttribute.UnknownAttributes;
import dev.sluice.ice.StunAttribute.XorMappedAddress;
import dev.sluice.ice.StunAttribute.XorRelayedAddress;

/// All allocations: made within the limits, ended when their time is over, and the sockets, quotas and reservations that go with them.
///
/// @rfc 8656 7 Creating an Allocation
final class Allocations {
    private static final int DONT_FRAGMENT = 0x001a;

    private final TurnSettings settings;
    private final PeerPolicy policy;
    private final Forwarding forwarding;
    private final RelayPorts ports;
    private final Reservations reservations;
    private final Deadlines deadlines;
    private final Map<String, TurnUser> users = new HashMap<>();
    private final Set<Allocation> all = new LinkedHashSet<>();

    Allocations(TurnSettings settings, PeerPolicy policy, Forwarding forwarding, RelayPorts ports,
            Reservations reservations,
            Deadlines deadlines) {
        this.settings = settings;
        this.policy = policy;
        this.forwarding = forwarding;
        this.ports = ports;
        this.reservations = reservations;
        this.deadlines = deadlines;
    }

    Forwarding forwarding() {
        return forwarding;
    }

    int users() {
        return users.size();
    }

    List<TurnAllocation> snapshot(long now) {
        return all.stream().map(allocation -> allocation.snapshot(now)).toList();
    }

    /// Answers the request, either way.
    void create(TurnRequest request, AllocateWish wish, Identity identity, long now) {
        TurnUser user = users.computeIfAbsent(settings.users().quotaOf(identity.username()),
                name -> new TurnUser(name, settings.limits().bytesPerSecondPerUser()));
        int error = hasRoom(user);
        if (error == ErrorCodes.OK) {
            error = create(request, wish, identity, user, now);
        }
        if (error != ErrorCodes.OK) {
            forgetIfIdle(user);
            refuse(request, error);
        }
    }

    void refresh(Allocation allocation, AddressFamily only, int lifetime, long now) {
        allocation.relays().filter(relay -> only == null || relay.family() == only).toList().forEach(relay -> {
            if (lifetime == 0) {
                remove(allocation, relay, now);
            } else {
                relay.belongTo(allocation, now + lifetime * SECOND);
            }
        });
    }

    void remove(Allocation allocation, long now) {
        allocation.relays().toList().forEach(relay -> remove(allocation, relay, now));
    }

    void remove(Allocation allocation, Relay relay, long now) {
        policy.remove(relay);
        relay.close();
        allocation.remove(relay);
        if (allocation.isEmpty()) {
            end(allocation, now);
        }
    }

    void close(long now) {
        List.copyOf(all).forEach(allocation -> remove(allocation, now));
        reservations.close();
    }

    /// The only attribute that is not understood here is the one that our sockets cannot do.
    private static void refuse(TurnRequest request, int error) {
        if (error == ErrorCodes.UNKNOWN_ATTRIBUTE) {
            request.refuse(error, new UnknownAttributes(List.of(DONT_FRAGMENT)));
        } else {
            request.refuse(error);
        }
    }

    private int hasRoom(TurnUser user) {
        if (user.allocations() >= settings.limits().allocationsPerUser()) {
            return ErrorCodes.ALLOCATION_QUOTA_REACHED;
        }
        boolean full = all.size() + reservations.size() >= settings.limits().allocations();
        return full ? ErrorCodes.INSUFFICIENT_CAPACITY : ErrorCodes.OK;
    }

    private int create(TurnRequest request, AllocateWish wish, Identity identity, TurnUser user, long now) {
        List<StunAttribute> answer = new ArrayList<>();
        List<Relay> relays = open(wish, user, answer, now);
        if (relays.isEmpty()) {
            return ErrorCodes.INSUFFICIENT_CAPACITY;
        }
        if (wish.isDontFragment() && !relays.stream().allMatch(Relay::canSendUnfragmented)) {
            relays.forEach(Relay::close);
            return ErrorCodes.UNKNOWN_ATTRIBUTE;
        }
        Allocation allocation = new Allocation(request.path(), identity, user, request.message().transactionId(), this,
                new PeerTable(policy), now);
        int lifetime = AllocateWish.lifetime(request, settings);
        relays.forEach(relay -> begin(allocation, relay, now + lifetime * SECOND));
        begin(allocation, now);
        relays.forEach(relay -> answer.add(new XorRelayedAddress(relay.address())));
        answer.add(new Lifetime(lifetime));
        answer.add(new XorMappedAddress(request.path().client()));
        allocation.answer(List.copyOf(answer));
        request.succeed(answer);
        return ErrorCodes.OK;
    }

    /// Empty: there is none to be had.
    private List<Relay> open(AllocateWish wish, TurnUser user, List<StunAttribute> answer, long now) {
        if (wish.isReserved()) {
            Relay reserved = reservations.take(wish.token(), user.name());
            return reserved == null ? List.of() : List.of(reserved);
        }
        if (wish.isReserving()) {
            return openPair(wish, user, answer, now);
        }
        List<Relay> relays = new ArrayList<>();
        open(wish.family(), wish, relays, answer);
        if (wish.isDual()) {
            open(AddressFamily.IPV6, wish, relays, answer);
        }
        return relays;
    }

    /// Of two families the one that is missing is answered with the reason.
    ///
    /// @rfc 8656 18.12 ADDRESS-ERROR-CODE
    private void open(AddressFamily family, AllocateWish wish, List<Relay> relays, List<StunAttribute> answer) {
        if (settings.relay(family).isEmpty()) {
            answer.add(new AddressErrorCode(family.number(), ErrorCodes.ADDRESS_FAMILY_NOT_SUPPORTED, ""));
            return;
        }
        Relay relay = wish.isEven() ? ports.openEven(family) : ports.open(family);
        if (relay == null) {
            answer.add(new AddressErrorCode(family.number(), ErrorCodes.INSUFFICIENT_CAPACITY, ""));
        } else {
            relays.add(relay);
        }
    }

    private List<Relay> openPair(AllocateWish wish, TurnUser user, List<StunAttribute> answer, long now) {
        Relay[] pair = ports.openPair(wish.family());
        if (pair == null) {
            return List.of();
        }
        answer.add(new ReservationToken(reservations.keep(pair[1], user.name(), now)));
        return List.of(pair[0]);
    }

    private void begin(Allocation allocation, Relay relay, long expiry) {
        allocation.add(relay, expiry);
        policy.add(relay);
    }

    private void begin(Allocation allocation, long now) {
        all.add(allocation);
        allocation.user().add();
        allocation.path().allocation(allocation, now);
        deadlines.watch(allocation);
    }

    private void end(Allocation allocation, long now) {
        all.remove(allocation);
        allocation.user().remove();
        forgetIfIdle(allocation.user());
        allocation.path().allocation(null, now);
        deadlines.forget(allocation);
    }

    private void forgetIfIdle(TurnUser user) {
        if (user.allocations() == 0) {
            users.remove(user.name());
        }
    }
}
