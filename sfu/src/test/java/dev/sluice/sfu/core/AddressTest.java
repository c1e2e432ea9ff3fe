package dev.sluice.sfu.core;

import static dev.sluice.wire.Time.MILLISECOND;
import static dev.sluice.wire.Time.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whose an address is when two participants show up behind it.
class AddressTest {
    private final Scene scene = new Scene(21);
    private final ScriptedPeer publisher = scene.publisher("room", "cam");
    private final ScriptedPeer player = scene.player("room", "cam");
    private final ScriptedPeer other = scene.publisher("room", "other");
    private int sent;

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void mediaKeepsAnAddressAsChecksDo() {
        publisher.stopChecks();
        for (int i = 0; i < 12; i++) {
            scene.network.run(SECOND);
            publisher.send(Rtp.audio(sent++));
        }
        check(other, publisher);
        publisher.send(Rtp.audio(sent++));
        scene.network.run(SECOND);

        assertEquals(13, player.rtp().size());
        assertEquals(1, scene.dropped(DropReason.ADDRESS_TAKEN));
    }

    @Test
    void whoeverWasSilentForTenSecondsMayLoseItsAddressAndHearsNothingThere() {
        loseAddressTo(other);

        assertFalse(mediaReaches(player));
        scene.network.run(SECOND);
        assertTrue(scene.server.closed().isEmpty());
    }

    @Test
    void whoeverLostItsAddressGetsItBackWithTheFirstCheckAfterTheOtherWentSilentThere() {
        scene.network.run(30 * SECOND);         // much later than a connection had to be made
        loseAddressTo(other);
        scene.network.run(9 * SECOND);
        check(player, player);
        assertEquals(1, scene.dropped(DropReason.ADDRESS_TAKEN));
        assertFalse(mediaReaches(player));

        scene.network.run(SECOND);              // the other one is heard from elsewhere all the time
        check(player, player);

        assertTrue(mediaReaches(player));
        assertTrue(scene.server.bound().contains(player.address()));
        check(other, player);
        assertEquals(2, scene.dropped(DropReason.ADDRESS_TAKEN));
    }

    @Test
    void whoeverLostItsAddressGoesOnFromAnotherOne() {
        loseAddressTo(other);

        player.move();
        scene.network.run(MILLISECOND);

        assertTrue(mediaReaches(player));
    }

    @Test
    void anAddressThatWasTakenIsStillTheTakersWhenTheLoserEnds() {
        loseAddressTo(other);

        assertTrue(scene.server.close(player.session()));
        assertTrue(scene.server.bound().contains(player.address()));
        assertTrue(scene.server.close(other.session()));
        assertFalse(scene.server.bound().contains(player.address()));
    }

    @Test
    void consentEndsThoughTheAddressIsLost() {
        loseAddressTo(other);
        scene.network.run(30 * SECOND);

        assertEquals(CloseReason.CONSENT_EXPIRED, scene.server.closed().get(player.session()));
        assertEquals(1, scene.server.closed().size());
    }

    @Test
    void saysWhoseAnAddressIsAgainWhileItIsCheckedButNotForEveryCheck() {
        int before = scene.server.announcements(player.address());
        for (int i = 0; i < 1000; i++) {
            player.sendCheck(player.socket());
            scene.network.run(10 * MILLISECOND);
        }
        int again = scene.server.announcements(player.address()) - before;

        assertTrue(again == 9 || again == 10, "announced " + again + " times in ten seconds");
    }

    private void loseAddressTo(ScriptedPeer taker) {
        player.stopChecks();
        scene.network.run(12 * SECOND);
        check(taker, player);
        assertEquals(0, scene.dropped(DropReason.ADDRESS_TAKEN));
    }

    /// A check of one that comes from where the other one is.
    private void check(ScriptedPeer of, ScriptedPeer at) {
        of.sendCheck(at.socket());
        scene.network.run(MILLISECOND);
    }

    private boolean mediaReaches(ScriptedPeer peer) {
        int before = peer.rtp().size();
        publisher.send(Rtp.audio(sent++));
        scene.network.run(MILLISECOND);
        return peer.rtp().size() > before;
    }
}
