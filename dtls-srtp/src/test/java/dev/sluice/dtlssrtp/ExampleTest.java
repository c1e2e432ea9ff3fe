package dev.sluice.dtlssrtp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.sluice.testkit.SimulatedHost;
import dev.sluice.testkit.SimulatedNetwork;
import dev.sluice.wire.Time;
import dev.sluice.wire.UdpLoop;

/// The code of the README.
class ExampleTest {
    static final class Peer implements DtlsTransport.Output {
        private final UdpLoop loop;
        private final UdpLoop.UdpSocket socket;
        private final InetSocketAddress remote;
        private final DtlsTransport dtls;
        private UdpLoop.Timer timer = () -> {};
        private SrtpSession srtp;
        String heard = "";

        Peer(DtlsRole role, DtlsCertificate own, CertificateFingerprint expected, HandshakeThreads threads,
                UdpLoop loop, InetSocketAddress local,
                InetSocketAddress remote) throws IOException {
            this.loop = loop;
            this.remote = remote;
            this.socket = loop.open(local, this::onDatagram);
            this.dtls = new DtlsTransport(role, own, List.of(expected), threads, loop, this);
            dtls.start(loop.now());
            arm();
        }

        private void onDatagram(InetSocketAddress from, byte[] bytes, int offset, int length, long now) {
            if (bytes[offset] >= 20 && bytes[offset] < 64) { // the first byte tells DTLS from media
                dtls.onPacket(bytes, offset, length, now);
                arm();
            } else if (srtp != null) {
                int opened = srtp.unprotect(bytes, offset, length);
                heard += opened < 0 ? "refused " : new String(bytes, offset + 12, opened - 12, US_ASCII) + " ";
            }
        }

        private void arm() {
            timer.cancel();
            if (dtls.deadline() != Time.NEVER) {
                timer = loop.schedule(dtls.deadline(), () -> {
                    dtls.onTime(loop.now());
                    arm();
                });
            }
        }

        void say(int sequenceNumber, String word) {
            byte[] packet = new byte[12 + word.length() + SrtpSession.MAX_OVERHEAD];
            packet[0] = (byte) 0x80;
            packet[3] = (byte) sequenceNumber;
            System.arraycopy(word.getBytes(US_ASCII), 0, packet, 12, word.length());
            int length = srtp.protect(packet, 0, 12 + word.length());
            socket.send(remote, packet, 0, length);
        }

        @Override
        public void connected(SrtpKeys keys) { // the peer's certificate is the announced one
            srtp = SrtpSession.create(keys);
        }

        @Override
        public void send(byte[] bytes, int offset, int length) {
            socket.send(remote, bytes, offset, length);
        }

        @Override
        public void applicationData(byte[] bytes, int offset, int length) {} // SCTP, for data channels

        @Override
        public void failed(String reason) {}

        @Override
        public void closed() {}
    }

    @Test
    void twoPeersAgreeOnKeysAndExchangeMedia() throws IOException {
        SimulatedNetwork network = new SimulatedNetwork(1);
        HandshakeThreads threads = HandshakeThreads.create();
        network.beforeTimeMoves(threads::awaitQuiet);
        SimulatedHost here = network.host("192.0.2.1");
        SimulatedHost there = network.host("192.0.2.2");

        DtlsCertificate mine = DtlsCertificate.generate(); // its fingerprint travels in a=fingerprint
        DtlsCertificate yours = DtlsCertificate.generate();
        Peer server = new Peer(DtlsRole.SERVER, yours, mine.fingerprint(), threads, there, there.at(5000),
                here.at(5000));
        Peer client = new Peer(DtlsRole.CLIENT, mine, yours.fingerprint(), threads, here, here.at(5000),
                there.at(5000));

        network.runUntil(() -> client.srtp != null && server.srtp != null, 30 * Time.SECOND);
        client.say(1, "hello");
        server.say(1, "world");
        network.run(Time.SECOND);

        assertEquals("hello ", server.heard);
        assertEquals("world ", client.heard);
    }
}
