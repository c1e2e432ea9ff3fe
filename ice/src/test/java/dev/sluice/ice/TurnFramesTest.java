package dev.sluice.ice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import dev.sluice.ice.StunAttribute.Lifetime;
import dev.sluice.ice.StunAttribute.Username;

class TurnFramesTest {
    private static final int MOST = 2_048;

    private final List<byte[]> received = new ArrayList<>();
    private final TurnFrames frames = new TurnFrames(MOST);

    @Test
    void messagesComeOutWhateverThePiecesTheyArriveIn() {
        SplittableRandom random = new SplittableRandom(6544);
        List<byte[]> sent = List.of(stun("alice"), channelData(0), channelData(1), channelData(4), stun(""),
                channelData(1200), channelData(3), stun("b"));
        byte[] stream = joined(sent);
        for (int round = 0; round < 2_000; round++) {
            received.clear();
            for (int at = 0; at < stream.length;) {
                int piece = Math.min(stream.length - at, 1 + random.nextInt(random.nextBoolean() ? 7 : 2_000));
                assertTrue(give(Arrays.copyOfRange(stream, at, at + piece)));
                at += piece;
            }
            assertEquals(sent.size(), received.size());
            for (int i = 0; i < sent.size(); i++) {
                assertArrayEquals(sent.get(i), received.get(i));
            }
            assertEquals(0, frames.waiting());
        }
    }

    @Test
    void whatIsNeitherStunNorChannelDataBreaksTheStreamForGood() {
        assertTrue(give(channelData(8)));
        assertFalse(give("GET / HTTP/1.1\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        assertFalse(give(channelData(8)));
        assertEquals(1, received.size());
    }

    @Test
    void whatCameBeforeTheBreakIsHandedOn() {
        byte[] rtp = {(byte) 0x80, 0, 0, 0};
        assertFalse(give(joined(List.of(stun("a"), channelData(5), rtp, stun("b")))));
        assertEquals(2, received.size());
    }

    @Test
    void aMessageThatIsTooLongIsRefusedBeforeItIsCollected() {
        assertFalse(give(Arrays.copyOf(channelData(MOST), 4)));
        assertEquals(0, frames.waiting());
    }

    @Test
    void aStunMessageOfOddLengthBreaksTheStream() {
        assertFalse(give(new byte[]{0, 1, 0, 3, 0x21, 0x12}));
        assertEquals(0, received.size());
    }

    private boolean give(byte[] bytes) {
        byte[] shifted = new byte[bytes.length + 3];
        System.arraycopy(bytes, 0, shifted, 3, bytes.length);
        return frames.onBytes(shifted, 3, bytes.length, 0,
                (message, offset, length, _) -> received.add(Arrays.copyOfRange(message, offset, offset + length)));
    }

    private static byte[] stun(String username) {
        return new StunMessage(StunClass.REQUEST, Stun.ALLOCATE, TransactionId.random(new Random(1)),
                List.of(new Username(username), new Lifetime(600))).encode();
    }

    private static byte[] channelData(int length) {
        byte[] message = new byte[ChannelData.paddedLength(length)];
        ChannelData.writeHeader(message, 0, ChannelData.FIRST_CHANNEL + length % 0x1000, length);
        return message;
    }

    private static byte[] joined(List<byte[]> messages) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        messages.forEach(stream::writeBytes);
        return stream.toByteArray();
    }
}
