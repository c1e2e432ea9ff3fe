package dev.sluice.ice.turn;

import dev.sluice.ice.AddressFamily;
import dev.sluice.ice.StunAttribute.AdditionalAddressFamily;
import dev.sluice.ice.StunAttribute.DontFragment;
import dev.sluice.ice.StunAttribute.EvenPort;
import dev.sluice.ice.StunAttribute.Lifetime;
import dev.sluice.ice.StunAttribute.RequestedAddressFamily;
import dev.sluice.ice.StunAttribute.RequestedTransport;
import dev.sluice.ice.StunAttribute.ReservationToken;

/// What an Allocate request asks for, and whether its attributes go together.
///
/// @rfc 8656 7.2 Receiving an Allocate Request
final class AllocateWish {
    private final TurnRequest request;

    AllocateWish(TurnRequest request) {
        this.request = request;
    }

    /// The error that it is refused with whatever there is, or [ErrorCodes#OK].
    int error(TurnSettings settings) {
        RequestedTransport transport = request.get(RequestedTransport.class);
        if (transport == null) {
            return ErrorCodes.BAD_REQUEST;
        }
        if (transport.protocol() != RequestedTransport.UDP) {
            return ErrorCodes.UNSUPPORTED_TRANSPORT_PROTOCOL;
        }
        if (contradictsItself()) {
            return ErrorCodes.BAD_REQUEST;
        }
        return isReserved() || has(settings, family()) || isDual() && has(settings, AddressFamily.IPV6)
                ? ErrorCodes.OK
                : ErrorCodes.ADDRESS_FAMILY_NOT_SUPPORTED;
    }

    /// Of the only or the first relay; null: a family that there is not.
    AddressFamily family() {
        RequestedAddressFamily wished = request.get(RequestedAddressFamily.class);
        return wished == null ? AddressFamily.IPV4 : AddressFamily.of(wished.family());
    }

    /// An IPv6 relay besides the IPv4 one.
    boolean isDual() { return request.has(AdditionalAddressFamily.class); }

    boolean isEven() { return request.has(EvenPort.class); }

    boolean isReserving() { return isEven() && request.get(EvenPort.class).reserveNext(); }

    boolean isReserved() { return request.has(ReservationToken.class); }

    boolean isDontFragment() { return request.has(DontFragment.class); }

    long token() {
        return request.get(ReservationToken.class).value();
    }

    /// In seconds: what was asked for, but not less than usual, and not more than we give.
    static int lifetime(TurnRequest request, TurnSettings settings) {
        Lifetime wished = request.get(Lifetime.class);
        long most = settings.limits().longestLifetime();
        return wished == null
                ? TurnLimits.DEFAULT_LIFETIME
                : (int) Math.max(TurnLimits.DEFAULT_LIFETIME, Math.min(wished.seconds(), most));
    }

    private boolean contradictsItself() {
        boolean familyWished = request.has(RequestedAddressFamily.class);
        if (isReserved() && (isEven() || familyWished || isDual())) {
            return true;
        }
        boolean notForIpv6 = isDual()
                && request.get(AdditionalAddressFamily.class).family() != AddressFamily.IPV6.number();
        return isDual() && (familyWished || isReserving()) || notForIpv6;
    }

    private static boolean has(TurnSettings settings, AddressFamily family) {
        return family != null && settings.relay(family).isPresent();
    }
}
