package dev.sluice.sfu.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;

import org.junit.jupiter.api.Test;

class AddressOwnersTest {
    private static final InetSocketAddress ANN = new InetSocketAddress("192.0.2.1", 1);
    private static final InetSocketAddress BOB = new InetSocketAddress("192.0.2.2", 2);

    private final AddressOwners owners = new AddressOwners(1);

    @Test
    void anAddressBelongsToTheWorkerThatBoundItUntilItIsReleased() {
        assertTrue(owners.bind(ANN, 3, 0));
        assertEquals(3, owners.owner(new InetSocketAddress("192.0.2.1", 1)));

        owners.release(ANN, 3);
        assertEquals(AddressOwners.NOBODY, owners.owner(ANN));
    }

    @Test
    void noOtherWorkerTakesAnAddressWhoseHolderIsHeard() {
        owners.bind(ANN, 3, 0);
        for (long now = 0; now < 100 * AddressOwners.HELD; now += AddressOwners.HELD / 2) {
            assertTrue(owners.bind(ANN, 3, now));
            assertFalse(owners.bind(ANN, 4, now + AddressOwners.HELD - 1));
        }

        assertEquals(3, owners.owner(ANN));
    }

    @Test
    void anAddressWhoseHolderIsSilentGoesToTheWorkerThatHearsFromIt() {
        owners.bind(ANN, 3, 0);

        assertTrue(owners.bind(ANN, 4, AddressOwners.HELD));
        assertEquals(4, owners.owner(ANN));
        assertFalse(owners.bind(ANN, 3, AddressOwners.HELD + 1));
    }

    @Test
    void aWorkerDoesNotReleaseWhatIsAnothers() {
        owners.bind(ANN, 3, 0);
        owners.bind(ANN, 4, AddressOwners.HELD);
        owners.release(ANN, 3);

        assertEquals(4, owners.owner(ANN));
    }

    @Test
    void theTableDoesNotGrowBeyondItsLimit() {
        owners.bind(ANN, 3, 0);

        assertFalse(owners.bind(BOB, 3, 0));
        assertEquals(AddressOwners.NOBODY, owners.owner(BOB));
        assertEquals(1, owners.size());
    }
}
