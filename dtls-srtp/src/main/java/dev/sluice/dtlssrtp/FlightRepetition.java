package dev.sluice.dtlssrtp;

/// Tells when the TLS library repeats its flight, and whether somebody asked it to.
///
/// It repeats after a silence, and takes for a silence what it cannot use: ChangeCipherSpec, a record that does not decrypt. A repetition begins with a
/// handshake message in the clear whose number was there before. One that was not ordered is swallowed, up to where the library listens again.
final class FlightRepetition {
    /// The library may want more than one silence, when the clock stands or jumps; but there is no use in insisting.
    private static final int MAX_ATTEMPTS = 20;

    private final DtlsRecord record = new DtlsRecord();
    private final HandshakeFragment fragment = new HandshakeFragment();
    private int newest = -1;
    private boolean ordered;
    private boolean sentSince;
    private boolean swallowing;
    private int attempts;

    /// The library listens.
    void onReceive() {
        swallowing = false;
        if (sentSince || attempts >= MAX_ATTEMPTS) {
            ordered = false;
            attempts = 0;
        }
        sentSince = false;
    }

    /// A repetition was ordered, and the library has not got to it.
    boolean isDue() { return ordered; }

    void order() {
        ordered = true;
        attempts++;
    }

    /// Whether the record may go out.
    boolean allows(byte[] bytes) {
        sentSince = true;
        if (isPlaintextHandshake(bytes)) {
            swallowing |= !ordered && fragment.from() == 0 && fragment.sequence() <= newest;
            newest = Math.max(newest, fragment.sequence());
        }
        return !swallowing;
    }

    private boolean isPlaintextHandshake(byte[] bytes) {
        return record.wrap(bytes, 0, bytes.length) && record.type() == DtlsRecord.HANDSHAKE && record.epoch() == 0
                && fragment.wrap(bytes, record.fragmentOffset(), record.end());
    }
}
