package dev.sluice.sdp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The descriptions the tests read.
final class Vectors {
    private Vectors() {}

    static Path path(String name) {
        try {
            return Path.of(Vectors.class.getResource("/vectors/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static String text(String name) {
        return text(path(name));
    }

    static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SessionDescription browser(String name) {
        return SessionDescription.parse(text("sdp/browsers/" + name + ".sdp"));
    }

    static SessionDescription rfc9429(String name) {
        return SessionDescription.parse(text("sdp/rfc9429/" + name + ".sdp"));
    }

    /// Every description that real browsers made.
    static List<Path> browserFiles() {
        return Stream.concat(files("sdp/browsers", ".sdp").stream(), files("browsers", ".sdp").stream()).toList();
    }

    static List<Path> browserOffers() {
        return browserFiles().stream().filter(path -> path.toString().endsWith("-offer.sdp")).toList();
    }

    static List<Path> files(String folder, String suffix) {
        try (Stream<Path> files = Files.list(path(folder))) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
