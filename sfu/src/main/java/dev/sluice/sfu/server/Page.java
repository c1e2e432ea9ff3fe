package dev.sluice.sfu.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import io.vertx.core.buffer.Buffer;

/// The files of the web page, from the folder `webroot` of the class path, read once and kept in memory.
///
/// They are few and small; kept this way they need no file cache, and a path can name nothing but one of them.
record Page(Map<String, File> files) {
    private static final String FOLDER = "webroot";
    private static final String INDEX = "/index.html";

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("webp", "image/webp"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("wasm", "application/wasm"));
    private static final List<String> COMPRESSED_TYPES = List.of("png", "jpg", "webp", "woff2");

    /// @param gzipped   the same, smaller; null where that does not pay
    /// @param entityTag of the content, in quotes
    record File(String contentType, Buffer content, Buffer gzipped, String entityTag) {}

    /// Reads the page. Blocks; empty when the page was not built.
    static Page load() {
        URL root = Page.class.getClassLoader().getResource(FOLDER);
        if (root == null) {
            return new Page(Map.of());
        }
        try {
            return load(root.toURI());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the class loader names resources by URIs", e);
        }
    }

    private static Page load(URI root) throws IOException {
        if (!root.getScheme().equals("jar")) {
            return read(Path.of(root));
        }
        try (FileSystem jar = FileSystems.newFileSystem(root, Collections.emptyMap())) {
            return read(jar.getPath(FOLDER));
        }
    }

    private static Page read(Path root) throws IOException {
        Map<String, File> files = new HashMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
                files.put('/' + root.relativize(path).toString().replace('\\', '/'), file(path));
            }
        }
        return new Page(Map.copyOf(files));
    }

    private static File file(Path path) throws IOException {
        String name = path.getFileName().toString();
        String ending = name.substring(name.lastIndexOf('.') + 1);
        byte[] content = Files.readAllBytes(path);
        byte[] gzipped = COMPRESSED_TYPES.contains(ending) ? content : gzip(content);
        return new File(
                TYPES.getOrDefault(ending, "application/octet-stream"),
                Buffer.buffer(content),
                gzipped.length < content.length ? Buffer.buffer(gzipped) : null,
                entityTag(content));
    }

    /// The file at a path of the URL, or null.
    File find(String path) {
        return files.get(path.equals("/") ? INDEX : path);
    }

    boolean isBuilt() { return files.containsKey(INDEX); }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    private static String entityTag(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + HexFormat.of().formatHex(digest, 0, 8) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
