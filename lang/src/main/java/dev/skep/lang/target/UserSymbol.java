package dev.skep.lang.target;

/**
 * A function or a variable of a program or library.
 *
 * @param address in the file's own addresses, as its symbol table has it
 * @param size in bytes; 0 if it is not known
 * @param indirect whether it is no function itself but chooses, once in a process, the one that its callers then call
 */
public record UserSymbol(String name, long address, long size, boolean indirect) {}
