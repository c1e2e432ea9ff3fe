package dev.sluice.sfu.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;

import org.junit.jupiter.api.Test;

class AddressOwnersTest {
    private static final InetSocketAddress ANN = new InetSocketAddress("192.0.2.1", 1);
    private static final InetSocketAddress BOB = new InetSocketAddress("192.0.2.2", 2);

    private final AddressOwners owners = new AddressOwners(1);

    @Test
    void anAddressBelongsToTheWorkerThatBoundItUntilItIsReleased() {
        owners.bind(ANN, 3);
        assertEquals(3, owners.owner(new InetSocketAddress("192.0.2.1", 1)));

        owners.release(ANN, 3);
        assertEquals(AddressOwners.NOBODY, owners.owner(ANN));
    }

    @Test
    void aWorkerDoesNotReleaseWhatAnotherHasBoundSince() {
        owners.bind(ANN, 3);
        owners.bind(ANN, 4);
        owners.release(ANN, 3);

        assertEquals(4, owners.owner(ANN));
    }

    @Test
    void theTableDoesNotGrowBeyondItsLimit() {
        owners.bind(ANN, 3);
        owners.bind(BOB, 3);

        assertEquals(AddressOwners.NOBODY, owners.owner(BOB));
        assertEquals(1, owners.size());
    }
}
