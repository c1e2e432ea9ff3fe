package dev.sluice.rtp;

/// What one packet's frame is, and what it depends on: the header extension that lets a forwarder choose layers without looking at
/// the payload, be it AV1, VP9 or encrypted end to end.
///
/// One object reads packet after packet. Most descriptors are three bytes and name a template of the [DependencyStructure] that
/// came with the last key frame; the caller keeps that per stream and hands it in. Only reading a new structure allocates.
///
/// ```
/// |S|E| template id |          frame number         |     S: start, E: end of the frame
/// |T|A|D|F|C|  structure when T, active targets when A, own indications when D, frame diffs when F, chain diffs when C
/// ```
///
/// From the AV1 RTP specification of the Alliance for Open Media, appendix A.
public final class DependencyDescriptor {
    /// What a frame is to a decode target: no part of it,
    public static final int NOT_PRESENT = 0;
    /// a part that no other one of it needs,
    public static final int DISCARDABLE = 1;
    /// a part at which a receiver may switch to the target,
    public static final int SWITCH = 2;
    /// or one that others need.
    public static final int REQUIRED = 3;

    private static final int MANDATORY_LENGTH = 3;

    private final BitReader in = new BitReader();
    private final int[] frameDiffs = new int[DependencyStructure.MAX_FRAME_DIFFS];
    private final int[] chainDiffs = new int[DependencyStructure.MAX_CHAINS];
    private boolean isStartOfFrame;
    private boolean isEndOfFrame;
    private int frameNumber;
    private DependencyStructure structure;
    private boolean hasNewStructure;
    private boolean hasActiveTargets;
    private int activeTargets;
    private DependencyStructure.Template template;
    private long indications;
    private int frameDiffCount;

    /// Reads the element of the packet with this local identifier. False: there is none, or it is malformed.
    public boolean read(RtpPacket packet, int id, DependencyStructure known) {
        int at = packet.extension(id);
        return at >= 0 && read(packet.bytes(), at, packet.extensionLength(id), known);
    }

    /// Reads a descriptor. False: malformed, or about a structure that is not known; do not ask the other questions.
    ///
    /// @param known the structure of the stream so far, null before the first
    public boolean read(byte[] bytes, int offset, int length, DependencyStructure known) {
        if (length < MANDATORY_LENGTH) {
            return false;
        }
        in.wrap(bytes, offset, length);
        isStartOfFrame = in.flag();
        isEndOfFrame = in.flag();
        int templateId = in.bits(6);
        frameNumber = in.bits(16);
        boolean isExtended = length > MANDATORY_LENGTH;
        hasNewStructure = isExtended && in.flag();
        hasActiveTargets = isExtended && in.flag();
        boolean hasIndications = isExtended && in.flag();
        boolean hasFrameDiffs = isExtended && in.flag();
        boolean hasChainDiffs = isExtended && in.flag();
        structure = hasNewStructure ? DependencyStructure.parse(in) : known;
        if (structure == null) {
            return false;
        }
        int index = templateId - structure.idOffset() & 63;
        if (index >= structure.templates().size()) {
            return false;
        }
        template = structure.templates().get(index);
        readActiveTargets();
        indications = hasIndications ? DependencyStructure.parseIndications(in, structure.decodeTargets())
                : template.indications();
        frameDiffCount = hasFrameDiffs ? readFrameDiffs() : copyFrameDiffs();
        readChainDiffs(hasChainDiffs);
        return frameDiffCount >= 0 && !in.isOverrun();
    }

    public boolean isStartOfFrame() { return isStartOfFrame; }

    public boolean isEndOfFrame() { return isEndOfFrame; }

    /// 16 bits, counting the frames of all layers.
    public int frameNumber() {
        return frameNumber;
    }

    /// The new one if this packet brought one, else the one handed in.
    public DependencyStructure structure() {
        return structure;
    }

    public boolean hasNewStructure() {
        return hasNewStructure;
    }

    /// Whether [#activeTargets] is news: it holds until told otherwise.
    public boolean hasActiveTargets() {
        return hasActiveTargets || hasNewStructure;
    }

    /// The decode targets that the sender is producing, the first in the lowest bit.
    public int activeTargets() {
        return activeTargets;
    }

    public int spatialLayer() {
        return template.spatialLayer();
    }

    public int temporalLayer() {
        return template.temporalLayer();
    }

    /// One of [#NOT_PRESENT], [#DISCARDABLE], [#SWITCH], [#REQUIRED].
    public int indication(int decodeTarget) {
        return (int) (indications >> 2 * decodeTarget) & 3;
    }

    /// How many frames this one refers to.
    public int frameDiffs() {
        return frameDiffCount;
    }

    /// How many frames back the `index`-th of them is.
    public int frameDiff(int index) {
        return frameDiffs[index];
    }

    /// How many frames back the last frame of this chain is; 0: the chain begins here.
    public int chainDiff(int chain) {
        return chainDiffs[chain];
    }

    private void readActiveTargets() {
        int targets = structure.decodeTargets();
        activeTargets = hasActiveTargets ? in.bits(targets) : -1 >>> Integer.SIZE - targets;
    }

    /// Returns how many there are; -1: too many to be true.
    private int readFrameDiffs() {
        int count = 0;
        for (int size = in.bits(2); size != 0; size = in.bits(2)) {
            if (count == frameDiffs.length) {
                return -1;
            }
            frameDiffs[count++] = in.bits(4 * size) + 1;
        }
        return count;
    }

    private int copyFrameDiffs() {
        int count = template.frameDiffs().size();
        for (int i = 0; i < count; i++) {
            frameDiffs[i] = template.frameDiffs().get(i);
        }
        return count;
    }

    private void readChainDiffs(boolean areOwn) {
        for (int chain = 0; chain < structure.chains(); chain++) {
            chainDiffs[chain] = areOwn ? in.bits(8) : template.chainDiffs().get(chain);
        }
    }
}
