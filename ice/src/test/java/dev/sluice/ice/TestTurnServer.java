package dev.sluice.ice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.sluice.ice.StunAttribute.ErrorCode;
import dev.sluice.ice.StunAttribute.Nonce;
import dev.sluice.ice.StunAttribute.Realm;
import dev.sluice.ice.StunAttribute.Unknown;
import dev.sluice.ice.StunAttribute.Username;
import dev.sluice.ice.StunAttribute.XorMappedAddress;
import dev.sluice.wire.U32;
import dev.sluice.wire.UdpLoop;
import dev.sluice.wire.UdpLoop.UdpSocket;

/// As much of a STUN and TURN server as one client needs: Allocate with long-term credentials, CreatePermission, Refresh, and indications for the data.
final class TestTurnServer {
    static final String USERNAME = "user";
    static final String PASSWORD = "secret";

    private static final String REALM = "test";
    private static final int ALLOCATE = 0x003;
    private static final int REFRESH = 0x004;
    private static final int SEND = 0x006;
    private static final int DATA_METHOD = 0x007;
    private static final int CREATE_PERMISSION = 0x008;
    private static final int LIFETIME = 0x000d;
    private static final int XOR_PEER_ADDRESS = 0x0012;
    private static final int DATA = 0x0013;
    private static final int XOR_RELAYED_ADDRESS = 0x0016;

    private final UdpLoop loop;
    private final InetSocketAddress mapped;
    private final UdpSocket socket;
    private final StunIntegrity key = StunIntegrity
            .sha1(StunIntegrity.longTermKey("MD5", USERNAME, REALM, PASSWORD));
    private final Set<InetAddress> permitted = new HashSet<>();
    private UdpSocket relay;
    private InetSocketAddress client;
    volatile int relayed;
    volatile boolean released;

    /// Tells its clients that they come from `mapped`, or with null the truth.
    TestTurnServer(UdpLoop loop, InetSocketAddress address, InetSocketAddress mapped) {
        this.loop = loop;
        this.mapped = mapped;
        this.socket = open(address, this::onRequest);
    }

    InetSocketAddress address() {
        return socket.localAddress();
    }

    InetSocketAddress relayAddress() {
        return relay == null ? null : relay.localAddress();
    }

    private UdpSocket open(InetSocketAddress address, UdpLoop.Receiver receiver) {
        try {
            return loop.open(address, receiver);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void onRequest(InetSocketAddress from, byte[] bytes, int offset, int length, long now) {
        StunMessage message = StunMessage.parse(bytes, offset, length).orElseThrow();
        boolean authentic = key.verify(bytes, offset, length);
        if (message.method() == SEND) {
            relay(message);
        } else if (message.method() == Stun.BINDING) {
            answer(from, message, true, List.of(new XorMappedAddress(mapped == null ? from : mapped)));
        } else if (!authentic) {
            answer(from, message, false,
                    List.of(new ErrorCode(401, "Unauthorized"), new Realm(REALM), new Nonce("nonce")));
        } else {
            onAuthentic(from, message);
        }
    }

    private void onAuthentic(InetSocketAddress from, StunMessage message) {
        List<StunAttribute> attributes = new ArrayList<>();
        if (message.method() == ALLOCATE) {
            client = from;
            relay = relay == null ? open(new InetSocketAddress(socket.localAddress().getAddress(), 0), this::onPeer)
                    : relay;
            attributes.add(address(XOR_RELAYED_ADDRESS, relay.localAddress(), message.transactionId()));
            attributes.add(lifetime(600));
            attributes.add(new XorMappedAddress(from));
        } else if (message.method() == CREATE_PERMISSION) {
            permitted.add(address(message).getAddress());
        } else if (message.method() == REFRESH) {
            released = U32.get(value(message, LIFETIME), 0) == 0;
            attributes.add(lifetime(released ? 0 : 600));
        }
        answer(from, message, true, attributes);
    }

    private void relay(StunMessage message) {
        InetSocketAddress peer = address(message);
        byte[] data = value(message, DATA);
        if (permitted.contains(peer.getAddress())) {
            relayed++;
            relay.send(peer, data, 0, data.length);
        }
    }

    private void onPeer(InetSocketAddress from, byte[] bytes, int offset, int length, long now) {
        if (!permitted.contains(from.getAddress())) {
            return;
        }
        TransactionId id = new TransactionId(relayed++, now);
        byte[] data = Arrays.copyOfRange(bytes, offset, offset + length);
        byte[] indication = new StunMessage(StunClass.INDICATION, DATA_METHOD, id,
                List.of(address(XOR_PEER_ADDRESS, from, id), new Unknown(DATA, data))).encode();
        socket.send(client, indication, 0, indication.length);
    }

    private void answer(InetSocketAddress to, StunMessage request, boolean success, List<StunAttribute> attributes) {
        StunMessage answer = new StunMessage(success ? StunClass.SUCCESS_RESPONSE : StunClass.ERROR_RESPONSE,
                request.method(), request.transactionId(), attributes);
        boolean signed = success && request.attribute(Username.class).isPresent();
        byte[] bytes = signed ? answer.encode(key) : answer.encode();
        socket.send(to, bytes, 0, bytes.length);
    }

    private static Unknown lifetime(int seconds) {
        byte[] value = new byte[4];
        U32.set(value, 0, seconds);
        return new Unknown(LIFETIME, value);
    }

    private static byte[] value(StunMessage message, int type) {
        return message.attributes().stream()
                .filter(attribute -> attribute instanceof Unknown unknown && unknown.type() == type)
                .map(attribute -> ((Unknown) attribute).value()).findFirst().orElseGet(() -> new byte[]{0, 0, 1, 0});
    }

    /// XOR-PEER-ADDRESS and XOR-RELAYED-ADDRESS look like XOR-MAPPED-ADDRESS.
    private static Unknown address(int type, InetSocketAddress address, TransactionId id) {
        byte[] message = StunMessage.bindingRequest(id, new XorMappedAddress(address)).encode();
        return new Unknown(type, Arrays.copyOfRange(message, 24, message.length));
    }

    private static InetSocketAddress address(StunMessage message) {
        byte[] copy = StunMessage.bindingRequest(message.transactionId(),
                new Unknown(StunAttributeType.XOR_MAPPED_ADDRESS, value(message, XOR_PEER_ADDRESS))).encode();
        return StunMessage.parse(copy, 0, copy.length).flatMap(parsed -> parsed.attribute(XorMappedAddress.class))
                .orElseThrow().address();
    }
}
