package dev.skep.symbols.process;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Names addresses of running processes, and of those that have ended if they were {@linkplain #look looked at} while they
 * ran. A process's mappings are read when an address of it is asked for, again when that is some time ago, and when an
 * address lies in none of them: libraries are loaded later, and a process may start another program. What is mapped is opened
 * while the process lives, through {@code /proc/PID/map_files}: also files that are deleted, or that lie in a container.
 *
 * <p>Of programs the functions in ELF files are known, and those of {@code [vdso]}; those that are compiled while a program runs
 * are not. Memory is bounded: the 1024 processes that were used last, and at most 262,144 mappings, 1024 files and
 * four million functions.
 *
 * <p>For one thread.
 */
public final class ProcessSymbols {
    private static final Path PROC = Path.of("/proc");
    /** The initial namespace's: the kernel's {@code PROC_PID_INIT_INO}. */
    private static final String INITIAL_NAMESPACE = "pid:[4026531836]";

    private static final int PROCESSES = 1024;
    private static final int MAPPINGS = 1 << 18;
    /** How long what was read is believed. */
    private static final long FRESH_NANOS = 500_000_000;
    /** How long it is believed that there is nothing at an address. */
    private static final long MISSED_NANOS = 20_000_000;

    private final Path proc;
    private final LongSupplier clock;
    private final FileCache files;
    private final Map<Integer, ProcessMemory> processes = new LinkedHashMap<>(16, 0.75f, true);
    private int missed;
    private boolean foreign;
    private boolean asked;
    private @Nullable String unavailable;

    /**
     * @param proc where the process file system is mounted
     * @param clock nanoseconds since any time
     */
    ProcessSymbols(Path proc, LongSupplier clock) {
        this.proc = proc;
        this.clock = clock;
        this.files = new FileCache(proc);
    }

    /** Those of this machine's processes; nothing is read yet. */
    public static ProcessSymbols ofRunningProcesses() {
        return new ProcessSymbols(PROC, System::nanoTime);
    }

    /**
     * Notes what a process has mapped now, so that its addresses can be named after it has ended.
     *
     * @param process its id (the kernel's tgid) in the initial namespace
     */
    public void look(int process) {
        look(memory(process), clock.getAsLong());
    }

    /**
     * What an address belongs to: that of an instruction. Without a name and a file if nothing is known there.
     *
     * @param process its id (the kernel's tgid) in the initial namespace
     */
    public UserSymbol resolve(int process, long address) {
        ProcessMemory memory = memory(process);
        long now = clock.getAsLong();
        if (memory.age(now) > FRESH_NANOS) {
            look(memory, now);
        }
        UserSymbol symbol = memory.resolve(address);
        if (symbol == null && memory.age(now) > MISSED_NANOS) {
            look(memory, now);
            symbol = memory.resolve(address);
        }
        return symbol == null ? new UserSymbol("", 0, "") : symbol;
    }

    /**
     * What calls a function that returns to an address. The call may be a function's last instruction: then it returns to
     * the next function's first, or nowhere.
     */
    public UserSymbol resolveCaller(int process, long returnAddress) {
        UserSymbol symbol = resolve(process, returnAddress - 1);
        return symbol.isNamed() ? new UserSymbol(symbol.name(), symbol.offset() + 1, symbol.file()) : symbol;
    }

    /** How many processes had ended when they were first looked at. */
    public int missed() {
        return missed;
    }

    /** Why processes could not be looked at, and the way out; null if they could, or if none was asked for. */
    public @Nullable String unavailable() {
        return unavailable;
    }

    private ProcessMemory memory(int process) {
        ProcessMemory memory = processes.get(process);
        if (memory == null) {
            memory = new ProcessMemory(proc.resolve(Integer.toString(process)), files);
            trim();
            processes.put(process, memory);
            look(memory, clock.getAsLong());
            missed += memory.isEmpty() && unavailable == null ? 1 : 0;
        }
        return memory;
    }

    private void trim() {
        int mappings = 0;
        for (ProcessMemory memory : processes.values()) {
            mappings += memory.size();
        }
        Iterator<ProcessMemory> oldest = processes.values().iterator();
        while (oldest.hasNext() && (processes.size() >= PROCESSES || mappings > MAPPINGS)) {
            mappings -= oldest.next().size();
            oldest.remove();
        }
    }

    private void look(ProcessMemory memory, long now) {
        if (isForeign()) {
            return; // other processes have these ids here
        }
        try {
            memory.look(now);
            if (memory.size() > MAPPINGS / PROCESSES) {
                trim();
            }
        } catch (AccessDeniedException e) {
            unavailable = "user symbols: " + e.getFile() + " cannot be read: permission denied; needs CAP_SYS_PTRACE";
        } catch (IOException e) {
            // It has ended.
        }
    }

    private boolean isForeign() {
        if (!asked) {
            asked = true;
            try {
                String namespace =
                        Files.readSymbolicLink(proc.resolve("self/ns/pid")).toString();
                foreign = !namespace.equals(INITIAL_NAMESPACE);
            } catch (IOException e) {
                foreign = false;
            }
            if (foreign) {
                unavailable =
                        "user symbols: the kernel tells processes by the ids of the initial pid namespace, which are"
                                + " not known in this one; run outside of the container";
            }
        }
        return foreign;
    }
}
