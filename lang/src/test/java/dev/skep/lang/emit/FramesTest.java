package dev.skep.lang.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.asm.Instruction;
import dev.skep.bpf.asm.IsaLevel;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.spec.FunctionSpec;
import dev.skep.bpf.spec.ProgramType;
import org.junit.jupiter.api.Test;

/** What the functions of a program take of stack and scratch memory together. */
class FramesTest {
    private static Emission emit(String text) throws TooBigException, MissingInstructionException {
        return new Emitter(new Emitter.Options(IsaLevel.V4, 256, true))
                .emit(Emitting.program(ProgramType.TRACEPOINT, text));
    }

    /** A function with a slot that is in use while it calls another. */
    private static String function(String name, String slot, String callee) {
        return "function " + name + "(%0)\n  slot0: " + slot + ", slot\nb0:\n  %1 = address of slot0\n"
                + "  store u64 [%1], 1\n  %2 = function " + callee + "(%1)\n  %3 = load u64 [%1]\n  return %3\n";
    }

    private static final String LEAF = "function leaf(%0)\nb0:\n  %1 = load u64 [%0]\n  return %1\n";

    /** The lowest byte of stack that a function names. */
    private static int depth(FunctionSpec function) {
        int lowest = 0;
        for (Instruction instruction : function.instructions()) {
            if (instruction instanceof Instruction.Store store && store.base() == Register.R10) {
                lowest = Math.min(lowest, store.offset());
            }
        }
        return -lowest;
    }

    @Test
    void framesThatFitStayOnTheStack() throws Exception {
        Emission emission = emit(function("main", "200 bytes", "one") + function("one", "200 bytes", "leaf") + LEAF);
        assertThat(emission.maps()).isEmpty();
        assertThat(emission.program().functions()).extracting(FramesTest::depth).containsExactly(200, 200, 0);
    }

    @Test
    void whatDoesNotFitTogetherGoesToScratchMemory() throws Exception {
        // Rounded to 32 bytes: 224 + 256 + 64 + 32.
        Emission emission = emit(function("main", "200 bytes", "one")
                + function("one", "248 bytes", "two")
                + function("two", "40 bytes", "leaf")
                + LEAF);
        assertThat(emission.maps())
                .singleElement()
                .satisfies(map -> assertThat(map.valueSize()).isEqualTo(248));
        int total = 32;
        for (FunctionSpec function : emission.program().functions()) {
            total += depth(function) + 31 & -32;
        }
        assertThat(total).isLessThanOrEqualTo(512);
    }

    @Test
    void functionsThatAreNeverActiveTogetherShareScratchMemory() throws Exception {
        Emission emission =
                emit("""
                function main(%0)
                  slot0: 300 bytes, slot
                b0:
                  %1 = address of slot0
                  store u64 [%1], 1
                  %2 = function one(%1)
                  %3 = function two(%1)
                  return %3
                """ + function("one", "400 bytes", "leaf") + function("two", "600 bytes", "leaf") + LEAF);
        assertThat(emission.maps())
                .singleElement()
                .satisfies(map -> assertThat(map.valueSize()).isEqualTo(304 + 600));
    }

    @Test
    void addressesThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> emit(function("main", "240 bytes of stack", "one")
                        + function("one", "280 bytes of stack", "leaf")
                        + LEAF))
                .isInstanceOf(TooBigException.class)
                .hasMessage("its loops and functions (main, in it one, in it leaf) need 576 bytes of stack at a time,"
                        + " and the kernel allows 512");
        assertThatThrownBy(() -> emit(function("main", "520 bytes of stack", "leaf") + LEAF))
                .isInstanceOf(TooBigException.class)
                .hasMessageContaining("need 576 bytes of stack at a time");
    }

    @Test
    void scratchMemoryThatDoesNotFitTogetherIsRefused() {
        assertThatThrownBy(() ->
                        emit(function("main", "20000 bytes", "one") + function("one", "20000 bytes", "leaf") + LEAF))
                .isInstanceOf(TooBigException.class)
                .hasMessage("20000 bytes for slot do not fit into its scratch memory of 32768 bytes");
    }

    @Test
    void eightFunctionsMayBeActive() throws Exception {
        assertThat(emit(chain(8)).program().functions()).hasSize(8);
        assertThatThrownBy(() -> emit(chain(9)))
                .isInstanceOf(TooBigException.class)
                .hasMessage("its loops and functions are nested 9 deep, and the kernel allows 8");
    }

    private static String chain(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append("function ").append(i == 0 ? "main" : "f" + i).append("(%0)\nb0:\n");
            text.append(i == length - 1 ? "  %1 = 5\n" : "  %1 = function f" + (i + 1) + "(%0)\n");
            text.append("  return %1\n");
        }
        return text.toString();
    }
}
