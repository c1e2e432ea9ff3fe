package dev.sluice.ice.turn;

import static dev.sluice.wire.Time.SECOND;

/// Peers of one address, whatever their port, may send to an allocation and be sent to.
///
/// @rfc 8656 9 Permissions
final class Permission {
    static final long LIFETIME = 300 * SECOND;

    private long expiry;

    void refresh(long now) {
        expiry = now + LIFETIME;
    }

    boolean isAlive(long now) {
        return now < expiry;
    }
}
