package dev.sluice.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.HdrHistogram.Histogram;

import dev.sluice.ice.HostIceAgent;
import dev.sluice.peerconnection.PeerConnection;
import dev.sluice.peerconnection.PeerConnectionFactory;
import dev.sluice.peerconnection.RtcSessionDescription;
import dev.sluice.peerconnection.RtpSender;
import dev.sluice.rtp.RtpPacket;
import dev.sluice.sdp.Direction;
import dev.sluice.wire.Time;

/// One publisher and its players, all on one loop of this process.
final class Call implements AutoCloseable {
    private static final int VIDEO_CLOCK = 90_000;
    /// How long the last packets of a round may take.
    private static final Duration STRAGGLERS = Duration.ofSeconds(1);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(60);
    private static final long LONGEST_DELAY = 60 * Time.SECOND;

    /// What the players got in one round.
    record Result(Duration cpu, long received, long missing, Histogram delays) {
        double delayMillis(double percentile) {
            return delays.getValueAtPercentile(percentile) / (double) Time.MILLISECOND;
        }
    }

    private final PeerConnectionFactory factory = PeerConnectionFactory.builder()
            .ice(HostIceAgent.factory(new InetSocketAddress("127.0.0.1", 0)))
            .build();
    private final HttpClient http = HttpClient.newHttpClient();
    private final LoadOptions options;
    private final String url;
    private final byte[] payload = LoadPacket.payload();
    private final CountDownLatch playing;
    private RtpSender sender;
    private double connectSeconds;

    // on the loop
    private long frame;
    private long firstFrameAt;
    private long sent;
    private Round round = new Round(0);

    /// The packets with numbers from `first` to before `end`, and which of them came.
    private static final class Round {
        final long first;
        final Histogram delays = new Histogram(LONGEST_DELAY, 3);
        long end = Long.MAX_VALUE;
        long received;

        Round(long first) {
            this.first = first;
        }
    }

    Call(String url, LoadOptions options) {
        this.url = url;
        this.options = options;
        this.playing = new CountDownLatch(options.players());
    }

    /// Connects the publisher, starts to send, and connects the players one after the other. Returns when all of them get packets.
    void start() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        PeerConnection publisher = factory.create();
        sender = publisher.addTransceiver("video", Direction.SENDONLY).sender();
        negotiate(publisher, "/whip/load?name=cam");
        factory.loop().execute(this::startSending);
        for (int i = 0; i < options.players(); i++) {
            play();
        }
        if (!playing.await(CONNECT_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException(playing.getCount() + " players of " + options.players() + " got nothing within "
                    + CONNECT_LIMIT.toSeconds() + " s");
        }
        connectSeconds = (System.nanoTime() - begin) / 1e9;
    }

    double connectSeconds() {
        return connectSeconds;
    }

    /// Lets the call go on for a while and tells what came in that time.
    ///
    /// @param cpuTime what the server has used so far; read at both ends of the round
    Result run(Duration duration, Supplier<Duration> cpuTime) throws InterruptedException {
        onLoop(() -> round = new Round(sent));
        Duration before = cpuTime.get();
        pause(duration);
        Duration cpu = cpuTime.get().minus(before);
        Round over = round;
        onLoop(() -> over.end = sent);
        pause(STRAGGLERS);
        Result[] result = new Result[1];
        onLoop(() -> result[0] = new Result(cpu, over.received,
                (over.end - over.first) * options.players() - over.received, over.delays));
        return result[0];
    }

    private static void pause(Duration duration) throws InterruptedException {
        new CountDownLatch(1).await(duration.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void onLoop(Runnable task) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        factory.loop().execute(() -> {
            task.run();
            done.countDown();
        });
        done.await();
    }

    private void play() throws IOException, InterruptedException {
        PeerConnection player = factory.create();
        player.addTransceiver("video", Direction.RECVONLY);
        boolean[] hasBegun = new boolean[1];
        player.onTrack(track -> track.receiver().onPacket(packet -> {
            if (!hasBegun[0]) {
                hasBegun[0] = true;
                playing.countDown();
            }
            onPacket(packet);
        }));
        negotiate(player, "/whep/load/cam");
    }

    private void onPacket(RtpPacket packet) {
        long number = LoadPacket.number(packet);
        if (number >= round.first && number < round.end) {
            round.received++;
            round.delays.recordValue(Math.clamp(factory.loop().now() - LoadPacket.sentAt(packet), 0, LONGEST_DELAY));
        }
    }

    private void negotiate(PeerConnection connection, String path) throws IOException, InterruptedException {
        connection.setLocalDescription(connection.createOffer().join()).join();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path)).header("Content-Type", "application/sdp")
                .POST(HttpRequest.BodyPublishers.ofString(connection.localDescription().orElseThrow().sdp())).build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 201) {
            throw new IOException(path + " was answered with " + response.statusCode() + ": " + response.body());
        }
        connection.setRemoteDescription(RtcSessionDescription.answer(response.body())).join();
    }

    private void startSending() {
        firstFrameAt = factory.loop().now();
        sendFrame();
    }

    /// Sends a frame's packets at once, as an encoder does, and asks to be called for the next.
    private void sendFrame() {
        long timestamp = frame * VIDEO_CLOCK / options.framesPerSecond();
        for (int i = 0; i < options.packetsPerFrame(); i++) {
            LoadPacket.fill(payload, i == 0, sent, factory.loop().now());
            sender.send(payload, 0, payload.length, timestamp, i == options.packetsPerFrame() - 1);
            sent++;
        }
        frame++;
        factory.loop().schedule(firstFrameAt + frame * Time.SECOND / options.framesPerSecond(), this::sendFrame);
    }

    @Override
    public void close() {
        http.close();
        factory.close();
    }
}
