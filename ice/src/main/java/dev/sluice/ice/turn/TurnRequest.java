package dev.sluice.ice.turn;

import java.util.ArrayList;
import java.util.List;

import dev.sluice.ice.StunAttribute;
import dev.sluice.ice.StunAttribute.ErrorCode;
import dev.sluice.ice.StunAttribute.Fingerprint;
import dev.sluice.ice.StunClass;
import dev.sluice.ice.StunIntegrity;
import dev.sluice.ice.StunMessage;

/// A request on its way to its answer. Once it is known to be authentic, the answer is, too.
///
/// Reason phrases are empty and SOFTWARE is never sent: answers are as short as they can be.
///
/// @rfc 8489 6.3.1 Processing a Request
final class TurnRequest {
    private final ClientPath path;
    private final StunMessage message;
    private final byte[] bytes;
    private final int offset;
    private final int length;
    private final TurnCounters counters;
    private StunIntegrity integrity;

    TurnRequest(ClientPath path, StunMessage message, byte[] bytes, int offset, int length, TurnCounters counters) {
        this.path = path;
        this.message = message;
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
        this.counters = counters;
    }

    ClientPath path() {
        return path;
    }

    StunMessage message() {
        return message;
    }

    int method() {
        return message.method();
    }

    /// Null: it has none.
    <A extends StunAttribute> A get(Class<A> kind) {
        return message.attribute(kind).orElse(null);
    }

    boolean has(Class<? extends StunAttribute> kind) {
        return message.attribute(kind).isPresent();
    }

    /// Whether it was signed with this key; if so, the answer is signed with it, too.
    boolean verify(StunIntegrity key) {
        boolean authentic = key.verify(bytes, offset, length);
        integrity = authentic ? key : null;
        return authentic;
    }

    void succeed(List<StunAttribute> attributes) {
        counters.count(TurnOutcome.SUCCESS);
        answer(StunClass.SUCCESS_RESPONSE, attributes);
    }

    void refuse(int code, StunAttribute... more) {
        counters.countError(code);
        List<StunAttribute> attributes = new ArrayList<>();
        attributes.add(new ErrorCode(code, ""));
        attributes.addAll(List.of(more));
        answer(StunClass.ERROR_RESPONSE, attributes);
    }

    private void answer(StunClass stunClass, List<StunAttribute> attributes) {
        byte[] answer = encode(new StunMessage(stunClass, message.method(), message.transactionId(), attributes));
        if (!path.send(answer, 0, answer.length)) {
            counters.count(TurnOutcome.NOT_SENT);
        }
    }

    private byte[] encode(StunMessage answer) {
        if (integrity != null) {
            return answer.encode(integrity);
        }
        return has(Fingerprint.class) ? answer.encodeWithFingerprint() : answer.encode();
    }
}
