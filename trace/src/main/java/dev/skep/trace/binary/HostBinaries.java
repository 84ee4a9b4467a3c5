package dev.skep.trace.binary;

import dev.skep.bpf.arch.Arch;
import dev.skep.bpf.elf.ElfFile;
import dev.skep.bpf.elf.ElfFormatException;
import dev.skep.bpf.elf.ElfHeader;
import dev.skep.lang.diagnostic.Suggestions;
import dev.skep.lang.probe.Glob;
import dev.skep.lang.target.BinarySearch;
import dev.skep.lang.target.UserBinary;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The programs and libraries of this machine. What was found once is kept: files stay mapped. */
public final class HostBinaries {
    private final Arch arch;
    private final List<String> programs;
    private final Map<String, UserBinary> open = new HashMap<>();

    /**
     * Reads nothing yet.
     *
     * @param programs the directories that programs are looked for in, separated by colons
     */
    public HostBinaries(Arch arch, String programs) {
        this.arch = arch;
        this.programs = List.of(programs.split(":", -1));
    }

    /** What is wrong with a file. */
    private static final class NoBinaryException extends Exception {
        private static final long serialVersionUID = 1;

        NoBinaryException(String problem) {
            super(problem);
        }
    }

    /** {@link dev.skep.lang.target.Target#binaries}. */
    public synchronized BinarySearch find(String name, int process) {
        try {
            return search(name, process);
        } catch (InvalidPathException e) {
            // A NUL, or a character that file names cannot have in this locale.
            return BinarySearch.none("No file can be called '" + name.replace("\0", "\\0") + "'", List.of());
        }
    }

    private BinarySearch search(String name, int process) {
        ProcessFiles files = new ProcessFiles(process);
        List<String> paths = new ArrayList<>();
        boolean wildcard = Glob.isWildcard(name);
        if (name.isEmpty()) {
            paths.add(files.program());
            if (paths.getFirst().isEmpty()) {
                return BinarySearch.none("The program of process " + process + " cannot be found", List.of());
            }
        } else if (name.equals("*")) {
            if (process == 0) {
                return BinarySearch.none(
                        "'*' stands for the program and the libraries of a process, and there is none: give one with -p",
                        List.of());
            }
            paths.addAll(files.loaded());
        } else if (name.indexOf('/') >= 0) {
            paths.addAll(wildcard ? PathGlob.expand(files.path(name)) : List.of(files.path(name)));
        } else {
            boolean library = name.startsWith("lib");
            paths.addAll(library ? new Libraries(files, arch).find(name) : program(name, files));
            if (paths.isEmpty()) {
                paths.addAll(library ? program(name, files) : new Libraries(files, arch).find(name));
            }
        }
        return paths.isEmpty() ? nothing(name, files) : open(paths, wildcard, files);
    }

    private BinarySearch open(List<String> paths, boolean wildcard, ProcessFiles files) {
        List<UserBinary> found = new ArrayList<>();
        String problem = "";
        for (String path : paths) {
            try {
                found.add(open(path));
            } catch (NoBinaryException e) {
                problem = String.valueOf(e.getMessage());
                if (!wildcard) {
                    return BinarySearch.none(problem, near(path, files));
                }
            }
        }
        // Of what wildcards find, scripts and the like are not meant.
        return found.isEmpty() ? BinarySearch.none(problem, List.of()) : BinarySearch.of(found);
    }

    private UserBinary open(String path) throws NoBinaryException {
        UserBinary known = open.get(path);
        if (known == null) {
            known = read(path);
            open.put(path, known);
        }
        return known;
    }

    private UserBinary read(String path) throws NoBinaryException {
        try {
            Path file = Path.of(path);
            if (!Files.isRegularFile(file)) {
                throw new NoBinaryException(
                        Files.exists(file)
                                ? "'" + path + "' is no program or library: it is no regular file"
                                : "There is no file '" + path + "'");
            }
            try (FileChannel channel = FileChannel.open(file)) {
                ElfFile elf =
                        ElfFile.read(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto()));
                checkKind(path, elf.header());
                return new ElfBinary(path, elf);
            }
        } catch (ElfFormatException e) {
            throw new NoBinaryException("'" + path + "' is no program or library: " + e.getMessage());
        } catch (AccessDeniedException e) {
            throw new NoBinaryException("'" + path + "' cannot be read: permission denied");
        } catch (NoSuchFileException e) {
            throw new NoBinaryException("There is no file '" + path + "'");
        } catch (IOException e) {
            throw new NoBinaryException("'" + path + "' cannot be read: " + e.getMessage());
        } catch (InternalError e) {
            // The JVM's word for a mapped file that somebody cuts meanwhile.
            throw new NoBinaryException("'" + path + "' is being written");
        }
    }

    private void checkKind(String path, ElfHeader header) throws NoBinaryException {
        if (header.type() != ElfHeader.Type.EXECUTABLE && header.type() != ElfHeader.Type.SHARED) {
            throw new NoBinaryException("'" + path + "' is no program or library: it was not linked");
        }
        boolean runs = switch (arch) {
            case X86_64 -> header.machine() == ElfHeader.X86_64 || header.machine() == ElfHeader.I386;
            case AARCH64 -> header.machine() == ElfHeader.AARCH64;
        };
        if (!runs) {
            throw new NoBinaryException("'" + path + "' is for another machine than this " + arch.machine());
        }
    }

    private List<String> program(String name, ProcessFiles files) {
        Set<String> found = new LinkedHashSet<>();
        for (String directory : programs) {
            if (!directory.startsWith("/")) {
                continue;
            }
            String path = files.path(directory) + "/" + name;
            if (Glob.isWildcard(name)) {
                found.addAll(PathGlob.expand(path));
            } else if (found.isEmpty() && Files.isRegularFile(Path.of(path))) {
                found.add(path);
            }
        }
        return new ArrayList<>(found);
    }

    private BinarySearch nothing(String name, ProcessFiles files) {
        if (name.indexOf('/') >= 0) {
            return BinarySearch.none("There is no file '" + name + "'", List.of());
        }
        Set<String> names = new LinkedHashSet<>();
        for (String directory : programs) {
            names.addAll(PathGlob.names(files.path(directory)));
        }
        names.addAll(new Libraries(files, arch).names());
        return BinarySearch.none(
                "There is no program '" + name + "' in PATH and no such library", Suggestions.near(name, names));
    }

    /** Files beside one that does not exist. */
    private static List<String> near(String path, ProcessFiles files) {
        int slash = path.lastIndexOf('/');
        if (slash < 0 || Files.exists(Path.of(path))) {
            return List.of();
        }
        List<String> near = new ArrayList<>();
        for (String name : Suggestions.near(path.substring(slash + 1), PathGlob.names(path.substring(0, slash + 1)))) {
            near.add(files.inside(path.substring(0, slash + 1) + name));
        }
        return near;
    }
}
