package dev.sluice.sfu.server;

import java.nio.charset.CharacterCodingException;
import java.util.Map;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;

import dev.sluice.sfu.server.SocketCounters.Closed;
import dev.sluice.sfu.signaling.ClientMessage;
import dev.sluice.sfu.signaling.CloseCode;
import dev.sluice.sfu.signaling.Incoming;
import dev.sluice.sfu.signaling.MessageReader;
import dev.sluice.sfu.signaling.MessageSocket;
import dev.sluice.sfu.signaling.MessageWriter;
import dev.sluice.sfu.signaling.ServerMessage;
import dev.sluice.sfu.signaling.Tokens;

/// One WebSocket: frames become messages for the worker of the room, messages of the worker become frames.
///
/// Lives on the HTTP loop, where JSON is read and written. Only [#send] and [#close(CloseCode, String)] are called on the worker's loop; both hop over, so
/// that order is kept both ways. Until it has joined, the client's next message is read when the one before was answered: only then is it known
/// which worker it is for.
final class SignalingSocket implements MessageSocket {
    private static final int MAX_TRIES = 5;
    /// A message of a browser is one frame, of others a few.
    private static final int FRAMES_PER_MESSAGE = 8;

    private final SocketTable table;
    private final ServerWebSocket socket;
    private final SocketLimits limits;
    private final MessageAssembler assembler;
    private final TokenBucket messages;
    private final TokenBucket frames;
    private Worker home;
    private boolean isJoined;
    private boolean isOver;
    private int tries;
    private long heard;
    private long pinged;
    private long strangerSince;

    SignalingSocket(SocketTable table, ServerWebSocket socket, SocketLimits limits, Worker reception, long now) {
        this.table = table;
        this.socket = socket;
        this.limits = limits;
        this.home = reception;
        this.assembler = new MessageAssembler(limits.messageSize());
        this.messages = limits.messages(now);
        this.frames = new TokenBucket(limits.rate() * FRAMES_PER_MESSAGE, 4.0 * limits.rate() * FRAMES_PER_MESSAGE,
                now);
        this.heard = now;
        this.pinged = now;
        this.strangerSince = now;
    }

    /// Begins to read.
    void open() {
        if (socket.isClosed()) {
            onClosed();
            return;
        }
        socket.setWriteQueueMaxSize(limits.queue());
        socket.frameHandler(this::onFrame);
        socket.pongHandler(_ -> heard = WorkerLoop.now());
        socket.exceptionHandler(this::onFailure);
        socket.closeHandler(_ -> onClosed());
    }

    // What comes.

    private void onFrame(WebSocketFrame frame) {
        heard = WorkerLoop.now();
        if (isOver || frame.isClose()) {
            return;
        }
        if (!frames.take(heard)) {
            end(Closed.TOO_FAST, CloseCode.POLICY, "too many frames");
        } else if (frame.isBinary()) {
            end(Closed.NOT_TEXT, CloseCode.NOT_TEXT, "text frames only");
        } else if (frame.isText() || frame.isContinuation()) {
            onText(frame);
        }
    }

    private void onText(WebSocketFrame frame) {
        if (!assembler.add(frame)) {
            end(Closed.TOO_BIG, CloseCode.TOO_BIG, tooBig());
        } else if (frame.isFinal() && !messages.take(heard)) {
            end(Closed.TOO_FAST, CloseCode.POLICY, "more than " + limits.rate() + " messages per second");
        } else if (frame.isFinal()) {
            onText();
        }
    }

    private String tooBig() {
        return "a message is at most " + limits.messageSize() + " bytes";
    }

    private void onText() {
        table.counters().received++;
        try {
            onJson(Json.decodeValue(assembler.take()));
        } catch (CharacterCodingException | DecodeException _) {
            end(Closed.NOT_JSON, CloseCode.NOT_JSON, "not JSON in UTF-8");
        }
    }

    private void onJson(Object json) {
        Incoming incoming = MessageReader.read(json instanceof JsonObject object ? object.getMap() : Map.of());
        if (!isJoined) {
            socket.pause();                     // until this is answered
            home = table.homeOf(incoming, home);
            leaveOtherWorker(incoming);
        }
        home.tell((signaling, now) -> signaling.onMessage(this, incoming, now));
    }

    /// Who joins another room than before has its membership on another worker, perhaps.
    private void leaveOtherWorker(Incoming incoming) {
        if (incoming instanceof Incoming.Message(_, ClientMessage.Join join) && join.token() != null) {
            Worker earlier = table.holder(join.token());
            if (earlier != null && earlier != home) {
                earlier.tell((signaling, now) -> signaling.giveUp(join.token(), now));
            }
        }
    }

    private void onFailure(Throwable failure) {
        if (failure instanceof CorruptedWebSocketFrameException corrupted) {
            if (corrupted.closeStatus().code() == WebSocketCloseStatus.MESSAGE_TOO_BIG.code()) {
                end(Closed.TOO_BIG, CloseCode.TOO_BIG, tooBig());
            } else {
                end(Closed.PROTOCOL_ERROR, CloseCode.PROTOCOL_ERROR, "no WebSocket frame");
            }
        }                                       // whatever else it is closes the connection
    }

    private void onClosed() {
        if (!isOver) {
            isOver = true;
            Short code = socket.closeStatusCode();
            boolean isGoodbye = code != null && code == WebSocketCloseStatus.ENDPOINT_UNAVAILABLE.code();
            table.remove(this, Closed.BY_CLIENT);
            home.tell((signaling, now) -> signaling.onClosed(this, isGoodbye, now));
        }
        table.forget(this);
    }

    // What goes, as the worker says.

    @Override
    public void send(long seq, ServerMessage message) {
        table.run(() -> write(seq, message));
    }

    @Override
    public void close(CloseCode code, String reason) {
        table.run(() -> end(reason(code), code, reason));
    }

    private static Closed reason(CloseCode code) {
        return switch (code) {
            case LEFT -> Closed.LEFT;
            case RESTART -> Closed.RESTART;
            case REPLACED -> Closed.REPLACED;
            case PROTOCOL_ERROR -> Closed.PROTOCOL_ERROR;
            case NOT_TEXT -> Closed.NOT_TEXT;
            case NOT_JSON -> Closed.NOT_JSON;
            case TOO_BIG -> Closed.TOO_BIG;
            case POLICY -> Closed.NOT_JOINED;
        };
    }

    /// What a socket no longer takes is kept for who resumes. It may have been closed in this turn of the loop, and its handler be yet to come.
    private void write(long seq, ServerMessage message) {
        if (isOver || socket.isClosed()) {
            return;
        }
        if (socket.writeQueueFull()) {
            end(Closed.TOO_SLOW, CloseCode.POLICY, "too slow a reader");
            return;
        }
        table.counters().sent++;
        socket.writeTextMessage(new JsonObject(MessageWriter.write(seq, message)).encode());
        if (!isJoined) {
            onAnswered(message);
        }
    }

    /// Reads on.
    private void onAnswered(ServerMessage message) {
        switch (message) {
            case ServerMessage.Joined _,ServerMessage.Resumed _ -> isJoined = true;
            case ServerMessage.Failure failure when isAboutJoining(failure) -> {
                tries++;
                strangerSince = WorkerLoop.now();
            }
            default -> {}                       // a question that needed no room
        }
        if (tries == MAX_TRIES) {
            end(Closed.NOT_JOINED, CloseCode.POLICY, "too many tries to join");
        } else {
            socket.resume();
        }
    }

    private static boolean isAboutJoining(ServerMessage.Failure failure) {
        return "join".equals(failure.of()) || "resume".equals(failure.of());
    }

    // Time.

    void onTick(long now) {
        if (!isJoined && now - strangerSince >= limits.joinTimeout()) {
            end(Closed.NOT_JOINED, CloseCode.POLICY, "nobody has joined");
        } else if (now - heard >= limits.silence()) {
            end(Closed.SILENT, CloseCode.POLICY, "no sign of life");
        } else if (now - pinged >= limits.ping() && !socket.isClosed()) {
            pinged = now;
            socket.writePing(Buffer.buffer());
        }
    }

    // The end.

    /// Refuses a page of an origin that is not welcome.
    void refuseOrigin() {
        end(Closed.ORIGIN, CloseCode.POLICY, "this origin may not connect");
    }

    void restart() {
        end(Closed.RESTART, CloseCode.RESTART, "the server stops");
    }

    private void end(Closed why, CloseCode code, String reason) {
        if (isOver) {
            return;
        }
        isOver = true;
        table.remove(this, why);
        home.tell((signaling, now) -> signaling.onClosed(this, false, now));
        RawSocket.close(socket, code, reason, why != Closed.TOO_BIG && why != Closed.TOO_FAST);
    }
}
