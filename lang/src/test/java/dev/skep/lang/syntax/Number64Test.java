package dev.skep.lang.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Number64Test {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "7, 7",
        "1_000_123_000, 1000123000",
        "0123, 83",
        "00, 0",
        "0x10, 16",
        "0XfF, 255",
        "0xf_f_, 255",
        "1e6, 1000000",
        "2e3, 2000",
        "0e99, 0",
        "1e19, -8446744073709551616",
        "123UL, 123",
        "123u, 123",
        "123LL, 123",
        "0x1full, 31",
        "18446744073709551615, -1",
        "0xffffffffffffffff, -1",
        "01777777777777777777777, -1",
        "5ns, 5",
        "5us, 5000",
        "10ms, 10000000",
        "1s, 1000000000",
        "2m, 120000000000",
        "1h, 3600000000000",
        "1d, 86400000000000",
        "1e3us, 1000000",
    })
    void readsEveryForm(String text, long value) {
        Number64 number = Number64.parse(text, 0, text.length());
        assertThat(number.problem()).isNull();
        assertThat(number.value()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "08 | invalid number '08': '8' is not an octal digit",
                "0x | invalid number '0x': no digits after '0x'",
                "0xg | invalid number '0xg': no digits after '0x'",
                "12abc | invalid number '12abc': unknown suffix 'abc'",
                "1e | invalid number '1e': unknown suffix 'e'",
                "1lul | invalid number '1lul': unknown suffix 'lul'",
                "18446744073709551616 | invalid number '18446744073709551616': more than 64 bits",
                "0x10000000000000000 | invalid number '0x10000000000000000': more than 64 bits",
                "1e20 | invalid number '1e20': more than 64 bits",
                "1e99999999999 | invalid number '1e99999999999': more than 64 bits",
                "300000d | invalid number '300000d': more than 64 bits",
            })
    void saysWhatIsWrong(String text, String problem) {
        Number64 number = Number64.parse(text, 0, text.length());
        assertThat(number.problem()).isEqualTo(problem);
        assertThat(number.value()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1s, true", "5ns, true", "1, false", "1u, false", "0xd, false", "1e3, false"})
    void tellsDurations(String text, boolean duration) {
        assertThat(Number64.parse(text, 0, text.length()).isDuration()).isEqualTo(duration);
    }
}
