package dev.skep.kernel.map;

import dev.skep.kernel.sys.Memory;
import java.nio.ByteBuffer;

/**
 * What the kernel knows of a map ({@code struct bpf_map_info}).
 *
 * @param id unique among the maps that exist now
 * @param type the kernel's number, {@code MapType.id()} where this library knows it
 * @param keySize bytes
 * @param valueSize bytes, of one CPU for per-CPU types
 * @param name at most 15 bytes
 */
public record MapInfo(int id, int type, int keySize, int valueSize, int maxEntries, int flags, String name) {
    /** 0 type, 4 id, 8 key_size, 12 value_size, 16 max_entries, 20 map_flags, 24 name[16]. */
    static final int BYTES = 40;

    static MapInfo read(ByteBuffer b) {
        return new MapInfo(
                b.getInt(4),
                b.getInt(0),
                b.getInt(8),
                b.getInt(12),
                b.getInt(16),
                b.getInt(20),
                Memory.text(b, 24, 16));
    }
}
