package dev.skep.lang.type;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a struct or union consists of. Answers come from the kernel's BTF, or from C in the script. */
public interface StructLayout {
    /** Bytes; 0 if only the name is known. */
    int size();

    /** What its address is a multiple of, in bytes. */
    int alignment();

    /** A member by name, seen through anonymous structs and unions as in C; null if there is none. */
    @Nullable
    Member member(String name);

    /** The members as declared: anonymous structs and unions are members with an empty name. */
    List<Member> members();

    /** Whether it is a type of the kernel: where its members lie is decided when a program is loaded. */
    boolean relocatable();
}
