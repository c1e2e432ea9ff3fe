package dev.sluice.dtlssrtp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;

import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;

/// Hides that the TLS library's handshake blocks: a virtual thread between two queues.
///
/// Records go in by [#give]. What the library sends is collected and handed to the owner when the library waits for more, and at the end.
///
/// Time is the guard's. The library has a timer of its own, on the wall clock, for repeating its flight. It is set to the shortest there is, and rings
/// when the guard says so ([#repeatFlight]): the thread pauses for the millisecond that the library insists on, and reports that nothing came. When
/// it rings by itself, which it does whenever the library finds a record useless, nobody hears it.
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

    /// The library takes a silence for one from a millisecond on.
    private static final long LIBRARY_PATIENCE = 1_100_000;

    private final TlsSide side;
    private final HandshakeThreads threads;
    private final Executor owner;
    private final Listener listener;

    private final Object lock = new Object();
    private final ArrayDeque<byte[]> given = new ArrayDeque<>();
    private boolean repeatOrdered;
    private boolean waiting;
    private boolean abandoned;
    private int repetitionLimit;

    // of the thread alone
    private final int maxDatagram;
    private int sendLimit;
    private final FlightRepetition repetition = new FlightRepetition();
    private List<byte[]> sent = new ArrayList<>();

    BlockingHandshake(TlsSide side, int maxDatagram, HandshakeThreads threads, Executor owner, Listener listener) {
        this.side = side;
        this.maxDatagram = maxDatagram;
        this.sendLimit = maxDatagram;
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

    /// Lets the library send its flight again, in records of at most so many bytes.
    void repeatFlight(int limit) {
        synchronized (lock) {
            repetitionLimit = limit;
            repeatOrdered = true;
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
        if (isAbandoned()) {
            return;
        }
        try {
            owner.execute(() -> {
                if (!isAbandoned()) {
                    result.run();
                }
            });
        } catch (RejectedExecutionException _) {
            abandon(); // the owner is gone
        }
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

    /// The next record, or null: the flight is to be sent again.
    private byte[] awaitRecord() throws InterruptedIOException {
        synchronized (lock) {
            while (given.isEmpty() && !repeatOrdered && !abandoned) {
                waiting = true;
                threads.onQuiet();
                awaitWake();
            }
            if (abandoned) {
                throw new InterruptedIOException("abandoned");
            }
            if (given.isEmpty()) {
                repeatOrdered = false;
                sendLimit = repetitionLimit;
            }
            return given.poll();
        }
    }

    private void awaitWake() throws InterruptedIOException {
        while (waiting) {
            try {
                lock.wait();
            } catch (InterruptedException _) {
                wake();
                throw new InterruptedIOException("interrupted");
            }
        }
    }

    /// What the library takes for a socket while it shakes hands.
    private final class Queues implements DatagramTransport {
        @Override
        public int getReceiveLimit() { return DtlsRecord.HEADER_LENGTH + DtlsRecord.MAX_ENCRYPTED_LENGTH; }

        @Override
        public int getSendLimit() { return sendLimit; }

        @Override
        public int receive(byte[] bytes, int offset, int length, int waitMillis) throws IOException {
            List<byte[]> flight = takeSent();
            if (!flight.isEmpty()) {
                post(() -> listener.onRecords(flight));
            }
            repetition.onReceive();
            byte[] record = repetition.isDue() ? null : awaitRecord();
            if (record == null) {
                repetition.order();
                LockSupport.parkNanos(LIBRARY_PATIENCE);
                return -1;
            }
            sendLimit = maxDatagram;
            System.arraycopy(record, 0, bytes, offset, record.length);
            return record.length;
        }

        @Override
        public void send(byte[] bytes, int offset, int length) {
            byte[] record = Arrays.copyOfRange(bytes, offset, offset + length);
            if (repetition.allows(record)) {
                sent.add(record);
            }
        }

        @Override
        public void close() {
            // what was sent last is on its way to the owner
        }
    }
}
