package dev.skep.bpf.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Instructions of all shapes, as assemblers encode them. */
class X86InstructionsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "55", // push rbp
                "c3", // ret
                "f30f1efa", // endbr64
                "4889e5", // mov rbp, rsp
                "4883ec08", // sub rsp, 8
                "4881ec00010000", // sub rsp, 0x100
                "488d0500000000", // lea rax, [rip]
                "488b442408", // mov rax, [rsp+8]
                "8b8424a0000000", // mov eax, [rsp+0xa0]
                "8b04c500000000", // mov eax, [rax*8]
                "8b04c8", // mov eax, [rax+rcx*8]
                "42807c200100", // cmp byte [rax+r12+1], 0
                "48b80102030405060708", // movabs rax
                "b801000000", // mov eax, 1
                "66b80100", // mov ax, 1
                "a10102030405060708", // movabs eax
                "e800000000", // call
                "ff2500000000", // jmp [rip]
                "7402", // je
                "0f8400000000", // je, far
                "f6c301", // test bl, 1
                "f6d8", // neg al
                "f7c700000100", // test edi, 0x10000
                "f7d0", // not eax
                "66f7c70001", // test di, 0x100
                "69c0e8030000", // imul eax, eax, 1000
                "6bc00a", // imul eax, eax, 10
                "c8100000", // enter
                "c21000", // ret 16
                "660f1f440000", // nop
                "662e0f1f840000000000", // nop
                "0f05", // syscall
                "0fa2", // cpuid
                "0fbae007", // bt eax, 7
                "0fb6c0", // movzx eax, al
                "660f70c0ee", // pshufd
                "660f3a0fc108", // palignr
                "660f3800c1", // pshufb
                "c5f877", // vzeroupper
                "c5fe6f06", // vmovdqu
                "c4e27d78c0", // vpbroadcastb
                "c4e37d39c001", // vextracti128
                "c5fd73f804", // vpslldq
                "62f17c48100e", // vmovups zmm
                "62f3650841c200", // an EVEX one with an immediate
                "64488b042528000000", // mov rax, fs:0x28
                "f0480fb111", // lock cmpxchg
                "f3a4", // rep movsb
                "0fc8", // bswap eax
                "d9e8", // fld1
            })
    void length(String hex) {
        byte[] code = HexFormat.of().parseHex(hex);
        assertThat(X86Instructions.length(Arrays.copyOf(code, code.length + 16), 0))
                .isEqualTo(code.length);
        // All of it must be there.
        for (int cut = 0; cut < code.length; cut++) {
            int length = X86Instructions.length(Arrays.copyOf(code, cut), 0);
            assertThat(length).isLessThanOrEqualTo(cut);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"06", "60", "82", "d4", "ea", "0f04", "c4", ""})
    void whatIsNone(String hex) {
        assertThat(X86Instructions.length(HexFormat.of().parseHex(hex), 0)).isEqualTo(-1);
    }

    @Test
    void anyBytes() {
        Random random = new Random(20_251_121);
        byte[] code = new byte[40];
        for (int round = 0; round < 100_000; round++) {
            random.nextBytes(code);
            int at = random.nextInt(code.length + 1);
            int length = X86Instructions.length(code, at);
            assertThat(length == -1 || length >= 1 && length <= 15 && at + length <= code.length)
                    .isTrue();
        }
    }
}
