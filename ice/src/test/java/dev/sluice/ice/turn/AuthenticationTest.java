package dev.sluice.ice.turn;

import static dev.sluice.ice.turn.TestClient.UDP;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.sluice.ice.Stun;
import dev.sluice.ice.StunAttribute;
import dev.sluice.ice.StunAttribute.Lifetime;
import dev.sluice.ice.StunAttribute.MessageIntegrity;
import dev.sluice.ice.StunAttribute.MessageIntegritySha256;
import dev.sluice.ice.StunAttribute.Nonce;
import dev.sluice.ice.StunAttribute.PasswordAlgorithm;
import dev.sluice.ice.StunAttribute.PasswordAlgorithms;
import dev.sluice.ice.StunAttribute.Realm;
import dev.sluice.ice.StunAttribute.Unknown;
import dev.sluice.ice.StunAttribute.UnknownAttributes;
import dev.sluice.ice.StunAttribute.UserHash;
import dev.sluice.ice.StunAttribute.Username;
import dev.sluice.ice.StunClass;
import dev.sluice.ice.StunIntegrity;
import dev.sluice.ice.StunMessage;

class AuthenticationTest {
    private static final PasswordAlgorithm MD5 = new PasswordAlgorithm(PasswordAlgorithm.MD5);
    private static final PasswordAlgorithm SHA_256 = new PasswordAlgorithm(PasswordAlgorithm.SHA_256);
    private static final PasswordAlgorithms OFFERED = new PasswordAlgorithms(List.of(SHA_256, MD5));

    private World world = new World();
    private TestClient client = world.client();

    @Test
    void whoProvesNothingIsToldTheRealmANonceAndTheAlgorithms() {
        StunMessage challenge = challenge();

        assertEquals(401, TestClient.code(challenge));
        assertEquals(World.REALM, challenge.attribute(Realm.class).orElseThrow().value());
        assertEquals(OFFERED, challenge.attribute(PasswordAlgorithms.class).orElseThrow());
        assertFalse(challenge.attribute(MessageIntegrity.class).isPresent());
    }

    @Test
    void theNonceTellsTheSecurityFeatures() {
        assertEquals(3, features(challenge()), "password algorithms and hidden names");
        become(new World(timeLimited("secret", Instant.EPOCH)));
        assertEquals(1, features(challenge()), "names that are not known cannot be found by their hash");
    }

    @Test
    void aWrongPasswordAndAnUnknownUserLookTheSame() {
        client.password = "looking glass";
        assertEquals(401, client.error(Stun.ALLOCATE, UDP));
        client.username = "mallory";
        assertEquals(401, client.error(Stun.ALLOCATE, UDP));
    }

    @Test
    void aSignatureWithoutNameRealmOrNonceIsABadRequest() {
        client.nonce = challenge().attribute(Nonce.class).orElseThrow().value();
        Username name = new Username("alice");
        Realm realm = new Realm(World.REALM);
        Nonce nonce = new Nonce(client.nonce);
        for (List<StunAttribute> some : List.<List<StunAttribute>>of(List.of(realm, nonce), List.of(name, nonce),
                List.of(name, realm))) {
            StunMessage request = new StunMessage(StunClass.REQUEST, Stun.ALLOCATE, client.id(), some);
            assertEquals(400, TestClient.code(client.exchange(request.encode(client.key()))));
        }
    }

    @Test
    void aNonceIsGoodForAnHour() {
        client.allocate();
        String old = client.nonce;
        world.network.run(3_599 * SECOND);
        assertEquals(437, client.error(Stun.REFRESH));
        world.network.run(2 * SECOND);
        StunMessage stale = client.request(Stun.ALLOCATE, UDP);
        assertEquals(438, TestClient.code(stale));
        client.nonce = stale.attribute(Nonce.class).orElseThrow().value();
        assertFalse(old.equals(client.nonce));
        client.allocate();
    }

    @Test
    void aNonceIsGoodForTheAddressItWasMadeForOnly() {
        client.allocate();
        TestClient thief = world.client();
        thief.nonce = client.nonce;
        assertEquals(438, thief.error(Stun.ALLOCATE, UDP));
    }

    @Test
    void anInventedNonceIsStale() {
        challenge();
        String real = challenge().attribute(Nonce.class).orElseThrow().value();
        String withoutFeatures = real.replace("AAAD", "AAAA");
        String tampered = real.substring(0, real.length() - 2) + (real.endsWith("A") ? "BB" : "AA");
        for (String invented : List.of("", "x", "f//499k954d6OL34oL9FSTvy64sA", withoutFeatures, tampered,
                real + "A", real.substring(0, 13), real.substring(0, 13) + "*".repeat(22), real.repeat(30))) {
            client.nonce = invented;
            assertEquals(438, client.error(Stun.ALLOCATE, UDP), invented);
        }
    }

    @Test
    void signsWithWhatTheClientSignedWith() {
        client.nonce = challenge().attribute(Nonce.class).orElseThrow().value();
        StunIntegrity sha256 = StunIntegrity.sha256(key("SHA-256"));
        StunMessage allocated = exchange(sha256, UDP, new Username("alice"), OFFERED, SHA_256);

        assertEquals(0, TestClient.code(allocated));
        assertTrue(sha256.verify(client.answerBytes(), 0, client.answerBytes().length));
        assertTrue(allocated.attribute(MessageIntegritySha256.class).isPresent());
    }

    @Test
    void aHashStandsForTheName() {
        client.nonce = challenge().attribute(Nonce.class).orElseThrow().value();
        UserHash alice = new UserHash(StunIntegrity.userhash("alice", World.REALM));
        UserHash nobody = new UserHash(new byte[32]);
        StunIntegrity key = StunIntegrity.sha256(key("SHA-256"));
        assertEquals(401, TestClient.code(exchange(key, UDP, nobody, OFFERED, SHA_256)));
        assertEquals(0, TestClient.code(exchange(key, UDP, alice, OFFERED, SHA_256)));
    }

    @Test
    void everyPairOfKeyAndSignatureWorks() {
        for (PasswordAlgorithm algorithm : List.of(MD5, SHA_256)) {
            byte[] key = key(algorithm.equals(MD5) ? "MD5" : "SHA-256");
            for (StunIntegrity integrity : List.of(StunIntegrity.sha1(key), StunIntegrity.sha256(key))) {
                become(new World());
                client.nonce = challenge().attribute(Nonce.class).orElseThrow().value();
                assertEquals(0,
                        TestClient.code(exchange(integrity, UDP, new Username("alice"), OFFERED, algorithm)));
            }
        }
    }

    @Test
    void whoRepeatsAnotherOfferThanOursHasBeenLiedTo() {
        client.nonce = challenge().attribute(Nonce.class).orElseThrow().value();
        StunIntegrity key = StunIntegrity.sha1(key("MD5"));
        Username name = new Username("alice");
        assertEquals(400, TestClient.code(exchange(key, UDP, name, new PasswordAlgorithms(List.of(MD5)), MD5)));
        assertEquals(400, TestClient.code(exchange(key, UDP, name, OFFERED)));
        assertEquals(400, TestClient.code(exchange(key, UDP, name, MD5)));
        assertEquals(400, TestClient.code(exchange(key, UDP, name, OFFERED, new PasswordAlgorithm(9))));
    }

    @Test
    void anotherUserMayNotTouchTheAllocation() {
        client.allocate();
        client.username = "bob";
        client.password = "builder";
        assertEquals(441, client.error(Stun.REFRESH, new Lifetime(0)));
        assertEquals(441, client.error(Stun.CREATE_PERMISSION));
        assertEquals(437, client.error(Stun.ALLOCATE, UDP));
    }

    @Test
    void whatMustBeUnderstoodAndIsNotIsReported() {
        StunMessage refused = client.request(Stun.ALLOCATE, UDP, new Unknown(0x7abc, new byte[4]),
                new Unknown(0xc057, new byte[4]));
        assertEquals(420, TestClient.code(refused));
        assertEquals(List.of(0x7abc), refused.attribute(UnknownAttributes.class).orElseThrow().types());
        assertTrue(client.key().verify(client.answerBytes(), 0, client.answerBytes().length));
        byte[] binding = StunMessage.bindingRequest(client.id(), new Unknown(3, new byte[4])).encode();
        assertEquals(420, TestClient.code(client.exchange(binding)));
    }

    @Test
    void credentialsOfTheSharedSecretLetInUntilTheyExpire() {
        Instant now = Instant.ofEpochSecond(1_800_000_000);
        become(new World(timeLimited("north", now)));
        use(TurnCredentials.timeLimited("north", "alice", now.plusSeconds(1)));
        client.allocate();
        client = world.client();
        use(TurnCredentials.timeLimited("north", "alice", now));
        assertEquals(401, client.error(Stun.ALLOCATE, UDP));
        use(TurnCredentials.timeLimited("south", "alice", now.plusSeconds(60)));
        assertEquals(401, client.error(Stun.ALLOCATE, UDP));
        use(new TurnCredentials("alice", "wonderland"));
        assertEquals(401, client.error(Stun.ALLOCATE, UDP));
    }

    /// Computed with OpenSSL: printf 1433895918:alice | openssl dgst -sha1 -hmac logen -binary | base64.
    @Test
    void makesTheCredentialsThatOtherTurnServersKnow() {
        TurnCredentials made = TurnCredentials.timeLimited("logen", "alice", Instant.ofEpochSecond(1_433_895_918));
        assertEquals("1433895918:alice", made.username());
        assertEquals("M8GOvU2ttFG+vjtQZ73XkUZ1sJc=", made.password());
        assertEquals("1433895918:alice", made.toString());
    }

    @Test
    void anAllocationOutlivesTheCredentialsItWasMadeWith() {
        Instant[] now = {Instant.ofEpochSecond(1_800_000_000)};
        TurnUsers users = TurnUsers.timeLimited("north", () -> now[0]);
        become(new World(TurnSettings.of(World.REALM, users, World.relay(World.SERVER))));
        use(TurnCredentials.timeLimited("north", "alice", now[0].plusSeconds(60)));
        client.allocate();
        now[0] = now[0].plusSeconds(3_600);
        assertEquals(600, client.refresh(600));
        client.refresh(0);
        assertEquals(401, client.error(Stun.ALLOCATE, UDP));
    }

    @Test
    void credentialsOfOneUserShareItsQuota() {
        Instant now = Instant.ofEpochSecond(1_800_000_000);
        become(new World(timeLimited("north", now)));
        for (int i = 1; i <= 13; i++) {
            client = world.client();
            use(TurnCredentials.timeLimited("north", "alice", now.plusSeconds(i)));
            assertEquals(i == 13 ? 486 : 0, client.error(Stun.ALLOCATE, UDP));
        }
    }

    private StunMessage challenge() {
        StunMessage challenge = client
                .exchange(new StunMessage(StunClass.REQUEST, Stun.ALLOCATE, client.id(), List.of(UDP)).encode());
        assertNotNull(challenge.attribute(Nonce.class).orElseThrow());
        return challenge;
    }

    private StunMessage exchange(StunIntegrity key, StunAttribute... attributes) {
        List<StunAttribute> all = new ArrayList<>(List.of(attributes));
        all.add(new Realm(World.REALM));
        all.add(new Nonce(client.nonce));
        return client.exchange(new StunMessage(StunClass.REQUEST, Stun.ALLOCATE, client.id(), all).encode(key));
    }

    private static int features(StunMessage challenge) {
        String nonce = challenge.attribute(Nonce.class).orElseThrow().value();
        assertTrue(nonce.startsWith("obMatJos2"));
        return Base64.getDecoder().decode(nonce.substring(9, 13))[2];
    }

    private static byte[] key(String algorithm) {
        return StunIntegrity.longTermKey(algorithm, "alice", World.REALM, "wonderland");
    }

    private static TurnSettings timeLimited(String secret, Instant now) {
        return TurnSettings.of(World.REALM, TurnUsers.timeLimited(secret, () -> now), World.relay(World.SERVER));
    }

    private void use(TurnCredentials credentials) {
        client.username = credentials.username();
        client.password = credentials.password();
    }

    private void become(World other) {
        world = other;
        client = other.client();
    }
}
