package dev.sluice.ice;

import java.util.random.RandomGenerator;

import dev.sluice.wire.U32;
import dev.sluice.wire.U64;

/// The 96 bits that pair a response with its request.
///
/// @rfc 8489 5 STUN Message Structure
public record TransactionId(int high, long low) {

    public static TransactionId random(RandomGenerator random) {
        return new TransactionId(random.nextInt(), random.nextLong());
    }

    /// Reads the id of the message that starts at `message`.
    static TransactionId of(byte[] bytes, int message) {
        int offset = message + Stun.TRANSACTION_ID_OFFSET;
        return new TransactionId(U32.getInt(bytes, offset), U64.get(bytes, offset + 4));
    }

    void writeTo(byte[] bytes, int message) {
        int offset = message + Stun.TRANSACTION_ID_OFFSET;
        U32.set(bytes, offset, high);
        U64.set(bytes, offset + 4, low);
    }
}
