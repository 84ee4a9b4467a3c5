package dev.skep.lang.lower;

import dev.skep.bpf.asm.Helper;
import dev.skep.lang.ir.BinaryOp;
import dev.skep.lang.ir.BtfPath;
import dev.skep.lang.ir.IrBuilder;
import dev.skep.lang.ir.Operand;
import dev.skep.lang.ir.Reg;
import dev.skep.lang.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * Where a value lies, before anything of it is read: in the program's own memory, or at an address of the kernel's or of
 * the traced process, from which a helper copies just the bytes that are wanted. A member of a kernel struct, and of those
 * embedded in it, is one step from the struct's start, which is relocated when the program is loaded.
 *
 * @param space whose memory it is; null for the program's own
 * @param base the address of the object that the path starts at
 * @param root the struct or union that the path starts in, without its keyword; null where no path leads on
 * @param path members and constant indexes, as {@link BtfPath} has them; empty at the start
 * @param pathOffset bytes that the path leads on, as far as that is known here
 * @param offset bytes behind what the path leads to
 */
record Location(
        Type.@Nullable AddressSpace space,
        Operand base,
        @Nullable String root,
        String path,
        int pathOffset,
        int offset) {

    /** In the program's own memory. */
    static Location of(Place place) {
        return new Location(null, place.base(), null, "", 0, place.offset());
    }

    /** At an address. */
    static Location at(Operand address, Type.AddressSpace space) {
        return new Location(space, address, null, "", 0, 0);
    }

    boolean isOwn() {
        return space == null;
    }

    /** A member of a struct that lies here. */
    Location member(Type.Struct struct, String name, int distance) {
        String type = tag(struct);
        boolean relocated = !isOwn() && struct.layout().relocatable() && !name.isEmpty() && offset == 0;
        if (relocated && root != null) {
            return new Location(space, base, root, path + "." + name, pathOffset + distance, 0);
        }
        if (relocated && type != null) {
            return new Location(space, base, type, name, distance, 0);
        }
        return moved(distance);
    }

    /** The name that BTF has a struct under, or null if it has none. */
    private static @Nullable String tag(Type.Struct struct) {
        String name = struct.name();
        int space = name.indexOf(' ');
        return space < 0 ? null : name.substring(space + 1);
    }

    /** An element of an array that lies here. */
    Location element(long index, int size) {
        int distance = (int) index * size;
        return root != null && offset == 0
                ? new Location(space, base, root, path + "[" + index + "]", pathOffset + distance, 0)
                : moved(distance);
    }

    /** So many bytes on. */
    Location moved(int distance) {
        return new Location(space, base, root, path, pathOffset, offset + distance);
    }

    /** So many bytes on, as the program finds out. */
    Location moved(Operand distance, IrBuilder ir) {
        Operand address = ir.binary(BinaryOp.ADD, anchor(ir), distance);
        return new Location(space, address, null, "", 0, offset);
    }

    /** The address but for the constant offset. */
    private Operand anchor(IrBuilder ir) {
        if (root == null) {
            return base;
        }
        Reg object = base instanceof Reg register ? register : ir.copy(base);
        return ir.fieldAddress(object, new BtfPath(root, path, pathOffset));
    }

    /** The address. */
    Operand address(IrBuilder ir) {
        Operand anchor = anchor(ir);
        return offset == 0 ? anchor : ir.binary(BinaryOp.ADD, anchor, Operand.of(offset));
    }

    /** The place; of the program's own memory only. */
    Place place(IrBuilder ir) {
        return new Place((Reg) anchor(ir), offset, true);
    }

    /** The helper that copies bytes from here. */
    Helper reader() {
        return space == Type.AddressSpace.USER ? Helper.PROBE_READ_USER : Helper.PROBE_READ_KERNEL;
    }

    /** The helper that copies strings from here. */
    Helper stringReader() {
        return space == Type.AddressSpace.USER ? Helper.PROBE_READ_USER_STR : Helper.PROBE_READ_KERNEL_STR;
    }
}
