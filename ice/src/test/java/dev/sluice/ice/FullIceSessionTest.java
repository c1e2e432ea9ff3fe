package dev.sluice.ice;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import dev.sluice.ice.StunAttribute.*;
import dev.sluice.wire.UdpLoop.UdpSocket;

/// A full agent whose peer is the test itself, answering check by check.
class FullIceSessionTest {
    private static final InetSocketAddress LOCAL = StunMessageTest.address("192.0.2.1:1000");
    private static final InetSocketAddress PEER = StunMessageTest.address("192.0.2.2:2000");
    private static final InetSocketAddress PEER_TOO = StunMessageTest.address("192.0.2.3:3000");
    private static final InetSocketAddress OUTSIDE_THE_NAT = StunMessageTest.address("203.0.113.1:1111");

    private final Random random = new Random(11);
    private final IceCredentials local = IceCredentials.generate(random, "");
    private final IceCredentials remote = IceCredentials.generate(random, "");
    private final StunIntegrity localKey = StunIntegrity.shortTerm(local.pwd());
    private final StunIntegrity remoteKey = StunIntegrity.shortTerm(remote.pwd());
    private final CheckCounters counters = new CheckCounters();
    private final Deque<Sent> sent = new ArrayDeque<>();
    private final LocalCandidate candidate = new LocalCandidate(IceCandidate.host(LOCAL, 65535), new Socket());
    private FullIceSession session;
    private long now;

    private record Sent(InetSocketAddress to, StunMessage message) {
        boolean nominates() {
            return message.attribute(UseCandidate.class).isPresent();
        }

        boolean claimsControl() {
            return message.attribute(IceControlling.class).isPresent();
        }
    }

    @Test
    void aCheckCarriesWhatRfc8445AsksFor() {
        start(true, PEER);
        Sent check = nextSent();

        assertEquals(PEER, check.to);
        assertEquals(remote.ufrag() + ":" + local.ufrag(),
                check.message.attribute(Username.class).orElseThrow().value());
        assertEquals(IceCandidate.priority(IceCandidateType.PEER_REFLEXIVE, 65535, 1),
                check.message.attribute(Priority.class).orElseThrow().value());
        assertTrue(check.claimsControl());
        assertFalse(check.nominates());
        byte[] bytes = check.message.encode();
        assertTrue(remoteKey.verify(bytes, 0, bytes.length));
        assertTrue(check.message.attribute(Fingerprint.class).isPresent());
    }

    @Test
    void nominatesRegularlyAndIsConnectedWhenThatIsAnswered() {
        start(true, PEER);
        answer(nextSent(), LOCAL);
        assertEquals(IceState.CHECKING, session.state());
        Sent nomination = nextSent();
        assertTrue(nomination.nominates());
        answer(nomination, LOCAL);
        assertEquals(IceState.CONNECTED, session.state());
    }

    @Test
    void behindANatItsCandidateIsWhatThePeerSees() {
        start(true, PEER);
        answer(nextSent(), OUTSIDE_THE_NAT);
        answer(nextSent(), OUTSIDE_THE_NAT);
        IceCandidate seen = session.selectedPair().orElseThrow().local();

        assertEquals(OUTSIDE_THE_NAT, seen.address());
        assertEquals(IceCandidateType.PEER_REFLEXIVE, seen.type());
        assertEquals(LOCAL, seen.related());
        assertEquals(IceCandidate.priority(IceCandidateType.PEER_REFLEXIVE, 65535, 1), seen.priority());
    }

    @Test
    void waitsAMomentForABetterPairBeforeItNominates() {
        start(true, PEER, PEER_TOO);
        Sent first = nextSent();
        Sent second = nextSent();
        answer(first.to.equals(PEER) ? second : first, LOCAL);
        long validAt = now;
        Sent nomination = nextSent();

        assertTrue(nomination.nominates());
        assertEquals(PEER_TOO, nomination.to);
        assertTrue(now - validAt >= Nominator.PATIENCE, "after " + (now - validAt));
    }

    @Test
    void nominatesAtOnceWhenTheBestPairWorks() {
        start(true, PEER, PEER_TOO);
        Sent first = nextSent();
        assertEquals(PEER, first.to);
        answer(first, LOCAL);
        Sent next = nextSent();
        assertTrue(next.nominates());
        assertEquals(PEER, next.to);
        assertTrue(now <= CheckClient.TA);
    }

    @Test
    void takesTheNextPairWhenANominationIsNeverAnswered() {
        start(true, PEER, PEER_TOO);
        answer(nextSent(), LOCAL);
        while (true) {
            Sent next = nextSent();
            if (next.to.equals(PEER_TOO) && !next.nominates()) {
                answer(next, LOCAL);
            } else if (next.to.equals(PEER_TOO)) {
                answer(next, LOCAL);
                break;
            }
        }
        assertEquals(PEER_TOO, session.selectedPair().orElseThrow().remote().address());
        assertTrue(now >= 10 * SECOND && now <= 11 * SECOND, "after " + now);
    }

    @Test
    void aResponseFromElsewhereFailsThePair() {
        start(true, PEER);
        Sent check = nextSent();
        receive(PEER_TOO, success(check, LOCAL).encode(remoteKey));
        assertNull(session.path());
        assertTrue(sent.isEmpty());
    }

    @Test
    void aForgedResponseIsIgnoredAndTheTrueOneStillCounts() {
        start(true, PEER);
        Sent check = nextSent();
        receive(PEER, success(check, LOCAL).encode(localKey));
        receive(PEER, success(check, LOCAL).encode());
        assertNull(session.path());
        answer(check, LOCAL);
        assertEquals(PEER, session.path().remote().address());
        answer(check, LOCAL);

        assertEquals(1, counters.get(CheckOutcome.WRONG_INTEGRITY));
        assertEquals(1, counters.get(CheckOutcome.MISSING_OR_WRONG_FINGERPRINT));
        assertEquals(1, counters.get(CheckOutcome.UNKNOWN_TRANSACTION));
    }

    @Test
    void changesItsRoleWhenThePeerSaysSo() {
        start(true, PEER);
        Sent check = nextSent();
        receive(PEER, error(check, 487).encode(remoteKey));
        Sent again = nextSent();
        assertFalse(again.claimsControl());
        assertFalse(check.message.transactionId().equals(again.message.transactionId()));
    }

    @Test
    void followsThePeersNominationOnceItsOwnCheckHasSucceeded() {
        start(false, PEER);
        Sent own = nextSent();
        receive(PEER, check(new UseCandidate()));
        assertEquals(StunClass.SUCCESS_RESPONSE, sent.poll().message.stunClass());
        assertEquals(IceState.CHECKING, session.state());
        answer(own, LOCAL);
        assertEquals(IceState.CONNECTED, session.state());
    }

    @Test
    void aForbiddenConsentCheckEndsItAtOnce() {
        start(true, PEER);
        answer(nextSent(), LOCAL);
        answer(nextSent(), LOCAL);
        Sent consent = nextSent();
        assertTrue(now >= 4 * SECOND);
        receive(PEER, error(consent, 403).encode(remoteKey));
        assertEquals(IceState.FAILED, session.state());
        assertNull(session.path());
    }

    @Test
    void anyOfTheLastConsentChecksMayBeAnswered() {
        start(true, PEER);
        answer(nextSent(), LOCAL);
        answer(nextSent(), LOCAL);
        Sent first = nextSent();
        nextSent();
        nextSent();
        assertEquals(IceState.DISCONNECTED, session.state());
        answer(first, LOCAL);
        assertEquals(IceState.CONNECTED, session.state());
    }

    @Test
    void checksArePacedFiftyMillisecondsApart() {
        InetSocketAddress[] peers = new InetSocketAddress[20];
        for (int i = 0; i < peers.length; i++) {
            peers[i] = StunMessageTest.address("192.0.2." + (10 + i) + ":5000");
        }
        start(true, peers);
        for (int i = 0; i < peers.length; i++) {
            assertEquals(peers[i], nextSent().to, "the best first");
            assertEquals(i * CheckClient.TA, now);
        }
    }

    private void start(boolean controlling, InetSocketAddress... peers) {
        session = new FullIceSession(local, controlling, false, random);
        session.addLocal(candidate, now);
        session.remote(remote, false, now);
        int preference = 60_000;
        for (InetSocketAddress peer : peers) {
            session.addRemote(IceCandidate.host(peer, preference--), now);
        }
    }

    /// Lets time pass until the session sends something.
    private Sent nextSent() {
        for (int i = 0; sent.isEmpty() && i < 1000; i++) {
            now = Math.max(now, session.deadline());
            session.onTime(now);
        }
        return sent.poll();
    }

    private void answer(Sent check, InetSocketAddress mapped) {
        receive(check.to, success(check, mapped).encode(remoteKey));
    }

    private static StunMessage success(Sent check, InetSocketAddress mapped) {
        return new StunMessage(StunClass.SUCCESS_RESPONSE, Stun.BINDING, check.message.transactionId(),
                List.of(new XorMappedAddress(mapped)));
    }

    private static StunMessage error(Sent check, int code) {
        return new StunMessage(StunClass.ERROR_RESPONSE, Stun.BINDING, check.message.transactionId(),
                List.of(new ErrorCode(code, "")));
    }

    private byte[] check(StunAttribute... more) {
        List<StunAttribute> attributes = new ArrayList<>(List.of(new Username(local.ufrag() + ":" + remote.ufrag()),
                new IceControlling(1), new Priority(100)));
        attributes.addAll(Arrays.asList(more));
        return new StunMessage(StunClass.REQUEST, Stun.BINDING, TransactionId.random(random), attributes)
                .encode(localKey);
    }

    private void receive(InetSocketAddress from, byte[] bytes) {
        counters.count(session.onPacket(candidate, from, bytes, 0, bytes.length, now + MILLISECOND));
    }

    private final class Socket implements UdpSocket {
        @Override
        public InetSocketAddress localAddress() {
            return LOCAL;
        }

        @Override
        public boolean send(InetSocketAddress to, byte[] bytes, int offset, int length) {
            return sent.add(new Sent(to, StunMessage.parse(bytes, offset, length).orElseThrow()));
        }

        @Override
        public void close() {}
    }
}
