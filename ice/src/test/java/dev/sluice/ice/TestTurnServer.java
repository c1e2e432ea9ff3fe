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

import dev.sluice.ice.StunAttribute.Data;
import dev.sluice.ice.StunAttribute.ErrorCode;
import dev.sluice.ice.StunAttribute.Lifetime;
import dev.sluice.ice.StunAttribute.Nonce;
import dev.sluice.ice.StunAttribute.Realm;
import dev.sluice.ice.StunAttribute.Username;
import dev.sluice.ice.StunAttribute.XorMappedAddress;
import dev.sluice.ice.StunAttribute.XorPeerAddress;
import dev.sluice.ice.StunAttribute.XorRelayedAddress;
import dev.sluice.wire.UdpLoop;
import dev.sluice.wire.UdpLoop.UdpSocket;

/// As much of a STUN and TURN server as one client needs: Allocate with long-term credentials, CreatePermission, Refresh, and indications for the data.
final class TestTurnServer {
    static final String USERNAME = "user";
    static final String PASSWORD = "secret";

    private static final String REALM = "test";

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
        if (message.method() == Stun.SEND) {
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
        if (message.method() == Stun.ALLOCATE) {
            client = from;
            relay = relay == null ? open(new InetSocketAddress(socket.localAddress().getAddress(), 0), this::onPeer)
                    : relay;
            attributes.add(new XorRelayedAddress(relay.localAddress()));
            attributes.add(new Lifetime(600));
            attributes.add(new XorMappedAddress(from));
        } else if (message.method() == Stun.CREATE_PERMISSION) {
            permitted.add(peer(message).getAddress());
        } else if (message.method() == Stun.REFRESH) {
            released = message.attribute(Lifetime.class).orElseThrow().seconds() == 0;
            attributes.add(new Lifetime(released ? 0 : 600));
        }
        answer(from, message, true, attributes);
    }

    private void relay(StunMessage message) {
        InetSocketAddress peer = peer(message);
        byte[] data = message.attribute(Data.class).orElseThrow().bytes();
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
        byte[] indication = new StunMessage(StunClass.INDICATION, Stun.DATA, id,
                List.of(new XorPeerAddress(from), new Data(data))).encode();
        socket.send(client, indication, 0, indication.length);
    }

    private void answer(InetSocketAddress to, StunMessage request, boolean success, List<StunAttribute> attributes) {
        StunMessage answer = new StunMessage(success ? StunClass.SUCCESS_RESPONSE : StunClass.ERROR_RESPONSE,
                request.method(), request.transactionId(), attributes);
        boolean signed = success && request.attribute(Username.class).isPresent();
        byte[] bytes = signed ? answer.encode(key) : answer.encode();
        socket.send(to, bytes, 0, bytes.length);
    }

    private static InetSocketAddress peer(StunMessage message) {
        return message.attribute(XorPeerAddress.class).orElseThrow().address();
    }
}
