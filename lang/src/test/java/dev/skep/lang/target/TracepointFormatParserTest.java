package dev.skep.lang.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.skep.lang.target.TracepointFormat.Field;
import dev.skep.lang.target.TracepointFormat.Storage;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TracepointFormatParserTest {
    private static final String EXEC = """
            name: sched_process_exec
            ID: 365
            format:
            \tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;
            \tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;

            \tfield:__data_loc char[] filename;\toffset:8;\tsize:4;\tsigned:0;
            \tfield:pid_t pid;\toffset:12;\tsize:4;\tsigned:1;
            \tfield:const char * const * argv;\toffset:16;\tsize:8;\tsigned:0;
            \tfield:unsigned long args[6];\toffset:24;\tsize:48;\tsigned:0;
            \tfield:__rel_loc u8[] tail;\toffset:72;\tsize:4;\tsigned:0;
            \tfield:__data_loc cpumask_t cpumask;\toffset:76;\tsize:4;\tsigned:0;
            \tfield:char name[TASK_COMM_LEN];\toffset:80;\tsize:16;\tsigned:0;

            print fmt: "field:int x;\toffset:0;", REC->pid
            """;

    @Test
    void readsEveryKindOfField() {
        assertThat(TracepointFormatParser.parse(EXEC).fields())
                .containsExactly(
                        new Field("common_type", "unsigned short", 0, 2, false, Storage.VALUE, 1),
                        new Field("common_pid", "int", 4, 4, true, Storage.VALUE, 1),
                        new Field("filename", "char", 8, 4, false, Storage.DATA_LOC, 0),
                        new Field("pid", "pid_t", 12, 4, true, Storage.VALUE, 1),
                        new Field("argv", "const char * const *", 16, 8, false, Storage.VALUE, 1),
                        new Field("args", "unsigned long", 24, 48, false, Storage.ARRAY, 6),
                        new Field("tail", "u8", 72, 4, false, Storage.REL_LOC, 0),
                        new Field("cpumask", "cpumask_t", 76, 4, false, Storage.DATA_LOC, 1),
                        new Field("name", "char", 80, 16, false, Storage.ARRAY, 0));
    }

    @Test
    void declaresFieldsAsTheKernelWritesThem() {
        assertThat(TracepointFormatParser.parse(EXEC).fields())
                .extracting(Field::declaration)
                .containsExactly(
                        "unsigned short common_type",
                        "int common_pid",
                        "__data_loc char[] filename",
                        "pid_t pid",
                        "const char * const * argv",
                        "unsigned long args[6]",
                        "__rel_loc u8[] tail",
                        "__data_loc cpumask_t cpumask",
                        "char name[]");
    }

    @Test
    void tellsTheFieldsThatEveryTracepointHas() {
        TracepointFormat format = TracepointFormatParser.parse(EXEC);
        assertThat(format.fields()).filteredOn(Field::isCommon).hasSize(2);
        assertThat(format.field("pid")).isNotNull();
        assertThat(format.field("nosuch")).isNull();
    }

    @Test
    void whatItPrintsItReads() {
        TracepointFormat format = TracepointFormatParser.parse(EXEC);
        assertThat(TracepointFormatParser.parse(TracepointFormatParser.print(format)))
                .isEqualTo(format);
    }

    @Test
    void namesAMalformedLine() {
        for (String line : new String[] {
            "field:int",
            "field:;",
            "field:int x",
            "field:int;\toffset:0;\tsize:4;\tsigned:1;",
            "field:int x;\toffset:;\tsize:4;\tsigned:1;",
            "field:int x;\toffset:-1;\tsize:4;\tsigned:1;",
            "field:int x;\toffset:0;\tsize:99999999999;\tsigned:1;",
            "field:int x;\tsize:4;\tsigned:1;"
        }) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TracepointFormatParser.parse("format:\n\t" + line + "\n"))
                    .withMessageContaining(line.strip());
        }
    }

    @Test
    void anyTextIsReadOrRefused() {
        Random random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder(EXEC);
            for (int change = 1 + random.nextInt(8); change > 0; change--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, ";:[] \t\n0x".charAt(random.nextInt(9)));
                    case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(10)));
                    default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(20))));
                }
            }
            try {
                TracepointFormat format = TracepointFormatParser.parse(text.toString());
                assertThat(format.fields().size()).isLessThan(100);
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageStartingWith("malformed line");
            }
        }
    }
}
