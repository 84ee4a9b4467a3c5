package dev.skep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds what the sources of all modules have in common. */
class SourceTreeTest {
    private static final Path ROOT = Path.of("..");

    private static List<Path> sources(String tree) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> modules = Files.newDirectoryStream(ROOT)) {
            for (Path module : modules) {
                if (Files.isDirectory(module.resolve(tree))) {
                    try (Stream<Path> files = Files.walk(module.resolve(tree))) {
                        files.filter(path -> path.toString().endsWith(".java")).forEach(found::add);
                    }
                }
            }
        }
        return found;
    }

    @Test
    void thereAreSources() throws IOException {
        assertThat(sources("src/main/java")).hasSizeGreaterThan(100).anyMatch(path -> path.endsWith("Main.java"));
    }

    @Test
    void everyPackageSaysWhatItIsAndThatNullIsMarked() throws IOException {
        for (Path source : sources("src/main/java")) {
            if (!source.endsWith("module-info.java")) {
                Path info = source.resolveSibling("package-info.java");
                assertThat(info).exists().content().contains("@NullMarked").startsWith("/**");
            }
        }
    }

    @Test
    void everyTypeSaysWhatItIs() throws IOException {
        Pattern undocumented = Pattern.compile("(?m)^(?:import .*;|package .*;)\\n\\n(?!/\\*\\*|import|@NullMarked)");
        for (Path source : sources("src/main/java")) {
            assertThat(undocumented.matcher(Files.readString(source)).find())
                    .as("a type without Javadoc in %s", source)
                    .isFalse();
        }
    }

    @Test
    void noFileIsLong() throws IOException {
        for (Path source : sources("src/main/java")) {
            try (Stream<String> lines = Files.lines(source)) {
                assertThat(lines.count()).as(source.toString()).isLessThanOrEqualTo(600);
            }
        }
    }

    @Test
    void packagesHaveNamesThatSaySomething() throws IOException {
        Set<String> forbidden = Set.of("util", "utils", "common", "helper", "helpers", "impl", "misc");
        for (Path source : sources("src/main/java")) {
            for (Path part : source) {
                assertThat(forbidden).as(source.toString()).doesNotContain(part.toString());
            }
        }
    }

    @Test
    void nothingIsLeftForLater() throws IOException {
        Pattern mark = Pattern.compile("\\b(TODO|FIXME|XX" + "X)\\b");
        for (String tree : List.of("src/main/java", "src/test/java")) {
            for (Path source : sources(tree)) {
                if (!source.endsWith("SourceTreeTest.java")) {
                    assertThat(mark.matcher(Files.readString(source)).find())
                            .as("a mark in %s", source)
                            .isFalse();
                }
            }
        }
    }

    /** The launcher compares the time stamps of files down to this depth. */
    @Test
    void noSourceLiesDeeperThanTheLauncherLooks() throws IOException {
        for (Path source : sources("src/main/java")) {
            Path below = ROOT.relativize(source);
            if (!below.endsWith("module-info.java")) {
                // MODULE/src/main/java/dev/skep/MODULE/a/b/C.java
                assertThat(below.getNameCount()).as(below.toString()).isLessThanOrEqualTo(10);
                assertThat(below.toString()).contains("/src/main/java/dev/skep/");
            }
        }
    }

    @Test
    void tracingTestsAreTagged() throws IOException {
        for (Path source : sources("src/test/java")) {
            if (source.getFileName().toString().endsWith("KernelTest.java")) {
                assertThat(source).content().contains("@Tag(\"kernel\")");
            }
        }
    }
}
