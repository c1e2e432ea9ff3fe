package dev.sluice.sfu.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpResponse;

import dev.sluice.peerconnection.PeerConnection;
import dev.sluice.peerconnection.RtcSessionDescription;
import dev.sluice.peerconnection.RtpSender;
import dev.sluice.rtp.RtpPacket;
import dev.sluice.sdp.Direction;

/// A client that publishes or plays one video over real sockets, and counts what it gets.
final class TestPeer {
    private final TestServer server;
    private final PeerConnection connection;
    private final String url;
    private final RtpSender sender;

    // of a player, on the peers' loop; volatile for those who watch
    private volatile boolean isReady;
    private volatile boolean hasHeardBye;
    private volatile int received;
    private volatile String complaint = "";

    private TestPeer(TestServer server, PeerConnection connection, String path, Direction direction) {
        this.server = server;
        this.connection = connection;
        this.sender = connection.addTransceiver("video", direction).sender();
        connection.onTrack(track -> {
            track.receiver().onPacket(this::onPacket);
            track.receiver().onEnd(() -> hasHeardBye = true);
        });
        this.url = negotiate(path);
    }

    static TestPeer publish(TestServer server, PeerConnection connection, String path) {
        return new TestPeer(server, connection, path, Direction.SENDONLY);
    }

    static TestPeer play(TestServer server, PeerConnection connection, String path) {
        return new TestPeer(server, connection, path, Direction.RECVONLY);
    }

    private String negotiate(String path) {
        connection.setLocalDescription(connection.createOffer().join()).join();
        HttpResponse<String> answer = server.offer(path, connection.localDescription().orElseThrow().sdp());
        assertEquals(201, answer.statusCode(), answer.body());
        connection.setRemoteDescription(RtcSessionDescription.answer(answer.body())).join();
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private void onPacket(RtpPacket packet) {
        int number = TestPayload.number(packet);
        if (!TestPayload.isIntact(packet)) {
            complain("packet " + number + " arrived damaged");
        } else if (number == TestPayload.UNCOUNTED) {
            isReady = true;
        } else if (number == received) {
            received = number + 1;
        } else {
            complain("packet " + number + " came instead of " + received);
        }
    }

    private void complain(String what) {
        if (complaint.isEmpty()) {
            complaint = what;
        }
    }

    void send(int number, long timestamp) {
        byte[] payload = TestPayload.of(number);
        sender.send(payload, 0, payload.length, timestamp, true);
    }

    boolean isReady() { return isReady; }

    /// How many packets have come, all of them in order and as they were sent.
    int received() {
        return received;
    }

    /// Whether the server has said that it sends no more (RTCP BYE).
    boolean hasHeardBye() {
        return hasHeardBye;
    }

    String complaint() {
        return complaint;
    }

    PeerConnection connection() {
        return connection;
    }

    /// Ends the session as a WHIP or WHEP client does.
    void leave() {
        assertEquals(200, server.send("DELETE", url, null).statusCode());
        connection.close();
    }

    /// Ends the connection only, as a page that is closed; the server hears it from DTLS.
    void hangUp() {
        connection.close();
    }
}
