package dev.sluice.ice.turn;

/// How much a [TurnEngine] gives, to one user and to all.
///
/// @param allocationsPerUser further ones are refused with 486
/// @param bytesPerSecondPerUser of all the user's relayed datagrams in both directions; what is over is lost, as on any line. 0: no limit
/// @param allocations of all users; further ones are refused with 508
/// @param connections TCP and TLS connections that are open at once
/// @param strangerAnswersPerSecond how many answers one source address gets over UDP that has not proved anything: Binding responses, 401, 438 and 400
/// @param longestLifetime the most seconds that an allocation lives without being refreshed
public record TurnLimits(int allocationsPerUser, long bytesPerSecondPerUser, int allocations, int connections,
        int strangerAnswersPerSecond, int longestLifetime) {
    /// @rfc 8656 3.2 Allocations: without a wish they live ten minutes
    public static final int DEFAULT_LIFETIME = 600;

    public static final TurnLimits DEFAULT = new TurnLimits(12, 6_250_000, 10_000, 10_000, 100, 3_600);

    public TurnLimits {
        if (allocationsPerUser < 1 || bytesPerSecondPerUser < 0 || allocations < 1 || connections < 0
                || strangerAnswersPerSecond < 1 || longestLifetime < DEFAULT_LIFETIME) {
            throw new IllegalArgumentException(
                    "Limits are positive, and the longest lifetime is at least " + DEFAULT_LIFETIME + " seconds");
        }
    }

    public TurnLimits withAllocationsPerUser(int most) {
        return new TurnLimits(most, bytesPerSecondPerUser, allocations, connections, strangerAnswersPerSecond,
                longestLifetime);
    }

    public TurnLimits withBytesPerSecondPerUser(long most) {
        return new TurnLimits(allocationsPerUser, most, allocations, connections, strangerAnswersPerSecond,
                longestLifetime);
    }

    public TurnLimits withAllocations(int most) {
        return new TurnLimits(allocationsPerUser, bytesPerSecondPerUser, most, connections, strangerAnswersPerSecond,
                longestLifetime);
    }

    public TurnLimits withConnections(int most) {
        return new TurnLimits(allocationsPerUser, bytesPerSecondPerUser, allocations, most, strangerAnswersPerSecond,
                longestLifetime);
    }

    public TurnLimits withStrangerAnswersPerSecond(int most) {
        return new TurnLimits(allocationsPerUser, bytesPerSecondPerUser, allocations, connections, most,
                longestLifetime);
    }
}
