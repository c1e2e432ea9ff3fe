package dev.sluice.dtlssrtp;

/// One SSRC in one direction: protects or opens its packets and remembers how far they have come.
interface SrtpContext {
    /// Changes the packet in place. A negative result is one of [SrtpSession]'s, and leaves the context as it was.
    int process(byte[] bytes, int offset, int length);
}
