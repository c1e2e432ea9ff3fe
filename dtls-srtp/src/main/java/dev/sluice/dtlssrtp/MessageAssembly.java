package dev.sluice.dtlssrtp;

import java.util.BitSet;

/// Puts one handshake message together from fragments that come in any order, overlap and repeat.
///
/// A bit for every byte tells which are there. So the cost of a fragment is that of copying it, however many came before: a list of
/// gaps, which a sender of every second byte makes ever longer, does not exist.
final class MessageAssembly {
    /// More fragments than a message of the largest size has at the smallest datagram size we know (100 bytes).
    static final int MAX_FRAGMENTS = 256;

    private final int type;
    private final int sequence;
    private final byte[] body;
    private final BitSet present;
    private int missing;
    private int fragments;
    private boolean started;

    MessageAssembly(HandshakeFragment first) {
        this.type = first.type();
        this.sequence = first.sequence();
        this.body = new byte[first.messageLength()];
        this.present = new BitSet(body.length);
        this.missing = body.length;
    }

    int length() {
        return body.length;
    }

    int type() {
        return type;
    }

    boolean isComplete() { return started && missing == 0; }

    /// Whether the fragment is of another message than those before it, or says something else about the same bytes.
    boolean contradicts(HandshakeFragment fragment) {
        if (fragment.type() != type || fragment.messageLength() != body.length) {
            return true;
        }
        int to = fragment.from() + fragment.length();
        for (int i = present.nextSetBit(fragment.from()); i >= 0 && i < to; i = present.nextSetBit(i + 1)) {
            if (body[i] != fragment.bytes()[fragment.bodyOffset() + i - fragment.from()]) {
                return true;
            }
        }
        return false;
    }

    /// Takes what is new in the fragment. False: it was one fragment too many.
    boolean add(HandshakeFragment fragment) {
        int to = fragment.from() + fragment.length();
        int news = fragment.length() - present.get(fragment.from(), to).cardinality();
        if (news > 0 && ++fragments > MAX_FRAGMENTS) {
            return false;
        }
        System.arraycopy(fragment.bytes(), fragment.bodyOffset(), body, fragment.from(), fragment.length());
        present.set(fragment.from(), to);
        missing -= news;
        started = true;
        return true;
    }

    HandshakeMessage message() {
        return new HandshakeMessage(type, sequence, body);
    }
}
