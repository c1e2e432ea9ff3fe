package dev.sluice.ice;

import static dev.sluice.wire.Time.NEVER;
import static dev.sluice.wire.Time.SECOND;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import dev.sluice.ice.StunAttribute.Data;
import dev.sluice.ice.StunAttribute.XorPeerAddress;
import dev.sluice.ice.TurnPeer.Permission;
import dev.sluice.ice.TurnPeer.Stage;
import dev.sluice.wire.PacketKind;

/// Datagrams through a TURN allocation: permissions, channels, and the messages that carry the data.
///
/// *Permissions* are asked for when something is sent to an address for the first time; the latest datagram waits until it is granted. They are asked for anew every
/// four minutes (they end after five) as long as something is sent.
///
/// *Channels* are bound to peers that get more than STUN, and as the checks of a pair come before its media, not before a pair works. Until then
/// indications carry the data, 36 bytes longer. On a channel no packet makes garbage.
///
/// At most [#MOST_PEERS] are known; what goes to others is dropped.
///
/// @rfc 8656 9 Permissions
/// @rfc 8656 12 Channels
final class TurnRelay {
    static final int MOST_PEERS = 64;

    private static final long REFRESH_PERMISSION = 240 * SECOND;
    private static final long REBIND_CHANNEL = 500 * SECOND;

    private final TurnClient client;
    private final boolean reliable;
    private final RandomGenerator random;
    private final TurnClient.Output out;
    private final StunWriter writer = new StunWriter();
    private final Map<InetAddress, Permission> permissions = new LinkedHashMap<>();
    private final Map<InetSocketAddress, TurnPeer> peers = new LinkedHashMap<>();
    private final List<TurnPeer> byChannel = new ArrayList<>();
    private byte[] channelData = new byte[2048];

    TurnRelay(TurnClient client, boolean reliable, RandomGenerator random, TurnClient.Output out) {
        this.client = client;
        this.reliable = reliable;
        this.random = random;
        this.out = out;
    }

    boolean send(InetSocketAddress to, byte[] bytes, int offset, int length, long now) {
        TurnPeer peer = peer(to);
        if (peer == null || peer.permission.stage == Stage.REFUSED) {
            return false;
        }
        peer.permission.used = true;
        if (peer.permission.stage != Stage.GRANTED) {
            peer.held = Arrays.copyOfRange(bytes, offset, offset + length);
            permit(peer.permission, now);
        } else if (peer.binding == Stage.GRANTED) {
            sendChannelData(peer.channel, bytes, offset, length);
        } else {
            sendIndication(to, Arrays.copyOfRange(bytes, offset, offset + length));
            bindWhenMedia(peer, PacketKind.of(bytes, offset, length), now);
        }
        return true;
    }

    /// False: it is none.
    boolean onChannelData(byte[] bytes, int offset, int length, long now) {
        if (!ChannelData.isChannelData(bytes, offset, length)) {
            return false;
        }
        int index = ChannelData.channel(bytes, offset) - ChannelData.FIRST_CHANNEL;
        if (index < byChannel.size() && byChannel.get(index).binding != Stage.NONE) {
            out.onDatagram(byChannel.get(index).address, bytes, offset + ChannelData.HEADER_LENGTH,
                    ChannelData.dataLength(bytes, offset), now);
        }
        return true;
    }

    /// Indications are not signed: what does not come from somebody whom we permitted was not sent by our server.
    void onIndication(StunMessage message, long now) {
        InetSocketAddress from = message.attribute(XorPeerAddress.class).map(XorPeerAddress::address).orElse(null);
        byte[] data = message.attribute(Data.class).map(Data::bytes).orElse(null);
        boolean permitted = message.method() == Stun.DATA && from != null
                && permissions.containsKey(from.getAddress());
        if (permitted && data != null) {
            out.onDatagram(from, data, 0, data.length, now);
        }
    }

    long deadline() {
        long deadline = NEVER;
        for (Permission permission : permissions.values()) {
            deadline = Math.min(deadline, permission.refreshAt);
        }
        for (TurnPeer peer : byChannel) {
            deadline = Math.min(deadline, peer.rebindAt);
        }
        return deadline;
    }

    void onTime(long now) {
        for (Permission permission : permissions.values()) {
            if (now >= permission.refreshAt) {
                refresh(permission, now);
            }
        }
        for (TurnPeer peer : byChannel) {
            if (now >= peer.rebindAt) {
                peer.rebindAt = NEVER;
                client.request(new TurnClient.Purpose.Bind(peer), now);
            }
        }
    }

    void permitted(Permission permission, long now) {
        permission.stage = Stage.GRANTED;
        permission.refreshAt = now + REFRESH_PERMISSION;
        for (TurnPeer peer : peers.values()) {
            if (peer.permission == permission && peer.held != null) {
                byte[] held = peer.held;
                peer.held = null;
                sendIndication(peer.address, held);
            }
        }
    }

    /// 0 means that the server has not answered: the next datagram asks again.
    void refused(Permission permission, int error) {
        permission.stage = error == TurnClient.UNREACHABLE ? Stage.NONE : Stage.REFUSED;
        permission.refreshAt = NEVER;
    }

    void bound(TurnPeer peer, long now) {
        peer.binding = Stage.GRANTED;
        peer.rebindAt = now + REBIND_CHANNEL;
    }

    /// Indications go on carrying the data.
    void notBound(TurnPeer peer) {
        peer.binding = Stage.REFUSED;
        peer.rebindAt = NEVER;
    }

    /// Null: there are too many.
    private TurnPeer peer(InetSocketAddress address) {
        TurnPeer known = peers.get(address);
        if (known != null || peers.size() == MOST_PEERS) {
            return known;
        }
        Permission permission = permissions.computeIfAbsent(address.getAddress(), Permission::new);
        TurnPeer peer = new TurnPeer(address, permission, ChannelData.FIRST_CHANNEL + peers.size());
        peers.put(address, peer);
        byChannel.add(peer);
        return peer;
    }

    private void permit(Permission permission, long now) {
        if (permission.stage == Stage.NONE) {
            permission.stage = Stage.ASKED;
            client.request(new TurnClient.Purpose.Permit(permission), now);
        }
    }

    private void refresh(Permission permission, long now) {
        permission.refreshAt = NEVER;
        if (permission.used) {
            permission.used = false;
            client.request(new TurnClient.Purpose.Permit(permission), now);
        } else {
            permission.stage = Stage.NONE;
        }
    }

    private void bindWhenMedia(TurnPeer peer, PacketKind kind, long now) {
        if (peer.binding == Stage.NONE && kind != PacketKind.STUN) {
            peer.binding = Stage.ASKED;
            client.request(new TurnClient.Purpose.Bind(peer), now);
        }
    }

    private void sendIndication(InetSocketAddress to, byte[] data) {
        writer.start(StunClass.INDICATION, Stun.SEND, TransactionId.random(random)).add(new XorPeerAddress(to))
                .add(new Data(data));
        out.transmit(writer.bytes(), 0, writer.length());
    }

    private void sendChannelData(int channel, byte[] bytes, int offset, int length) {
        int whole = reliable ? ChannelData.paddedLength(length) : ChannelData.HEADER_LENGTH + length;
        if (channelData.length < whole) {
            channelData = new byte[whole];
        }
        ChannelData.writeHeader(channelData, 0, channel, length);
        System.arraycopy(bytes, offset, channelData, ChannelData.HEADER_LENGTH, length);
        Arrays.fill(channelData, ChannelData.HEADER_LENGTH + length, whole, (byte) 0);
        out.transmit(channelData, 0, whole);
    }
}
