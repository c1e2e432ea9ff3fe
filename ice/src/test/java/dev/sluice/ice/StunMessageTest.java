package dev.sluice.ice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.sluice.ice.StunAttribute.*;

class StunMessageTest {
    private static final TransactionId ID = TransactionId.random(new Random(1));

    @Test
    void readsTheRequestOfRfc5769() {
        JsonNode vector = rfc("rfc5769-2.1 request");
        StunMessage message = parse(Vectors.bytes(vector));

        assertEquals(StunClass.REQUEST, message.stunClass());
        assertEquals(Stun.BINDING, message.method());
        assertEquals("evtj:h6vY", message.attribute(Username.class).orElseThrow().value());
        assertEquals("STUN test client", message.attribute(Software.class).orElseThrow().value());
        assertEquals(1845494271L, message.attribute(Priority.class).orElseThrow().value());
        assertEquals(0x932ff9b151263b36L, message.attribute(IceControlled.class).orElseThrow().tieBreaker());
        assertTrue(verifies(StunIntegrity.shortTerm(vector.get("password").asText()), vector));
    }

    @Test
    void readsTheIpv4AndIpv6ResponsesOfRfc5769() {
        for (String name : List.of("rfc5769-2.2 ipv4 response", "rfc5769-2.3 ipv6 response")) {
            JsonNode vector = rfc(name);
            StunMessage message = parse(Vectors.bytes(vector));

            assertEquals(StunClass.SUCCESS_RESPONSE, message.stunClass());
            assertEquals(address(vector.get("xor_mapped").asText()),
                    message.attribute(XorMappedAddress.class).orElseThrow().address());
            assertTrue(verifies(StunIntegrity.shortTerm(vector.get("password").asText()), vector));
        }
    }

    @Test
    void readsAndWritesTheLongTermRequestOfRfc5769() {
        JsonNode vector = rfc("rfc5769-2.4 long-term request");
        byte[] key = StunIntegrity.longTermKey("MD5", vector.get("username").asText(), vector.get("realm").asText(),
                vector.get("password_after_saslprep").asText());
        StunMessage message = parse(Vectors.bytes(vector));

        assertEquals(vector.get("key_md5").asText(), HexFormat.of().formatHex(key));
        assertEquals(vector.get("username").asText(), message.attribute(Username.class).orElseThrow().value());
        assertEquals(vector.get("nonce").asText(), message.attribute(Nonce.class).orElseThrow().value());
        assertTrue(verifies(StunIntegrity.sha1(key), vector));
        assertArrayEquals(Vectors.bytes(vector), message.encode());
    }

    @Test
    void readsAndWritesTheSha256RequestOfRfc8489() {
        JsonNode vector = rfc("rfc8489-B.1 long-term SHA-256 + USERHASH");
        String username = vector.get("username").asText();
        String realm = vector.get("realm").asText();
        byte[] key = StunIntegrity.longTermKey("SHA-256", username, realm,
                vector.get("password_after_opaquestring").asText());
        StunMessage message = parse(Vectors.bytes(vector));

        assertEquals(vector.get("key_sha256").asText(), HexFormat.of().formatHex(key));
        assertArrayEquals(StunIntegrity.userhash(username, realm),
                message.attribute(UserHash.class).orElseThrow().value());
        assertTrue(verifies(StunIntegrity.sha256(key), vector));
        assertFalse(verifies(StunIntegrity.sha1(key), vector));
        assertArrayEquals(Vectors.bytes(vector), message.encode());
    }

    static List<JsonNode> captured() {
        return Vectors.browsers().toList();
    }

    @ParameterizedTest
    @MethodSource("captured")
    void whatBrowsersSendIsReadVerifiedAndWrittenBackByteForByte(JsonNode vector) {
        byte[] bytes = Vectors.bytes(vector);
        StunMessage message = parse(bytes);
        StunIntegrity integrity = StunIntegrity.shortTerm(vector.get("password").asText());

        message.attribute(Username.class)
                .ifPresent(username -> assertEquals(vector.get("username").asText(), username.value()));
        assertEquals(vector.get("attributes").size(), message.attributes().size());
        assertTrue(verifies(integrity, vector));
        assertArrayEquals(bytes, message.encode());
        assertArrayEquals(bytes, withoutIntegrity(message).encode(integrity));
    }

    @Test
    void unknownAttributesSurviveAndAreReportedWhenTheSenderInsists() {
        StunMessage sent = StunMessage.bindingRequest(ID, new Unknown(0x7abc, new byte[]{1, 2, 3}),
                new Unknown(0xc057, new byte[]{0, 0, 3, (byte) 0xe7}));
        StunMessage received = parse(sent.encode());

        assertArrayEquals(sent.encode(), received.encode());
        assertEquals(List.of(0x7abc), received.unknownRequired());
    }

    @Test
    void everyAttributeComesBackAsItWent() {
        List<StunAttribute> attributes = List.of(new MappedAddress(address("192.0.2.7:9")),
                new XorMappedAddress(address("[2001:db8::7]:65535")), new Username("a:b"), new Realm("r"),
                new Nonce("n"), new Software("s"), new ErrorCode(487, "Role Conflict"),
                new UnknownAttributes(List.of(1, 0x7fff, 3)), new Priority(0xffff_ffffL), new UseCandidate(),
                new IceControlled(-1), new IceControlling(42), new Nomination(7));
        for (StunClass stunClass : StunClass.values()) {
            StunMessage sent = new StunMessage(stunClass, 0xabc, ID, attributes);
            assertEquals(sent, parse(sent.encode()));
        }
    }

    @Test
    void everyAttributeOfTurnComesBackAsItWent() {
        PasswordAlgorithm withParameters = new PasswordAlgorithm(7, new byte[]{1, 2, 3, 4, 5});
        List<StunAttribute> attributes = List.of(new ChannelNumber(0x4abc), new Lifetime(0xffff_ffffL),
                new XorPeerAddress(address("192.0.2.7:9")), new XorRelayedAddress(address("[2001:db8::7]:65535")),
                new RequestedAddressFamily(2), new AdditionalAddressFamily(9), new AddressErrorCode(2, 440, "none"),
                new EvenPort(true), new EvenPort(false), new RequestedTransport(17), new DontFragment(),
                new ReservationToken(-2), new Icmp(3, 4, 1500), new PasswordAlgorithm(PasswordAlgorithm.SHA_256),
                new PasswordAlgorithms(List.of(withParameters, new PasswordAlgorithm(PasswordAlgorithm.MD5))));
        StunMessage sent = new StunMessage(StunClass.SUCCESS_RESPONSE, Stun.ALLOCATE, ID, attributes);
        assertEquals(sent, parse(sent.encode()));
        assertArrayEquals(new byte[]{9, 8, 7},
                parse(StunMessage.bindingRequest(ID, new Data(new byte[]{9, 8, 7})).encode()).attribute(Data.class)
                        .orElseThrow().bytes());
    }

    @Test
    void attributesOfTurnWithValuesOfTheWrongLengthAreMalformed() {
        for (int type : new int[]{0x000c, 0x000d, 0x0012, 0x0016, 0x0017, 0x0018, 0x0019, 0x001a, 0x001d, 0x0022,
            0x8000, 0x8001, 0x8004}) {
            byte[] bytes = StunMessage.bindingRequest(ID, new Unknown(type, new byte[3])).encode();
            assertEquals(Optional.empty(), StunMessage.parse(bytes, 0, bytes.length), Integer.toHexString(type));
        }
        byte[] parametersBeyondTheEnd = StunMessage
                .bindingRequest(ID, new Unknown(0x8002, new byte[]{0, 2, 0, 1})).encode();
        assertEquals(Optional.empty(), StunMessage.parse(parametersBeyondTheEnd, 0, parametersBeyondTheEnd.length));
    }

    @Test
    void whatStandsBehindTheIntegrityIsIgnored() {
        StunIntegrity integrity = StunIntegrity.shortTerm("password");
        byte[] bytes = new StunWriter().start(StunClass.REQUEST, Stun.BINDING, ID).integrity(integrity)
                .add(new UseCandidate()).fingerprint().toByteArray();

        assertEquals(Optional.empty(), parse(bytes).attribute(UseCandidate.class));
        StunWindow window = new StunWindow();
        assertTrue(window.wrap(bytes, 0, bytes.length));
        assertFalse(window.isNominating());
    }

    @Test
    void theSha256IntegrityMayBeCutToSixteenBytesButNotToLess() {
        StunIntegrity integrity = StunIntegrity.sha256(new byte[]{1});
        byte[] whole = new StunWriter().start(StunClass.REQUEST, Stun.BINDING, ID).integrity(integrity).toByteArray();
        byte[] cut = cutIntegrity(16);
        assertTrue(integrity.verify(whole, 0, whole.length));
        assertTrue(integrity.verify(cut, 0, cut.length));
        assertEquals(Optional.empty(), StunMessage.parse(cutIntegrity(12), 0, cutIntegrity(12).length));
        assertFalse(integrity.verify(cutIntegrity(12), 0, cutIntegrity(12).length));
    }

    static List<JsonNode> malformed() {
        return Vectors.messages("stun/malformed.json").toList();
    }

    /// The last three are well-formed, only not acceptable: see IceLiteSessionTest.
    @ParameterizedTest
    @MethodSource("malformed")
    void malformedMessagesAreEmptyAndNeverAnException(JsonNode vector) {
        String why = vector.get("why").asText();
        boolean wellFormed = why.startsWith("FINGERPRINT removed") || why.startsWith("Binding request without")
                || why.startsWith("200 repeated");
        byte[] bytes = Vectors.bytes(vector);
        assertEquals(wellFormed, StunMessage.parse(bytes, 0, bytes.length).isPresent(), why);
    }

    @Test
    void theFirstOfTwoHundredAddressesCounts() {
        JsonNode vector = malformed().getLast();
        StunMessage message = parse(Vectors.bytes(vector));
        assertEquals(200, message.attributes().size());
        assertEquals(message.attributes().getFirst(), message.attribute(XorMappedAddress.class).orElseThrow());
        assertInstanceOf(XorMappedAddress.class, message.attributes().getLast());
    }

    private static byte[] cutIntegrity(int length) {
        StunMessage message = StunMessage.bindingRequest(ID, new MessageIntegritySha256(new byte[length]));
        byte[] bytes = message.encode();
        byte[] hmac = new byte[32];
        StunIntegrity integrity = StunIntegrity.sha256(new byte[]{1});
        javaxHmac(bytes, Stun.HEADER_LENGTH, hmac);
        System.arraycopy(hmac, 0, bytes, Stun.HEADER_LENGTH + 4, length);
        assertEquals(32, integrity.length());
        return bytes;
    }

    private static void javaxHmac(byte[] bytes, int length, byte[] target) {
        try {
            javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
            mac.init(new javax.crypto.spec.SecretKeySpec(new byte[]{1}, "HmacSHA256"));
            mac.update(bytes, 0, length);
            mac.doFinal(target, 0);
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static StunMessage withoutIntegrity(StunMessage message) {
        List<StunAttribute> rest = message.attributes().stream().filter(
                attribute -> !(attribute instanceof MessageIntegrity) && !(attribute instanceof Fingerprint)).toList();
        return new StunMessage(message.stunClass(), message.method(), message.transactionId(), rest);
    }

    private static StunMessage parse(byte[] bytes) {
        byte[] shifted = new byte[bytes.length + 7];
        System.arraycopy(bytes, 0, shifted, 5, bytes.length);
        return StunMessage.parse(shifted, 5, bytes.length).orElseThrow();
    }

    private static boolean verifies(StunIntegrity integrity, JsonNode vector) {
        byte[] bytes = Vectors.bytes(vector);
        return integrity.verify(bytes, 0, bytes.length);
    }

    private static JsonNode rfc(String name) {
        return Vectors.messages("stun/rfc5769_rfc8489.json").filter(vector -> vector.get("name").asText().equals(name))
                .findFirst().orElseThrow();
    }

    static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, colon).replaceAll("[\\[\\]]", "");
        return new InetSocketAddress(InetAddress.ofLiteral(host), Integer.parseInt(text.substring(colon + 1)));
    }
}
