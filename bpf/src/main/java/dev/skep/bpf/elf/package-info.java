/**
 * ELF, the format of programs and shared libraries: sections, segments, symbols, build id, and what lies where.
 *
 * <p>{@link dev.skep.bpf.elf.ElfFile#read} checks the header and the two tables of parts; symbols are decoded when they are
 * asked for. The caller maps or reads the file. 32-bit and 64-bit files of little-endian machines are read, and all others
 * refused by name.
 *
 * <p>Bytes may come from anywhere: whatever they hold, the answer is a value or an {@link
 * dev.skep.bpf.elf.ElfFormatException}, and takes no more memory than the file does. Where the bytes are a file's
 * mapping and the file shrinks meanwhile, the JVM throws an {@link java.lang.InternalError}: a caller that maps files of
 * others must expect that.
 *
 * <p>Sources: man page elf(5); System V ABI, chapter 4 and 5; the GNU hash section is as the linkers write it.
 */
@NullMarked
package dev.skep.bpf.elf;

import org.jspecify.annotations.NullMarked;
