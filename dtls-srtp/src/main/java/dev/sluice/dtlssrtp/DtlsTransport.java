package dev.sluice.dtlssrtp;

import java.util.List;
import java.util.concurrent.Executor;

import org.bouncycastle.tls.DTLSTransport;

import dev.sluice.wire.Time;

/// DTLS 1.2 over datagrams of somebody else's: a handshake with a peer known by its fingerprint, the keys for SRTP, then application data.
///
/// Feed it only datagrams of an address that ICE has validated; there is no cookie exchange. Confined to the owner's loop: all methods are called
/// there, and all outputs come there. The handshake computes on a virtual thread and posts its results to `owner`; afterwards there is no
/// thread. Time is what the caller says it is: ask [#deadline] after every call and call [#onTime] when it has come.
///
/// What the network sends is dropped and counted (see [#dropped]) or ends the transport with a reason; it is never an exception.
///
/// @rfc 5764 DTLS Extension to Establish Keys for SRTP
/// @rfc 6347 Datagram Transport Layer Security Version 1.2
public final class DtlsTransport {
    /// All outputs come on the owner. They may call back in, except from within [#send].
    public interface Output {
        /// Sends a datagram to the peer. The bytes are the transport's again when this returns.
        void send(byte[] bytes, int offset, int length);

        /// The peer is who signaling said; media may flow.
        void connected(SrtpKeys keys);

        /// A message of the peer. The bytes are the transport's again when this returns.
        void applicationData(byte[] bytes, int offset, int length);

        /// There will be no connection, or no more. Last call.
        void failed(String reason);

        /// The peer said goodbye. Last call.
        void closed();
    }

    /// No datagram of the handshake is longer.
    public static final int MAX_DATAGRAM = 1200;
    /// A handshake that is not complete after this time has failed.
    public static final long HANDSHAKE_LIMIT = 30 * Time.SECOND;

    private final DtlsRole role;
    private final DtlsCertificate own;
    private final List<CertificateFingerprint> expected;
    private final HandshakeThreads threads;
    private final Executor owner;
    private final Output out;
    private final int maxDatagram;

    private final DropCounters drops = new DropCounters();
    private final DtlsGuard guard;
    private final Link link = new Link();
    private DtlsState state = DtlsState.NEW;
    private BlockingHandshake handshake;
    private RecordChannel channel;
    private long handshakeEnds = Time.NEVER;
    private long now;
    private boolean answeredHello;
    private List<byte[]> refusalAlert = List.of();

    /// @param expected fingerprints of the peer's certificate; one of them must match. SHA-1 and MD5 never do.
    /// @param owner    runs a task on the loop after it was given it; any thread may
    public DtlsTransport(DtlsRole role, DtlsCertificate own, List<CertificateFingerprint> expected,
            HandshakeThreads threads, Executor owner,
            Output out) {
        this(role, own, expected, threads, owner, out, MAX_DATAGRAM);
    }

    DtlsTransport(DtlsRole role, DtlsCertificate own, List<CertificateFingerprint> expected, HandshakeThreads threads,
            Executor owner, Output out,
            int maxDatagram) {
        this.role = role;
        this.own = own;
        this.expected = List.copyOf(expected);
        this.threads = threads;
        this.owner = owner;
        this.out = out;
        this.maxDatagram = maxDatagram;
        this.guard = new DtlsGuard(role, maxDatagram, drops);
    }

    /// Begins: the client sends its ClientHello, the server waits for one.
    public void start(long now) {
        if (state != DtlsState.NEW) {
            throw new IllegalStateException("the transport is " + state + ": start a new one");
        }
        this.now = now;
        state = DtlsState.CONNECTING;
        handshakeEnds = now + HANDSHAKE_LIMIT;
        if (role == DtlsRole.CLIENT) {
            guard.start(now);
            if (!startHandshake()) {
                fail("too many handshakes are under way");
            }
        }
    }

    /// Takes a datagram whose first byte is 20 to 63.
    public void onPacket(byte[] bytes, int offset, int length, long now) {
        this.now = now;
        if (state == DtlsState.CONNECTING || state == DtlsState.CONNECTED) {
            guard.onDatagram(bytes, offset, length, now, link);
        }
    }

    public void onTime(long now) {
        this.now = now;
        if (state != DtlsState.CONNECTING) {
            return;
        }
        String failure = now >= handshakeEnds ? "no answer within " + HANDSHAKE_LIMIT / Time.SECOND + " seconds"
                : guard.failure(now);
        if (failure == null) {
            guard.onTime(now, link);
        } else {
            guard.onRecordsFromLibrary(refusalAlert, link);
            fail(failure);
        }
    }

    /// When [#onTime] wants to be called.
    public long deadline() {
        return state == DtlsState.CONNECTING ? Math.min(handshakeEnds, guard.deadline()) : Time.NEVER;
    }

    /// Encrypts and sends one message of application data. False: not connected.
    public boolean send(byte[] bytes, int offset, int length) {
        if (length < 1 || length > DtlsRecord.MAX_FRAGMENT_LENGTH) {
            throw new IllegalArgumentException(
                    "a message has 1 to " + DtlsRecord.MAX_FRAGMENT_LENGTH + " bytes, not " + length);
        }
        if (state != DtlsState.CONNECTED) {
            return false;
        }
        guard.onRecordsFromLibrary(channel.encrypt(bytes, offset, length), link);
        return true;
    }

    /// Ends the transport. The peer is told when there is a connection; nothing is called afterwards.
    public void close() {
        if (state == DtlsState.CONNECTED) {
            guard.onRecordsFromLibrary(channel.end(), link);
        }
        become(isOver() ? state : DtlsState.CLOSED);
    }

    public DtlsState state() {
        return state;
    }

    /// How many datagrams, records and fragments were dropped for this reason.
    public long dropped(DtlsDrop reason) {
        return drops.get(reason);
    }

    private boolean isOver() { return state == DtlsState.CLOSED || state == DtlsState.FAILED; }

    private void fail(String reason) {
        become(DtlsState.FAILED);
        out.failed(reason);
    }

    private void become(DtlsState next) {
        state = next;
        if (isOver() && handshake != null) {
            handshake.abandon();
            handshake = null;
        }
    }

    private boolean startHandshake() {
        TlsSide side = role == DtlsRole.CLIENT ? new TlsClientSide(own, expected) : new TlsServerSide(own, expected);
        BlockingHandshake fresh = new BlockingHandshake(side, maxDatagram, threads, owner, link);
        if (threads.start(fresh)) {
            handshake = fresh;
        }
        return handshake != null;
    }

    /// Between guard, TLS library and peer.
    private final class Link implements DtlsGuard.Output, BlockingHandshake.Listener, RecordChannel.Output {
        @Override
        public void send(byte[] bytes, int offset, int length) {
            out.send(bytes, offset, length);
        }

        @Override
        public void handOver(byte[] record) {
            if (channel != null) {
                onChannel(channel.receive(record, this));
            } else if (handshake != null || startHandshake()) {
                handshake.give(record);
            } else {
                guard.onHelloPostponed();
            }
        }

        @Override
        public void repeatFlight(int limit) {
            if (handshake != null) {
                handshake.repeatFlight(limit);
            }
        }

        @Override
        public void onRecords(List<byte[]> records) {
            answeredHello = true;
            guard.onRecordsFromLibrary(records, this);
        }

        @Override
        public void onDone(List<byte[]> records, List<byte[]> leftOver, DTLSTransport tls, LibraryLink libraryLink,
                SrtpKeys keys) {
            handshake = null;
            channel = new RecordChannel(tls);
            libraryLink.switchTo(channel);
            guard.onRecordsFromLibrary(records, this);
            List<byte[]> waiting = guard.onConnected();
            become(DtlsState.CONNECTED);
            out.connected(keys);
            leftOver.forEach(this::handOverIfConnected);
            waiting.forEach(this::handOverIfConnected);
        }

        @Override
        public void onFailed(List<byte[]> records, String reason) {
            handshake = null;
            if (role == DtlsRole.SERVER && !answeredHello) {
                refusalAlert = records;
                guard.onHelloRefused(reason, now);
            } else {
                guard.onRecordsFromLibrary(records, this);
                fail(reason);
            }
        }

        @Override
        public void applicationData(byte[] bytes, int offset, int length) {
            guard.onApplicationData();
            if (state == DtlsState.CONNECTED) {
                out.applicationData(bytes, offset, length);
            }
        }

        @Override
        public void records(List<byte[]> records) {
            guard.onRecordsFromLibrary(records, this);
        }

        private void handOverIfConnected(byte[] record) {
            if (state == DtlsState.CONNECTED) {
                handOver(record);
            }
        }

        private void onChannel(RecordChannel.Result result) {
            if (state != DtlsState.CONNECTED) {
                return;
            }
            switch (result) {
                case OPEN -> {}
                case CLOSED -> {
                    become(DtlsState.CLOSED);
                    out.closed();
                }
                case FAILED -> fail("the peer ended the connection with a fatal alert");
            }
        }
    }
}
