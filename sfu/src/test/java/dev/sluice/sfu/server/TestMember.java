package dev.sluice.sfu.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.sluice.peerconnection.PeerConnection;
import dev.sluice.peerconnection.PeerConnectionFactory;
import dev.sluice.peerconnection.RtcSessionDescription;
import dev.sluice.peerconnection.RtcTrackEvent;
import dev.sluice.peerconnection.RtpTransceiver;
import dev.sluice.rtp.RtpPacket;
import dev.sluice.sdp.Direction;
import dev.sluice.wire.Time;

/// A person in a room of a real server: a WebSocket that speaks signaling, and the two connections that a browser would have.
///
/// Answers the server's offers by itself, and sends media on all its tracks all the time, numbered packets that are checked where they arrive.
final class TestMember implements AutoCloseable {
    private static final long PACKET_EVERY = 10 * Time.MILLISECOND;
    private static final long PATIENCE = 20 * Time.SECOND;

    /// What came of one track of somebody: all packets in order, each as it was sent.
    static final class Arrivals {
        private volatile int packets;
        private volatile int last = TestPayload.UNCOUNTED;

        private void add(RtpPacket packet, ConcurrentLinkedQueue<String> complaints) {
            int number = TestPayload.number(packet);
            packets++;
            if (!TestPayload.isIntact(packet)) {
                complaints.add("packet " + number + " arrived damaged");
            } else if (number != TestPayload.UNCOUNTED) {
                if (last != TestPayload.UNCOUNTED && number != last + 1) {
                    complaints.add("packet " + number + " came after " + last);
                }
                last = number;
            }
        }

        int packets() {
            return packets;
        }
    }

    private final TestServer server;
    private final PeerConnectionFactory factory;
    private final String room;
    private final String name;
    private final Map<String, RtpTransceiver> published = new LinkedHashMap<>();
    private final Map<String, Arrivals> arrivals = new ConcurrentHashMap<>();
    private final Map<String, String> owners = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> complaints = new ConcurrentLinkedQueue<>();
    private final PeerConnection publishing;
    private PeerConnection subscribing;
    private TestSocket socket;
    private String id;
    private String token;
    private volatile long received;
    private int negotiation;
    private volatile boolean isClosed;

    private TestMember(TestServer server, PeerConnectionFactory factory, String room, String name) {
        this.server = server;
        this.factory = factory;
        this.room = room;
        this.name = name;
        this.publishing = factory.create();
        this.subscribing = connection();
    }

    /// Joins, and is offered what there is.
    static TestMember join(TestServer server, PeerConnectionFactory factory, String room, String name) {
        TestMember member = new TestMember(server, factory, room, name);
        member.socket = TestSocket.open(server);
        member.socket.send(TestSocket.joining(room, name));
        JsonNode joined = member.socket.await("joined");
        member.id = joined.path("participant").asText();
        member.token = joined.path("token").asText();
        member.socket.watch(member::onMessage);
        return member;
    }

    String id() {
        return id;
    }

    TestSocket socket() {
        return socket;
    }

    private PeerConnection connection() {
        PeerConnection connection = factory.create();
        connection.onTrack(this::onTrack);
        return connection;
    }

    // Publishing.

    /// Publishes one more track of this kind, under this name, and begins to send.
    TestMember publish(String track, String kind) {
        RtpTransceiver transceiver = publishing.addTransceiver(kind, Direction.SENDONLY);
        published.put(track, transceiver);
        negotiate();
        new Sending(transceiver).begin();
        return this;
    }

    /// Publishes this track no more.
    void unpublish(String track) {
        published.remove(track).direction(Direction.INACTIVE);
        negotiate();
    }

    private void negotiate() {
        publishing.setLocalDescription(publishing.createOffer().join()).join();
        ObjectNode offer = TestSocket.message("createOffer").put("connection", "publish")
                .put("negotiation", ++negotiation)
                .put("sdp", publishing.localDescription().orElseThrow().sdp());
        ArrayNode tracks = offer.putArray("tracks");
        published.forEach((track, transceiver) -> tracks.addObject().put("mid", transceiver.mid().orElseThrow())
                .put("track", track).put("source", "other").put("muted", false));
        socket.send(offer);
        JsonNode answer = socket.await(
                message -> message.path("type").asText().equals("createAnswer")
                        && message.path("negotiation").asInt() == negotiation
                        || message.path("type").asText().equals("error"),
                "answer");
        assertEquals("createAnswer", answer.path("type").asText(), answer::toString);
        publishing.setRemoteDescription(RtcSessionDescription.answer(answer.path("sdp").asText())).join();
    }

    /// Sends a packet every 10 ms, a key frame whenever one is asked for.
    private final class Sending {
        private final RtpTransceiver transceiver;
        private int next;
        private long timestamp;
        private boolean isKeyFrameDue = true;

        Sending(RtpTransceiver transceiver) {
            this.transceiver = transceiver;
            transceiver.sender().onKeyFrameRequest(() -> isKeyFrameDue = true);
        }

        void begin() {
            factory.loop().execute(this::send);
        }

        private void send() {
            if (isClosed) {
                return;
            }
            byte[] payload = TestPayload.of(isKeyFrameDue ? TestPayload.UNCOUNTED : next);
            if (transceiver.sender().send(payload, 0, payload.length, timestamp += 900, true) >= 0) {
                next += isKeyFrameDue ? 0 : 1;
                isKeyFrameDue = false;
            }
            factory.loop().schedule(factory.loop().now() + PACKET_EVERY, this::send);
        }
    }

    // Receiving.

    private void onMessage(JsonNode message) {
        received = Math.max(received, message.path("seq").asLong());
        if (message.path("type").asText().equals("createOffer") && message.has("connection")) {
            answer(message);
        }
    }

    private void answer(JsonNode offer) {
        owners.clear();
        offer.path("tracks").forEach(track -> owners.put(track.path("mid").asText(),
                track.path("participant").asText() + "/" + track.path("track").asText()));
        subscribing.setRemoteDescription(RtcSessionDescription.offer(offer.path("sdp").asText())).join();
        subscribing.setLocalDescription(subscribing.createAnswer().join()).join();
        socket.send(TestSocket.message("createAnswer").put("connection", "subscribe")
                .put("negotiation", offer.path("negotiation").asInt())
                .put("sdp", subscribing.localDescription().orElseThrow().sdp()));
    }

    private void onTrack(RtcTrackEvent event) {
        String owner = owners.get(event.transceiver().mid().orElseThrow());
        if (owner == null) {
            complaints.add("nobody's track came");
            return;
        }
        Arrivals fresh = new Arrivals();
        arrivals.put(owner, fresh);
        event.receiver().onPacket(packet -> fresh.add(packet, complaints));
    }

    /// What came of somebody's track.
    Arrivals arrivals(TestMember publisher, String track) {
        return arrivals.getOrDefault(publisher.id + "/" + track, new Arrivals());
    }

    /// Waits until so many more packets of the track have come.
    void awaitPackets(TestMember publisher, String track, int more) {
        int before = arrivals(publisher, track).packets();
        await(() -> arrivals(publisher, track).packets() >= before + more,
                () -> name + " got " + arrivals(publisher, track).packets() + " packets of " + track + ", "
                        + subscribing.connectionState() + " " + complaints);
    }

    void assertNothingWasWrong() {
        assertEquals(List.of(), new ArrayList<>(complaints));
    }

    // Its socket.

    /// Loses the WebSocket without a word.
    void loseSocket() {
        socket.cut();
    }

    /// Takes the membership over on a new one.
    void resume() {
        TestSocket fresh = TestSocket.open(server);
        socket = fresh;
        fresh.send(TestSocket.message("resume").put("token", token).put("received", received));
        fresh.await("resumed");
        fresh.watch(this::onMessage);
    }

    /// Leaves, and joins anew as a page that is reloaded: with new connections, and its token.
    TestMember reload() {
        isClosed = true;
        TestMember again = new TestMember(server, factory, room, name);
        again.socket = TestSocket.open(server);
        again.socket.send(TestSocket.joining(room, name).put("token", token));
        JsonNode joined = again.socket.await("joined");
        again.id = joined.path("participant").asText();
        again.token = joined.path("token").asText();
        again.socket.watch(again::onMessage);
        return again;
    }

    static void await(BooleanSupplier condition, java.util.function.Supplier<String> complaint) {
        long end = System.nanoTime() + PATIENCE;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, complaint);
            LockSupport.parkNanos(5 * Time.MILLISECOND);
        }
    }

    @Override
    public void close() {
        isClosed = true;
        publishing.close();
        subscribing.close();
        socket.close();
    }
}
