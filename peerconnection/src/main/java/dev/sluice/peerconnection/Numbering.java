package dev.sluice.peerconnection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sluice.sdp.ExtMap;
import dev.sluice.sdp.MediaDescription;
import dev.sluice.sdp.RtpCodec;

/// Gives payload types and extension identifiers that stay the same in all sections of the bundle and in all later offers, whoever offered first.
///
/// @rfc 8843 9.1 Single RTP Session
/// @rfc 9429 5.2.2 Subsequent Offers
final class Numbering {
    private static final int FIRST_DYNAMIC = 96;
    private static final int LAST_DYNAMIC = 127;
    private static final int FIRST_OVERFLOW = 35;
    private static final int LAST_OVERFLOW = 63;    // RFC 5761 4: 64 to 95 could be mistaken for RTCP
    private static final int LAST_ONE_BYTE_ID = 14;

    private final List<RtpCodec> codecs = new ArrayList<>();
    private final Set<Integer> payloadTypes = new HashSet<>();
    private final Map<String, Integer> extensions = new HashMap<>();

    /// Takes over the numbers a description uses.
    void learn(MediaDescription section) {
        for (RtpCodec codec : section.codecs()) {
            if (payloadTypes.add(codec.payloadType())) {
                codecs.add(codec);
            }
        }
        for (ExtMap extension : section.extmaps()) {
            extensions.putIfAbsent(extension.uri(), extension.id());
        }
    }

    /// The same codecs with the numbers of this connection.
    List<RtpCodec> number(List<RtpCodec> wanted) {
        List<RtpCodec> numbered = new ArrayList<>();
        for (RtpCodec codec : wanted) {
            if (!codec.isRtx()) {
                RtpCodec media = numberMedia(codec);
                numbered.add(media);
                if (CodecLists.rtxOf(codec, wanted) instanceof RtpCodec rtx) {
                    numbered.add(numberRtx(rtx, media));
                }
            }
        }
        return numbered;
    }

    List<ExtMap> numberExtensions(List<String> uris) {
        List<ExtMap> numbered = new ArrayList<>();
        for (String uri : uris) {
            int id = extensions.computeIfAbsent(uri, _ -> freeExtensionId());
            if (id > 0) {
                numbered.add(new ExtMap(id, null, uri, ""));
            }
        }
        return numbered;
    }

    private RtpCodec numberMedia(RtpCodec codec) {
        for (RtpCodec known : codecs) {
            if (!known.isRtx() && known.matches(codec)) {
                return codec.withPayloadType(known.payloadType());
            }
        }
        return assign(codec, codec.payloadType());
    }

    private RtpCodec numberRtx(RtpCodec rtx, RtpCodec media) {
        RtpCodec known = CodecLists.rtxOf(media, codecs);
        return known != null ? known : assign(DefaultCodecs.rtx(rtx.payloadType(), media), rtx.payloadType());
    }

    private RtpCodec assign(RtpCodec codec, int favourite) {
        RtpCodec numbered = codec.withPayloadType(payloadTypes.contains(favourite) ? freePayloadType() : favourite);
        payloadTypes.add(numbered.payloadType());
        codecs.add(numbered);
        return numbered;
    }

    private int freePayloadType() {
        for (int type = FIRST_DYNAMIC; type <= LAST_DYNAMIC; type++) {
            if (!payloadTypes.contains(type)) {
                return type;
            }
        }
        for (int type = FIRST_OVERFLOW; type <= LAST_OVERFLOW; type++) {
            if (!payloadTypes.contains(type)) {
                return type;
            }
        }
        throw new RtcException(RtcException.Kind.OPERATION,
                "all payload types are taken: prefer fewer codecs with setCodecPreferences");
    }

    /// 0 when all are taken: the extension is left out.
    private int freeExtensionId() {
        for (int id = 1; id <= LAST_ONE_BYTE_ID; id++) {
            if (!extensions.containsValue(id)) {
                return id;
            }
        }
        return 0;
    }
}
