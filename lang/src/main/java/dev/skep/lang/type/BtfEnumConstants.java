package dev.skep.lang.type;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfType;
import org.jspecify.annotations.Nullable;

/** The constants of an enum of the kernel's BTF. */
record BtfEnumConstants(Btf btf, int id, Type.Int integer) implements EnumConstants {
    @Override
    public @Nullable String name(long value) {
        for (BtfType.Enumerator constant : ((BtfType.Enumeration) btf.type(id)).values()) {
            if (cut(constant.value()) == cut(value)) {
                return constant.name();
            }
        }
        return null;
    }

    @Override
    public @Nullable Long value(String name) {
        for (BtfType.Enumerator constant : ((BtfType.Enumeration) btf.type(id)).values()) {
            if (constant.name().equals(name)) {
                return constant.value();
            }
        }
        return null;
    }

    private long cut(long value) {
        int unused = Long.SIZE - integer.bits();
        return value << unused >>> unused;
    }
}
