package dev.skep.bpf.spec;

/** An instruction whose operand is known only when the program is loaded. The index counts instructions, not slots. */
public sealed interface Relocation {
    /** The position of the instruction in its function's list. */
    int index();

    /** The same wish at another position. */
    Relocation withIndex(int index);

    /** A {@code LoadWide} of kind {@code MAP_FD} that wants this map of the same object. */
    record MapReference(int index, String map) implements Relocation {
        @Override
        public Relocation withIndex(int other) {
            return new MapReference(other, map);
        }
    }

    /** A {@code LoadWide} of kind {@code MAP_VALUE} that wants an address in this map's first value. */
    record MapValueReference(int index, String map, int offset) implements Relocation {
        @Override
        public Relocation withIndex(int other) {
            return new MapValueReference(other, map, offset);
        }
    }

    /** A {@code CallSubprogram}, or a {@code LoadWide} of kind {@code FUNCTION}, that wants this function of the program. */
    record SubprogramReference(int index, String function) implements Relocation {
        @Override
        public Relocation withIndex(int other) {
            return new SubprogramReference(other, function);
        }
    }

    /** A {@code CallKfunc} that wants this kernel function, found by name in the kernel's BTF. */
    record KfuncReference(int index, String function) implements Relocation {
        @Override
        public Relocation withIndex(int other) {
            return new KfuncReference(other, function);
        }
    }

    /**
     * A {@code LoadWide} or an immediate operand that wants the BTF id of a kernel type, as {@code bpf_rdonly_cast}
     * takes it.
     *
     * @param kind {@code "struct"}, {@code "union"}, {@code "enum"} or {@code "typedef"}
     */
    record TypeReference(int index, String kind, String type) implements Relocation {
        @Override
        public Relocation withIndex(int other) {
            return new TypeReference(other, kind, type);
        }
    }

    /**
     * A load, store or immediate operand that wants the offset of a field in the running kernel (CO-RE).
     *
     * @param type the struct's or union's name, without the keyword
     * @param path member names joined by dots: {@code "real_parent.tgid"} stays inside one object, so every part but the
     *     last is an embedded struct or union
     */
    record FieldOffset(int index, String type, String path) implements Relocation {
        @Override
        public Relocation withIndex(int other) {
            return new FieldOffset(other, type, path);
        }
    }
}
