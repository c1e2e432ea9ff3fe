package dev.sluice.ice;

import static dev.sluice.wire.Time.NEVER;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import dev.sluice.ice.StunAttribute.*;

/// A TURN client whose server is the test itself, answering request by request.
class TurnClientTest {
    private static final InetSocketAddress MAPPED = StunMessageTest.address("203.0.113.1:1111");
    private static final InetSocketAddress RELAY = StunMessageTest.address("198.51.100.1:50000");
    private static final InetSocketAddress PEER = StunMessageTest.address("203.0.113.2:2222");
    private static final byte[] CHECK = StunMessage.bindingRequest(new TransactionId(1, 2)).encode();
    private static final byte[] MEDIA = {(byte) 0x80, 1, 2, 3, 4};
    private static final String REALM = "realm";
    private static final int SHA_256_AND_HIDDEN_NAMES = 0xc0;

    private final Random random = new Random(3);
    private final Deque<byte[]> sent = new ArrayDeque<>();
    private final List<InetSocketAddress> relays = new ArrayList<>();
    private final List<Integer> failures = new ArrayList<>();
    private final List<byte[]> received = new ArrayList<>();
    private final StunIntegrity key = StunIntegrity
            .sha1(StunIntegrity.longTermKey("MD5", "user", REALM, "secret"));
    private TurnClient client = client(false);
    private boolean deaf;
    private long now;

    @Test
    void meetsTheChallengeAndTellsWhereItsRelayIs() {
        allocate(600);
        assertEquals(List.of(RELAY), relays);
        assertTrue(failures.isEmpty());
    }

    @Test
    void theFirstRequestTellsNothingOfTheUser() {
        client.allocate(now);
        StunMessage request = next();
        assertEquals(Stun.ALLOCATE, request.method());
        assertEquals(17, request.attribute(RequestedTransport.class).orElseThrow().protocol());
        assertTrue(request.attribute(Username.class).isEmpty());
        assertTrue(request.attribute(MessageIntegrity.class).isEmpty());
    }

    @Test
    void wrongCredentialsAreNotTriedAgain() {
        client.allocate(now);
        refuse(next(), 401, new Realm(REALM), new Nonce("n1"));
        refuse(next(), 401, new Realm(REALM), new Nonce("n2"));
        assertEquals(List.of(401), failures);
        assertEquals(NEVER, client.deadline());
    }

    @Test
    void aStaleNonceCostsOneMoreRequest() {
        allocate(600);
        advanceTo(540 * SECOND);
        StunMessage refresh = next();
        refuse(refresh, 438, new Realm(REALM), new Nonce("fresh"));
        StunMessage again = next();
        assertEquals(Stun.REFRESH, again.method());
        assertEquals("fresh", again.attribute(Nonce.class).orElseThrow().value());
        succeed(again, new Lifetime(600));
        assertTrue(failures.isEmpty());
    }

    @Test
    void aServerThatFindsEveryNonceStaleIsLeftAlone() {
        client.allocate(now);
        refuse(next(), 401, new Realm(REALM), new Nonce("n"));
        int requests = 0;
        while (!sent.isEmpty()) {
            refuse(next(), 438, new Realm(REALM), new Nonce("n" + requests++));
        }
        assertEquals(List.of(438), failures);
        assertTrue(requests < 10);
    }

    @Test
    void aServerThatKnowsBetterGetsSha256AndAHashOfTheName() {
        client.allocate(now);
        PasswordAlgorithms offered = new PasswordAlgorithms(List.of(
                new PasswordAlgorithm(77), new PasswordAlgorithm(PasswordAlgorithm.SHA_256)));
        byte[] features = {(byte) SHA_256_AND_HIDDEN_NAMES, 0, 0};
        Nonce nonce = new Nonce("obMatJos2" + Base64.getEncoder().encodeToString(features) + "xyz");
        refuse(next(), 401, new Realm(REALM), nonce, offered);
        byte[] request = sent.peek();
        StunMessage message = next();

        assertTrue(message.attribute(Username.class).isEmpty());
        assertArrayEquals(StunIntegrity.userhash("user", REALM),
                message.attribute(UserHash.class).orElseThrow().value());
        assertEquals(offered, message.attribute(PasswordAlgorithms.class).orElseThrow());
        assertEquals(new PasswordAlgorithm(PasswordAlgorithm.SHA_256),
                message.attribute(PasswordAlgorithm.class).orElseThrow());
        assertTrue(StunIntegrity.sha256(StunIntegrity.longTermKey("SHA-256", "user", REALM, "secret")).verify(request,
                0, request.length));
    }

    @Test
    void whoTakesTheBetterAlgorithmsOutOfTheChallengeGetsNoPasswordToGuessAt() {
        client.allocate(now);
        refuse(next(), 401, new Realm(REALM), new Nonce("obMatJos2gAAAxyz"));
        assertTrue(sent.isEmpty());
        assertEquals(List.of(401), failures);
    }

    @Test
    void aForgedSuccessIsIgnored() {
        client.allocate(now);
        refuse(next(), 401, new Realm(REALM), new Nonce("n"));
        StunMessage request = next();
        byte[] forged = answer(StunClass.SUCCESS_RESPONSE, request, new XorRelayedAddress(PEER),
                new XorMappedAddress(MAPPED), new Lifetime(600)).encode(StunIntegrity.shortTerm("guess"));
        client.onPacket(forged, 0, forged.length, now);
        assertTrue(relays.isEmpty());
        succeed(request, new XorRelayedAddress(RELAY), new XorMappedAddress(MAPPED), new Lifetime(600));
        assertEquals(List.of(RELAY), relays);
    }

    @Test
    void overUdpRequestsAreRepeatedAndGivenUpAfterFortySeconds() {
        client.allocate(now);
        int requests = 0;
        while (failures.isEmpty()) {
            sent.clear();
            now = client.deadline();
            client.onTime(now);
            requests += sent.size();
        }
        assertEquals(6, requests);
        assertEquals(39_500_000_000L, now);
        assertEquals(List.of(TurnClient.UNREACHABLE), failures);
    }

    @Test
    void overAStreamRequestsAreSentOnce() {
        client = client(true);
        client.allocate(now);
        next();
        while (failures.isEmpty()) {
            now = client.deadline();
            client.onTime(now);
        }
        assertTrue(sent.isEmpty());
    }

    @Test
    void refreshesAMinuteBeforeTheEndAndHalfwayThroughAShortLife() {
        allocate(600);
        assertEquals(540 * SECOND, client.deadline());
        advanceTo(540 * SECOND);
        succeed(next(), new Lifetime(60));
        assertEquals(570 * SECOND, client.deadline());
    }

    @Test
    void anAllocationThatCannotBeRefreshedIsLostWhenItHasExpiredAndNotBefore() {
        allocate(600);
        while (failures.isEmpty()) {
            now = client.deadline();
            client.onTime(now);
        }
        assertEquals(600 * SECOND, now);
        assertTrue(sent.size() > 7, "it tried more than once");
    }

    @Test
    void aServerThatHasForgottenTheAllocationEndsIt() {
        allocate(600);
        advanceTo(540 * SECOND);
        refuse(next(), 437);
        assertEquals(List.of(437), failures);
        assertFalse(client.send(PEER, CHECK, 0, CHECK.length, now));
    }

    @Test
    void aQuotaThatIsReachedIsTold() {
        client.allocate(now);
        refuse(next(), 401, new Realm(REALM), new Nonce("n"));
        refuse(next(), 486);
        assertEquals(List.of(486), failures);
    }

    @Test
    void theFirstDatagramWaitsForThePermission() {
        allocate(600);
        assertTrue(client.send(PEER, CHECK, 0, CHECK.length, now));
        StunMessage permission = next();
        assertEquals(Stun.CREATE_PERMISSION, permission.method());
        assertEquals(PEER.getAddress(),
                permission.attribute(XorPeerAddress.class).orElseThrow().address().getAddress());
        assertTrue(sent.isEmpty());

        succeed(permission);
        StunMessage indication = next();
        assertEquals(Stun.SEND, indication.method());
        assertEquals(PEER, indication.attribute(XorPeerAddress.class).orElseThrow().address());
        assertArrayEquals(CHECK, indication.attribute(Data.class).orElseThrow().bytes());
    }

    @Test
    void nothingGoesToWhomTheServerForbids() {
        allocate(600);
        client.send(PEER, CHECK, 0, CHECK.length, now);
        refuse(next(), 403);
        assertFalse(client.send(PEER, CHECK, 0, CHECK.length, now));
        assertTrue(sent.isEmpty());
        assertTrue(failures.isEmpty());
    }

    @Test
    void permissionsAreRenewedAsLongAsSomethingIsSent() {
        allocate(3600);
        permit();
        client.send(PEER, CHECK, 0, CHECK.length, now);
        sent.clear();
        advanceTo(240 * SECOND);
        StunMessage renewal = next();
        assertEquals(Stun.CREATE_PERMISSION, renewal.method());
        succeed(renewal);

        advanceTo(480 * SECOND);
        assertTrue(sent.isEmpty());
        client.send(PEER, CHECK, 0, CHECK.length, now);
        assertEquals(Stun.CREATE_PERMISSION, next().method());
    }

    @Test
    void mediaBindsAChannelAndThenTakesFourBytesMore() {
        allocate(3600);
        permit();
        client.send(PEER, MEDIA, 0, MEDIA.length, now);
        assertEquals(Stun.SEND, next().method());
        StunMessage bind = next();
        assertEquals(Stun.CHANNEL_BIND, bind.method());
        client.send(PEER, MEDIA, 0, MEDIA.length, now);
        assertEquals(Stun.SEND, next().method());

        succeed(bind);
        client.send(PEER, MEDIA, 0, MEDIA.length, now);
        byte[] message = sent.poll();
        assertEquals(bind.attribute(ChannelNumber.class).orElseThrow().value(), ChannelData.channel(message, 0));
        assertEquals(4 + MEDIA.length, message.length);
        assertArrayEquals(MEDIA, Arrays.copyOfRange(message, 4, message.length));
    }

    @Test
    void overAStreamChannelDataIsPadded() {
        client = client(true);
        allocate(3600);
        bind();
        client.send(PEER, MEDIA, 0, MEDIA.length, now);
        byte[] message = sent.poll();
        assertEquals(12, message.length);
        assertEquals(MEDIA.length, ChannelData.dataLength(message, 0));
    }

    @Test
    void onAChannelNoPacketMakesGarbage() {
        allocate(3600);
        int channel = bind();
        byte[] channelData = new byte[4 + MEDIA.length];
        ChannelData.writeHeader(channelData, 0, channel, MEDIA.length);
        deaf = true;
        AllocationTest.assertBytesPerCall(0, () -> {
            client.send(PEER, MEDIA, 0, MEDIA.length, now);
            client.onPacket(channelData, 0, channelData.length, now);
        });
    }

    @Test
    void aChannelIsBoundAgainBeforeItEnds() {
        allocate(3600);
        int channel = bind();
        advanceTo(500 * SECOND);
        StunMessage again = messages().stream().filter(message -> message.method() == Stun.CHANNEL_BIND).findFirst()
                .orElseThrow();
        assertEquals(channel, again.attribute(ChannelNumber.class).orElseThrow().value());
    }

    @Test
    void whenAChannelIsRefusedIndicationsGoOn() {
        allocate(3600);
        permit();
        client.send(PEER, MEDIA, 0, MEDIA.length, now);
        next();
        refuse(next(), 508);
        client.send(PEER, MEDIA, 0, MEDIA.length, now);
        assertEquals(Stun.SEND, next().method());
        assertTrue(sent.isEmpty());
    }

    @Test
    void whatComesByIndicationOrChannelIsHandedOn() {
        allocate(3600);
        int channel = bind();
        byte[] indication = new StunMessage(StunClass.INDICATION, Stun.DATA, TransactionId.random(random),
                List.of(new XorPeerAddress(PEER), new Data(MEDIA))).encode();
        client.onPacket(indication, 0, indication.length, now);
        byte[] channelData = new byte[4 + MEDIA.length];
        ChannelData.writeHeader(channelData, 0, channel, MEDIA.length);
        System.arraycopy(MEDIA, 0, channelData, 4, MEDIA.length);
        client.onPacket(channelData, 0, channelData.length, now);

        assertEquals(2, received.size());
        received.forEach(bytes -> assertArrayEquals(MEDIA, bytes));
    }

    @Test
    void whatIsSaidToComeFromSomebodyWhoWasNotPermittedIsDropped() {
        allocate(3600);
        byte[] indication = new StunMessage(StunClass.INDICATION, Stun.DATA, TransactionId.random(random),
                List.of(new XorPeerAddress(PEER), new Data(MEDIA))).encode();
        client.onPacket(indication, 0, indication.length, now);
        byte[] channelData = {0x40, 0, 0, 1, 9};
        client.onPacket(channelData, 0, channelData.length, now);
        assertTrue(received.isEmpty());
    }

    @Test
    void sendsToSoManyPeersAndNotToMore() {
        allocate(3600);
        for (int i = 0; i < TurnRelay.MOST_PEERS; i++) {
            assertTrue(client.send(StunMessageTest.address("203.0.113.9:" + (1000 + i)), CHECK, 0, CHECK.length, now));
        }
        assertFalse(client.send(PEER, CHECK, 0, CHECK.length, now));
    }

    @Test
    void givesTheAllocationBack() {
        allocate(600);
        client.close();
        StunMessage release = next();
        assertEquals(Stun.REFRESH, release.method());
        assertEquals(0, release.attribute(Lifetime.class).orElseThrow().seconds());
        assertEquals(NEVER, client.deadline());
    }

    @Test
    void survivesWhateverTheNetworkSends() {
        allocate(3600);
        bind();
        byte[] success = answer(StunClass.SUCCESS_RESPONSE, StunMessage.parse(CHECK, 0, CHECK.length).orElseThrow())
                .encode(key);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = success.clone();
            for (int flips = random.nextInt(8); flips >= 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            client.onPacket(bytes, 0, random.nextInt(bytes.length + 1), now);
        }
        assertTrue(failures.isEmpty());
    }

    private TurnClient client(boolean reliable) {
        return new TurnClient("user", "secret", reliable, random, new TurnClient.Output() {
            @Override
            public void transmit(byte[] bytes, int offset, int length) {
                if (!deaf) {
                    sent.add(Arrays.copyOfRange(bytes, offset, offset + length));
                }
            }

            @Override
            public void allocated(List<InetSocketAddress> addresses, InetSocketAddress mapped) {
                assertEquals(MAPPED, mapped);
                relays.addAll(addresses);
            }

            @Override
            public void failed(int error) {
                failures.add(error);
            }

            @Override
            public void onDatagram(InetSocketAddress from, byte[] bytes, int offset, int length, long at) {
                assertEquals(PEER, from);
                if (!deaf) {
                    received.add(Arrays.copyOfRange(bytes, offset, offset + length));
                }
            }
        });
    }

    private void allocate(int lifetime) {
        client.allocate(now);
        refuse(next(), 401, new Realm(REALM), new Nonce("nonce"));
        byte[] request = sent.peek();
        assertTrue(key.verify(request, 0, request.length));
        succeed(next(), new XorRelayedAddress(RELAY), new XorMappedAddress(MAPPED), new Lifetime(lifetime));
    }

    private void permit() {
        client.send(PEER, CHECK, 0, CHECK.length, now);
        succeed(next());
        next();
    }

    private int bind() {
        permit();
        client.send(PEER, MEDIA, 0, MEDIA.length, now);
        next();
        StunMessage bind = next();
        succeed(bind);
        return bind.attribute(ChannelNumber.class).orElseThrow().value();
    }

    private void advanceTo(long time) {
        while (client.deadline() <= time) {
            now = client.deadline();
            client.onTime(now);
        }
        now = time;
    }

    private StunMessage next() {
        byte[] bytes = sent.poll();
        return StunMessage.parse(bytes, 0, bytes.length).orElseThrow();
    }

    private List<StunMessage> messages() {
        return sent.stream().map(bytes -> StunMessage.parse(bytes, 0, bytes.length).orElseThrow()).toList();
    }

    private void succeed(StunMessage request, StunAttribute... attributes) {
        byte[] bytes = answer(StunClass.SUCCESS_RESPONSE, request, attributes).encode(key);
        client.onPacket(bytes, 0, bytes.length, now);
    }

    private void refuse(StunMessage request, int code, StunAttribute... attributes) {
        List<StunAttribute> all = new ArrayList<>(List.of(attributes));
        all.add(new ErrorCode(code, ""));
        byte[] bytes = answer(StunClass.ERROR_RESPONSE, request, all.toArray(StunAttribute[]::new)).encode();
        client.onPacket(bytes, 0, bytes.length, now);
    }

    private static StunMessage answer(StunClass stunClass, StunMessage request, StunAttribute... attributes) {
        return new StunMessage(stunClass, request.method(), request.transactionId(), List.of(attributes));
    }
}
