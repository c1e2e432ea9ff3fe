package dev.sluice.dtlssrtp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;

import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;

/// Hides that the TLS library's handshake blocks: a virtual thread between two queues.
///
/// Records go in by [#give]. What the library sends is collected and handed to the owner when the library waits for more, and at the end.
/// The library's own timers are set so high that they never ring; time is the guard's.
final class BlockingHandshake implements Runnable {
    /// Called on the owner.
    interface Listener {
        void onRecords(List<byte[]> records);

        /// @param records  sent last
        /// @param leftOver given, but not read any more
        void onDone(List<byte[]> records, List<byte[]> leftOver, DTLSTransport tls, LibraryLink link, SrtpKeys keys);

        /// @param records the alert, usually
        void onFailed(List<byte[]> records, String reason);
    }

    private final TlsSide side;
    private final int maxDatagram;
    private final HandshakeThreads threads;
    private final Executor owner;
    private final Listener listener;

    private final Object lock = new Object();
    private final ArrayDeque<byte[]> given = new ArrayDeque<>();
    private boolean waiting;
    private boolean abandoned;
    /// Of the thread alone.
    private List<byte[]> sent = new ArrayList<>();

    BlockingHandshake(TlsSide side, int maxDatagram, HandshakeThreads threads, Executor owner, Listener listener) {
        this.side = side;
        this.maxDatagram = maxDatagram;
        this.threads = threads;
        this.owner = owner;
        this.listener = listener;
    }

    /// Gives the library the next record. It counts as busy from here on, so that nobody takes it for quiet before its thread has woken up.
    void give(byte[] record) {
        synchronized (lock) {
            given.add(record);
            wake();
        }
    }

    /// Ends the thread; the listener hears no more.
    void abandon() {
        synchronized (lock) {
            abandoned = true;
            wake();
        }
    }

    private void wake() {
        if (waiting) {
            waiting = false;
            threads.onBusy();
            lock.notifyAll();
        }
    }

    @Override
    public void run() {
        try {
            LibraryLink link = new LibraryLink(new Queues());
            DTLSTransport tls = side.handshake(link);
            List<byte[]> last = takeSent();
            post(() -> listener.onDone(last, takeGiven(), tls, link, side.keys()));
        } catch (IOException | RuntimeException e) {
            List<byte[]> last = takeSent();
            String reason = side.reason(e);
            post(() -> listener.onFailed(last, reason));
        } finally {
            threads.onEnd(this);
        }
    }

    private void post(Runnable result) {
        owner.execute(() -> {
            if (!isAbandoned()) {
                result.run();
            }
        });
    }

    private boolean isAbandoned() {
        synchronized (lock) {
            return abandoned;
        }
    }

    private List<byte[]> takeSent() {
        List<byte[]> taken = sent;
        sent = new ArrayList<>();
        return taken;
    }

    private List<byte[]> takeGiven() {
        synchronized (lock) {
            List<byte[]> taken = List.copyOf(given);
            given.clear();
            return taken;
        }
    }

    private byte[] awaitRecord() throws InterruptedIOException {
        synchronized (lock) {
            while (given.isEmpty() && !abandoned) {
                waiting = true;
                threads.onQuiet();
                awaitWake();
            }
            if (abandoned) {
                throw new InterruptedIOException("abandoned");
            }
            return given.poll();
        }
    }

    private void awaitWake() throws InterruptedIOException {
        while (waiting) {
            try {
                lock.wait();
            } catch (InterruptedException _) {
                throw new InterruptedIOException("interrupted");
            }
        }
    }

    /// What the library takes for a socket while it shakes hands.
    private final class Queues implements DatagramTransport {
        @Override
        public int getReceiveLimit() { return DtlsRecord.HEADER_LENGTH + DtlsRecord.MAX_FRAGMENT_LENGTH; }

        @Override
        public int getSendLimit() { return maxDatagram; }

        @Override
        public int receive(byte[] bytes, int offset, int length, int waitMillis) throws IOException {
            List<byte[]> flight = takeSent();
            if (!flight.isEmpty()) {
                post(() -> listener.onRecords(flight));
            }
            byte[] record = awaitRecord();
            System.arraycopy(record, 0, bytes, offset, record.length);
            return record.length;
        }

        @Override
        public void send(byte[] bytes, int offset, int length) {
            sent.add(Arrays.copyOfRange(bytes, offset, offset + length));
        }

        @Override
        public void close() {
            // what was sent last is on its way to the owner
        }
    }
}
