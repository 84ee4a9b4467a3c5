package dev.skep.lang.value;

import static dev.skep.lang.value.Values.count;
import static dev.skep.lang.value.Values.entry;
import static dev.skep.lang.value.Values.hist;
import static dev.skep.lang.value.Values.map;
import static dev.skep.lang.value.Values.number;
import static dev.skep.lang.value.Values.stack;
import static dev.skep.lang.value.Values.string;
import static dev.skep.lang.value.Values.tuple;
import static dev.skep.lang.value.Values.unsigned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MapResultTest {

    @Test
    void numbersSortByValueThenByKey() {
        inOrder(entry(number(-1), string("z")), entry(number(3), string("a")), entry(number(3), string("b")));
        inOrder(entry(unsigned(1), number(1)), entry(unsigned(-1), number(0)));
        inOrder(entry(count(1), number(5)), entry(count(2), number(-1)), entry(count(2), number(4)));
        inOrder(sum(-9, true, 3), sum(-1, true, 2), sum(0, true, 1));
        inOrder(sum(0, false, 3), sum(-9, false, 1));
        inOrder(entry(new AggregateValue.Min(-4, true), number(2)), entry(new AggregateValue.Min(4, true), number(1)));
        inOrder(
                entry(new AggregateValue.Max(4, false), number(2)),
                entry(new AggregateValue.Max(-4, false), number(1)));
        inOrder(
                entry(new AggregateValue.Avg(100, 50, true), number(2)),
                entry(new AggregateValue.Avg(3, 1, true), number(1)));
        inOrder(entry(hist(0, 60, 2), number(9)), entry(hist(0, 3, 1, 4, 2), number(1)));
    }

    @Test
    void otherValuesSortByKey() {
        inOrder(entry(string("z"), number(-1)), entry(string("y"), number(0)), entry(string("x"), number(1)));
        inOrder(entry(tuple(number(9)), unsigned(1)), entry(tuple(number(1)), unsigned(-1)));
    }

    @Test
    void keysSortFieldByField() {
        Value x = string("v");
        inOrder(entry(x, number(1), string("b")), entry(x, number(1), string("bb")), entry(x, number(2), string("a")));
        inOrder(entry(x, string("a")), entry(x, string("z")), entry(x, string("ä")));
        inOrder(entry(x, tuple(number(1), number(5))), entry(x, tuple(number(2), number(0))));
        inOrder(entry(x, new Value.Pointer(1)), entry(x, new Value.Pointer(-1)));
        inOrder(entry(x, new Value.Bool(false)), entry(x, new Value.Bool(true)));
        inOrder(entry(x, stack()), entry(x, stack("a")), entry(x, stack("a", "b")), entry(x, stack("ab")));
    }

    /** The start of a key is compared before all of it is. */
    @Test
    void keysThatStartAlikeSortByTheirRest() {
        Value x = string("v");
        inOrder(
                entry(x, string("")),
                entry(x, string("eight ch")),
                entry(x, string("eight cha")),
                entry(x, string("eight chars")),
                entry(x, string("eight chb")),
                entry(x, string("eight cä")));
        inOrder(entry(x, number(1), number(-1)), entry(x, number(1), number(0)), entry(x, number(2), number(-5)));
        inOrder(entry(x, number(Long.MIN_VALUE)), entry(x, number(-1)), entry(x, number(Long.MAX_VALUE)));
        inOrder(entry(x, unsigned(0)), entry(x, unsigned(Long.MAX_VALUE)), entry(x, unsigned(-1)));
    }

    @Test
    void findsAKey() {
        MapResult map = map(entry(count(3), number(1), string("a")));
        assertThat(map.get(number(1), string("a"))).isEqualTo(count(3));
        assertThat(map.get(number(1))).isNull();
        assertThat(map(entry(number(2))).get()).isEqualTo(number(2));
    }

    @Test
    void mergesByKey() {
        MapResult a = map(entry(count(5), string("a")), entry(count(1), string("b")));
        MapResult b = map(entry(count(7), string("b")), entry(count(2), string("c")));
        assertThat(a.merge(b))
                .isEqualTo(
                        map(entry(count(2), string("c")), entry(count(5), string("a")), entry(count(8), string("b"))));
        assertThat(map(entry(number(1))).merge(map(entry(number(2))))).isEqualTo(map(entry(number(2))));
    }

    @Test
    void mergesEveryKindOfAggregate() {
        merges(new AggregateValue.Sum(2, true), new AggregateValue.Sum(-5, true), new AggregateValue.Sum(-3, true));
        merges(new AggregateValue.Min(2, true), new AggregateValue.Min(-5, true), new AggregateValue.Min(-5, true));
        merges(new AggregateValue.Min(2, false), new AggregateValue.Min(-5, false), new AggregateValue.Min(2, false));
        merges(new AggregateValue.Max(2, true), new AggregateValue.Max(-5, true), new AggregateValue.Max(2, true));
        merges(new AggregateValue.Max(2, false), new AggregateValue.Max(-5, false), new AggregateValue.Max(-5, false));
        merges(
                new AggregateValue.Avg(6, 2, true),
                new AggregateValue.Avg(1, 1, true),
                new AggregateValue.Avg(7, 3, true));
        merges(hist(1, 3, 1, 5, 2), hist(1, 5, 1), hist(1, 3, 1, 5, 3));
        merges(
                new AggregateValue.Lhist(0, 2, 1, new long[] {1, 2, 3, 4}),
                new AggregateValue.Lhist(0, 2, 1, new long[] {1, 0, 0, 1}),
                new AggregateValue.Lhist(0, 2, 1, new long[] {2, 2, 3, 5}));
    }

    @Test
    void refusesToMergeWhatDiffers() {
        assertThatIllegalArgumentException().isThrownBy(() -> count(1).merge(new AggregateValue.Sum(1, true)));
        assertThatIllegalArgumentException().isThrownBy(() -> hist(0, 1, 1).merge(hist(1, 1, 1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AggregateValue.Lhist(0, 2, 1, new long[4])
                        .merge(new AggregateValue.Lhist(0, 2, 2, new long[3])));
    }

    private static void merges(AggregateValue a, AggregateValue b, AggregateValue both) {
        assertThat(a.merge(b)).isEqualTo(both).hasSameHashCodeAs(both);
        assertThat(b.merge(a)).isEqualTo(both);
    }

    private static MapResult.Entry sum(long sum, boolean signed, long key) {
        return entry(new AggregateValue.Sum(sum, signed), number(key));
    }

    private static void inOrder(MapResult.Entry... expected) {
        Random random = new Random(1);
        for (int round = 0; round < 10; round++) {
            List<MapResult.Entry> shuffled = new ArrayList<>(List.of(expected));
            Collections.shuffle(shuffled, random);
            assertThat(new MapResult("@", shuffled).entries()).containsExactly(expected);
        }
    }
}
