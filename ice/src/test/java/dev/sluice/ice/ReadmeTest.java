package dev.sluice.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

/// The code of the README is an example class here, word for word, and runs.
class ReadmeTest {
    @Test
    void theExampleRuns() throws Exception {
        assertEquals("hello", ReadmeExample.run().get(20, TimeUnit.SECONDS));
    }

    @Test
    void theReadmeShowsTheExampleAsItIs() throws Exception {
        String source = Files.readString(Path.of("src/test/java/dev/sluice/ice/ReadmeExample.java"));
        String example = source.substring(source.indexOf("final class"));
        assertTrue(Files.readString(Path.of("README.md")).contains(example), "copy ReadmeExample into README.md");
    }
}
