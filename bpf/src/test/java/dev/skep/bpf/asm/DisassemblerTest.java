package dev.skep.bpf.asm;

import static dev.skep.bpf.asm.Register.R1;
import static dev.skep.bpf.asm.Register.R10;
import static dev.skep.bpf.asm.Register.R2;
import static dev.skep.bpf.asm.Register.R3;
import static dev.skep.bpf.asm.Register.R6;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.asm.Instruction.Alu;
import dev.skep.bpf.asm.Instruction.Atomic;
import dev.skep.bpf.asm.Instruction.Branch;
import dev.skep.bpf.asm.Instruction.ByteSwap;
import dev.skep.bpf.asm.Instruction.CallHelper;
import dev.skep.bpf.asm.Instruction.CallKfunc;
import dev.skep.bpf.asm.Instruction.CallSubprogram;
import dev.skep.bpf.asm.Instruction.CastAddressSpace;
import dev.skep.bpf.asm.Instruction.Exit;
import dev.skep.bpf.asm.Instruction.Goto;
import dev.skep.bpf.asm.Instruction.Load;
import dev.skep.bpf.asm.Instruction.LoadAcquire;
import dev.skep.bpf.asm.Instruction.LoadPacket;
import dev.skep.bpf.asm.Instruction.LoadPacketIndirect;
import dev.skep.bpf.asm.Instruction.LoadWide;
import dev.skep.bpf.asm.Instruction.MoveSigned;
import dev.skep.bpf.asm.Instruction.Negate;
import dev.skep.bpf.asm.Instruction.Store;
import dev.skep.bpf.asm.Instruction.StoreRelease;
import dev.skep.bpf.asm.Instruction.Swap;
import dev.skep.bpf.asm.Instruction.WideKind;
import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.FunctionSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.spec.Relocation.FieldOffset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DisassemblerTest {
    private static final Path GOLDEN = Path.of("src/test/resources/dev/skep/bpf/asm/disassembly.txt");

    @Test
    void instructionsReadAsInTheVerifiersLog() {
        assertPrints("(b7) r1 = -1", new Alu(true, AluOp.MOV, R1, Operand.of(-1)));
        assertPrints("(bc) w1 = w2", new Alu(false, AluOp.MOV, R1, R2));
        assertPrints("(c7) r1 s>>= 32", new Alu(true, AluOp.ARSH, R1, Operand.of(32)));
        assertPrints("(3f) r1 s/= r2", new Alu(true, AluOp.SDIV, R1, R2));
        assertPrints("(94) w1 s%= 7", new Alu(false, AluOp.SMOD, R1, Operand.of(7)));
        assertPrints("(84) w1 = -w1", new Negate(false, R1));
        assertPrints("(bf) r1 = (s32)r2", new MoveSigned(true, R1, R2, 32));
        assertPrints("(bc) w1 = (s8)w2", new MoveSigned(false, R1, R2, 8));
        assertPrints("(bf) r1 = addr_space_cast(r2, 0, 1)", new CastAddressSpace(R1, R2, 1));
        assertPrints("(d4) r1 = le16 r1", new ByteSwap(Swap.LITTLE, R1, 16));
        assertPrints("(dc) r1 = be64 r1", new ByteSwap(Swap.BIG, R1, 64));
        assertPrints("(d7) r1 = bswap32 r1", new ByteSwap(Swap.ALWAYS, R1, 32));
        assertPrints("(71) r1 = *(u8 *)(r10 -8)", new Load(Width.BYTE, false, R1, R10, -8));
        assertPrints("(81) r1 = *(s32 *)(r2 +0)", new Load(Width.WORD, true, R1, R2, 0));
        assertPrints("(62) *(u32 *)(r10 -4) = -5", new Store(Width.WORD, R10, -4, Operand.of(-5)));
        assertPrints("(7b) *(u64 *)(r10 -16) = r3", new Store(Width.DOUBLE, R10, -16, R3));
        assertPrints("(db) lock *(u64 *)(r1 +0) += r2", new Atomic(Width.DOUBLE, AtomicOp.ADD, false, R1, 0, R2));
        assertPrints(
                "(db) r2 = atomic64_fetch_add((u64 *)(r1 +0), r2)",
                new Atomic(Width.DOUBLE, AtomicOp.ADD, true, R1, 0, R2));
        assertPrints(
                "(c3) r2 = atomic_xchg((u32 *)(r1 +4), r2)", new Atomic(Width.WORD, AtomicOp.XCHG, true, R1, 4, R2));
        assertPrints(
                "(db) r0 = atomic64_cmpxchg((u64 *)(r1 +0), r0, r2)",
                new Atomic(Width.DOUBLE, AtomicOp.CMPXCHG, true, R1, 0, R2));
        assertPrints("(d3) r1 = load_acquire((u8 *)(r2 +1))", new LoadAcquire(Width.BYTE, R1, R2, 1));
        assertPrints("(db) store_release((u64 *)(r1 -8), r2)", new StoreRelease(Width.DOUBLE, R1, -8, R2));
        assertPrints("(55) if r1 != 0xffffffff goto pc+3", new Branch(JumpOp.NE, true, R1, Operand.of(-1), 3));
        assertPrints("(ce) if w1 s< w2 goto pc-2", new Branch(JumpOp.SLT, false, R1, R2, -2));
        assertPrints("(05) goto pc+0", new Goto(false, 0));
        assertPrints("(06) gotol pc-70000", new Goto(true, -70_000));
        assertPrints("(e5) may_goto pc+1", new Instruction.MayGoto(1));
        assertPrints("(85) call bpf_map_lookup_elem#1", new CallHelper(1));
        assertPrints("(85) call bpf_unspec#0", new CallHelper(0));
        assertPrints("(85) call unknown#9999", new CallHelper(9999));
        assertPrints("(85) call kernel-function#77", new CallKfunc(77, 0));
        assertPrints("(85) call pc-3", new CallSubprogram(-3));
        assertPrints("(95) exit", new Exit());
        assertPrints("(18) r1 = 0xffffffff00000001", LoadWide.constant(R1, 0xffff_ffff_0000_0001L));
        assertPrints("(18) r1 = map[id:3]", new LoadWide(R1, WideKind.MAP_FD, 3, 0));
        assertPrints("(18) r1 = map[id:3][0]+8", new LoadWide(R1, WideKind.MAP_VALUE, 3, 8));
        assertPrints("(18) r1 = map[idx:1]", new LoadWide(R1, WideKind.MAP_INDEX, 1, 0));
        assertPrints("(18) r1 = map[idx:1]+8", new LoadWide(R1, WideKind.MAP_INDEX_VALUE, 1, 8));
        assertPrints("(18) r1 = subprog[+5]", new LoadWide(R1, WideKind.FUNCTION, 5, 0));
        assertPrints("(18) r1 = 0x2a", new LoadWide(R1, WideKind.BTF_ID, 42, 0));
        assertPrints("(28) r0 = *(u16 *)skb[12]", new LoadPacket(Width.HALF, 12));
        assertPrints("(50) r0 = *(u8 *)skb[r1 + -1]", new LoadPacketIndirect(Width.BYTE, R1, -1));
    }

    private static void assertPrints(String text, Instruction instruction) {
        assertThat(Disassembler.print(instruction)).isEqualTo(text);
    }

    /** Every form; {@code -Dupdate} writes the file anew. */
    @Test
    void everyFormPrintsAsItDid() throws IOException {
        String printed = Disassembler.print(InstructionForms.some(new Random(6_18)));
        if (System.getProperty("update") != null) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, printed);
        }
        assertThat(printed).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void aFunctionPrintsNamesWhereNumbersAreOpen() {
        Assembler code = new Assembler(IsaLevel.V3);
        Label out = code.newLabel();
        FunctionSpec main = code.line("stdin", "  @x = sum(1);", 1, 3)
                .mov(R6, R1)
                .loadMap(R1, "@x")
                .loadMapValue(R1, "@x", 8)
                .line("stdin", "if (pid) {", 2, 1)
                .branch(JumpOp.EQ, R1, 0, out)
                .loadSubprogram(R2, "step")
                .callSubprogram("sum")
                .movTypeId(R2, "struct", "task_struct")
                .callKfunc("bpf_rdonly_cast")
                .loadField(Width.WORD, R1, R6, "task_struct", "pid")
                .addFieldOffset(R1, "task_struct", "comm")
                .emit(new Store(Width.WORD, R6, 0, R1), new FieldOffset(0, "file", "f_pos"))
                .bind(out)
                .exit()
                .build("main", 1);
        FunctionSpec sum = new Assembler(IsaLevel.V3).mov(R1, 0).exit().build("sum", 1);
        ProgramSpec program = new ProgramSpec("p", ProgramType.KPROBE, new AttachSpec.Manual(), List.of(main, sum), 0);

        assertThat(Disassembler.print(program)).isEqualTo("""
                main:
                ; @x = sum(1); @ stdin:1
                0: (bf) r6 = r1
                1: (18) r1 = map[@x]
                3: (18) r1 = map[@x][0]+8
                ; if (pid) { @ stdin:2
                5: (15) if r1 == 0x0 goto pc+8
                6: (18) r2 = subprog[step]
                8: (85) call pc#sum
                9: (b7) r2 = btf_id(struct task_struct)
                10: (85) call bpf_rdonly_cast#kfunc
                11: (61) r1 = *(u32 *)(r6 +task_struct.pid)
                12: (07) r1 += offsetof(task_struct.comm)
                13: (63) *(u32 *)(r6 +file.f_pos) = r1
                14: (95) exit
                sum:
                0: (b7) r1 = 0
                1: (95) exit
                """);
    }
}
