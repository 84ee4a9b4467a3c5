package dev.skep.lang.optimise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.lang.ir.IrFunction;
import dev.skep.lang.ir.IrParser;
import dev.skep.lang.ir.IrPrinter;
import dev.skep.lang.ir.IrVerifier;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {
    /** The instructions of one block behind the rule; %1 and %2 are unknown numbers, %0 the context. */
    private static String simplify(Rule rule, String instructions) {
        String before = "function f(%0, %1, %2)\nb0:\n" + instructions.replace("; ", "\n") + "\n";
        IrFunction function = IrParser.parse(before);
        IrVerifier.verify(function);
        new Simplification(List.of(rule)).run(function);
        IrVerifier.verify(function);
        String text = IrPrinter.print(function);
        return text.substring(text.indexOf("b0:\n") + 4).strip().replaceAll("\n *", "; ");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            6 * 7                                       => 42
            -1 u/ 2                                     => 9223372036854775807
            -9223372036854775808 s/ -1                  => -9223372036854775808
            -9223372036854775808 s% -1                  => 0
            7 u/ 0                                      => 0
            7 s/ 0                                      => 0
            7 u% 0                                      => 7
            -7 s% 0                                     => -7
            -7 s% 3                                     => -1
            -7 s/ 2                                     => -3
            1 << 65                                     => 2
            -8 u>> 60                                   => 15
            -8 s>> 1                                    => -4
            (s8) 255                                    => -1
            (u8) -1                                     => 255
            (s16) 32768                                 => -32768
            (u32) -1                                    => 4294967295
            (s32) 4294967295                            => -1
            -(5)                                        => -5
            1 u< -1                                     => 1
            1 s< -1                                     => 0
            3 == 3                                      => 1
            """)
    void constantsAreComputedAsTheKernelWould(String computation, String result) {
        assertThat(simplify(new ConstantFolding(), "%3 = " + computation + "; return %3"))
                .isEqualTo("return " + result);
    }

    @Test
    void aDecidedBranchBecomesAJump() {
        IrFunction function = IrParser.parse("""
                function f(%0)
                b0:
                  if 2 u< 1 then b1 else b2
                b1:
                  return 1
                b2:
                  return 2
                """);
        assertThat(new Simplification(List.of(new ConstantFolding())).run(function))
                .isEqualTo(Pass.VALUES | Pass.EDGES);
        assertThat(IrPrinter.print(function)).contains("b0:\n  goto b2\n");
    }

    @Test
    void constantsGoRight() {
        Rule rule = new ConstantsRight();
        assertThat(simplify(rule, "%3 = 8 + %1; return %3")).isEqualTo("%3 = %1 + 8; return %3");
        assertThat(simplify(rule, "%3 = 8 - %1; return %3")).isEqualTo("%3 = 8 - %1; return %3");
        assertThat(simplify(rule, "%3 = 8 s<= %1; return %3")).isEqualTo("%3 = %1 s>= 8; return %3");
        assertThat(simplify(rule, "goto b1; b1:; if 8 u< %1 then b2 else b2; b2:; return 0"))
                .contains("if %1 u> 8 then b2 else b2");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            %1 + 0    => %1
            %1 - 0    => %1
            %1 ^ 0    => %1
            %1 | 0    => %1
            %1 * 1    => %1
            %1 * 0    => 0
            %1 u/ 0   => 0
            %1 s/ 1   => %1
            %1 u% 0   => %1
            %1 s% 1   => 0
            %1 & 0    => 0
            %1 & -1   => %1
            %1 << 64  => %1
            %1 - %1   => 0
            %1 ^ %1   => 0
            %1 & %1   => %1
            %1 == %1  => 1
            %1 u< %1  => 0
            %1 u< 0   => 0
            %1 u>= 0  => 1
            """)
    void identitiesGiveAnOperandOrAConstant(String computation, String result) {
        assertThat(simplify(new Identities(), "%3 = " + computation + "; return %3"))
                .isEqualTo("return " + result);
    }

    @Test
    void whatDividesItselfIsNotAlwaysOne() {
        assertThat(simplify(new Identities(), "%3 = %1 u/ %1; return %3")).isEqualTo("%3 = %1 u/ %1; return %3");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            %3 = %1 - 3; return %3                      => %3 = %1 + -3; return %3
            %3 = %1 + 8; %4 = %3 + 4; return %4         => %3 = %1 + 8; %4 = %1 + 12; return %4
            %3 = %1 + 8; %4 = %3 - 4; return %4         => %3 = %1 + 8; %4 = %1 + 4; return %4
            %3 = %1 & 12; %4 = %3 & 6; return %4        => %3 = %1 & 12; %4 = %1 & 4; return %4
            %3 = %1 * 3; %4 = %3 * 5; return %4         => %3 = %1 * 3; %4 = %1 * 15; return %4
            %3 = %1 u>> 8; %4 = %3 u>> 60; return %4    => %3 = %1 u>> 8; return 0
            %3 = %1 s>> 40; %4 = %3 s>> 40; return %4   => %3 = %1 s>> 40; %4 = %1 s>> 63; return %4
            %3 = %1 << 8; %4 = %3 << 8; return %4       => %3 = %1 << 8; %4 = %1 << 16; return %4
            %3 = %1 u/ 3; %4 = %3 u/ 5; return %4       => %3 = %1 u/ 3; %4 = %3 u/ 5; return %4
            """)
    void chainsOfConstantsBecomeOne(String before, String after) {
        assertThat(simplify(new ConstantChains(), before)).isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            %3 = %1 * 8; return %3                      => %3 = %1 << 3; return %3
            %3 = %1 * -9223372036854775808; return %3   => %3 = %1 << 63; return %3
            %3 = %1 u/ 1024; return %3                  => %3 = %1 u>> 10; return %3
            %3 = %1 u% 16; return %3                    => %3 = %1 & 15; return %3
            %3 = %1 u/ 1000; return %3                  => %3 = %1 u/ 1000; return %3
            %3 = %1 s/ 16; return %3                    => %3 = %1 s/ 16; return %3
            %3 = (u32) %1; %4 = %3 s/ 16; return %4     => %3 = (u32) %1; %4 = %3 u>> 4; return %4
            %3 = (u32) %1; %4 = %3 s% 10; return %4     => %3 = (u32) %1; %4 = %3 u% 10; return %4
            %3 = (u32) %1; %4 = %3 s/ -2; return %4     => %3 = (u32) %1; %4 = %3 s/ -2; return %4
            %3 = (u32) %1; %4 = %3 s>> 4; return %4     => %3 = (u32) %1; %4 = %3 u>> 4; return %4
            """)
    void powersOfTwoAreShiftedAndMasked(String before, String after) {
        assertThat(simplify(new StrengthReduction(), before)).isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            %3 = load u32 [%1]; %4 = (u32) %3; return %4  => %3 = load u32 [%1]; return %3
            %3 = load u32 [%1]; %4 = (s32) %3; return %4  => %3 = load u32 [%1]; %4 = (s32) %3; return %4
            %3 = load u16 [%1]; %4 = (s32) %3; return %4  => %3 = load u16 [%1]; return %3
            %3 = load s16 [%1]; %4 = (s32) %3; return %4  => %3 = load s16 [%1]; return %3
            %3 = load s16 [%1]; %4 = (u32) %3; return %4  => %3 = load s16 [%1]; %4 = (u32) %3; return %4
            %3 = (s32) %1; %4 = (u8) %3; return %4        => %3 = (s32) %1; %4 = (u8) %1; return %4
            %3 = (s8) %1; %4 = (s32) %3; return %4        => %3 = (s8) %1; return %3
            %3 = (s8) %1; %4 = (u32) %3; return %4        => %3 = (s8) %1; %4 = (u32) %3; return %4
            %3 = %1 u>> 32; %4 = %3 & 4294967295; return %4 => %3 = %1 u>> 32; return %3
            %3 = %1 u>> 31; %4 = %3 & 4294967295; return %4 => %3 = %1 u>> 31; %4 = %3 & 4294967295; return %4
            %3 = %1 == %2; %4 = (u8) %3; return %4        => %3 = %1 == %2; return %3
            %3 = call get_smp_processor_id(); %4 = (u32) %3; return %4 => %3 = call get_smp_processor_id(); return %3
            """)
    void whatIsNarrowIsNotExtendedAgain(String before, String after) {
        assertThat(simplify(new RedundantExtensions(), before)).isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            %3 = %1 u< %2; %4 = %3 == 0; return %4   => %3 = %1 u< %2; %4 = %1 u>= %2; return %4
            %3 = %1 u< %2; %4 = %3 != 0; return %4   => %3 = %1 u< %2; %4 = %1 u< %2; return %4
            %3 = %1 u< %2; %4 = %3 == 1; return %4   => %3 = %1 u< %2; %4 = %1 u< %2; return %4
            %3 = %1 u< %2; %4 = %3 == 2; return %4   => %3 = %1 u< %2; %4 = %3 == 2; return %4
            %3 = %1 + 5; %4 = %3 == 7; return %4     => %3 = %1 + 5; %4 = %1 == 2; return %4
            %3 = %1 + 5; %4 = %3 u< 7; return %4     => %3 = %1 + 5; %4 = %3 u< 7; return %4
            %3 = %1 - %2; %4 = %3 != 0; return %4    => %3 = %1 - %2; %4 = %1 != %2; return %4
            %3 = %1 ^ 5; %4 = %3 == 5; return %4     => %3 = %1 ^ 5; %4 = %1 == 0; return %4
            """)
    void comparisonsLookThroughComparisonsAndSums(String before, String after) {
        assertThat(simplify(new ComparedComparisons(), before)).isEqualTo(after);
    }

    @Test
    void aBranchTakesTheComparisonItself() {
        assertThat(simplify(
                        new ComparedComparisons(),
                        "%3 = %1 s< 7; if %3 != 0 then b1 else b2; b1:; return 1; b2:; return 2"))
                .contains("if %1 s< 7 then b1 else b2");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            %3 = %1 + 8; %4 = load u64 [%3 + 4]; return %4   => %3 = %1 + 8; %4 = load u64 [%1 + 12]; return %4
            %3 = %1 + -8; store u8 [%3], %2; return 0        => %3 = %1 + -8; store u8 [%1 - 8], %2; return 0
            %3 = %1 + 8; atomic add u64 [%3], 1; return 0    => %3 = %1 + 8; atomic add u64 [%1 + 8], 1; return 0
            %3 = %1 + 8; zero 9 at [%3 + 1]; return 0        => %3 = %1 + 8; zero 9 at [%1 + 9]; return 0
            %3 = %1 + 8; copy 9 to [%2] from [%3]; return 0  => %3 = %1 + 8; copy 9 to [%2] from [%1 + 8]; return 0
            %3 = %1 + 32764; %4 = load u64 [%3 + 4]; return %4 => %3 = %1 + 32764; %4 = load u64 [%3 + 4]; return %4
            """)
    void offsetsTakeConstantsFromAddresses(String before, String after) {
        assertThat(simplify(new AddressOffsets(), before)).isEqualTo(after);
    }

    @Test
    void aComparisonDoesNotLookThroughASumThatIsNeededAnyway() {
        String text = "%3 = %1 + -1; %4 = %3 != 0; store u64 [%2], %3; return %4";
        assertThat(simplify(new ComparedComparisons(), text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            %3 = (u32) %1; store u32 [%2], %3; return 0  => %3 = (u32) %1; store u32 [%2], %1; return 0
            %3 = (s32) %1; store u16 [%2], %3; return 0  => %3 = (s32) %1; store u16 [%2], %1; return 0
            %3 = (u8) %1; store u16 [%2], %3; return 0   => %3 = (u8) %1; store u16 [%2], %3; return 0
            %3 = %1 & 255; store u8 [%2], %3; return 0   => %3 = %1 & 255; store u8 [%2], %1; return 0
            %3 = %1 & 127; store u8 [%2], %3; return 0   => %3 = %1 & 127; store u8 [%2], %3; return 0
            """)
    void whatIsNotStoredIsNotCutOff(String before, String after) {
        assertThat(simplify(new NarrowStores(), before)).isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            %3 = (u8) %1; %4 = %3 u>> 8; return %4      => %3 = (u8) %1; return 0
            %3 = (u8) %1; %4 = %3 u/ 1000; return %4    => %3 = (u8) %1; return 0
            %3 = (u8) %1; %4 = %3 u% 1000; return %4    => %3 = (u8) %1; return %3
            %3 = (u8) %1; %4 = %3 u% 255; return %4     => %3 = (u8) %1; %4 = %3 u% 255; return %4
            %3 = %1 << 4; %4 = %3 & 15; return %4       => %3 = %1 << 4; return 0
            %3 = %1 | 1; %4 = %3 & 1; return %4         => %3 = %1 | 1; %4 = %3 & 1; return %4
            """)
    void whatCanOnlyBeOneNumberIsThatNumber(String before, String after) {
        assertThat(simplify(new KnownResults(), before)).isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            %3 = load u8 [%1]; %4 = %3 u< 256; return %4  => %3 = load u8 [%1]; return 1
            %3 = load u8 [%1]; %4 = %3 u< 255; return %4  => %3 = load u8 [%1]; %4 = %3 u< 255; return %4
            %3 = %1 | 4; %4 = %3 == 0; return %4          => %3 = %1 | 4; return 0
            %3 = %1 & 6; %4 = %3 == 1; return %4          => %3 = %1 & 6; return 0
            %3 = %1 u/ 16; %4 = %3 s>= 0; return %4       => %3 = %1 u/ 16; return 1
            """)
    void comparisonsOfWhatIsKnownAreDecided(String before, String after) {
        assertThat(simplify(new DecidedConditions(), before)).isEqualTo(after);
    }

    /** The comparison that follows in the branch that is taken. */
    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            %1 u< 10   | %1 != 11   => 1
            %1 s> 0    | %1 s>= 0   => 1
            %1 s> 0    | %1 == 0    => 0
            %1 == 7    | %1 u> 6    => 1
            %1 != 0    | %1 == 0    => 0
            %1 != 0    | %1 u< 5    => %4
            %1 s< %2   | %2 s<= %1  => 0
            %1 s< %2   | %1 != %2   => 1
            %1 u< %2   | %1 s< %2   => %4
            %1 == %2   | %2 u>= %1  => 1
            """)
    void branchesOnTheWayDecideComparisons(String conditions, String result) {
        String[] both = conditions.split("\\|");
        String text = simplify(
                new DecidedConditions(),
                "if " + both[0].strip() + " then b1 else b2; b1:; %4 = " + both[1].strip() + "; return %4; b2:; %5 = "
                        + both[1].strip() + "; return %5");
        assertThat(text).contains("return " + result + ";");
    }

    @Test
    void whatABranchSaysIsForgottenWhereTheWaysMeet() {
        String text = "if %1 == 0 then b1 else b2; b1:; goto b2; b2:; %3 = %1 == 0; return %3";
        assertThat(simplify(new DecidedConditions(), text)).contains("%3 = %1 == 0");
    }

    @Test
    void parametersMayHaveWhatTheEdgesGive() {
        String text =
                "if %1 u< 9 then b1(%1) else b1(12); b1(%3):; %4 = %3 u< 13; %5 = %3 u< 12; %6 = %4 + %5; return %6";
        assertThat(simplify(new DecidedConditions(), text)).contains("%5 = %3 u< 12; %6 = 1 + %5");
    }

    @Test
    void inALoopTheParameterMayHaveAnyValue() {
        String text = "goto b1(1); b1(%3):; %4 = %3 * 2; if %3 == 0 then b2 else b1(%4); b2:; return 0";
        assertThat(simplify(new DecidedConditions(), text)).contains("if %3 == 0");
    }

    @Test
    void boundsOfAddressesStay() {
        // The register may have been spilled between the two checks: not every verifier knows then what the first one
        // said.
        String text = "if %2 u< 8 then b1 else b2; b1:; %3 = %1 + %2; if %2 u< 16 then b3 else b2; b2:; return 0; b3:; "
                + "%4 = load u8 [%3]; return %4";
        assertThat(simplify(new DecidedConditions(), text)).contains("if %2 u< 16 then b3 else b2");
    }

    @Test
    void addressesAreCheckedOnce() {
        String text =
                "%3 = lookup @x [%1]; if %3 != 0 then b1 else b2; b1:; if %3 == 0 then b2 else b3; b2:; return 0; b3:; "
                        + "%4 = load u8 [%3]; return %4";
        assertThat(simplify(new DecidedConditions(), text)).contains("b1:; goto b3");
    }
}
