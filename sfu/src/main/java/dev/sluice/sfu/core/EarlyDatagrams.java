package dev.sluice.sfu.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// A few datagrams that overtook the answer which says whom they are from: media and signaling take different ways.
///
/// What does not fit is dropped; the peer sends its ClientHello again.
///
/// @rfc 5763 5 Establishing a Secure Channel (be prepared to receive a client_hello before the answer)
final class EarlyDatagrams {
    private static final int MOST = 4;

    private final List<byte[]> kept = new ArrayList<>(MOST);

    void add(byte[] bytes, int offset, int length) {
        if (kept.size() < MOST && length <= WorkerParts.MAX_PACKET) {
            kept.add(Arrays.copyOfRange(bytes, offset, offset + length));
        }
    }

    void forEach(Consumer<byte[]> taker) {
        kept.forEach(taker);
    }
}
