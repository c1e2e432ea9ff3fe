package dev.sluice.sfu.core;

/// How loud an audio track is, from the levels that its packets carry: their mean energy since somebody last asked. Makes no garbage.
///
/// @rfc 6464 3 Audio Levels
final class Voice {
    /// In dBov: nothing at all.
    static final double SILENCE = -127;

    private static final double[] ENERGY = new double[128];

    static {
        for (int level = 0; level < ENERGY.length; level++) {
            ENERGY[level] = Math.pow(10, -level / 10.0);
        }
    }

    private double energy;
    private int packets;

    /// @param level of one packet, from 0 for the loudest to 127 for silence
    void onPacket(int level) {
        energy += ENERGY[level];
        packets++;
    }

    /// The loudness since the last call, in dBov.
    double take() {
        double loudness = packets == 0 ? SILENCE : 10 * Math.log10(energy / packets);
        energy = 0;
        packets = 0;
        return loudness;
    }
}
