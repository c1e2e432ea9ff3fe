package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Names what the figures were measured on.
final class Machine {
    private Machine() {}

    static String describe() {
        return Runtime.getRuntime().availableProcessors() + " x " + processor() + ", " + System.getProperty("os.name")
                + ' ' + System.getProperty("os.version")
                + ", " + System.getProperty("java.vm.vendor") + " JDK " + Runtime.version();
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst()
                    .orElseGet(Machine::architecture);
        } catch (IOException _) {
            return architecture();                  // not Linux
        }
    }

    private static String architecture() {
        return System.getProperty("os.arch");
    }
}
