package dev.sluice.sfu.server;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.net.PemKeyCertOptions;

import dev.sluice.dtlssrtp.DtlsCertificate;
import dev.sluice.dtlssrtp.HandshakeThreads;
import dev.sluice.dtlssrtp.SrtpSession;
import dev.sluice.ice.IceLiteSession;
import dev.sluice.sfu.core.MediaWorker;
import dev.sluice.sfu.core.WorkerConfig;
import dev.sluice.sfu.signaling.Media;
import dev.sluice.sfu.signaling.Signaling;
import dev.sluice.sfu.signaling.SignalingConfig;
import dev.sluice.wire.Time;

/// The whole server: workers on one UDP port, and HTTP in front of them.
///
/// ```
/// try (SluiceServer server = SluiceServer.start(settings)) { … }
/// ```
///
/// [#start] and [#close] block; both are for a thread of their own, such as main's.
final class SluiceServer implements AutoCloseable {
    /// A tenth of the places that a worker has for sessions that are not connected yet.
    private static final int HALF_OPEN_PER_SOURCE = 50;
    private static final int SESSIONS_OF_MEMBER = 2;

    private final Settings settings;
    private final SocketTransport sockets;
    private final Vertx vertx;
    private final HandshakeThreads handshakes = HandshakeThreads.create();
    private final Sessions sessions = new Sessions();
    private final AddressOwners owners;
    private Workers workers;
    private List<InetSocketAddress> announced;
    private SocketTable webSockets;
    private Metrics metrics;
    private HttpFront http;
    private int httpPort;
    private CompletableFuture<Void> firstHandshake = CompletableFuture.completedFuture(null);

    private SluiceServer(Settings settings, SocketTransport sockets) {
        this.settings = settings;
        this.sockets = sockets;
        this.owners = new AddressOwners(
                sessionsPerWorker() * workerCount(settings, sockets) * IceLiteSession.MOST_ADDRESSES);
        this.vertx = sockets.createVertx(new VertxOptions()
                .setEventLoopPoolSize(workerCount(settings, sockets) + 1)       // and one for HTTP
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    }

    /// Starts a server; when this returns it listens.
    ///
    /// @throws SettingsException when a setting does not fit this machine
    /// @throws StartException    when a port is taken, or the like
    static SluiceServer start(Settings settings) {
        SocketTransport sockets = SocketTransport.choose(settings.get(SettingsTable.TRANSPORT));
        SluiceServer server = new SluiceServer(settings, sockets);
        try {
            server.start();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static int workerCount(Settings settings, SocketTransport sockets) {
        int wanted = settings.get(SettingsTable.WORKERS);
        if (wanted > 1 && !sockets.sharesPort()) {
            throw new SettingsException("workers: with " + sockets.name()
                    + " sockets cannot share a port, so there is one worker; set it to 1 or 0");
        }
        int automatic = sockets.sharesPort() ? Runtime.getRuntime().availableProcessors() : 1;
        return Math.min(wanted == 0 ? automatic : wanted, WorkerConfig.MAX_WORKERS);
    }

    private void start() {
        CompletableFuture<DtlsCertificate> certificate = Steps.begin(DtlsCertificate::generate);
        CompletableFuture<Page> page = Steps.begin(Page::load);
        CompletableFuture<Void> ciphers = Steps.begin(() -> {
            SrtpSession.warmUp();
            return null;
        });
        List<Worker> team = createWorkers();
        workers = new Workers(vertx, team);
        WorkerLoop httpLoop = WorkerLoop.create(vertx);
        announced = AnnouncedAddresses.choose(settings.get(SettingsTable.ANNOUNCE), UdpPort.bind(settings, team));
        Steps.await(ciphers);
        DtlsCertificate own = Steps.await(certificate);
        firstHandshake = Steps.begin(() -> {
            FirstHandshake.make(own, handshakes);
            return null;
        });
        startWorkers(team, own);
        Optional<PemKeyCertOptions> shown = HttpFront.certificate(vertx, settings, own);
        webSockets = new SocketTable(vertx, httpLoop, workers, SocketLimits.of(settings));
        metrics = new Metrics(Steps.await(workers.states().toCompletionStage().toCompletableFuture()), webSockets);
        SocketRoutes socketRoutes = new SocketRoutes(webSockets, SocketLimits.of(settings),
                settings.get(SettingsTable.POST_RATE), HttpFront.MAX_SOURCES);
        http = new HttpFront(vertx, settings, shown,
                HttpFront.routes(vertx, settings, workers, sessions, socketRoutes, metrics, Steps.await(page)),
                socketRoutes);
        httpPort = Steps.awaitPort(SettingsTable.HTTP_PORT.key(), settings.get(SettingsTable.HTTP_PORT),
                http.listen(httpLoop));
    }

    private void startWorkers(List<Worker> team, DtlsCertificate own) {
        for (Worker worker : team) {
            Steps.await(
                    worker.open(team, (number, self, output) -> new MediaWorker(config(number), new SecureRandom(), own,
                            handshakes, self, output), this::signaling));
        }
        team.forEach(Worker::listen);           // now that each can pass on what is another's
    }

    private Signaling signaling(int number, Media media) {
        SignalingConfig config = SignalingConfig.defaults(number, Version.text())
                .withGrace(settings.get(SettingsTable.WS_GRACE) * Time.SECOND);
        return new Signaling(config, new SecureRandom(), InstantSource.system(), media, sessions.log());
    }

    private List<Worker> createWorkers() {
        int halfOpen = settings.get(SettingsTable.POST_RATE) == 0 ? 0 : HALF_OPEN_PER_SOURCE;
        List<Worker> team = new ArrayList<>();
        for (int number = 0; number < workerCount(settings, sockets); number++) {
            team.add(new Worker(number, WorkerLoop.create(vertx), sockets, owners, sessions, new HalfOpen(halfOpen)));
        }
        return team;
    }

    /// So many places for sessions that are not connected yet that no address can take most of them with its WebSockets, each of which
    /// may begin two.
    private WorkerConfig config(int number) {
        WorkerConfig usual = WorkerConfig.defaults(number, announced);
        int halfOpen = usual.maxHalfOpen() + 2 * SESSIONS_OF_MEMBER * settings.get(SettingsTable.WS_PER_ADDRESS);
        return new WorkerConfig(number, announced,
                settings.get(SettingsTable.MAX_ROOMS),
                settings.get(SettingsTable.MAX_PARTICIPANTS),
                sessionsPerWorker(),
                halfOpen, usual.maxTracks(), usual.maxSources(), usual.cachedPackets(), usual.joinTimeout(),
                usual.keyFrameInterval(), usual.retransmissionShare());
    }

    private int sessionsPerWorker() {
        return Math.ceilDiv(settings.get(SettingsTable.MAX_SESSIONS), workerCount(settings, sockets));
    }

    Settings settings() {
        return settings;
    }

    String url() {
        return http.url(httpPort);
    }

    int httpPort() {
        return httpPort;
    }

    SocketTransport sockets() {
        return sockets;
    }

    Workers workers() {
        return workers;
    }

    SocketTable webSockets() {
        return webSockets;
    }

    Sessions sessions() {
        return sessions;
    }

    AddressOwners owners() {
        return owners;
    }

    HandshakeThreads handshakes() {
        return handshakes;
    }

    List<InetSocketAddress> announced() {
        return announced;
    }

    /// Tells the participants, closes everything, and waits for it.
    @Override
    public void close() {
        if (http != null) {
            Steps.awaitEnd("the WebSockets", workers.sendAway().thenCompose(_ -> webSockets.stop()));
            Steps.awaitEnd("HTTP", http.stop());
        }
        if (workers != null) {
            Steps.awaitEnd("the workers", workers.stop());
        }
        if (metrics != null) {
            metrics.close();
        }
        Steps.awaitEnd("the first handshake", firstHandshake);
        handshakes.close();
        Steps.awaitEnd("the event loops", vertx.close().toCompletionStage().toCompletableFuture());
    }
}
