package dev.sluice.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.Random;

import org.junit.jupiter.api.Test;

import dev.sluice.ice.CandidatePair.State;

class CheckListTest {
    private static final InetSocketAddress PEER = StunMessageTest.address("198.51.100.1:2000");

    private final CheckList list = new CheckList(new IceRole(true, new Random(1)));
    private final LocalCandidate local = local("192.0.2.1:1000", 65_535);

    @Test
    void everyLocalIsPairedWithEveryRemoteOfItsFamily() {
        list.addLocal(local);
        list.addRemote(remote("198.51.100.1:2000", 1));
        list.addRemote(remote("[2001:db8::1]:2000", 1));
        list.addLocal(local("192.0.2.2:1000", 65_534));
        list.addLocal(local("[2001:db8::9]:1000", 65_533));
        assertEquals(3, list.pairs().size());
    }

    @Test
    void aBetterPairTakesThePlaceOfTheWorstOneThatNobodyHasChecked() {
        fill();
        LocalCandidate best = local("192.0.2.200:1000", 65_535);
        list.addLocal(best);
        assertEquals(CheckList.MOST_PAIRS, list.pairs().size());
        assertNotNull(list.pairOf(best, StunMessageTest.address("198.51.100.1:2031")));
    }

    @Test
    void aWorsePairFindsNoRoom() {
        fill();
        LocalCandidate worst = local("192.0.2.200:1000", 0);
        list.addLocal(worst);
        assertTrue(list.pairs().stream().noneMatch(pair -> pair.local() == worst));
    }

    @Test
    void pairsThatAreBeingCheckedOrWorkAreNotPushedOut() {
        fill();
        list.pairs().forEach(pair -> pair.become(State.SUCCEEDED));
        list.addLocal(local("192.0.2.200:1000", 65_535));
        assertTrue(list.pairs().stream().allMatch(pair -> pair.is(State.SUCCEEDED)));
    }

    @Test
    void whatWasLearntIsReplacedByWhatIsSignalledAndThePairStays() {
        list.addLocal(local);
        list.learn(learnt("198.51.100.1:2000"), null);
        CandidatePair pair = list.pairOf(local, PEER);
        IceCandidate signalled = remote("198.51.100.1:2000", 1);
        assertTrue(list.addRemote(signalled));

        assertEquals(signalled, pair.remote());
        assertEquals(1, list.pairs().size());
        assertFalse(list.addRemote(signalled), "known now");
    }

    @Test
    void whatWasSignalledIsNeverGivenUpForWhatIsLearnt() {
        list.addLocal(local);
        for (int i = 0; i < CandidateRules.MOST_REMOTE_CANDIDATES; i++) {
            list.addRemote(remote("198.51.100.1:" + (2000 + i), i));
        }
        list.learn(learnt("198.51.100.9:9"), null);
        assertNull(list.remoteAt(StunMessageTest.address("198.51.100.9:9")));
        assertEquals(CandidateRules.MOST_REMOTE_CANDIDATES, list.pairs().size());
    }

    @Test
    void theOldestThatWasLearntGoesFirstButNotTheOneInUse() {
        list.addLocal(local);
        for (int i = 0; i < CandidateRules.MOST_REMOTE_CANDIDATES; i++) {
            list.learn(learnt("198.51.100.1:" + (2000 + i)), null);
        }
        CandidatePair inUse = list.pairOf(local, PEER);
        list.learn(learnt("198.51.100.9:9"), inUse);
        assertTrue(list.contains(inUse));
        assertNull(list.remoteAt(StunMessageTest.address("198.51.100.1:2001")));
        assertNotNull(list.pairOf(local, StunMessageTest.address("198.51.100.9:9")));
    }

    @Test
    void aLostCandidateTakesItsPairsWithIt() {
        list.addLocal(local);
        list.addRemote(remote("198.51.100.1:2000", 1));
        list.removeLocal(local);
        assertTrue(list.isEmpty());
        list.addRemote(remote("198.51.100.1:2001", 1));
        assertTrue(list.isEmpty());
    }

    private void fill() {
        for (int i = 0; i < CandidateRules.MOST_REMOTE_CANDIDATES; i++) {
            list.addRemote(remote("198.51.100.1:" + (2000 + i), 1000 + i));
        }
        for (int i = 0; list.pairs().size() < CheckList.MOST_PAIRS; i++) {
            list.addLocal(local("192.0.2." + (1 + i) + ":1000", 30_000 - i));
        }
    }

    private static LocalCandidate local(String address, int preference) {
        return new LocalCandidate(IceCandidate.host(StunMessageTest.address(address), preference), null);
    }

    private static IceCandidate remote(String address, int preference) {
        return IceCandidate.host(StunMessageTest.address(address), preference);
    }

    private static IceCandidate learnt(String address) {
        return IceCandidate.udp(IceCandidateType.PEER_REFLEXIVE, StunMessageTest.address(address), 1, null);
    }
}
