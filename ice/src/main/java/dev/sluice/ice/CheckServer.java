package dev.sluice.ice;

import java.util.List;

import dev.sluice.ice.StunAttribute.ErrorCode;
import dev.sluice.ice.StunAttribute.UnknownAttributes;

/// Answering checks, as far as a lite and a full agent do it alike: which requests are authentic, and the bytes of the answers.
///
/// What is not authentic is never answered: neither 400 nor 401 goes out, so that a media port reflects nothing to forged sources (docs/ice.md).
/// The second half of USERNAME is not looked at: whoever knows our password is the peer, and checks may come before its own ufrag does.
///
/// @rfc 8445 7.3 STUN Server Procedures
/// @rfc 8489 9.1.3 Receiving a Request
final class CheckServer {
    private static final int UNKNOWN_ATTRIBUTE = 420;
    private static final int ROLE_CONFLICT = 487;

    private final byte[] ufrag;
    private final StunIntegrity integrity;
    private final StunWindow check = new StunWindow();
    private final StunWriter answer = new StunWriter();

    CheckServer(IceCredentials local) {
        this.ufrag = local.ufragBytes();
        this.integrity = StunIntegrity.shortTerm(local.pwd());
    }

    /// The message that was judged last; not to be read when it was malformed.
    StunWindow check() {
        return check;
    }

    /// [CheckOutcome#ANSWERED] or [CheckOutcome#UNKNOWN_ATTRIBUTES]: it is authentic. Roles are not looked at.
    CheckOutcome judge(byte[] bytes, int offset, int length) {
        if (!check.wrap(bytes, offset, length)) {
            return CheckOutcome.MALFORMED;
        }
        if (!check.isBindingRequest()) {
            return CheckOutcome.NOT_A_BINDING_REQUEST;
        }
        if (!check.fingerprintMatches()) {
            return CheckOutcome.MISSING_OR_WRONG_FINGERPRINT;
        }
        if (!check.isFor(ufrag)) {
            return CheckOutcome.UNKNOWN_UFRAG;
        }
        return judgeIntegrity();
    }

    private CheckOutcome judgeIntegrity() {
        if (!check.hasIntegrity()) {
            return CheckOutcome.MISSING_INTEGRITY;
        }
        if (!check.integrityMatches(integrity)) {
            return CheckOutcome.WRONG_INTEGRITY;
        }
        return check.hasUnknownRequired() ? CheckOutcome.UNKNOWN_ATTRIBUTES : CheckOutcome.ANSWERED;
    }

    /// The success response to the request that starts at `request`, which came from the given address.
    StunWriter success(byte[] bytes, int request, byte[] address, int port) {
        return answer.startResponse(StunClass.SUCCESS_RESPONSE, bytes, request).xorMappedAddress(address, port)
                .integrity(integrity).fingerprint();
    }

    StunWriter roleConflict(byte[] bytes, int request) {
        return error(bytes, request, ROLE_CONFLICT).integrity(integrity).fingerprint();
    }

    StunWriter unknownAttributes(byte[] bytes, int request) {
        List<Integer> types = check.unknownRequired();
        return error(bytes, request, UNKNOWN_ATTRIBUTE).add(new UnknownAttributes(types)).integrity(integrity)
                .fingerprint();
    }

    private StunWriter error(byte[] bytes, int request, int code) {
        return answer.startResponse(StunClass.ERROR_RESPONSE, bytes, request).add(new ErrorCode(code, ""));
    }
}
