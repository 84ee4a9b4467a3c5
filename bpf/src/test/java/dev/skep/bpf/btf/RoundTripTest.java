package dev.skep.bpf.btf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is written is read, and what is read can be written again. */
class RoundTripTest {
    private static final long SEED = 20_251_101;
    private static final int GRAPHS = 300;

    @Test
    void writtenTypesAreReadAsTheyWere() {
        for (int graph = 0; graph < GRAPHS; graph++) {
            Random random = new Random(SEED + graph);
            List<BtfType> types = types(random, 1, 0);

            Btf btf = Btf.read(write(new BtfBuilder(), types));

            assertThat(read(btf)).as("graph %d", graph).isEqualTo(types);
            assertNamesAreFound(btf, types);
        }
    }

    @Test
    void readTypesAreWrittenToTheSameBytes() {
        for (int graph = 0; graph < GRAPHS; graph++) {
            byte[] first = write(new BtfBuilder(), types(new Random(SEED - graph), 1, 0));
            byte[] second = write(new BtfBuilder(), read(Btf.read(first)));
            assertThat(second).as("graph %d", graph).isEqualTo(first);
        }
        byte[] kernel = SmallKernel.bytes();
        assertThat(write(new BtfBuilder(), read(Btf.read(kernel)))).isEqualTo(kernel);
    }

    @Test
    void splitBtfToo() {
        for (int graph = 0; graph < GRAPHS; graph++) {
            Random random = new Random(SEED * 3 + graph);
            List<BtfType> below = types(random, 1, 0);
            Btf base = Btf.read(write(new BtfBuilder(), below));
            List<BtfType> above = types(random, base.typeCount(), below.size());

            Btf split = Btf.readSplit(base, write(new BtfBuilder(base), above));
            assertThat(read(split)).as("graph %d", graph).isEqualTo(above);

            List<BtfType> onTop = types(random, split.typeCount(), 5);
            Btf third = Btf.readSplit(split, write(new BtfBuilder(split), onTop));
            assertThat(read(third)).as("graph %d", graph).isEqualTo(onTop);
            List<BtfType> all = new ArrayList<>(below);
            all.addAll(above);
            all.addAll(onTop);
            assertNamesAreFound(third, all);
        }
    }

    /** A list of types of random length for ids from the first on. */
    private static List<BtfType> types(Random random, int firstId, int atLeast) {
        int size = atLeast + random.nextInt(200);
        RandomTypes generator = new RandomTypes(random, firstId + size);
        List<BtfType> types = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            types.add(generator.next());
        }
        return types;
    }

    private static byte[] write(BtfBuilder builder, List<BtfType> types) {
        int id = builder.nextId();
        for (BtfType type : types) {
            assertThat(builder.add(type)).isEqualTo(id++);
        }
        return builder.build();
    }

    private static List<BtfType> read(Btf btf) {
        List<BtfType> types = new ArrayList<>();
        for (int id = btf.firstId(); id < btf.typeCount(); id++) {
            types.add(btf.type(id));
        }
        return types;
    }

    private static void assertNamesAreFound(Btf btf, List<BtfType> types) {
        for (int i = 0; i < types.size(); i++) {
            BtfType type = types.get(i);
            assertThat(btf.name(i + 1)).isEqualTo(type.name());
            assertThat(btf.kind(i + 1)).isEqualTo(type.kind());
            int[] found = btf.findAll(type.kind(), type.name());
            if (type.name().isEmpty()) {
                assertThat(found).isEmpty();
            } else {
                assertThat(found).contains(i + 1).isSorted();
                assertThat(btf.find(type.kind(), type.name())).hasValue(found[0]);
            }
        }
    }
}
