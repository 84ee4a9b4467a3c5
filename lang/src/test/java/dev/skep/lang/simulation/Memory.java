package dev.skep.lang.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Byte areas at 64-bit addresses. Reading a byte that was never written, or outside of an area, is an error. */
public final class Memory {
    private static final long FIRST = 0x10000;

    /** One area; strict ones refuse accesses that are not aligned, as the verifier does on the stack. */
    private record Area(String name, byte[] bytes, boolean[] written, boolean strict) {}

    private final List<Area> areas = new ArrayList<>();

    /** Makes an area of bytes that are not yet written and returns its address. */
    public long allocate(String name, int size, boolean strict) {
        areas.add(new Area(name, new byte[size], new boolean[size], strict));
        return ((long) areas.size() << 32) + FIRST;
    }

    /** Makes an area that holds these bytes and returns its address. */
    public long allocate(String name, byte[] content) {
        long address = allocate(name, content.length, false);
        write(address, content);
        return address;
    }

    /** Whether there are so many bytes of one area from there on. */
    public boolean contains(long address, int size) {
        long number = address >>> 32;
        long offset = (address & 0xffff_ffffL) - FIRST;
        return number >= 1
                && number <= areas.size()
                && offset >= 0
                && offset + size <= areas.get((int) number - 1).bytes.length;
    }

    private Area area(long address, int size) {
        if (!contains(address, size)) {
            throw new IllegalStateException("no " + size + " bytes at " + Long.toHexString(address));
        }
        Area area = areas.get((int) (address >>> 32) - 1);
        if (area.strict && Integer.bitCount(size) == 1 && size <= 8 && (address & (size - 1)) != 0) {
            throw new IllegalStateException("access of " + size + " bytes in " + area.name + " is not aligned");
        }
        return area;
    }

    private static int offset(long address) {
        return (int) ((address & 0xffff_ffffL) - FIRST);
    }

    /** Little-endian, zero-extended. */
    public long load(long address, int size) {
        Area area = area(address, size);
        long value = 0;
        for (int i = size - 1; i >= 0; i--) {
            int at = offset(address) + i;
            if (!area.written[at]) {
                throw new IllegalStateException("byte " + at + " of " + area.name + " is read and was never written");
            }
            value = value << 8 | area.bytes[at] & 0xff;
        }
        return value;
    }

    /** Little-endian. */
    public void store(long address, int size, long value) {
        Area area = area(address, size);
        for (int i = 0; i < size; i++) {
            area.bytes[offset(address) + i] = (byte) (value >>> 8 * i);
            area.written[offset(address) + i] = true;
        }
    }

    /** Bytes that were written. */
    public byte[] read(long address, int size) {
        byte[] result = new byte[size];
        for (int i = 0; i < size; i++) {
            result[i] = (byte) load(address + i, 1);
        }
        return result;
    }

    /** Writes bytes. */
    public void write(long address, byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            store(address + i, 1, bytes[i]);
        }
    }

    /** The content of an area from its start; what was never written is {@code 0xa5}. */
    public byte[] garbage(long address) {
        Area area = area(address, 0);
        byte[] bytes = area.bytes.clone();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = area.written[i] ? bytes[i] : (byte) 0xa5;
        }
        return bytes;
    }

    /** The content of an area from its start. */
    public byte[] content(long address) {
        return Arrays.copyOf(area(address, 0).bytes, area(address, 0).bytes.length);
    }
}
