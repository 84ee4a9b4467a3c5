package dev.skep.lang.ir;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IrParserTest {
    @Test
    void readsWhatThePrinterWrites() {
        String text = """
                function main(%0)
                  slot0: 16 bytes, key of @start
                  slot1: 8 bytes of stack, value
                b0:
                  %1 = call get_current_pid_tgid()
                  %2 = %1 u>> 32
                  %3 = (s8) %2
                  %4 = -(%3)
                  %5 = %4 u< -7
                  %6 = address of slot0
                  %7 = address of slot1
                  store u64 [%6], %1
                  store u8 [%6 + 8], 7
                  zero 7 at [%6 + 9]
                  %8 = load s32 [%6 + 4]
                  %9 = lookup @start [%6]
                  if %9 != 0 then b1(%9) else b2
                b1(%10):
                  copy 8 to [%7] from [%10]
                  atomic add u64 [%10], 1
                  %11 = atomic fetch add u64 [%10 + 8], %5
                  %12 = compare exchange u64 [%10 - 8], %11 -> 3
                  %13 = update @start [%6] with [%7], flags 1
                  %14 = delete @start [%6]
                  goto b3
                b2:
                  %15 = field count
                  %16 = address of field comm
                  %17 = map @start
                  %18 = address of value of @x + 8
                  %19 = reserve 24 in ring
                  submit %19
                  discard %19
                  %20 = 5
                  %21 = address of task_struct.se.exec_start@192 [%2]
                  %22 = load s32 task_struct.cpus_mask.bits[1]@1008 [%2]
                  %23 = id of struct task_struct
                  %24 = kernel bpf_rdonly_cast(%2, %23)
                  %25 = function step(%6, 3)
                  %26 = reference to step
                  goto b3
                b3:
                  return 0
                """;
        IrFunction function = IrParser.parse(text);
        IrVerifier.verify(function);
        assertThat(IrPrinter.print(function)).isEqualTo(text);
    }
}
