package dev.sluice.dtlssrtp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;

/// Encrypted records after the handshake, on the loop and without a thread.
///
/// The TLS library asks for records by a call that may block. Here it gets the one record that there is, and "interrupted" when it asks for
/// another: it gives up then and is none the worse for it.
final class RecordChannel implements DatagramTransport {
    interface Output {
        void applicationData(byte[] bytes, int offset, int length);

        /// What the library sent meanwhile: alerts, or its last flight again.
        void records(List<byte[]> records);
    }

    enum Result {
        OPEN, CLOSED, FAILED
    }

    private final DTLSTransport tls;
    private byte[] current;
    private byte[] plaintext = {};
    private List<byte[]> sent = new ArrayList<>();
    private boolean closed;

    RecordChannel(DTLSTransport tls) {
        this.tls = tls;
    }

    /// Takes one encrypted record of the peer.
    Result receive(byte[] record, Output out) {
        current = record;
        if (plaintext.length < record.length) {
            plaintext = new byte[record.length];
        }
        Result result = receive(out);
        out.records(takeSent());
        return result;
    }

    private Result receive(Output out) {
        try {
            while (!closed) {
                int length = tls.receive(plaintext, 0, plaintext.length, 0);
                if (length >= 0) {
                    out.applicationData(plaintext, 0, length);
                }
            }
            return Result.CLOSED;
        } catch (InterruptedIOException _) {
            return closed ? Result.CLOSED : Result.OPEN;
        } catch (IOException _) {
            return Result.FAILED;
        }
    }

    /// Encrypts application data into a record.
    List<byte[]> encrypt(byte[] bytes, int offset, int length) {
        try {
            tls.send(bytes, offset, length);
        } catch (IOException e) {
            throw new IllegalStateException("the TLS library refuses to send on an open transport", e);
        }
        return takeSent();
    }

    /// Says goodbye: close_notify.
    List<byte[]> end() {
        try {
            tls.close();
        } catch (IOException _) {
            // it is closed either way
        }
        return takeSent();
    }

    private List<byte[]> takeSent() {
        List<byte[]> taken = sent;
        sent = new ArrayList<>();
        return taken;
    }

    @Override
    public int getReceiveLimit() { return current == null ? 0 : current.length; }

    @Override
    public int getSendLimit() { return DtlsTransport.MAX_DATAGRAM; }

    @Override
    public int receive(byte[] bytes, int offset, int length, int waitMillis) throws InterruptedIOException {
        if (current == null) {
            throw new InterruptedIOException("nothing more");
        }
        byte[] record = current;
        current = null;
        System.arraycopy(record, 0, bytes, offset, record.length);
        return record.length;
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
        sent.add(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    @Override
    public void close() {
        closed = true;
    }
}
