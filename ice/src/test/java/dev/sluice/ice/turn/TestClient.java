package dev.sluice.ice.turn;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import dev.sluice.ice.ChannelData;
import dev.sluice.ice.Stun;
import dev.sluice.ice.StunAttribute;
import dev.sluice.ice.StunAttribute.ChannelNumber;
import dev.sluice.ice.StunAttribute.Data;
import dev.sluice.ice.StunAttribute.ErrorCode;
import dev.sluice.ice.StunAttribute.Lifetime;
import dev.sluice.ice.StunAttribute.Nonce;
import dev.sluice.ice.StunAttribute.Realm;
import dev.sluice.ice.StunAttribute.RequestedTransport;
import dev.sluice.ice.StunAttribute.Username;
import dev.sluice.ice.StunAttribute.XorPeerAddress;
import dev.sluice.ice.StunAttribute.XorRelayedAddress;
import dev.sluice.ice.StunClass;
import dev.sluice.ice.StunIntegrity;
import dev.sluice.ice.StunMessage;
import dev.sluice.ice.TransactionId;
import dev.sluice.testkit.SimulatedHost;
import dev.sluice.wire.UdpLoop.Stream;
import dev.sluice.wire.UdpLoop.StreamReceiver;
import dev.sluice.wire.UdpLoop.UdpSocket;

/// Says what a test tells it to, right or wrong, and waits for the answer. It goes through the server's port, or when [#connect] was called through a connection.
final class TestClient {
    static final RequestedTransport UDP = new RequestedTransport(RequestedTransport.UDP);

    final List<String> received = new ArrayList<>();
    final List<StunMessage> indications = new ArrayList<>();
    final List<Integer> lengths = new ArrayList<>();
    boolean closed;
    String username;
    String password;
    String nonce;
    StreamReceiver stream;
    private final World world;
    private final UdpSocket socket;
    private final Random random = new Random(7);
    private StunMessage answer;
    private byte[] answerBytes;

    TestClient(World world, SimulatedHost host, int port, String username, String password) {
        this.world = world;
        this.username = username;
        this.password = password;
        try {
            socket = host.open(host.at(port), (_, bytes, offset, length, _) -> onMessage(bytes, offset, length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(byte[] bytes) {
        return new String(bytes, US_ASCII);
    }

    /// From now on everything goes through a connection.
    TestClient connect() {
        stream = world.server.accept(address(), new Stream() {
            @Override
            public boolean send(byte[] bytes, int offset, int length) {
                onMessage(bytes, offset, length);
                return true;
            }

            @Override
            public void close() {
                closed = true;
            }
        });
        return this;
    }

    InetSocketAddress address() {
        return socket.localAddress();
    }

    InetSocketAddress allocate(StunAttribute... more) {
        StunMessage allocated = success(Stun.ALLOCATE, with(UDP, more));
        return allocated.attribute(XorRelayedAddress.class).orElseThrow().address();
    }

    void permit(InetSocketAddress peer) {
        success(Stun.CREATE_PERMISSION, new XorPeerAddress(peer));
    }

    void bind(int channel, InetSocketAddress peer) {
        success(Stun.CHANNEL_BIND, new ChannelNumber(channel), new XorPeerAddress(peer));
    }

    long refresh(long lifetime) {
        return success(Stun.REFRESH, new Lifetime(lifetime)).attribute(Lifetime.class).orElseThrow().seconds();
    }

    StunMessage success(int method, StunAttribute... attributes) {
        StunMessage got = request(method, attributes);
        assertEquals(StunClass.SUCCESS_RESPONSE, got.stunClass(), got::toString);
        assertTrue(key().verify(answerBytes, 0, answerBytes.length), "a success is signed");
        return got;
    }

    int error(int method, StunAttribute... attributes) {
        return code(request(method, attributes));
    }

    static int code(StunMessage got) {
        return got.attribute(ErrorCode.class).map(ErrorCode::code).orElse(0);
    }

    /// The answer to an authentic request; asks for a nonce first when it has none.
    StunMessage request(int method, StunAttribute... attributes) {
        if (nonce == null) {
            nonce = exchange(new StunMessage(StunClass.REQUEST, Stun.ALLOCATE, id(), List.of(UDP)).encode())
                    .attribute(Nonce.class).orElseThrow().value();
        }
        return exchange(signed(id(), method, attributes));
    }

    byte[] signed(TransactionId id, int method, StunAttribute... attributes) {
        List<StunAttribute> all = new ArrayList<>(List.of(attributes));
        all.addAll(List.of(new Username(username), new Realm(World.REALM), new Nonce(nonce)));
        return new StunMessage(StunClass.REQUEST, method, id, all).encode(key());
    }

    StunIntegrity key() {
        return StunIntegrity.sha1(StunIntegrity.longTermKey("MD5", username, World.REALM, password));
    }

    TransactionId id() {
        return TransactionId.random(random);
    }

    /// The answer to these bytes.
    StunMessage exchange(byte[] request) {
        StunMessage got = tryExchange(request);
        assertNotNull(got, "no answer");
        return got;
    }

    /// Null when there is none.
    StunMessage tryExchange(byte[] request) {
        answer = null;
        send(request);
        return answer;
    }

    byte[] answerBytes() {
        return answerBytes;
    }

    void sendTo(InetSocketAddress peer, String text) {
        send(new StunMessage(StunClass.INDICATION, Stun.SEND, id(),
                List.of(new XorPeerAddress(peer), new Data(text.getBytes(US_ASCII)))).encode());
    }

    void sendOn(int channel, String text) {
        byte[] bytes = new byte[ChannelData.paddedLength(text.length())];
        ChannelData.writeHeader(bytes, 0, channel, text.length());
        System.arraycopy(text.getBytes(US_ASCII), 0, bytes, ChannelData.HEADER_LENGTH, text.length());
        send(bytes);
    }

    void send(byte[] bytes) {
        if (stream != null) {
            stream.onBytes(bytes, 0, bytes.length, world.network.now());
        } else {
            socket.send(World.ADDRESS, bytes, 0, bytes.length);
        }
        world.network.run(0);
    }

    static StunAttribute[] with(StunAttribute first, StunAttribute... more) {
        StunAttribute[] all = Arrays.copyOf(new StunAttribute[]{first}, more.length + 1);
        System.arraycopy(more, 0, all, 1, more.length);
        return all;
    }

    private void onMessage(byte[] bytes, int offset, int length) {
        lengths.add(length);
        if (ChannelData.isChannelData(bytes, offset, length)) {
            int data = offset + ChannelData.HEADER_LENGTH;
            received.add(Integer.toHexString(ChannelData.channel(bytes, offset)) + ":"
                    + text(Arrays.copyOfRange(bytes, data, data + ChannelData.dataLength(bytes, offset))));
            return;
        }
        StunMessage message = StunMessage.parse(bytes, offset, length).orElseThrow();
        if (message.stunClass() == StunClass.INDICATION) {
            indications.add(message);
            received.add(message.attribute(XorPeerAddress.class).orElseThrow().address().getPort() + ":"
                    + message.attribute(Data.class).map(data -> text(data.bytes())).orElse("nothing"));
        } else {
            answer = message;
            answerBytes = Arrays.copyOfRange(bytes, offset, offset + length);
        }
    }
}
