package dev.sluice.bench;

import java.net.InetSocketAddress;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import dev.sluice.ice.IceCredentials;
import dev.sluice.ice.IceLiteSession;
import dev.sluice.ice.StunAttribute.IceControlling;
import dev.sluice.ice.StunAttribute.Priority;
import dev.sluice.ice.StunAttribute.UseCandidate;
import dev.sluice.ice.StunAttribute.Username;
import dev.sluice.ice.StunIntegrity;
import dev.sluice.ice.StunMessage;
import dev.sluice.ice.TransactionId;
import dev.sluice.ice.UfragTable;

/// A browser's connectivity check on its way through the server: found by its ufrag among those of a thousand participants, verified, answered and signed.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
public class StunBenchmark implements IceLiteSession.Output {
    private static final int PARTICIPANTS = 1_000;

    private final InetSocketAddress peer = new InetSocketAddress("192.0.2.1", 50_000);
    private final UfragTable<IceLiteSession> sessions = new UfragTable<>();
    private final byte[] check;
    private int sent;

    public StunBenchmark() {
        RandomGenerator random = new SplittableRandom(1);
        IceCredentials last = null;
        for (int i = 0; i < PARTICIPANTS; i++) {
            last = IceCredentials.generate(random, "w0");
            sessions.put(last.ufrag(), new IceLiteSession(last, 0));
        }
        check = StunMessage.bindingRequest(TransactionId.random(random), new Username(last.ufrag() + ":peer"),
                new IceControlling(random.nextLong()),
                new Priority(1_853_824_767), new UseCandidate()).encode(StunIntegrity.shortTerm(last.pwd()));
    }

    @Benchmark
    public int checkAnswered() {
        IceLiteSession session = sessions.find(check, 0, check.length);
        session.onPacket(peer, check, 0, check.length, 1, this);
        return sent;
    }

    @Override
    public void send(InetSocketAddress to, byte[] bytes, int offset, int length) {
        sent += length;
    }

    @Override
    public void addressValidated(InetSocketAddress address) {}

    @Override
    public void selected(InetSocketAddress address) {}

    @Override
    public void consentExpired() {
        throw new AssertionError("time does not pass here");
    }
}
