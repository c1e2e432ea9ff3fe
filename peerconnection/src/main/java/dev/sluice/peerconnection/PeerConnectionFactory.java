package dev.sluice.peerconnection;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

import dev.sluice.dtlssrtp.DtlsCertificate;
import dev.sluice.dtlssrtp.HandshakeThreads;
import dev.sluice.dtlssrtp.SrtpSession;
import dev.sluice.ice.FullIceAgent;
import dev.sluice.ice.IceAgent;
import dev.sluice.ice.IceServer;
import dev.sluice.ice.IceSettings;
import dev.sluice.ice.NioUdpLoop;
import dev.sluice.rtp.NtpTime;
import dev.sluice.wire.Time;
import dev.sluice.wire.UdpLoop;

/// Makes connections that share a loop, a certificate and a configuration.
///
/// [#start] brings everything itself; a [Builder] is told what to use, for instance a loop on virtual time. One loop carries many connections; make a
/// factory per loop to use more cores. Any thread may call it.
public final class PeerConnectionFactory implements AutoCloseable {
    private final Peer.Surroundings surroundings;
    private final Runnable closeOwned;

    private PeerConnectionFactory(Peer.Surroundings surroundings, Runnable closeOwned) {
        this.surroundings = surroundings;
        this.closeOwned = closeOwned;
    }

    /// A factory with a loop of its own on real sockets, that gathers the addresses of this machine.
    public static PeerConnectionFactory start() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /// A new connection, with everything still to be negotiated.
    public PeerConnection create() {
        return create(surroundings.configuration());
    }

    /// A new connection that behaves differently from the factory's others.
    public PeerConnection create(RtcConfiguration configuration) {
        DtlsCertificate certificate = configuration.certificate() == null ? surroundings.certificate()
                : configuration.certificate();
        return new PeerConnection(new Peer(new Peer.Surroundings(surroundings.loop(), surroundings.threads(),
                surroundings.random(), surroundings.agents(),
                certificate, configuration, surroundings.ntpAtZero())));
    }

    /// The loop on which connections and handlers run.
    public UdpLoop loop() {
        return surroundings.loop();
    }

    /// Ends the loop and the handshake threads if the factory made them; with the loop all its connections end.
    @Override
    public void close() {
        closeOwned.run();
    }

    /// What a factory is made of. Whatever is not given is made, and closed with the factory.
    public static final class Builder {
        private UdpLoop loop;
        private HandshakeThreads threads;
        private RandomGenerator random = new SecureRandom();
        private IceAgent.Factory agents;
        private List<IceServer> servers = List.of();
        private RtcConfiguration configuration = RtcConfiguration.defaults();
        private InstantSource clock = InstantSource.system();

        private Builder() {}

        /// The loop everything runs on. The caller keeps it and closes it.
        public Builder loop(UdpLoop existing) {
            loop = Objects.requireNonNull(existing, "existing");
            return this;
        }

        /// The threads handshakes run on. The caller keeps them and closes them.
        public Builder handshakeThreads(HandshakeThreads existing) {
            threads = Objects.requireNonNull(existing, "existing");
            return this;
        }

        /// Where identifiers, ICE passwords and transaction ids come from; a seeded generator makes a run repeatable and insecure.
        public Builder random(RandomGenerator generator) {
            random = Objects.requireNonNull(generator, "generator");
            return this;
        }

        /// The kind of ICE agent, with its addresses and servers. Otherwise all addresses of this machine are used.
        public Builder ice(IceAgent.Factory factory) {
            agents = Objects.requireNonNull(factory, "factory");
            return this;
        }

        /// STUN and TURN servers, for peers that cannot be reached directly.
        public Builder iceServers(IceServer... known) {
            servers = List.of(known);
            return this;
        }

        public Builder configuration(RtcConfiguration defaults) {
            configuration = Objects.requireNonNull(defaults, "defaults");
            return this;
        }

        /// The wall clock of sender reports.
        public Builder clock(InstantSource source) {
            clock = Objects.requireNonNull(source, "source");
            return this;
        }

        public PeerConnectionFactory build() {
            SrtpSession.warmUp();
            NioUdpLoop ownLoop = loop == null ? NioUdpLoop.start() : null;
            HandshakeThreads ownThreads = threads == null ? HandshakeThreads.create() : null;
            UdpLoop usedLoop = loop == null ? ownLoop : loop;
            DtlsCertificate certificate = configuration.certificate() == null ? DtlsCertificate.generate()
                    : configuration.certificate();
            return new PeerConnectionFactory(
                    new Peer.Surroundings(usedLoop, threads == null ? ownThreads : threads, new SharedRandom(random),
                            agents == null ? defaultAgents() : agents,
                            certificate, configuration, ntpAtZero(usedLoop)),
                    () -> close(ownLoop, ownThreads));
        }

        private IceAgent.Factory defaultAgents() {
            IceServer[] known = servers.toArray(IceServer[]::new);
            return FullIceAgent.factory(IceSettings.hosts(LocalAddresses.all()).withServers(known));
        }

        private long ntpAtZero(UdpLoop usedLoop) {
            Instant now = clock.instant();
            return NtpTime.ofUnixNanos(now.getEpochSecond() * Time.SECOND + now.getNano() - usedLoop.now());
        }

        private static void close(NioUdpLoop ownLoop, HandshakeThreads ownThreads) {
            if (ownLoop != null) {
                ownLoop.close();
            }
            if (ownThreads != null) {
                ownThreads.close();
            }
        }
    }

    /// Transceivers are made on any thread, and generators of the JDK mostly belong to one.
    private record SharedRandom(RandomGenerator generator) implements RandomGenerator {
        @Override
        public synchronized long nextLong() {
            return generator.nextLong();
        }
    }
}
