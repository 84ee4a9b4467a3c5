package dev.skep.kernel.tracefs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.kernel.tracefs.TracepointFormat.Field;
import dev.skep.kernel.tracefs.TracepointFormat.Storage;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FormatParserTest {
    private static final String TEXT = """
            name: sample
            ID: 372
            format:
            \tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;
            \tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;

            \tfield:char prev_comm[16];\toffset:8;\tsize:16;\tsigned:0;
            \tfield:const char * filename;\toffset:24;\tsize:8;\tsigned:0;
            \tfield:__data_loc char[] name;\toffset:32;\tsize:4;\tsigned:0;
            \tfield:__rel_loc unsigned int[] lengths;\toffset:36;\tsize:4;\tsigned:0;
            \tfield:struct sockaddr *addr;\toffset:40;\tsize:8;\tsigned:0;
            \tfield:__data_loc cpumask_t cpumask;\toffset:48;\tsize:4;\tsigned:0;
            \tfield:char comm[TASK_COMM_LEN];\toffset:52;\tsize:16;\tsigned:0;

            print fmt: "field:%s ID: 7", REC->name
            """;

    @Test
    void everyFormOfField() {
        TracepointFormat format = TracepointFormat.parse(TEXT);
        assertThat(format.name()).isEqualTo("sample");
        assertThat(format.id()).isEqualTo(372);
        assertThat(format.fields())
                .containsExactly(
                        new Field("unsigned short", "common_type", 0, 2, false, Storage.VALUE, 0),
                        new Field("int", "common_pid", 4, 4, true, Storage.VALUE, 0),
                        new Field("char", "prev_comm", 8, 16, false, Storage.ARRAY, 16),
                        new Field("const char *", "filename", 24, 8, false, Storage.VALUE, 0),
                        new Field("char", "name", 32, 4, false, Storage.DATA_LOC, 0),
                        new Field("unsigned int", "lengths", 36, 4, false, Storage.REL_LOC, 0),
                        new Field("struct sockaddr *", "addr", 40, 8, false, Storage.VALUE, 0),
                        new Field("cpumask_t", "cpumask", 48, 4, false, Storage.DATA_LOC, 0),
                        new Field("char", "comm", 52, 16, false, Storage.ARRAY, 0));
        assertThat(format.fields().getFirst().common()).isTrue();
        assertThat(format.fields().getLast().common()).isFalse();
    }

    @Test
    void malformedLinesAreNamed() {
        assertThatThrownBy(
                        () -> TracepointFormat.parse("name: x\nID: 1\n\tfield:int a;\toffset:z;\tsize:4;\tsigned:1;"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("offset:z");
        assertThatThrownBy(() -> TracepointFormat.parse("name: x\nID: 1\n")).hasMessageContaining("'field:'");
        assertThatThrownBy(() -> TracepointFormat.parse("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void damagedTextIsParsedOrRefused() {
        Random random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(TEXT);
            for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.setCharAt(at, (char) random.nextInt(128));
                    default -> text.insert(at, ";:[]\n *9".charAt(random.nextInt(8)));
                }
            }
            try {
                for (Field field : TracepointFormat.parse(text.toString()).fields()) {
                    assertThat(field.name()).isNotEmpty();
                    assertThat(field.type()).isNotEmpty();
                    assertThat(field.offset()).isNotNegative();
                }
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining("tracepoint format");
            }
        }
    }
}
