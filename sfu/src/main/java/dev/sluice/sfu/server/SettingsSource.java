package dev.sluice.sfu.server;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The texts that one place gives for keys: the command line, the environment, or the file.
record SettingsSource(Map<String, Entry> entries) {
    static final SettingsSource NONE = new SettingsSource(Map.of());

    private static final String ENVIRONMENT_PREFIX = "SLUICE_";
    /// Meant for the JVM by the script that starts it.
    private static final String LAUNCHER_VARIABLE = "SLUICE_JVM_ARGS";

    /// @param spelling how the key was written there, for messages
    record Entry(String spelling, String text) {}

    /// Reads `--key value` and `--key=value`.
    static SettingsSource flags(List<String> arguments) {
        SettingsSource flags = new SettingsSource(new LinkedHashMap<>());
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext();) {
            String argument = rest.next();
            if (!argument.startsWith("--")) {
                throw new SettingsException("\"" + argument + "\" is not a flag; flags start with --, see --help");
            }
            int equals = argument.indexOf('=');
            String flag = equals < 0 ? argument : argument.substring(0, equals);
            Setting<?> setting = known(flag.substring(2), flag);
            if (equals < 0 && !rest.hasNext()) {
                throw new SettingsException(flag + ": its value is missing");
            }
            flags.add(setting, flag, equals < 0 ? rest.next() : argument.substring(equals + 1));
        }
        return flags;
    }

    /// Reads the variables whose names start with `SLUICE_`.
    static SettingsSource environment(Map<String, String> environment) {
        SettingsSource variables = new SettingsSource(new LinkedHashMap<>());
        environment.forEach((name, text) -> {
            if (name.startsWith(ENVIRONMENT_PREFIX) && !name.equals(LAUNCHER_VARIABLE)) {
                String key = name.substring(ENVIRONMENT_PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-');
                variables.add(known(key, name), name, text);
            }
        });
        return variables;
    }

    /// Reads lines `key = value`; empty lines and those that start with `#` say nothing.
    static SettingsSource file(Path path) {
        SettingsSource file = new SettingsSource(new LinkedHashMap<>());
        int number = 0;
        for (String line : lines(path)) {
            number++;
            String where = path.getFileName() + " line " + number;
            if (!line.isBlank() && !line.strip().startsWith("#")) {
                file.addLine(line, where);
            }
        }
        return file;
    }

    private void addLine(String line, String where) {
        int equals = line.indexOf('=');
        if (equals < 0) {
            throw new SettingsException(where + ": \"" + line.strip() + "\" is not of the form key = value");
        }
        String key = line.substring(0, equals).strip();
        Setting<?> setting = known(key, where + ": " + key);
        if (setting == SettingsTable.CONFIG) {
            throw new SettingsException(where + ": config: a file cannot name another file");
        }
        add(setting, where + ": " + key, line.substring(equals + 1).strip());
    }

    private static List<String> lines(Path path) {
        try {
            return Files.readAllLines(path);
        } catch (MalformedInputException _) {
            throw new SettingsException("config: " + path + " is not UTF-8 text");
        } catch (IOException e) {
            throw new SettingsException("config: " + path + " cannot be read: " + e.getMessage());
        }
    }

    private void add(Setting<?> setting, String spelling, String text) {
        Entry earlier = entries.get(setting.key());
        if (earlier != null && !setting.isList()) {
            throw new SettingsException(spelling + ": given twice");
        }
        entries.put(setting.key(), new Entry(spelling, earlier == null ? text : earlier.text() + "," + text));
    }

    private static Setting<?> known(String key, String spelling) {
        Setting<?> setting = SettingsTable.BY_KEY.get(key);
        if (setting == null) {
            throw new SettingsException(spelling + ": unknown key; did you mean " + closest(key) + "? See --help");
        }
        return setting;
    }

    private static String closest(String key) {
        return SettingsTable.ALL.stream().map(Setting::key).min(Comparator.comparingInt(other -> distance(key, other)))
                .orElseThrow();
    }

    /// Levenshtein's: how many letters to add, remove or change.
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(diagonal, row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
