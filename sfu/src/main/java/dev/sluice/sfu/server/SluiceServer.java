package dev.sluice.sfu.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.net.PemKeyCertOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.sluice.dtlssrtp.DtlsCertificate;
import dev.sluice.dtlssrtp.HandshakeThreads;
import dev.sluice.dtlssrtp.SrtpSession;
import dev.sluice.sfu.core.MediaWorker;
import dev.sluice.sfu.core.WorkerConfig;

/// The whole server: workers on one UDP port, and HTTP in front of them.
///
/// ```
/// try (SluiceServer server = SluiceServer.start(settings)) { … }
/// ```
///
/// [#start] and [#close] block; both are for a thread of their own, such as main's.
final class SluiceServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SluiceServer.class);

    private static final int START_SECONDS = 60;
    private static final int STOP_SECONDS = 3;
    /// A participant has one address, and a new one for a while when it moves.
    private static final int ADDRESSES_PER_SESSION = 4;

    private final Settings settings;
    private final SocketTransport sockets;
    private final Vertx vertx;
    private final HandshakeThreads handshakes = HandshakeThreads.create();
    private final Sessions sessions = new Sessions();
    private final AddressOwners owners;
    private Workers workers;
    private List<InetSocketAddress> announced;
    private Metrics metrics;
    private HttpFront http;
    private int httpPort;

    private SluiceServer(Settings settings, SocketTransport sockets) {
        this.settings = settings;
        this.sockets = sockets;
        this.owners = new AddressOwners(settings.get(SettingsTable.MAX_SESSIONS) * ADDRESSES_PER_SESSION);
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
        CompletableFuture<DtlsCertificate> certificate = background(DtlsCertificate::generate);
        CompletableFuture<Page> page = background(Page::load);
        CompletableFuture<Void> ciphers = background(() -> {
            SrtpSession.warmUp();
            return null;
        });
        List<Worker> team = createWorkers();
        workers = new Workers(vertx, team);
        WorkerLoop httpLoop = WorkerLoop.create(vertx);
        InetSocketAddress bound = bind(team);
        announced = AnnouncedAddresses.choose(settings.get(SettingsTable.ANNOUNCE), bound);
        await(ciphers);
        DtlsCertificate own = await(certificate);
        for (Worker worker : team) {
            await(worker.start(team, (number, self, output) -> new MediaWorker(config(number), new SecureRandom(), own,
                    handshakes, self, output)));
        }
        Optional<PemKeyCertOptions> shown = HttpFront.certificate(vertx, settings, own);
        metrics = new Metrics(await(workers.states().toCompletionStage().toCompletableFuture()));
        http = new HttpFront(vertx, settings, shown,
                HttpFront.routes(vertx, settings, workers, sessions, metrics, await(page)));
        httpPort = listen(httpLoop);
    }

    private List<Worker> createWorkers() {
        List<Worker> team = new ArrayList<>();
        for (int number = 0; number < workerCount(settings, sockets); number++) {
            team.add(new Worker(number, WorkerLoop.create(vertx), sockets, owners, sessions));
        }
        return team;
    }

    private WorkerConfig config(int number) {
        WorkerConfig usual = WorkerConfig.defaults(number, announced);
        return new WorkerConfig(number, announced,
                settings.get(SettingsTable.MAX_ROOMS),
                settings.get(SettingsTable.MAX_PARTICIPANTS),
                Math.ceilDiv(settings.get(SettingsTable.MAX_SESSIONS), workers.count()),
                usual.maxHalfOpen(), usual.maxTracks(), usual.maxSources(), usual.cachedPackets(), usual.joinTimeout(),
                usual.keyFrameInterval(), usual.retransmissionShare());
    }

    /// Binds all workers to the one port; returns where.
    private InetSocketAddress bind(List<Worker> team) {
        InetAddress host = settings.get(SettingsTable.HOST);
        InetSocketAddress wanted = new InetSocketAddress(host, settings.get(SettingsTable.UDP_PORT));
        boolean sharePort = team.size() > 1;
        if (sharePort) {
            requireFree(wanted);
        }
        for (Worker worker : team) {
            wanted = new InetSocketAddress(host, bind(worker, wanted, sharePort).getPort());
        }
        return wanted;
    }

    private InetSocketAddress bind(Worker worker, InetSocketAddress wanted, boolean sharePort) {
        try {
            return await(worker.transport().bind(wanted, sharePort, settings.get(SettingsTable.UDP_BUFFER)));
        } catch (StartException e) {
            throw cannotListen("udp-port", wanted.getPort(), e.getCause());
        }
    }

    /// Sockets that share a port would share it with another server of the same user, too, and each get half of the packets.
    private static void requireFree(InetSocketAddress wanted) {
        try (DatagramChannel probe = DatagramChannel.open()) {
            probe.bind(wanted);
        } catch (IOException e) {
            throw cannotListen("udp-port", wanted.getPort(), e);
        }
    }

    private int listen(WorkerLoop loop) {
        try {
            return await(http.listen(loop));
        } catch (StartException e) {
            throw cannotListen("http-port", settings.get(SettingsTable.HTTP_PORT), e.getCause());
        }
    }

    private static StartException cannotListen(String key, int port, Throwable cause) {
        return new StartException(
                "cannot listen on " + key + " " + port + ": " + cause.getMessage() + "; is a server running already?",
                cause);
    }

    private static <T> CompletableFuture<T> background(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> Thread.ofVirtual().name("start").start(task));
    }

    private static <T> T await(CompletableFuture<T> step) {
        try {
            return step.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException bug ? bug
                    : new StartException(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new StartException("the server did not start within " + START_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while starting", e);
        }
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
            stop("HTTP", http.stop());
        }
        if (workers != null) {
            stop("the workers", workers.stop());
        }
        if (metrics != null) {
            metrics.close();
        }
        handshakes.close();
        stop("the event loops", vertx.close().toCompletionStage().toCompletableFuture());
    }

    private static void stop(String what, CompletableFuture<Void> closing) {
        try {
            closing.get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("Could not stop {} in order: {}", what, e.toString());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
