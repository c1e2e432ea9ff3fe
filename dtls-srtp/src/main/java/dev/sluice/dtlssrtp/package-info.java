/// Keys for media: certificates, the DTLS handshake, SRTP and SRTCP.
///
/// [dev.sluice.dtlssrtp.DtlsTransport] shakes hands with a peer whose certificate's fingerprint came by signaling and hands out
/// [dev.sluice.dtlssrtp.SrtpKeys]; [dev.sluice.dtlssrtp.SrtpSession] protects and opens packets with them.
package dev.sluice.dtlssrtp;
