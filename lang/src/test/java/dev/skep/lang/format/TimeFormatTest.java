package dev.skep.lang.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeFormatTest {
    private static final ZonedDateTime TIME = ZonedDateTime.of(2019, 12, 3, 4, 5, 6, 7_890_123, ZoneOffset.UTC);

    @Test
    void whatToolsPrint() {
        assertThat(TimeFormat.format("%H:%M:%S", TIME)).isEqualTo("04:05:06");
        assertThat(TimeFormat.format("%Y-%m-%d %H:%M:%S.%f", TIME)).isEqualTo("2019-12-03 04:05:06.007890");
        assertThat(TimeFormat.format("%s", TIME)).isEqualTo(Long.toString(TIME.toEpochSecond()));
    }

    @Test
    void whatIsNoConversionStays() {
        assertThat(TimeFormat.format("100%", TIME)).isEqualTo("100%");
        assertThat(TimeFormat.format("%E", TIME)).isEqualTo("%E");
        assertThat(TimeFormat.format("%Q %%", TIME)).isEqualTo("%Q %");
    }

    /** The C library's own command is the judge. */
    @Test
    void asTheSystemsDate() throws Exception {
        String format = "%a|%A|%b|%B|%c|%C|%d|%D|%e|%F|%g|%G|%h|%H|%I|%j|%k|%l|%m|%M|%p|%r|%R|%s|%S|%T|%u|%U|%V|%w|%W|"
                + "%x|%X|%y|%Y|%z|%Z|%Ey|%Od|%%";
        Random random = new Random(1);
        for (String zone : new String[] {"UTC", "America/New_York", "Asia/Kolkata"}) {
            StringBuilder input = new StringBuilder();
            StringBuilder expected = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                long second = random.nextLong(4_000_000_000L);
                input.append('@').append(second).append('\n');
                expected.append(TimeFormat.format(
                                format, Instant.ofEpochSecond(second).atZone(ZoneId.of(zone))))
                        .append('\n');
            }
            assertThat(date(zone, format, input.toString())).isEqualTo(expected.toString());
        }
    }

    private static String date(String zone, String format, String input) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("date", "-f", "-", "+" + format);
        builder.environment().put("TZ", zone);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(process.waitFor()).isZero();
        return output;
    }
}
