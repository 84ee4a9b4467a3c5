package dev.skep.lang.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SourceTest {

    @Test
    void findsLinesAndColumns() {
        Source source = new Source("f", "ab\n\ncde\n");
        assertThat(source.line(0)).isEqualTo(1);
        assertThat(source.line(2)).isEqualTo(1);
        assertThat(source.line(3)).isEqualTo(2);
        assertThat(source.line(4)).isEqualTo(3);
        assertThat(source.line(8)).isEqualTo(4);
        assertThat(source.column(1)).isEqualTo(2);
        assertThat(source.column(6)).isEqualTo(3);
        assertThat(source.lineText(1)).isEqualTo("ab");
        assertThat(source.lineText(2)).isEmpty();
        assertThat(source.lineText(3)).isEqualTo("cde");
        assertThat(source.lineText(4)).isEmpty();
    }

    @Test
    void agreesWithCounting() {
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(200); i > 0; i--) {
                text.append(random.nextInt(4) == 0 ? '\n' : 'x');
            }
            Source source = new Source("f", text.toString());
            int line = 1;
            int column = 1;
            for (int at = 0; at <= text.length(); at++) {
                assertThat(source.line(at)).isEqualTo(line);
                assertThat(source.column(at)).isEqualTo(column);
                boolean ends = at < text.length() && text.charAt(at) == '\n';
                line += ends ? 1 : 0;
                column = ends ? 1 : column + 1;
            }
        }
    }

    @Test
    void spansJoin() {
        Source source = new Source("f", "one two three");
        Span two = new Span(source, 4, 7);
        Span one = new Span(source, 0, 3);
        assertThat(two.to(one).text()).isEqualTo("one two");
        assertThat(one.to(two).text()).isEqualTo("one two");
        assertThat(two.column()).isEqualTo(5);
    }
}
