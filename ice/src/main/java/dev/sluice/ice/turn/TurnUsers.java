package dev.sluice.ice.turn;

import java.time.InstantSource;
import java.util.Map;

/// Who may have a relay, and by which password.
///
/// Strings become keys as they are: prepare names and passwords that are not ASCII (OpaqueString, RFC 8265) before.
///
/// @rfc 8489 9.2 Long-Term Credential Mechanism
public interface TurnUsers {
    /// Null: nobody of this name is let in (any more). Not asked again as long as the user's allocation lives.
    String password(String username);

    /// The name of which this is the USERHASH in the given realm; null when there is none.
    default String username(byte[] userhash, String realm) {
        return null;
    }

    /// Whether [#username] can find anybody: clients are then told to hide their names.
    default boolean mayHideNames() {
        return false;
    }

    /// Whose quota an allocation counts in. Several names may be one person's.
    default String quotaOf(String username) {
        return username;
    }

    /// Users that are known beforehand, by name and password.
    static TurnUsers of(Map<String, String> passwords) {
        return new StaticUsers(passwords);
    }

    /// Whoever has credentials made by [TurnCredentials#timeLimited] with the same secret that have not expired.
    static TurnUsers timeLimited(String secret, InstantSource clock) {
        return new TimeLimitedUsers(secret, clock);
    }
}
