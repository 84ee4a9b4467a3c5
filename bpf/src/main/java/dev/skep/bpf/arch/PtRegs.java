package dev.skep.bpf.arch;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The registers of a machine as {@code struct pt_regs} holds them, and what its calling conventions use them for. On
 * ARM these are the first members, which user space knows as {@code struct user_pt_regs}. All are 8 bytes wide.
 */
public final class PtRegs {
    private static final int REGISTER_SIZE = Long.BYTES;

    /** Source: {@code arch/x86/include/asm/ptrace.h}; System V ABI; the other names are those of user space. */
    static final PtRegs X86 = new PtRegs(
            "r15 r14 r13 r12 bp bx r11 r10 r9 r8 ax cx dx si di orig_ax ip cs flags sp ss",
            "rbp bp rbx bx rax ax rcx cx rdx dx rsi si rdi di orig_rax orig_ax rip ip pc ip eflags flags rsp sp",
            "di si dx cx r8 r9",
            "di si dx r10 r8 r9",
            "ax ip sp bp orig_ax");

    /** Source: {@code arch/arm64/include/uapi/asm/ptrace.h}; AAPCS64. */
    static final PtRegs ARM64 = arm64();

    private final List<MachineRegister> registers;
    private final String[] aliases;
    private final MachineRegister[] arguments;
    private final MachineRegister[] syscallArguments;
    private final MachineRegister returnValue;
    private final MachineRegister instructionPointer;
    private final MachineRegister stackPointer;
    private final MachineRegister framePointer;
    private final MachineRegister syscallNumber;

    /**
     * @param names the structure's members in order, separated by single spaces
     * @param aliases pairs: another name, and the member that it stands for
     * @param roles the members for: return value, instruction pointer, stack pointer, frame pointer, system call number
     */
    private PtRegs(String names, String aliases, String arguments, String syscallArguments, String roles) {
        List<MachineRegister> members = new ArrayList<>(40);
        for (String name : words(names)) {
            members.add(new MachineRegister(name, members.size() * REGISTER_SIZE, REGISTER_SIZE));
        }
        this.registers = List.copyOf(members);
        this.aliases = words(aliases);
        this.arguments = named(arguments);
        this.syscallArguments = named(syscallArguments);
        MachineRegister[] role = named(roles);
        returnValue = role[0];
        instructionPointer = role[1];
        stackPointer = role[2];
        framePointer = role[3];
        syscallNumber = role[4];
    }

    private static PtRegs arm64() {
        StringBuilder names = new StringBuilder();
        StringBuilder aliases = new StringBuilder("fp r29 lr r30 ip pc");
        for (int i = 0; i <= 30; i++) {
            names.append('r').append(i).append(' ');
            aliases.append(" x").append(i).append(" r").append(i);
        }
        return new PtRegs(
                names + "sp pc pstate",
                aliases.toString(),
                "r0 r1 r2 r3 r4 r5 r6 r7",
                "r0 r1 r2 r3 r4 r5",
                "r0 pc sp r29 r8");
    }

    /** All registers in the structure's order. */
    public List<MachineRegister> all() {
        return registers;
    }

    /** The structure's size in bytes, as far as it is stable. */
    public int size() {
        return registers.size() * REGISTER_SIZE;
    }

    /** The register of a name: the structure's own, or one that assemblers use; null if there is none. */
    public @Nullable MachineRegister register(String name) {
        for (int i = 0; i < aliases.length; i += 2) {
            if (aliases[i].equals(name)) {
                return member(aliases[i + 1]);
            }
        }
        return member(name);
    }

    /** Names of registers that assemblers use and the structure does not. */
    public List<String> otherNames() {
        List<String> names = new ArrayList<>(aliases.length / 2);
        for (int i = 0; i < aliases.length; i += 2) {
            names.add(aliases[i]);
        }
        return names;
    }

    /** How many integer arguments of a function are passed in registers. */
    public int argumentCount() {
        return arguments.length;
    }

    /**
     * Where a function's integer argument is when the function is entered.
     *
     * @param index counted from 0
     * @throws IndexOutOfBoundsException if the argument is not passed in a register
     */
    public MachineRegister argument(int index) {
        return arguments[index];
    }

    /**
     * Where a system call's argument is.
     *
     * @param index 0 to 5
     * @throws IndexOutOfBoundsException if there is no such argument
     */
    public MachineRegister syscallArgument(int index) {
        return syscallArguments[index];
    }

    /** Where the system call's number is. */
    public MachineRegister syscallNumber() {
        return syscallNumber;
    }

    /** Where a function's or system call's result is when it returns. */
    public MachineRegister returnValue() {
        return returnValue;
    }

    /** The address of the next instruction. */
    public MachineRegister instructionPointer() {
        return instructionPointer;
    }

    /** The top of the stack. */
    public MachineRegister stackPointer() {
        return stackPointer;
    }

    /** The caller's frame, in code that is compiled with frame pointers. */
    public MachineRegister framePointer() {
        return framePointer;
    }

    private @Nullable MachineRegister member(String name) {
        for (MachineRegister register : registers) {
            if (register.name().equals(name)) {
                return register;
            }
        }
        return null;
    }

    private MachineRegister[] named(String names) {
        String[] words = words(names);
        MachineRegister[] result = new MachineRegister[words.length];
        for (int i = 0; i < words.length; i++) {
            MachineRegister register = member(words[i]);
            if (register == null) {
                throw new IllegalArgumentException("no register " + words[i]);
            }
            result[i] = register;
        }
        return result;
    }

    /** Splits at single spaces; {@code String.split} with one plain character uses no regular expression. */
    private static String[] words(String text) {
        return text.split(" ", -1);
    }
}
