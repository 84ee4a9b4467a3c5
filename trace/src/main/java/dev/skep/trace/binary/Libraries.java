package dev.skep.trace.binary;

import dev.skep.bpf.arch.Arch;
import dev.skep.lang.probe.Glob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Libraries by name, as programs ask for them ({@code libssl.so.3}) or without what comes behind {@code .so} ({@code libssl}):
 * those that the process has loaded, then those that the dynamic loader knows, then those in its directories.
 */
final class Libraries {
    private final ProcessFiles files;
    private final Arch arch;

    Libraries(ProcessFiles files, Arch arch) {
        this.files = files;
        this.arch = arch;
    }

    /** The path of a library of this name, as the tracer finds it; with wildcards those of all. None if there is none. */
    List<String> find(String name) {
        boolean wildcard = Glob.isWildcard(name);
        Glob glob = new Glob(name);
        Set<String> found = new LinkedHashSet<>();
        for (String path : files.loaded()) {
            String base = path.substring(path.lastIndexOf('/') + 1);
            if (wildcard ? glob.matches(base) : is(name, base)) {
                found.add(path);
            }
        }
        if (found.isEmpty() || wildcard) {
            for (LibraryCache.Library library : cache()) {
                String path = files.path(library.path());
                if ((wildcard ? glob.matches(library.name()) : is(name, library.name()))
                        && Files.isRegularFile(Path.of(path))) {
                    found.add(path);
                }
            }
        }
        if (found.isEmpty()) {
            directories(name, found);
        }
        return wildcard || found.size() < 2 ? new ArrayList<>(found) : List.of(best(name, found));
    }

    /** The names that the dynamic loader knows. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (LibraryCache.Library library : cache()) {
            names.add(library.name());
            int end = library.name().indexOf(".so");
            names.add(end < 0 ? library.name() : library.name().substring(0, end));
        }
        return names;
    }

    private List<LibraryCache.Library> cache() {
        return LibraryCache.read(ProcessFiles.bytes(files.path("/etc/ld.so.cache")), arch);
    }

    /** The exact name before others, or else the first. */
    private static String best(String name, Set<String> found) {
        for (String path : found) {
            if (path.endsWith("/" + name) || path.endsWith("/" + name + ".so")) {
                return path;
            }
        }
        return found.iterator().next();
    }

    private void directories(String name, Set<String> found) {
        String own = arch.machine() + "-linux-gnu";
        String[] directories = {
            "/lib/" + own, "/usr/lib/" + own, "/lib64", "/usr/lib64", "/lib", "/usr/lib", "/usr/local/lib"
        };
        for (String directory : directories) {
            for (String base : PathGlob.names(files.path(directory))) {
                if (Glob.isWildcard(name) ? new Glob(name).matches(base) : is(name, base)) {
                    found.add(files.path(directory + "/" + base));
                }
            }
        }
    }

    /** Whether a file is the library of a name: {@code libc.so.6} and {@code libc-2.31.so} are {@code libc}. */
    private static boolean is(String name, String base) {
        return base.equals(name)
                || base.startsWith(name + ".so")
                || (base.startsWith(name + "-")
                        && base.length() > name.length() + 1
                        && Character.isDigit(base.charAt(name.length() + 1))
                        && base.endsWith(".so"));
    }
}
