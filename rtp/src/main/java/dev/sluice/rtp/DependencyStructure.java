package dev.sluice.rtp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How the frames of a scalable stream can depend on each other: the templates that every [DependencyDescriptor] refers to.
///
/// Comes with key frames and holds until the next one comes.
///
/// A decode target is a choice of layers that somebody may want to decode; a chain is the line of frames that must all arrive for its
/// targets to stay decodable.
///
/// From the AV1 RTP specification of the Alliance for Open Media, appendix A.
///
/// @param idOffset of the first template
/// @param protectedBy the chain of each decode target; empty without chains
/// @param resolutions of each spatial layer; empty when not told
public record DependencyStructure(int idOffset, int decodeTargets, int chains, List<Integer> protectedBy,
        List<Template> templates, List<Resolution> resolutions) {

    static final int MAX_TEMPLATES = 64;
    static final int MAX_CHAINS = 32;
    static final int MAX_FRAME_DIFFS = 32;

    /// @param indications two bits for each decode target, the first in the lowest bits
    /// @param frameDiffs how many frames back the frames are that this one refers to
    /// @param chainDiffs how many frames back the last frame of each chain is
    public record Template(int spatialLayer, int temporalLayer, long indications, List<Integer> frameDiffs,
            List<Integer> chainDiffs) {
        /// What the frame is to this decode target.
        public int indication(int decodeTarget) {
            return (int) (indications >> 2 * decodeTarget) & 3;
        }
    }

    public record Resolution(int width, int height) {}

    /// The highest spatial layer that belongs to this decode target.
    public int spatialLayer(int decodeTarget) {
        return templates.stream().filter(t -> t.indication(decodeTarget) != DependencyDescriptor.NOT_PRESENT)
                .mapToInt(Template::spatialLayer).max().orElse(0);
    }

    /// The highest temporal layer that belongs to this decode target.
    public int temporalLayer(int decodeTarget) {
        return templates.stream().filter(t -> t.indication(decodeTarget) != DependencyDescriptor.NOT_PRESENT)
                .mapToInt(Template::temporalLayer).max().orElse(0);
    }

    public int spatialLayers() {
        return templates.getLast().spatialLayer() + 1;
    }

    /// Reads `template_dependency_structure()`, which tells one property of all templates after the other. Null: it is broken.
    static DependencyStructure parse(BitReader in) {
        int idOffset = in.bits(6);
        int decodeTargets = in.bits(5) + 1;
        int[] layers = parseLayers(in);
        if (layers == null) {
            return null;
        }
        long[] indications = new long[layers.length];
        for (int i = 0; i < layers.length; i++) {
            indications[i] = parseIndications(in, decodeTargets);
        }
        List<List<Integer>> frameDiffs = parseFrameDiffs(in, layers.length);
        if (frameDiffs == null) {
            return null;
        }
        int chains = in.below(decodeTargets + 1);
        List<Integer> protectedBy = parseProtectedBy(in, chains, decodeTargets);
        List<Template> templates = new ArrayList<>(layers.length);
        for (int i = 0; i < layers.length; i++) {
            templates.add(new Template(layers[i] >> 8, layers[i] & 0xff, indications[i], frameDiffs.get(i),
                    parseNumbers(in, chains, 4)));
        }
        int spatialLayers = templates.getLast().spatialLayer() + 1;
        List<Resolution> resolutions = in.flag() ? parseResolutions(in, spatialLayers) : List.of();
        return in.isOverrun() ? null
                : new DependencyStructure(idOffset, decodeTargets, chains, protectedBy, List.copyOf(templates),
                        resolutions);
    }

    /// The spatial layer of each template in the upper, its temporal layer in the lower eight bits. Null: they do not end.
    private static int[] parseLayers(BitReader in) {
        int[] layers = new int[MAX_TEMPLATES];
        int spatial = 0;
        int temporal = 0;
        for (int count = 0; count < MAX_TEMPLATES && !in.isOverrun();) {
            layers[count++] = spatial << 8 | temporal;
            switch (in.bits(2)) {
                case 1 -> temporal++;
                case 2 -> {
                    spatial++;
                    temporal = 0;
                }
                case 3 -> {
                    return Arrays.copyOf(layers, count);
                }
                default -> {}                   // the next template is of the same layers
            }
        }
        return null;
    }

    static long parseIndications(BitReader in, int decodeTargets) {
        long indications = 0;
        for (int target = 0; target < decodeTargets; target++) {
            indications |= (long) in.bits(2) << 2 * target;
        }
        return indications;
    }

    /// Null: too many to be true.
    private static List<List<Integer>> parseFrameDiffs(BitReader in, int templates) {
        List<List<Integer>> all = new ArrayList<>(templates);
        for (int i = 0; i < templates; i++) {
            List<Integer> diffs = new ArrayList<>(2);
            while (in.flag()) {
                if (diffs.size() == MAX_FRAME_DIFFS) {
                    return null;
                }
                diffs.add(in.bits(4) + 1);
            }
            all.add(List.copyOf(diffs));
        }
        return all;
    }

    private static List<Integer> parseProtectedBy(BitReader in, int chains, int decodeTargets) {
        List<Integer> list = new ArrayList<>();
        for (int i = 0; chains > 0 && i < decodeTargets; i++) {
            list.add(in.below(chains));
        }
        return List.copyOf(list);
    }

    private static List<Integer> parseNumbers(BitReader in, int count, int bits) {
        List<Integer> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(in.bits(bits));
        }
        return List.copyOf(list);
    }

    private static List<Resolution> parseResolutions(BitReader in, int spatialLayers) {
        List<Resolution> list = new ArrayList<>(spatialLayers);
        for (int i = 0; i < spatialLayers; i++) {
            list.add(new Resolution(in.bits(16) + 1, in.bits(16) + 1));
        }
        return List.copyOf(list);
    }
}
