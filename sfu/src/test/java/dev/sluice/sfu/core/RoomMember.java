package dev.sluice.sfu.core;

import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.sluice.ice.HostIceAgent;
import dev.sluice.peerconnection.PeerConnection;
import dev.sluice.peerconnection.PeerConnectionFactory;
import dev.sluice.peerconnection.PeerConnectionState;
import dev.sluice.peerconnection.RtcConfiguration;
import dev.sluice.peerconnection.RtcSessionDescription;
import dev.sluice.peerconnection.RtcTrackEvent;
import dev.sluice.peerconnection.RtpTransceiver;
import dev.sluice.sdp.Direction;
import dev.sluice.testkit.SimulatedHost;

/// A person in a room, with the two connections that a browser would have: one to publish, which it offers, and one to subscribe, which it answers.
final class RoomMember implements AutoCloseable {
    private final Scene scene;
    private final String name;
    private final String id;
    private final Map<RtpTransceiver, SentTrack> sent = new LinkedHashMap<>();
    private final Map<String, ReceivedTrack> received = new TreeMap<>();
    private final List<String> offers = new ArrayList<>();
    private PeerConnection publishing;
    private PeerConnection subscribing;
    private List<OfferedTrack> offered = List.of();
    private int negotiation;
    private boolean answers = true;

    RoomMember(Scene scene, String room, String name) {
        this.scene = scene;
        this.name = name;
        id = assertInstanceOf(EnterResult.Entered.class,
                scene.server.ask((worker, now) -> worker.enter(room, name, now))).participant();
        scene.server.onOffer(id, this::onOffer);
    }

    /// Enters, subscribes, and publishes tracks of these kinds.
    static RoomMember in(Scene scene, String room, String name, String... kinds) {
        RoomMember member = new RoomMember(scene, room, name);
        member.subscribe();
        if (kinds.length > 0) {
            member.publish(kinds);
        }
        return member;
    }

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    // Publishing.

    /// Publishes tracks of these kinds besides those that it publishes already.
    List<SentTrack> publish(String... kinds) {
        if (publishing == null) {
            publishing = connection();
        }
        List<SentTrack> tracks = new ArrayList<>();
        for (String kind : kinds) {
            RtpTransceiver transceiver = publishing.addTransceiver(kind, Direction.SENDONLY);
            tracks.add(new SentTrack(this, transceiver));
            sent.put(transceiver, tracks.getLast());
        }
        negotiate();
        return tracks;
    }

    /// Tells the server what is published now.
    void negotiate() {
        RtcSessionDescription offer = publishing.createOffer().join();
        publishing.setLocalDescription(offer).join();
        JoinResult result = scene.server.ask((worker, now) -> worker.publishAs(id, offer.sdp(), now));
        publishing.setRemoteDescription(
                RtcSessionDescription.answer(assertInstanceOf(JoinResult.Joined.class, result).answer())).join();
    }

    void forget(SentTrack track) {
        sent.values().remove(track);
    }

    void remember(SentTrack track) {
        sent.put(track.transceiver(), track);
    }

    List<SentTrack> sent() {
        return List.copyOf(sent.values());
    }

    // Subscribing.

    void subscribe() {
        if (subscribing != null) {
            subscribing.close();
        }
        subscribing = connection();
        subscribing.onTrack(this::onTrack);
        received.clear();
        assertEquals(true, scene.server.ask((worker, now) -> worker.subscribeAs(id, now)));
    }

    /// Leaves all further offers unanswered, or answers again.
    void answers(boolean willing) {
        answers = willing;
    }

    private void onOffer(int number, String sdp, List<OfferedTrack> tracks) {
        negotiation = number;
        offers.add(sdp);
        offered = tracks;
        if (answers) {
            assertEquals(AnswerResult.ACCEPTED, answer());
        }
    }

    /// Answers the offer that came last.
    AnswerResult answer() {
        subscribing.setRemoteDescription(RtcSessionDescription.offer(offers.getLast())).join();
        RtcSessionDescription answer = subscribing.createAnswer().join();
        subscribing.setLocalDescription(answer).join();
        return scene.server.ask((worker, now) -> worker.answer(id, negotiation, answer.sdp(), now));
    }

    private void onTrack(RtcTrackEvent event) {
        String mid = event.transceiver().mid().orElseThrow();
        OfferedTrack track = offered.stream().filter(one -> one.mid().equals(mid)).findFirst().orElseThrow();
        String key = track.publisher() + "/" + track.publisherMid();
        ReceivedTrack fresh = new ReceivedTrack(key);
        received.put(key, fresh);
        event.receiver().onPacket(fresh::onPacket);
    }

    /// All offers that came, oldest first.
    List<String> offers() {
        return offers;
    }

    /// What the last one offered.
    List<OfferedTrack> offered() {
        return offered;
    }

    int negotiation() {
        return negotiation;
    }

    /// What comes of a track, under the publisher's id and mid.
    Map<String, ReceivedTrack> received() {
        return received;
    }

    ReceivedTrack received(SentTrack track) {
        ReceivedTrack one = received.get(track.key());
        assertEquals(true, one != null, name + " has no " + track.key());
        return one;
    }

    boolean isConnected() { return isConnected(publishing) && isConnected(subscribing); }

    private static boolean isConnected(PeerConnection connection) {
        return connection == null || connection.connectionState() == PeerConnectionState.CONNECTED;
    }

    PeerConnection publishing() {
        return publishing;
    }

    PeerConnection subscribing() {
        return subscribing;
    }

    private PeerConnection connection() {
        SimulatedHost host = scene.nextHost();
        RtcConfiguration patient = RtcConfiguration.defaults().withMaxReorderWait(10 * SECOND).withRetransmission(8_192,
                100);
        return PeerConnectionFactory.builder().loop(host).handshakeThreads(scene.handshakes)
                .random(scene.network.random(host.addresses().toString())).ice(HostIceAgent.factory(host.at(0)))
                .configuration(patient).clock(() -> Instant.EPOCH).build().create();
    }

    /// Goes, as when a tab is closed and signaling notices.
    void leave() {
        scene.server.ask((worker, now) -> worker.leave(id, now));
        close();
    }

    @Override
    public void close() {
        answers = false;
        if (publishing != null) {
            publishing.close();
        }
        if (subscribing != null) {
            subscribing.close();
        }
    }
}
