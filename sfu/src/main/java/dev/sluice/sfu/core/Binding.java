package dev.sluice.sfu.core;

import java.net.InetSocketAddress;

import dev.sluice.wire.Time;

/// Whose an address is, and when that was proved last.
///
/// It stays its holder's as long as something authentic has come from there so recently, whatever another one's checks say: whoever forges a source address
/// could take a participant off the air otherwise. What the holder says from elsewhere does not count.
final class Binding {
    static final long ADDRESS_HELD = 10 * Time.SECOND;
    /// The owner of the worker is told again, but not for every check.
    private static final long ANNOUNCEMENTS_APART = Time.SECOND;

    private final InetSocketAddress address;
    private final Session holder;
    private long lastHeard;
    private long nextAnnouncement = Long.MIN_VALUE;

    Binding(InetSocketAddress address, Session holder) {
        this.address = address;
        this.holder = holder;
    }

    InetSocketAddress address() {
        return address;
    }

    Session holder() {
        return holder;
    }

    /// Something authentic of the holder's has come from the address.
    void heard(long now) {
        lastHeard = now;
    }

    boolean isHeld(long now) { return now - lastHeard < ADDRESS_HELD; }

    /// Whether the owner of the worker is to be told whose the address is; if so, it is not for a while.
    boolean isToBeAnnounced(long now) {
        if (now < nextAnnouncement) {
            return false;
        }
        nextAnnouncement = now + ANNOUNCEMENTS_APART;
        return true;
    }
}
