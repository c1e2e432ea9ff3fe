package dev.sluice.dtlssrtp;

/// The seam between [SrtpSession] and who does the cryptography: makes contexts that have seen no packet.
interface SrtpContexts {
    SrtpContext rtpSender();

    SrtpContext rtpReceiver();

    SrtpContext rtcpSender();

    SrtpContext rtcpReceiver();
}
