package dev.skep.lang.ir;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.skep.bpf.asm.AtomicOp;
import dev.skep.bpf.asm.Width;
import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.lang.target.TracepointFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every rule is broken once. */
class IrVerifierTest {
    /** Wraps instructions into a function that is right otherwise; {@code ;} ends a line. */
    private static IrFunction function(String body) {
        return IrParser.parse("function main(%0)\n  slot0: 16 bytes, slot\nb0:\n  %1 = address of slot0\n  "
                + body.replace("; ", "\n  ") + "\n  return 0\n");
    }

    private static void refuses(IrFunction function, String rule) {
        assertThatIllegalStateException()
                .isThrownBy(() -> IrVerifier.verify(function))
                .withMessageContaining(rule);
    }

    private static void refusesProgram(String text, String rule) {
        assertThatIllegalStateException()
                .isThrownBy(() -> IrVerifier.verify(program(text)))
                .withMessageContaining(rule);
    }

    private static IrProgram program(String text) {
        return new IrProgram(
                "p0",
                "test",
                ProgramType.TRACEPOINT,
                new AttachSpec.Manual(),
                () -> new TracepointFormat(List.of()),
                IrParser.parseAll(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "%2 = 1; %2 = 2 | %2 is assigned twice",
                "%2 = %3 + 1; %3 = 4 | %3 is used where it is not assigned",
                "%2 = %3 + 1 | %3 is not assigned",
                "%2 = (u7) %0 | bits are 8, 16 or 32",
                "%2 = load s64 [%0] | 64 bits are not extended",
                "%2 = load s64 task_struct.mm@8 [%0] | 64 bits are not extended",
                "%2 = load u64 [%1 + 9] | bytes 9 to 17 are not all in slot0",
                "store u32 [%1 - 1], 5 | bytes -1 to 3 are not all in slot0",
                "zero 17 at [%1] | bytes 0 to 17 are not all in slot0",
                "copy 8 to [%1 + 12] from [%0] | bytes 12 to 20 are not all in slot0",
                "copy 8 to [%0] from [%1 + 12] | bytes 12 to 20 are not all in slot0",
                "atomic add u64 [%1 + 16], 1 | bytes 16 to 24 are not all in slot0",
                "%2 = atomic fetch or u32 [%1 + 16], 1 | bytes 16 to 20 are not all in slot0",
                "%2 = compare exchange u64 [%1 + 16], 1 -> 2 | bytes 16 to 24 are not all in slot0",
                "%2 = load u64 [%0 + 40000] | the offset does not fit in 16 bits",
                "atomic add u16 [%1], 1 | an atomic operation is of 4 or 8 bytes",
                "%2 = compare exchange u8 [%1], 1 -> 2 | an atomic operation is of 4 or 8 bytes",
                "atomic xchg u64 [%1], 1 | an exchange fetches",
                "%2 = atomic fetch cmpxchg u64 [%1], 1 | a compare-and-exchange is an instruction of its own",
                "%2 = call trace_vprintk(1, 2, 3, 4, 5, 6) | more than 5 arguments",
                "%2 = kernel f(1, 2, 3, 4, 5, 6) | more than 5 arguments",
                "%2 = function f(1, 2, 3, 4, 5, 6) | more than 5 arguments",
                "%2 = reserve 0 in ring | no bytes to reserve",
            })
    void refusesInstructions(String body, String rule) {
        refuses(function(body), rule);
    }

    @Test
    void namesFunctionPlaceAndRule() {
        assertThatIllegalStateException()
                .isThrownBy(() -> IrVerifier.verify(function("%2 = (u7) %0")))
                .withMessage("main b0, at \"%2 = (u7) %0\": bits are 8, 16 or 32");
    }

    @Test
    void takesWhatIsRight() {
        assertThatCode(() -> IrVerifier.verify(function("store u64 [%1 + 8], %0; zero 16 at [%1]")))
                .doesNotThrowAnyException();
    }

    @Test
    void sizesAreNotNegative() {
        IrFunction function = function("%2 = 1");
        function.blocks()
                .getFirst()
                .instructions()
                .add(new Inst.Zero(function.parameters().getFirst(), 0, -1, IrParser.SPAN));
        refuses(function, "negative size");
    }

    @Test
    void slotsAreTheFunctionsOwn() {
        IrFunction function = function("%2 = 1");
        Slot foreign = new IrFunction("other", 0).newSlot(16, "foreign");
        function.blocks()
                .getFirst()
                .instructions()
                .add(new Inst.SlotAddress(function.newRegister(), foreign, IrParser.SPAN));
        refuses(function, "slot0 is another function's");
    }

    @Test
    void functionsHaveBlocksAndBlocksHaveEnds() {
        refuses(new IrFunction("empty", 1), "empty has no blocks");
        IrFunction open = new IrFunction("open", 1);
        open.newBlock();
        refuses(open, "b0 has no end");
        IrFunction many = new IrFunction("many", 6);
        many.newBlock().terminate(new Terminator.Return(Operand.of(0)));
        refuses(many, "more than 5 parameters");
    }

    @Test
    void theEntryIsEnteredByTheCallOnly() {
        refuses(IrParser.parse("function f()\nb0(%0):\n  return 0\n"), "the entry has parameters");
        refuses(IrParser.parse("function f()\nb0:\n  goto b0\n"), "the entry is jumped to");
    }

    @Test
    void edgesGiveWhatTheirTargetsTake() {
        refuses(
                IrParser.parse("function f()\nb0:\n  goto b1(1, 2)\nb1(%0):\n  return %0\n"),
                "wrong number of arguments");
        IrFunction function = IrParser.parse("function f()\nb0:\n  goto b1\nb1:\n  return 0\n");
        function.blocks().removeLast();
        refuses(function, "b1 is not in the function");
    }

    @Test
    void whatIsUsedIsAssignedOnEveryWay() {
        refuses(IrParser.parse("""
                function f(%0)
                b0:
                  if %0 == 0 then b1 else b2
                b1:
                  %1 = 5
                  goto b2
                b2:
                  return %1
                """), "b2, at \"the end\": %1 is used where it is not assigned");
        refuses(IrParser.parse("""
                function f(%0)
                b0:
                  if %0 == 0 then b1(%2) else b2
                b1(%1):
                  return %1
                b2:
                  %2 = 5
                  goto b1(%2)
                """), "%2 is used where it is not assigned");
    }

    @Test
    void anExchangeHasAnOperationOfItsOwn() {
        IrFunction function = function("%2 = 1");
        Reg base = function.parameters().getFirst();
        function.blocks()
                .getFirst()
                .instructions()
                .add(new Inst.AtomicUpdate(Width.DOUBLE, AtomicOp.CMPXCHG, base, 0, Operand.of(1), IrParser.SPAN));
        refuses(function, "a compare-and-exchange is an instruction of its own");
    }

    private static final String SUB = "function sub(%0)\nb0:\n  return %0\n";

    /** A main function with memory of both kinds, that calls or hands on. */
    private static String main(String body) {
        return "function main(%0)\n  slot0: 16 bytes, slot\n  slot1: 16 bytes of stack, closure\nb0:\n"
                + "  %1 = address of slot0\n  %2 = address of slot1\n  " + body.replace("; ", "\n  ")
                + "\n  return 0\n";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "%3 = function nosuch(1) | there is no such function",
                "%3 = reference to nosuch; %4 = call loop(1, %3, %2, 0) | there is no such function",
                "%3 = function main(%0) | the main function is the kernel's to call",
                "%3 = reference to main | the main function is the kernel's to call",
                "%3 = function sub(1, 2) | wrong number of arguments",
                "%3 = %1 + 4; %4 = function sub(%3) | %3 is no multiple of 8",
                "%3 = %1 + %0; %4 = function sub(%3) | %3 is no multiple of 8",
                "store u64 [%1], %2 | an address is stored in slot0, which may lie anywhere",
                "%3 = %1 + 4; store u64 [%2], %3 | %3 is no multiple of 8",
                "%3 = reference to sub; %4 = call loop(1, %3, %1, 0) | slot0 is passed on, and may lie anywhere",
                "%3 = reference to sub; %4 = call for_each_map_elem(%0, %3, %1, 0) | slot0 is passed on",
                "%3 = reference to sub; %4 = call loop(1, %3, 7, 0) | a number is passed on",
            })
    void refusesCalls(String body, String rule) {
        refusesProgram(main(body) + SUB, rule);
    }

    @Test
    void takesCallsThatAreRight() {
        assertThatCode(() -> IrVerifier.verify(
                        program(main("%3 = function sub(%1); store u64 [%2], %1; %4 = reference to sub;"
                                        + " %5 = call loop(1, %4, %2, 0); %6 = call loop(1, %4, 0, 0);"
                                        + " %7 = field count")
                                + SUB)))
                .doesNotThrowAnyException();
    }

    @Test
    void functionsHaveNamesOfTheirOwn() {
        refusesProgram(main("%3 = 1") + SUB + SUB, "two functions are named sub");
    }

    @Test
    void onlyTheMainFunctionReadsFields() {
        refusesProgram(main("%3 = 1") + "function sub(%0)\nb0:\n  %1 = field count\n  return %1\n", "only the main");
        refusesProgram(
                main("%3 = 1") + "function sub(%0)\nb0:\n  %1 = address of field comm\n  return %1\n", "only the main");
    }

    @Test
    void thereIsNoRecursion() {
        refusesProgram(
                main("%3 = function one(1)")
                        + "function one(%0)\nb0:\n  %1 = function two(%0)\n  return %1\n"
                        + "function two(%0)\nb0:\n  %1 = reference to one\n  %2 = call loop(1, %1, 0, 0)\n  return %2\n",
                "two calls one, from which it is called");
    }
}
