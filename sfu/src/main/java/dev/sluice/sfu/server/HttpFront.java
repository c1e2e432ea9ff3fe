package dev.sluice.sfu.server;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.sluice.dtlssrtp.DtlsCertificate;

/// The HTTP side of the server, on an event loop of its own: WHIP and WHEP, signaling, the page, and what operators ask.
final class HttpFront {
    private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);

    private static final int IDLE_SECONDS = 60;
    static final int MAX_SOURCES = 10_000;
    /// Candidates and farewells per offer.
    private static final int CHANGES_PER_POST = 10;

    private final Settings settings;
    private final HttpServer server;

    HttpFront(Vertx vertx, Settings settings, Optional<PemKeyCertOptions> certificate, Router router,
            SocketRoutes socketRoutes) {
        this.settings = settings;
        this.server = vertx.createHttpServer(options(settings, certificate)).requestHandler(router)
                .webSocketHandshakeHandler(socketRoutes::onHandshake);
    }

    private static HttpServerOptions options(Settings settings, Optional<PemKeyCertOptions> certificate) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(settings.get(SettingsTable.HOST).getHostAddress())
                .setPort(settings.get(SettingsTable.HTTP_PORT))
                .setIdleTimeout(IDLE_SECONDS)
                .setMaxWebSocketFrameSize(settings.get(SettingsTable.WS_MESSAGE_SIZE))
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setSsl(certificate.isPresent());
        certificate.ifPresent(options::setKeyCertOptions);
        return options;
    }

    /// Says who answers what.
    static Router routes(Vertx vertx, Settings settings, Workers workers, Sessions sessions, SocketRoutes socketRoutes,
            Metrics metrics, Page page) {
        Router router = Router.router(vertx);
        router.route().handler(HttpFront::secure);
        List<String> origins = settings.get(SettingsTable.CORS_ORIGINS);
        int rate = settings.get(SettingsTable.POST_RATE);
        JoinRoutes joins = new JoinRoutes(vertx, sessions.log(), origins, rate, MAX_SOURCES);
        new WhipRoutes(workers).add(router, joins);
        new WhepRoutes(workers).add(router, joins);
        new SessionRoutes(vertx, sessions, origins, rate * CHANGES_PER_POST, MAX_SOURCES).add(router);
        socketRoutes.add(router);
        new AdminRoutes(workers, metrics, settings.get(SettingsTable.ADMIN)).add(router);
        new PageRoutes(page).add(router);
        addErrors(router);
        return router;
    }

    private static void secure(RoutingContext request) {
        request.response().putHeader("X-Content-Type-Options", "nosniff").putHeader("Referrer-Policy", "same-origin");
        request.next();
    }

    private static void addErrors(Router router) {
        router.errorHandler(HttpResponseStatus.BAD_REQUEST.code(),
                request -> Replies.text(request, HttpResponseStatus.BAD_REQUEST,
                        "This request cannot be understood"));
        router.errorHandler(HttpResponseStatus.INTERNAL_SERVER_ERROR.code(), request -> {
            LOG.error("{} {} met a bug; please report it", request.request().method(), request.currentRoute(),
                    request.failure());
            Replies.text(request, HttpResponseStatus.INTERNAL_SERVER_ERROR,
                    "The server met a bug of its own; its log says more");
        });
    }

    /// The certificate that HTTPS shows, when it is wanted.
    ///
    /// @throws SettingsException when the files hold no certificate with its key
    static Optional<PemKeyCertOptions> certificate(Vertx vertx, Settings settings, DtlsCertificate own) {
        if (!settings.isTls()) {
            return Optional.empty();
        }
        if (settings.get(SettingsTable.TLS) == TlsMode.SELF_SIGNED) {
            return Optional.of(new PemKeyCertOptions()
                    .addCertValue(Buffer.buffer(own.certificatePem()))
                    .addKeyValue(Buffer.buffer(own.privateKeyPem())));
        }
        PemKeyCertOptions files = new PemKeyCertOptions()
                .addCertPath(settings.get(SettingsTable.TLS_CERTIFICATE).orElseThrow().toAbsolutePath().toString())
                .addKeyPath(settings.get(SettingsTable.TLS_KEY).orElseThrow().toAbsolutePath().toString());
        try {
            files.getKeyManagerFactory(vertx);
        } catch (Exception e) {
            throw new SettingsException(
                    "tls-certificate and tls-key: not a PEM certificate chain with its PKCS #8 key: " + e.getMessage());
        }
        return Optional.of(files);
    }

    /// Listens, on the loop given. Completes with the port.
    CompletableFuture<Integer> listen(WorkerLoop loop) {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        loop.context().runOnContext(_ -> server.listen()
                .onSuccess(listening -> port.complete(listening.actualPort()))
                .onFailure(port::completeExceptionally));
        return port;
    }

    CompletableFuture<Void> stop() {
        return server.close().toCompletionStage().toCompletableFuture();
    }

    /// Where a browser on this machine, or on the network the server listens on, finds the page.
    String url(int port) {
        InetAddress host = settings.get(SettingsTable.HOST);
        String name = host.isAnyLocalAddress() || host.isLoopbackAddress() ? "localhost" : literal(host);
        return (settings.isTls() ? "https://" : "http://") + name + ':' + port + '/';
    }

    private static String literal(InetAddress host) {
        return host.getHostAddress().contains(":") ? '[' + host.getHostAddress() + ']' : host.getHostAddress();
    }
}
