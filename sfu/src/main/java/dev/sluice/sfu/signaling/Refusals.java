package dev.sluice.sfu.signaling;

import dev.sluice.sfu.core.Refusal;

/// What the media side's refusals are called in signaling.
final class Refusals {
    private Refusals() {}

    static ErrorCode code(Refusal refusal) {
        return switch (refusal) {
            case MALFORMED_OFFER, UNACCEPTABLE_OFFER -> ErrorCode.REFUSED_OFFER;
            case NO_COMMON_CODEC -> ErrorCode.NO_COMMON_CODEC;
            case NAME_TAKEN -> ErrorCode.NAME_TAKEN;
            case ROOM_FULL -> ErrorCode.ROOM_FULL;
            case BUSY -> ErrorCode.SERVER_FULL;
            case SHUTTING_DOWN -> ErrorCode.SHUTTING_DOWN;
            case NO_SUCH_PUBLISHER, NO_SUCH_PARTICIPANT, SEVERAL_PUBLISHERS -> ErrorCode.UNKNOWN_PARTICIPANT;
        };
    }
}
