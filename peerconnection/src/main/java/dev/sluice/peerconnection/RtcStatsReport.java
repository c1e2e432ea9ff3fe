package dev.sluice.peerconnection;

import java.util.List;
import java.util.Map;

/// All that [PeerConnection#getStats] has measured, by id. W3C `RTCStatsReport`.
public record RtcStatsReport(Map<String, RtcStats> byId) {
    /// The objects of one kind, such as `report.all(RtcStats.InboundRtp.class)`.
    public <T extends RtcStats> List<T> all(Class<T> kind) {
        return byId.values().stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
