package dev.sluice.sfu.server;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The command `sluice run`.
///
/// Exit codes: 0 stopped by Ctrl-C or SIGTERM (and `--help`, `--version`, `--check`), 1 cannot start here, 2 wrong settings.
public final class Main {
    private static final String CHECK = "--check";
    private static final int RUNNING = -1;
    private static final int CANNOT_START = 1;
    private static final int WRONG_SETTINGS = 2;

    private Main() {}

    public static void main(String[] arguments) {
        int code = run(List.of(arguments), System.getenv(), System.out, System.err);
        if (code != RUNNING) {
            Logs.end();
            System.exit(code);
        }
    }

    /// Starts the server and returns a negative number, or returns the exit code when there is nothing to run.
    static int run(List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
        if (arguments.contains("--help")) {
            out.print(SettingsTable.help());
            return 0;
        }
        if (arguments.contains("--version")) {
            out.println(Version.text());
            return 0;
        }
        try {
            return start(arguments, environment, out);
        } catch (SettingsException e) {
            err.println("sluice: " + e.getMessage());
            return WRONG_SETTINGS;
        } catch (StartException e) {
            err.println("sluice: " + e.getMessage());
            return CANNOT_START;
        }
    }

    private static int start(List<String> arguments, Map<String, String> environment, PrintStream out) {
        boolean isCheck = arguments.contains(CHECK);
        Settings settings = Settings.read(arguments.stream().filter(argument -> !argument.equals(CHECK)).toList(),
                environment);
        System.setProperty("sluice.log.level", SettingReaders.spelling(settings.get(SettingsTable.LOG_LEVEL)));
        SluiceServer server = SluiceServer.start(settings);
        out.print(Banner.text(server, sinceStart()));
        if (isCheck) {
            server.close();
            return 0;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, out), "stop"));
        out.println("\nCtrl-C stops it.");
        return RUNNING;
    }

    private static Duration sinceStart() {
        return Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
    }

    /// Ends with 0, as a server that was asked to stop and did: the JVM itself would report the signal.
    private static void stop(SluiceServer server, PrintStream out) {
        out.println("Stopping");
        server.close();
        out.flush();
        Logs.end();
        Runtime.getRuntime().halt(0);
    }
}
