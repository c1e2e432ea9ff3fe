package dev.sluice.ice;

import static dev.sluice.ice.StunAttributeType.*;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import dev.sluice.wire.U16;
import dev.sluice.wire.U32;
import dev.sluice.wire.U64;

/// A window over the bytes of a STUN message that knows where the attributes of a connectivity check lie. Nothing is copied or allocated.
///
/// Reusable, for one thread. What it tells is of the message wrapped last, as long as its bytes stay.
///
/// @rfc 8445 16.1 Attributes
final class StunWindow {
    private static final int ABSENT = -1;

    private final StunFingerprint crc = new StunFingerprint();
    private byte[] bytes;
    private int offset;
    private int username;
    private int priority;
    private int nomination;
    private int tieBreaker;
    private int xorMappedAddress;
    private int errorCode;
    private int integrity;
    private int fingerprint;
    private int tieBreakerType;
    private int endOfProtected;
    private boolean useCandidate;
    private boolean unknownRequired;

    /// False: not a STUN message, or its attributes do not fit together; do not read.
    boolean wrap(byte[] newBytes, int newOffset, int length) {
        if (!Stun.isStun(newBytes, newOffset, length)) {
            return false;
        }
        bytes = newBytes;
        offset = newOffset;
        forget();
        return findAttributes(newOffset + length);
    }

    StunClass stunClass() {
        return StunClass.of(U16.get(bytes, offset));
    }

    boolean isBinding() { return StunClass.method(U16.get(bytes, offset)) == Stun.BINDING; }

    boolean isBindingRequest() { return isBinding() && stunClass() == StunClass.REQUEST; }

    boolean isBindingResponse() {
        return isBinding() && (stunClass() == StunClass.SUCCESS_RESPONSE || stunClass() == StunClass.ERROR_RESPONSE);
    }

    TransactionId transactionId() {
        return TransactionId.of(bytes, offset);
    }

    int usernameOffset() {
        return username + Stun.ATTRIBUTE_HEADER_LENGTH;
    }

    int usernameLength() {
        return username == ABSENT ? 0 : U16.get(bytes, username + 2);
    }

    /// The length of the part of USERNAME before the colon: in a request to us, of our own ufrag. 0 when there is none.
    int localUfragLength() {
        int start = usernameOffset();
        int end = start + usernameLength();
        for (int i = start; i < end; i++) {
            if (bytes[i] == ':') {
                return i - start;
            }
        }
        return 0;
    }

    /// Whether USERNAME starts with the ufrag and a colon.
    boolean isFor(byte[] ufrag) {
        if (localUfragLength() != ufrag.length) {
            return false;
        }
        int start = usernameOffset();
        for (int i = 0; i < ufrag.length; i++) {
            if (bytes[start + i] != ufrag[i]) {
                return false;
            }
        }
        return true;
    }

    boolean fingerprintMatches() {
        return fingerprint != ABSENT && U32.getInt(bytes, fingerprint + Stun.ATTRIBUTE_HEADER_LENGTH) == crc
                .compute(bytes, offset, fingerprint);
    }

    boolean hasIntegrity() {
        return integrity != ABSENT;
    }

    boolean integrityMatches(StunIntegrity key) {
        return integrity != ABSENT && key.verifyAt(bytes, offset, integrity, U16.get(bytes, integrity + 2));
    }

    /// Of the candidate that the sender would have; 0 when it does not say.
    long priority() {
        return priority == ABSENT ? 0 : U32.get(bytes, priority + Stun.ATTRIBUTE_HEADER_LENGTH);
    }

    boolean isNominating() { return useCandidate || nomination != ABSENT; }

    /// 0 when the nomination carries no number.
    long nomination() {
        return nomination == ABSENT ? 0 : U32.get(bytes, nomination + Stun.ATTRIBUTE_HEADER_LENGTH);
    }

    boolean senderIsControlled() {
        return tieBreakerType == ICE_CONTROLLED;
    }

    boolean senderIsControlling() {
        return tieBreakerType == ICE_CONTROLLING;
    }

    long tieBreaker() {
        return tieBreaker == ABSENT ? 0 : U64.get(bytes, tieBreaker + Stun.ATTRIBUTE_HEADER_LENGTH);
    }

    /// Null when there is none, or it is no address.
    InetSocketAddress xorMappedAddress() {
        return xorMappedAddress == ABSENT
                ? null
                : StunAddress.read(bytes, offset, xorMappedAddress + Stun.ATTRIBUTE_HEADER_LENGTH,
                        U16.get(bytes, xorMappedAddress + 2), true);
    }

    /// 0 when there is none.
    int errorCode() {
        if (errorCode == ABSENT || U16.get(bytes, errorCode + 2) < 4) {
            return 0;
        }
        int value = errorCode + Stun.ATTRIBUTE_HEADER_LENGTH;
        return (bytes[value + 2] & 0x07) * 100 + (bytes[value + 3] & 0xff);
    }

    boolean hasUnknownRequired() {
        return unknownRequired;
    }

    /// The attributes that the sender insists on and we do not know.
    List<Integer> unknownRequired() {
        List<Integer> types = new ArrayList<>();
        for (int attribute = offset + Stun.HEADER_LENGTH; attribute < endOfProtected; attribute = after(attribute)) {
            int type = U16.get(bytes, attribute);
            if (isUnknownRequired(type) && !types.contains(type)) {
                types.add(type);
            }
        }
        return types;
    }

    private void forget() {
        username = ABSENT;
        priority = ABSENT;
        nomination = ABSENT;
        tieBreaker = ABSENT;
        xorMappedAddress = ABSENT;
        errorCode = ABSENT;
        integrity = ABSENT;
        fingerprint = ABSENT;
        tieBreakerType = 0;
        useCandidate = false;
        unknownRequired = false;
    }

    private boolean findAttributes(int end) {
        int attribute = offset + Stun.HEADER_LENGTH;
        while (attribute < end) {
            int next = after(attribute);
            if (next > end || fingerprint != ABSENT || !find(attribute)) {
                return false;
            }
            attribute = next;
        }
        endOfProtected = integrity == ABSENT ? end : integrity;
        return true;
    }

    private int after(int attribute) {
        return attribute + Stun.ATTRIBUTE_HEADER_LENGTH + Stun.padded(U16.get(bytes, attribute + 2));
    }

    /// Remembers where a known attribute is. When one comes twice, the first counts; behind the integrity only FINGERPRINT does.
    private boolean find(int attribute) {
        int type = U16.get(bytes, attribute);
        int length = U16.get(bytes, attribute + 2);
        if (type == FINGERPRINT) {
            fingerprint = attribute;
            return length == 4;
        }
        return integrity != ABSENT || findProtected(attribute, type, length);
    }

    private boolean findProtected(int attribute, int type, int length) {
        switch (type) {
            case USERNAME -> username = first(username, attribute);
            case XOR_MAPPED_ADDRESS -> xorMappedAddress = first(xorMappedAddress, attribute);
            case ERROR_CODE -> errorCode = first(errorCode, attribute);
            case MESSAGE_INTEGRITY -> integrity = attribute;
            case USE_CANDIDATE -> useCandidate = true;
            case PRIORITY -> {
                priority = first(priority, attribute);
                return length == 4;
            }
            case NOMINATION -> nomination = length == 4 ? first(nomination, attribute) : nomination;
            case ICE_CONTROLLED, ICE_CONTROLLING -> {
                tieBreaker = first(tieBreaker, attribute);
                tieBreakerType = tieBreaker == attribute ? type : tieBreakerType;
                return length == 8;
            }
            default -> unknownRequired |= isUnknownRequired(type);
        }
        return true;
    }

    private static int first(int known, int attribute) {
        return known == ABSENT ? attribute : known;
    }

    private static boolean isUnknownRequired(int type) {
        return switch (type) {
            case MAPPED_ADDRESS, USERNAME, MESSAGE_INTEGRITY, ERROR_CODE, UNKNOWN_ATTRIBUTES, REALM, NONCE,
                    MESSAGE_INTEGRITY_SHA256, USERHASH, XOR_MAPPED_ADDRESS, PRIORITY, USE_CANDIDATE ->
                false;
            default -> type < FIRST_OPTIONAL;
        };
    }
}
