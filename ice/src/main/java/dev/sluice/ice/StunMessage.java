package dev.sluice.ice;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.sluice.ice.StunAttribute.Fingerprint;
import dev.sluice.ice.StunAttribute.MessageIntegrity;
import dev.sluice.ice.StunAttribute.MessageIntegritySha256;
import dev.sluice.wire.U16;

/// A STUN message as data.
///
/// [#parse] never throws, whatever the bytes. It checks the header, the bounds and types of all attributes and FINGERPRINT; integrity needs a key and is
/// asked for with [StunIntegrity#verify] on the same bytes.
///
/// @rfc 8489 5 STUN Message Structure
public record StunMessage(StunClass stunClass, int method, TransactionId transactionId,
        List<StunAttribute> attributes) {
    public StunMessage {
        attributes = List.copyOf(attributes);
    }

    public static StunMessage bindingRequest(TransactionId transactionId, StunAttribute... attributes) {
        return new StunMessage(StunClass.REQUEST, Stun.BINDING, transactionId, List.of(attributes));
    }

    /// Empty when the bytes are no STUN message, or a broken one.
    public static Optional<StunMessage> parse(byte[] bytes, int offset, int length) {
        if (!Stun.isStun(bytes, offset, length)) {
            return Optional.empty();
        }
        int type = U16.get(bytes, offset);
        return parseAttributes(bytes, offset, offset + length)
                .map(attributes -> new StunMessage(StunClass.of(type), StunClass.method(type),
                        TransactionId.of(bytes, offset), attributes));
    }

    private static Optional<List<StunAttribute>> parseAttributes(byte[] bytes, int message, int end) {
        StunAttributeReader reader = new StunAttributeReader(bytes, message);
        List<StunAttribute> attributes = new ArrayList<>();
        StunAttribute last = null;
        for (int offset = message + Stun.HEADER_LENGTH; offset < end;) {
            int value = offset + Stun.ATTRIBUTE_HEADER_LENGTH;
            int length = U16.get(bytes, offset + 2);
            int next = value + Stun.padded(length);
            StunAttribute attribute = next > end ? null : reader.read(U16.get(bytes, offset), value, length);
            if (attribute == null || last instanceof Fingerprint) {
                return Optional.empty();
            }
            if (attribute instanceof Fingerprint(int crc)
                    && crc != new StunFingerprint().compute(bytes, message, offset)) {
                return Optional.empty();
            }
            if (mayFollow(last, attribute)) {
                attributes.add(attribute);
                last = attribute;
            }
            offset = next;
        }
        return Optional.of(attributes);
    }

    /// What stands behind the integrity is not protected by it, and is ignored.
    private static boolean mayFollow(StunAttribute last, StunAttribute attribute) {
        return switch (last) {
            case MessageIntegrity _ -> attribute instanceof MessageIntegritySha256 || attribute instanceof Fingerprint;
            case MessageIntegritySha256 _ -> attribute instanceof Fingerprint;
            case null, default -> true;
        };
    }

    /// The first attribute of the given kind: when one comes twice, the first counts.
    public <A extends StunAttribute> Optional<A> attribute(Class<A> kind) {
        return attributes.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    /// The attributes that a receiver must know to understand this message, and that this module does not.
    public List<Integer> unknownRequired() {
        return attributes.stream()
                .filter(attribute -> attribute instanceof StunAttribute.Unknown unknown
                        && unknown.comprehensionRequired())
                .map(attribute -> ((StunAttribute.Unknown) attribute).type())
                .toList();
    }

    /// The message's bytes, its attributes as they are.
    public byte[] encode() {
        return writer().toByteArray();
    }

    /// The message's bytes with FINGERPRINT added.
    public byte[] encodeWithFingerprint() {
        return writer().fingerprint().toByteArray();
    }

    /// The message's bytes with integrity and FINGERPRINT added, as ICE sends all of its messages.
    public byte[] encode(StunIntegrity integrity) {
        return writer().integrity(integrity).fingerprint().toByteArray();
    }

    private StunWriter writer() {
        StunWriter writer = new StunWriter().start(stunClass, method, transactionId);
        attributes.forEach(writer::add);
        return writer;
    }
}
