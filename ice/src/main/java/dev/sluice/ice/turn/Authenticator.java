package dev.sluice.ice.turn;

import java.util.List;

import dev.sluice.ice.StunAttribute;
import dev.sluice.ice.StunAttribute.MessageIntegrity;
import dev.sluice.ice.StunAttribute.MessageIntegritySha256;
import dev.sluice.ice.StunAttribute.Nonce;
import dev.sluice.ice.StunAttribute.PasswordAlgorithm;
import dev.sluice.ice.StunAttribute.PasswordAlgorithms;
import dev.sluice.ice.StunAttribute.Realm;
import dev.sluice.ice.StunAttribute.UserHash;
import dev.sluice.ice.StunAttribute.Username;
import dev.sluice.ice.StunIntegrity;

/// Finds out who sends a request, and refuses it when nobody we know does.
///
/// The nonce is looked at before the credentials: that costs less, and a client that has to ask again for a nonce does not mind in which order it learns what else is wrong.
///
/// @rfc 8489 9.2.4 Receiving a Request
final class Authenticator {
    private static final PasswordAlgorithms OFFERED = new PasswordAlgorithms(
            List.of(new PasswordAlgorithm(PasswordAlgorithm.SHA_256), new PasswordAlgorithm(PasswordAlgorithm.MD5)));

    private final String realm;
    private final TurnUsers users;
    private final Nonces nonces;

    Authenticator(TurnSettings settings, Nonces nonces) {
        this.realm = settings.realm();
        this.users = settings.users();
        this.nonces = nonces;
    }

    /// Null: the request has been refused.
    Identity authenticate(TurnRequest request, long now) {
        int error = check(request, now);
        if (error == ErrorCodes.OK) {
            Identity identity = identify(request);
            boolean authentic = identity != null && request.verify(integrity(request, identity));
            if (authentic) {
                return identity;
            }
            error = ErrorCodes.UNAUTHENTICATED;
        }
        refuse(request, error, now);
        return null;
    }

    private int check(TurnRequest request, long now) {
        if (!request.has(MessageIntegrity.class) && !request.has(MessageIntegritySha256.class)) {
            return ErrorCodes.UNAUTHENTICATED;
        }
        boolean named = request.has(Username.class) || request.has(UserHash.class);
        if (!named || !request.has(Realm.class) || !request.has(Nonce.class)) {
            return ErrorCodes.BAD_REQUEST;
        }
        if (!nonces.isValid(request.get(Nonce.class).value(), request.path().client(), now)) {
            return ErrorCodes.STALE_NONCE;
        }
        return algorithmIsFine(request) ? ErrorCodes.OK : ErrorCodes.BAD_REQUEST;
    }

    /// Who knows our offer repeats it, so that it cannot have been cut down on the way; who does not uses MD5.
    private static boolean algorithmIsFine(TurnRequest request) {
        PasswordAlgorithms offered = request.get(PasswordAlgorithms.class);
        PasswordAlgorithm chosen = request.get(PasswordAlgorithm.class);
        return offered == null && chosen == null
                || OFFERED.equals(offered) && chosen != null && OFFERED.algorithms().contains(chosen);
    }

    /// By the password with which the present allocation was made, so that it outlives credentials which expire; otherwise by the users.
    private Identity identify(TurnRequest request) {
        String username = username(request);
        if (username == null) {
            return null;
        }
        Allocation allocation = request.path().allocation();
        if (allocation != null && allocation.identity().username().equals(username)) {
            return allocation.identity();
        }
        String password = users.password(username);
        return password == null ? null : new Identity(username, password);
    }

    private String username(TurnRequest request) {
        Username username = request.get(Username.class);
        return username != null ? username.value() : users.username(request.get(UserHash.class).value(), realm);
    }

    private StunIntegrity integrity(TurnRequest request, Identity identity) {
        PasswordAlgorithm chosen = request.get(PasswordAlgorithm.class);
        boolean sha256Key = chosen != null && chosen.number() == PasswordAlgorithm.SHA_256;
        byte[] key = StunIntegrity.longTermKey(sha256Key ? "SHA-256" : "MD5", identity.username(), realm,
                identity.password());
        return request.has(MessageIntegritySha256.class) ? StunIntegrity.sha256(key) : StunIntegrity.sha1(key);
    }

    private void refuse(TurnRequest request, int error, long now) {
        StunAttribute[] challenge = error == ErrorCodes.BAD_REQUEST
                ? new StunAttribute[0]
                : new StunAttribute[]{new Realm(realm), new Nonce(nonces.make(request.path().client(), now)), OFFERED};
        request.refuse(error, challenge);
    }
}
