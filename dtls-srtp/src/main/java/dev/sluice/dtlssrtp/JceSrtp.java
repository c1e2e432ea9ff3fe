package dev.sluice.dtlssrtp;

import dev.sluice.wire.SerialNumbers;
import dev.sluice.wire.U16;
import dev.sluice.wire.U32;

/// SRTP on the ciphers of the JDK: Java alone, and on today's processors as fast as native code.
///
/// Session keys belong to the direction, not to the SSRC, so all contexts of a direction share one cipher; what an SSRC has of its own is its packet index and
/// its replay window.
///
/// @rfc 3711 3.3 SRTP Packet Processing
final class JceSrtp implements SrtpContexts {
    private final SrtpCipher sentRtp;
    private final SrtpCipher sentRtcp;
    private final SrtpCipher receivedRtp;
    private final SrtpCipher receivedRtcp;

    JceSrtp(SrtpKeys keys) {
        SrtpProfile profile = keys.profile();
        sentRtp = SrtpCipher.create(profile, SessionKeys.forRtp(profile, keys.localKey(), keys.localSalt()));
        sentRtcp = SrtpCipher.create(profile, SessionKeys.forRtcp(profile, keys.localKey(), keys.localSalt()));
        receivedRtp = SrtpCipher.create(profile, SessionKeys.forRtp(profile, keys.remoteKey(), keys.remoteSalt()));
        receivedRtcp = SrtpCipher.create(profile, SessionKeys.forRtcp(profile, keys.remoteKey(), keys.remoteSalt()));
    }

    @Override
    public SrtpContext rtpSender() {
        return new RtpSender(sentRtp, new PacketIndexes(ReplayWindow.OF_SENDER));
    }

    @Override
    public SrtpContext rtpReceiver() {
        return new RtpReceiver(receivedRtp, new PacketIndexes(ReplayWindow.OF_RECEIVER));
    }

    @Override
    public SrtpContext rtcpSender() {
        return new RtcpSender(sentRtcp);
    }

    @Override
    public SrtpContext rtcpReceiver() {
        return new RtcpReceiver(receivedRtcp, new ReplayWindow(ReplayWindow.OF_RECEIVER));
    }

    /// The packet indexes of one SSRC: sequence numbers that have their rollover counter with them.
    ///
    /// @rfc 3711 3.3.1 Packet Index Determination, and ROC, s_l Update
    private static final class PacketIndexes {
        private final ReplayWindow window;

        PacketIndexes(int windowSize) {
            window = new ReplayWindow(windowSize);
        }

        /// The index nearest to the highest so far; the first packet begins with rollover counter 0. Negative: it is from before that.
        long of(int sequenceNumber) {
            return window.highest() < 0 ? sequenceNumber : SerialNumbers.unwrap16(window.highest(), sequenceNumber);
        }

        /// Who says they are from before the beginning may have left more than half of the sequence numbers out instead, as libsrtp takes it.
        long ofReceived(int sequenceNumber) {
            long index = of(sequenceNumber);
            return index < 0 ? sequenceNumber : index;
        }

        boolean isFresh(long index) {
            return index >= 0 && window.isFresh(index);
        }

        void accept(long index) {
            window.accept(index);
        }
    }

    private record RtpSender(SrtpCipher cipher, PacketIndexes indexes) implements SrtpContext {
        @Override
        public int process(byte[] bytes, int offset, int length) {
            long index = indexes.of(U16.get(bytes, offset + 2));
            if (!indexes.isFresh(index)) {
                return SrtpSession.REPLAYED;
            }
            int header = SrtpLayout.headerLength(bytes, offset, length);
            int result = cipher.sealRtp(bytes, offset, length, header, U32.getInt(bytes, offset + 8), index);
            indexes.accept(index);
            return result;
        }
    }

    /// Authenticates first and remembers then: a forgery moves nothing.
    private record RtpReceiver(SrtpCipher cipher, PacketIndexes indexes) implements SrtpContext {
        @Override
        public int process(byte[] bytes, int offset, int length) {
            long index = indexes.ofReceived(U16.get(bytes, offset + 2));
            if (!indexes.isFresh(index)) {
                return SrtpSession.REPLAYED;
            }
            int header = SrtpLayout.headerLength(bytes, offset, length);
            int result = cipher.openRtp(bytes, offset, length, header, U32.getInt(bytes, offset + 8), index);
            if (result >= 0) {
                indexes.accept(index);
            }
            return result;
        }
    }

    private static final class RtcpSender implements SrtpContext {
        private final SrtpCipher cipher;
        /// Zero for the first packet, and one more for each (RFC 3711 3.4).
        private int index;

        RtcpSender(SrtpCipher cipher) {
            this.cipher = cipher;
        }

        @Override
        public int process(byte[] bytes, int offset, int length) {
            int result = cipher.sealRtcp(bytes, offset, length, U32.getInt(bytes, offset + 4), index);
            index = index + 1 & ~SrtpCipher.ENCRYPTED;
            return result;
        }
    }

    private record RtcpReceiver(SrtpCipher cipher, ReplayWindow window) implements SrtpContext {
        @Override
        public int process(byte[] bytes, int offset, int length) {
            int index = U32.getInt(bytes, cipher.rtcpIndexOffset(offset, length)) & ~SrtpCipher.ENCRYPTED;
            if (!window.isFresh(index)) {
                return SrtpSession.REPLAYED;
            }
            int result = cipher.openRtcp(bytes, offset, length, U32.getInt(bytes, offset + 4));
            if (result >= 0) {
                window.accept(index);
            }
            return result;
        }
    }
}
