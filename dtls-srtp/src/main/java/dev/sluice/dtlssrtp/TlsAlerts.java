package dev.sluice.dtlssrtp;

import org.bouncycastle.tls.AlertDescription;

/// Alerts in words.
final class TlsAlerts {
    private TlsAlerts() {}

    /// `bad_certificate(42)`
    static String name(int description) {
        return AlertDescription.getText((short) description);
    }
}
