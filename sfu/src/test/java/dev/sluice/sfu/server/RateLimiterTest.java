package dev.sluice.sfu.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;

import org.junit.jupiter.api.Test;

import dev.sluice.wire.Time;

class RateLimiterTest {
    private static final InetAddress ANN = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress BOB = InetAddress.ofLiteral("192.0.2.2");

    private final RateLimiter limiter = new RateLimiter(10, 2);

    @Test
    void aBurstOfTwiceTheRateIsAdmittedAndThenTheRate() {
        assertEquals(20, admitted(ANN, 1000, 0));
        assertEquals(10, admitted(ANN, 1000, Time.SECOND));
        assertEquals(1, admitted(ANN, 1000, Time.SECOND + Time.SECOND / 10));
    }

    @Test
    void oneSourceDoesNotUseUpTheShareOfAnother() {
        admitted(ANN, 1000, 0);

        assertTrue(limiter.admits(BOB, 0));
    }

    @Test
    void addressesOfOneIpv6HouseholdCountAsOne() {
        admitted(InetAddress.ofLiteral("2001:db8:1:2::1"), 1000, 0);

        assertFalse(limiter.admits(InetAddress.ofLiteral("2001:db8:1:2:ffff::9"), 0));
        assertTrue(limiter.admits(InetAddress.ofLiteral("2001:db8:1:3::1"), 0));
    }

    @Test
    void theSourceThatWasQuietLongestIsForgottenFirst() {
        admitted(ANN, 1000, 0);
        limiter.admits(BOB, 0);
        limiter.admits(ANN, 0);
        limiter.admits(InetAddress.ofLiteral("192.0.2.3"), 0);

        assertFalse(limiter.admits(ANN, 0));
        assertEquals(20, admitted(BOB, 1000, 0));
    }

    @Test
    void zeroIsNoLimit() {
        RateLimiter none = new RateLimiter(0, 2);
        for (int i = 0; i < 1000; i++) {
            assertTrue(none.admits(ANN, 0));
        }
    }

    private int admitted(InetAddress source, int asked, long now) {
        int admitted = 0;
        for (int i = 0; i < asked; i++) {
            admitted += limiter.admits(source, now) ? 1 : 0;
        }
        return admitted;
    }
}
