package dev.skep.bpf.arch;

/**
 * A machine register where the kernel keeps it in {@code struct pt_regs}, the context of kprobes, uprobes and perf events.
 *
 * @param name as the kernel's structure calls it: {@code "ax"}, {@code "r0"}
 * @param offset bytes from the start of the structure
 * @param size bytes
 */
public record MachineRegister(String name, int offset, int size) {}
