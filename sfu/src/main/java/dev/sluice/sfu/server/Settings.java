package dev.sluice.sfu.server;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the operator wants: a value for every key of [SettingsTable].
///
/// A flag counts before the environment, the environment before the file, the file before the default. A key that does not
/// exist, or a value that its reader refuses, is a [SettingsException] that names the key and where it stood.
final class Settings {
    private final Map<Setting<?>, Object> values = new HashMap<>();

    private Settings() {}

    static Settings read(List<String> arguments, Map<String, String> environment) {
        SettingsSource flags = SettingsSource.flags(arguments);
        SettingsSource variables = SettingsSource.environment(environment);
        Settings settings = new Settings();
        settings.take(SettingsTable.CONFIG, List.of(flags, variables));
        SettingsSource file = settings.get(SettingsTable.CONFIG).map(SettingsSource::file).orElse(SettingsSource.NONE);
        for (Setting<?> setting : SettingsTable.ALL) {
            settings.take(setting, List.of(flags, variables, file));
        }
        settings.check();
        return settings;
    }

    @SuppressWarnings("unchecked") // take() put what the setting's own reader returned
    <T> T get(Setting<T> setting) {
        return (T) values.get(setting);
    }

    boolean isTls() { return get(SettingsTable.TLS) != TlsMode.OFF || get(SettingsTable.TLS_CERTIFICATE).isPresent(); }

    private void take(Setting<?> setting, List<SettingsSource> sources) {
        for (SettingsSource source : sources) {
            SettingsSource.Entry entry = source.entries().get(setting.key());
            if (entry != null) {
                values.put(setting, read(setting, entry));
                return;
            }
        }
        values.put(setting, setting.reader().read(setting.fallback()));
    }

    private static Object read(Setting<?> setting, SettingsSource.Entry entry) {
        try {
            return setting.reader().read(entry.text());
        } catch (IllegalArgumentException e) {
            throw new SettingsException("%s: %s, not \"%s\"".formatted(entry.spelling(), e.getMessage(), entry.text()));
        }
    }

    private void check() {
        boolean hasCertificate = get(SettingsTable.TLS_CERTIFICATE).isPresent();
        if (hasCertificate != get(SettingsTable.TLS_KEY).isPresent()) {
            throw new SettingsException(hasCertificate
                    ? "tls-key: missing, tls-certificate needs it"
                    : "tls-certificate: missing, tls-key needs it");
        }
        if (hasCertificate && get(SettingsTable.TLS) == TlsMode.SELF_SIGNED) {
            throw new SettingsException(
                    "tls: self-signed does not go together with tls-certificate and tls-key; leave one out");
        }
    }
}
