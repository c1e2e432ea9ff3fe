package dev.sluice.ice;

import java.util.Arrays;

import dev.sluice.wire.U16;

/// Cuts what arrives on a TCP or TLS connection between a TURN client and its server into STUN and ChannelData messages.
///
/// Messages follow each other with nothing between them; both tell their length in their first four bytes, and the first two bits tell which it is. A message
/// that arrives whole is handed on where it lies. The rest of one that does not waits in a buffer, which is never longer than the longest message that is taken.
///
/// There is no mark to find the beginning of a message by. So what is neither STUN nor ChannelData, or too long, is the end: the stream stays broken.
///
/// Sans-IO and confined to one thread.
///
/// @rfc 8656 12.5 Sending a ChannelData Message
/// @rfc 8489 6.2.2 Sending over TCP or TLS-over-TCP
public final class TurnFrames {
    public static final int LONGEST_MESSAGE = Stun.HEADER_LENGTH + U16.MAX;

    private static final int LENGTH_KNOWN = 4;
    private static final int BROKEN = -1;

    private int mostLength;
    private byte[] waiting = new byte[0];
    private int waitingLength;
    private boolean broken;

    public interface Output {
        /// A STUN message, or a ChannelData message with its padding. The bytes are the stream's again when this returns.
        void onMessage(byte[] bytes, int offset, int length, long now);
    }

    /// Takes messages of at most `mostLength` bytes.
    public TurnFrames(int mostLength) {
        this.mostLength = mostLength;
    }

    /// From the next message on.
    public void mostLength(int length) {
        mostLength = length;
    }

    /// False: the stream is broken, close it. What came before the break has been handed on.
    public boolean onBytes(byte[] bytes, int offset, int length, long now, Output out) {
        int at = offset;
        int end = offset + length;
        while (at < end && !broken) {
            int whole = waitingLength > 0 || end - at < LENGTH_KNOWN ? LONGEST_MESSAGE + 1 : messageLength(bytes, at);
            at = whole <= end - at ? passOn(bytes, at, whole, now, out) : collect(bytes, at, end, now, out);
        }
        return !broken;
    }

    /// How many bytes of a message that is not complete are kept.
    public int waiting() {
        return waitingLength;
    }

    private int passOn(byte[] bytes, int at, int message, long now, Output out) {
        if (!broken) {
            out.onMessage(bytes, at, message, now);
        }
        return at + message;
    }

    private int collect(byte[] bytes, int at, int end, long now, Output out) {
        int wanted = waitingLength < LENGTH_KNOWN ? LENGTH_KNOWN : messageLength(waiting, 0);
        int taken = Math.min(end - at, wanted - waitingLength);
        append(bytes, at, taken, wanted);
        if (waitingLength >= LENGTH_KNOWN && waitingLength == messageLength(waiting, 0)) {
            waitingLength = 0;
            out.onMessage(waiting, 0, wanted, now);
        }
        return at + taken;
    }

    private void append(byte[] bytes, int at, int length, int wanted) {
        if (waiting.length < wanted) {
            waiting = Arrays.copyOf(waiting, wanted);
        }
        System.arraycopy(bytes, at, waiting, waitingLength, length);
        waitingLength += length;
    }

    private int messageLength(byte[] bytes, int at) {
        int length = BROKEN;
        if ((bytes[at] & 0xc0) == 0) {
            length = Stun.HEADER_LENGTH + U16.get(bytes, at + Stun.LENGTH_OFFSET);
        } else if (ChannelData.startsAt(bytes, at)) {
            length = ChannelData.paddedLength(ChannelData.dataLength(bytes, at));
        }
        broken = length == BROKEN || length > mostLength || (length & 3) != 0;
        return broken ? BROKEN : length;
    }
}
