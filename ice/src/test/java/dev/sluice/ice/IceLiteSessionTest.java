package dev.sluice.ice;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.NEVER;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.sluice.ice.StunAttribute.*;

class IceLiteSessionTest {
    private static final InetSocketAddress WIFI = StunMessageTest.address("192.0.2.1:1111");
    private static final InetSocketAddress CELL = StunMessageTest.address("[2001:db8::2]:2222");
    private static final long BETTER = 2_000_000_000L;
    private static final long WORSE = 1_000_000_000L;

    private final Random random = new Random(7);
    private final IceCredentials local = IceCredentials.generate(random, "w3");
    private final StunIntegrity integrity = StunIntegrity.shortTerm(local.pwd());
    private final IceLiteSession session = new IceLiteSession(local, 0);
    private final Recorder out = new Recorder();
    private long now;

    @Test
    void answersACheckWithTheAddressItCameFrom() {
        for (InetSocketAddress from : List.of(WIFI, CELL)) {
            StunMessage check = check(BETTER);
            receive(from, check);

            StunMessage answer = out.lastSent();
            assertEquals(from, out.lastTo);
            assertEquals(StunClass.SUCCESS_RESPONSE, answer.stunClass());
            assertEquals(check.transactionId(), answer.transactionId());
            assertEquals(from, answer.attribute(XorMappedAddress.class).orElseThrow().address());
            assertTrue(integrity.verify(out.lastBytes, 0, out.lastBytes.length));
            assertTrue(answer.attribute(Fingerprint.class).isPresent());
        }
        assertEquals(2, session.counters().get(CheckOutcome.ANSWERED));
    }

    @Test
    void theFirstAuthenticAddressIsSelectedBeforeAnyNomination() {
        receive(CELL, check(WORSE));
        receive(WIFI, check(BETTER));

        assertEquals(List.of("validated " + CELL, "selected " + CELL, "validated " + WIFI), out.events);
    }

    @Test
    void aNominationReplacesTheProvisionalAddress() {
        receive(WIFI, check(BETTER));
        receive(CELL, nomination(WORSE));

        assertEquals(CELL, session.selectedAddress());
    }

    @Test
    void aggressiveNominationEndsWithTheHighestPriority() {
        receive(CELL, nomination(WORSE));
        for (int i = 0; i < 20; i++) {
            receive(WIFI, nomination(BETTER));
            receive(CELL, nomination(WORSE));
            now += 500 * MILLISECOND;
            assertEquals(WIFI, session.selectedAddress());
        }
    }

    @Test
    void renominationMovesToALowerPriorityOnceItIsRepeated() {
        receive(WIFI, nomination(BETTER));
        now += SECOND;
        receive(CELL, nomination(WORSE));
        assertEquals(WIFI, session.selectedAddress());
        now += SECOND;
        receive(CELL, nomination(WORSE));
        assertEquals(CELL, session.selectedAddress());
    }

    @Test
    void renominationMovesAtOnceWhenTheOldPathWentSilent() {
        receive(WIFI, nomination(BETTER));
        now += 4 * SECOND;
        receive(CELL, nomination(WORSE));
        assertEquals(CELL, session.selectedAddress());
    }

    @Test
    void aLateCheckDoesNotBringTheOldAddressBack() {
        receive(WIFI, nomination(BETTER));
        receive(CELL, nomination(WORSE));
        receive(CELL, nomination(WORSE));
        receive(WIFI, nomination(BETTER)); // sent before the others
        now += 500 * MILLISECOND;
        receive(CELL, nomination(WORSE));
        assertEquals(CELL, session.selectedAddress());
        assertEquals(2, out.events.stream().filter(event -> event.startsWith("selected")).count());
    }

    @Test
    void numberedNominationsCountInTheirOrderNotInTheirArrival() {
        receive(WIFI, check(BETTER, new Nomination(1)));
        receive(CELL, check(WORSE, new Nomination(2)));
        assertEquals(CELL, session.selectedAddress());
        receive(WIFI, check(BETTER, new Nomination(1)));
        receive(WIFI, check(BETTER, new Nomination(1)));
        assertEquals(CELL, session.selectedAddress());
    }

    @Test
    void consentExpiresThirtySecondsAfterTheLastCheck() {
        now = 5 * SECOND;
        receive(WIFI, nomination(BETTER));
        now = 20 * SECOND;
        receive(WIFI, nomination(BETTER));

        while (session.deadline() != NEVER) {
            jumpToDeadline();
        }

        assertEquals(50 * SECOND, now);
        assertEquals("consent expired", out.events.getLast());
        assertFalse(session.isValidated(WIFI));
        assertNull(session.selectedAddress());
    }

    @Test
    void aCheckAfterExpiryDoesNotBringConsentBack() {
        receive(WIFI, nomination(BETTER));
        jumpToDeadline();
        int sent = out.sent;

        receive(WIFI, nomination(BETTER));

        assertEquals(sent, out.sent);
        assertEquals(NEVER, session.deadline());
        assertEquals(1, session.counters().get(CheckOutcome.TOO_LATE));
    }

    @Test
    void aSessionThatNeverHearsACheckExpires() {
        jumpToDeadline();
        assertEquals(30 * SECOND, now);
        assertEquals(List.of("consent expired"), out.events);
    }

    @Test
    void unauthenticPacketsDoNotKeepConsent() {
        receive(WIFI, nomination(BETTER));
        now = 20 * SECOND;
        send(WIFI, nomination(BETTER).encode(StunIntegrity.shortTerm("somebody else's password")));
        now = 30 * SECOND;
        session.onTime(now, out);
        assertEquals("consent expired", out.events.getLast());
    }

    @Test
    void whenTheSelectedAddressGoesSilentTheOtherTakesOver() {
        receive(WIFI, nomination(BETTER));
        now = 10 * SECOND;
        receive(CELL, check(WORSE));
        now = 25 * SECOND;
        receive(CELL, check(WORSE));
        jumpToDeadline();

        assertEquals(30 * SECOND, now);
        assertEquals(List.of("forgotten " + WIFI, "selected " + CELL), out.events.subList(3, 5));
        jumpToDeadline();
        assertEquals(55 * SECOND, now);
        assertEquals("consent expired", out.events.getLast());
    }

    @Test
    void knowsSixteenAddressesAndForgetsTheMostSilentButNeverTheSelected() {
        receive(WIFI, nomination(BETTER));
        for (int port = 1; port <= 100; port++) {
            now += MILLISECOND;
            receive(StunMessageTest.address("192.0.2.9:" + port), check(WORSE));
        }
        assertTrue(session.isValidated(WIFI));
        assertFalse(session.isValidated(StunMessageTest.address("192.0.2.9:85")));
        assertTrue(session.isValidated(StunMessageTest.address("192.0.2.9:86")));
        assertEquals(85, out.events.stream().filter(event -> event.startsWith("forgotten")).count());
        assertEquals(WIFI, session.selectedAddress());
    }

    @Test
    void goesOnWithAnotherAddressWhenTheSelectedOneIsTakenAway() {
        receive(WIFI, nomination(BETTER));
        receive(CELL, check(WORSE));

        session.forget(WIFI);

        assertFalse(session.isValidated(WIFI));
        assertEquals(CELL, session.selectedAddress());
    }

    @Test
    void selectsNothingWhenItsOnlyAddressIsTakenAwayUntilTheNextCheckFromThere() {
        receive(WIFI, nomination(BETTER));
        session.forget(WIFI);
        assertNull(session.selectedAddress());

        now = 20 * SECOND;
        receive(WIFI, check(BETTER));

        assertEquals(WIFI, session.selectedAddress());
        assertEquals(List.of("validated " + WIFI, "selected " + WIFI, "validated " + WIFI, "selected " + WIFI),
                out.events);
        assertEquals(50 * SECOND, session.deadline());
    }

    @Test
    void consentEndsThirtySecondsAfterTheLastCheckThoughTheAddressWasTakenAway() {
        receive(WIFI, nomination(BETTER));
        now = 20 * SECOND;
        receive(WIFI, nomination(BETTER));
        session.forget(WIFI);
        session.forget(CELL);
        jumpToDeadline();

        assertEquals(50 * SECOND, now);
        assertEquals("consent expired", out.events.getLast());
    }

    @Test
    void tellsOfEachAuthenticCheck() {
        receive(WIFI, check(BETTER));
        receive(WIFI, check(BETTER));
        send(CELL, check(BETTER).encode(StunIntegrity.shortTerm("somebody else's password")));

        assertEquals(2, out.checked);
    }

    @Test
    void aPeerThatClaimsToBeControlledIsToldToSwitch() {
        receive(WIFI, StunMessage.bindingRequest(TransactionId.random(random), new Username(local.ufrag() + ":peer"),
                new IceControlled(1), new Priority(BETTER)));

        assertEquals(487, out.lastSent().attribute(ErrorCode.class).orElseThrow().code());
        assertTrue(integrity.verify(out.lastBytes, 0, out.lastBytes.length));
        assertEquals(List.of(), out.events);
        assertEquals(1, session.counters().get(CheckOutcome.ROLE_CONFLICT));
    }

    @Test
    void attributesThatThePeerInsistsOnAreNamedAsUnknown() {
        receive(WIFI, check(BETTER, new Unknown(0x7001, new byte[3]), new Unknown(0x7002, new byte[0]),
                new Unknown(0x7001, new byte[0]), new Unknown(0x9001, new byte[0])));

        assertEquals(420, out.lastSent().attribute(ErrorCode.class).orElseThrow().code());
        assertEquals(List.of(0x7001, 0x7002), out.lastSent().attribute(UnknownAttributes.class).orElseThrow().types());
        assertEquals(List.of(), out.events);
    }

    @Test
    void whatIsNotAuthenticGetsNoAnswerAndIsCountedByReason() {
        StunMessage check = nomination(BETTER);
        StunIntegrity wrong = StunIntegrity.shortTerm("somebody else's password");
        StunMessage stranger = StunMessage.bindingRequest(check.transactionId(), new Username("stranger:peer"));
        byte[] unprotected = new StunWriter().start(StunClass.REQUEST, Stun.BINDING, check.transactionId())
                .add(new Username(local.ufrag() + ":peer")).fingerprint().toByteArray();
        StunMessage response = new StunMessage(StunClass.SUCCESS_RESPONSE, Stun.BINDING, check.transactionId(),
                check.attributes());

        send(WIFI, check.encode(wrong));
        send(WIFI, stranger.encode(integrity));
        send(WIFI, unprotected);
        send(WIFI, check.encode());
        send(WIFI, response.encode(integrity));
        send(WIFI, new byte[]{0, 1});

        assertEquals(0, out.sent);
        assertEquals(List.of(), out.events);
        for (CheckOutcome reason : List.of(CheckOutcome.WRONG_INTEGRITY, CheckOutcome.UNKNOWN_UFRAG,
                CheckOutcome.MISSING_INTEGRITY, CheckOutcome.MISSING_OR_WRONG_FINGERPRINT,
                CheckOutcome.NOT_A_BINDING_REQUEST, CheckOutcome.MALFORMED)) {
            assertEquals(1, session.counters().get(reason), reason.name());
        }
    }

    static List<JsonNode> malformed() {
        return Vectors.messages("stun/malformed.json").toList();
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void noMalformedMessageIsAnsweredEvenWithTheRightCredentials(JsonNode vector) {
        IceLiteSession victim = new IceLiteSession(new IceCredentials("evtj", "VOkJxbRl1RmTxUk/WvJxBt"), 0);
        byte[] bytes = Vectors.bytes(vector);
        victim.onPacket(WIFI, bytes, 0, bytes.length, 0, out);
        assertEquals(0, out.sent);
        assertEquals(0, victim.counters().get(CheckOutcome.ANSWERED));
    }

    @Test
    void answersTheChecksOfRealBrowsers() {
        List<JsonNode> requests = Vectors.browsers().filter(vector -> vector.get("type").asText().equals("0x1"))
                .toList();
        for (JsonNode vector : requests) {
            byte[] bytes = Vectors.bytes(vector);
            String ufrag = vector.get("username").asText().split(":")[0];
            IceLiteSession server = new IceLiteSession(new IceCredentials(ufrag, vector.get("password").asText()), 0);
            boolean controlled = vector.toString().contains("ICE-CONTROLLED");

            server.onPacket(WIFI, bytes, 0, bytes.length, 0, out);

            assertEquals(ufrag, IceLiteSession.localUfrag(bytes, 0, bytes.length));
            assertEquals(1, server.counters()
                    .get(controlled ? CheckOutcome.ROLE_CONFLICT : CheckOutcome.ANSWERED));
            assertTrue(out.lastBytes.length <= bytes.length, "never more bytes than came in");
        }
        assertEquals(8, requests.size());
    }

    private StunMessage check(long priority, StunAttribute... more) {
        List<StunAttribute> attributes = new ArrayList<>(
                List.of(new Username(local.ufrag() + ":peer"), new IceControlling(9), new Priority(priority)));
        attributes.addAll(Arrays.asList(more));
        return new StunMessage(StunClass.REQUEST, Stun.BINDING, TransactionId.random(random), attributes);
    }

    private StunMessage nomination(long priority) {
        return check(priority, new UseCandidate());
    }

    private void receive(InetSocketAddress from, StunMessage message) {
        send(from, message.encode(integrity));
    }

    private void send(InetSocketAddress from, byte[] bytes) {
        byte[] before = bytes.clone();
        session.onPacket(from, bytes, 0, bytes.length, now, out);
        assertArrayEquals(before, bytes);
    }

    private void jumpToDeadline() {
        now = session.deadline();
        session.onTime(now, out);
    }

    static final class Recorder implements IceLiteSession.Output {
        final List<String> events = new ArrayList<>();
        InetSocketAddress lastTo;
        byte[] lastBytes;
        int sent;
        int checked;

        StunMessage lastSent() {
            return StunMessage.parse(lastBytes, 0, lastBytes.length).orElseThrow();
        }

        @Override
        public void send(InetSocketAddress to, byte[] bytes, int offset, int length) {
            lastTo = to;
            lastBytes = Arrays.copyOfRange(bytes, offset, offset + length);
            sent++;
        }

        @Override
        public void addressValidated(InetSocketAddress address) {
            events.add("validated " + address);
        }

        @Override
        public void addressChecked(InetSocketAddress address) {
            checked++;
        }

        @Override
        public void selected(InetSocketAddress address) {
            events.add("selected " + address);
        }

        @Override
        public void addressForgotten(InetSocketAddress address) {
            events.add("forgotten " + address);
        }

        @Override
        public void consentExpired() {
            events.add("consent expired");
        }
    }
}
