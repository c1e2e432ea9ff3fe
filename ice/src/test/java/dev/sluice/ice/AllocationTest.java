package dev.sluice.ice;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.Random;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

import dev.sluice.ice.StunAttribute.IceControlling;
import dev.sluice.ice.StunAttribute.Priority;
import dev.sluice.ice.StunAttribute.UseCandidate;
import dev.sluice.ice.StunAttribute.Username;

/// The check of a known address is the only STUN message that a server sees often.
class AllocationTest {
    private static final int WARM_UP = 30_000;
    private static final int MEASURED = 20_000;

    private final IceCredentials credentials = IceCredentials.generate(new Random(1), "w3");
    private final byte[] check = StunMessage.bindingRequest(TransactionId.random(new Random(2)),
            new Username(credentials.ufrag() + ":peer"), new IceControlling(1), new UseCandidate(), new Priority(1))
            .encode(StunIntegrity.shortTerm(credentials.pwd()));

    @Test
    void findingTheOwnerOfACheckAllocatesNothing() {
        UfragTable<IceCredentials> table = new UfragTable<>();
        table.put(credentials.ufrag(), credentials);
        assertBytesPerCall(0, () -> {
            if (table.find(check, 0, check.length) != credentials) {
                throw new AssertionError();
            }
        });
    }

    /// Two HMACs, each of which returns a new array of 20 bytes inside the JDK: 2 * 40.
    @Test
    void answeringACheckAllocatesTheJdksTwoHmacsAndNothingElse() {
        InetSocketAddress from = StunMessageTest.address("192.0.2.1:1111");
        IceLiteSession session = new IceLiteSession(credentials, 0);
        Silence out = new Silence();
        assertBytesPerCall(80, () -> session.onPacket(from, check, 0, check.length, 0, out));
        assertTrue(session.counters().get(CheckOutcome.ANSWERED) == WARM_UP + MEASURED);
    }

    static void assertBytesPerCall(long most, Runnable call) {
        for (int i = 0; i < WARM_UP; i++) {
            call.run();
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < MEASURED; i++) {
            call.run();
        }
        double perCall = (threads.getCurrentThreadAllocatedBytes() - before) / (double) MEASURED;
        assertTrue(perCall <= most + 0.5, () -> perCall + " bytes per call");
    }

    private static final class Silence implements IceLiteSession.Output {
        @Override
        public void send(InetSocketAddress to, byte[] bytes, int offset, int length) {}

        @Override
        public void addressValidated(InetSocketAddress address) {}

        @Override
        public void selected(InetSocketAddress address) {}

        @Override
        public void consentExpired() {}
    }
}
