package dev.sluice.sdp;

import java.util.Objects;

/// A stream that will be sent.
///
/// @param ssrc 0: not announced by SSRC, packets tell by their mid (and rid)
/// @param rtxSsrc 0: no retransmissions
public record SentStream(Msid msid, String cname, long ssrc, long rtxSsrc) {
    public SentStream {
        Objects.requireNonNull(msid, "msid");
        Objects.requireNonNull(cname, "cname");
    }
}
