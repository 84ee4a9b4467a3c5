package dev.skep.bpf.btf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.btf.BtfType.Array;
import dev.skep.bpf.btf.BtfType.Const;
import dev.skep.bpf.btf.BtfType.Encoding;
import dev.skep.bpf.btf.BtfType.FunctionPrototype;
import dev.skep.bpf.btf.BtfType.Int;
import dev.skep.bpf.btf.BtfType.Parameter;
import dev.skep.bpf.btf.BtfType.Pointer;
import dev.skep.bpf.btf.BtfType.Volatile;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Types as C text. */
class CTextTest {
    private final Btf btf = SmallKernel.read();

    private String definition(BtfKind kind, String name) {
        return btf.definition(btf.find(kind, name).orElseThrow());
    }

    @Test
    void structs() {
        assertThat(definition(BtfKind.STRUCT, "task_struct")).isEqualTo("""
                        struct task_struct {
                        	volatile struct {
                        		unsigned int flags;
                        		union {
                        			unsigned int __state;
                        			int state;
                        		};
                        	};
                        	atomic_t usage;
                        	struct sched_entity se;
                        	pid_t pid;
                        	pid_t tgid;
                        	struct task_struct *real_parent;
                        	struct task_struct *group_leader;
                        	char comm[16];
                        	unsigned int in_execve: 1;
                        	unsigned int in_iowait: 1;
                        	unsigned int: 3;
                        	unsigned int wide: 13;
                        	int (*release)(void *, void (*)(const char *, ...));
                        	long unsigned int stack[0];
                        };""");
        assertThat(definition(BtfKind.STRUCT, "empty")).isEqualTo("struct empty {};");
        assertThat(definition(BtfKind.UNION, "thread_union"))
                .isEqualTo("union thread_union {\n\tstruct task_struct task;\n\tlong unsigned int words[0];\n};");
        assertThat(definition(BtfKind.FORWARD, "module")).isEqualTo("struct module;");
        assertThat(definition(BtfKind.FORWARD, "bpf_attr")).isEqualTo("union bpf_attr;");
    }

    @Test
    void enums() {
        assertThat(definition(BtfKind.ENUM, "pid_type"))
                .isEqualTo("enum pid_type {\n\tPIDTYPE_PID = 0,\n\tPIDTYPE_MAX = 4294967295,\n};");
        assertThat(definition(BtfKind.ENUM64, "big"))
                .isEqualTo("enum big {\n\tHUGE = 18446744073709551615ULL,\n\tHALF = 9223372036854775808ULL,\n};");
        int anonymous = btf.enumerator("ONE").orElseThrow().type();
        assertThat(btf.definition(anonymous)).isEqualTo("enum {\n\tMINUS_ONE = -1,\n\tONE = 1,\n};");
        assertThat(btf.declaration(anonymous, "e")).isEqualTo("enum {...} e");
    }

    @Test
    void typedefsFunctionsAndVariables() {
        assertThat(definition(BtfKind.TYPEDEF, "pid_t")).isEqualTo("typedef __kernel_pid_t pid_t;");
        assertThat(definition(BtfKind.TYPEDEF, "atomic_t")).isEqualTo("typedef struct {\n\tint counter;\n} atomic_t;");
        assertThat(definition(BtfKind.TYPEDEF, "btf_trace_nameless"))
                .isEqualTo(
                        "typedef void (*btf_trace_nameless)(void *, _Bool, struct task_struct *, struct task_struct *);");
        assertThat(definition(BtfKind.FUNCTION, "_printk")).isEqualTo("int _printk(const char *fmt, ...);");
        assertThat(definition(BtfKind.FUNCTION, "bpf_rdonly_cast"))
                .isEqualTo("static void *bpf_rdonly_cast(void *obj__ign, unsigned int btf_id__k);");
        assertThat(definition(BtfKind.FUNCTION, "reset")).isEqualTo("static void reset(void);");
        assertThat(definition(BtfKind.VARIABLE, "jiffies")).isEqualTo("extern long unsigned int jiffies;");
        assertThat(definition(BtfKind.DATA_SECTION, ".data..percpu")).isEqualTo("""
                        /* section .data..percpu, 80 bytes */
                        extern long unsigned int jiffies;
                        static struct sched_entity runqueues;""");
        assertThat(definition(BtfKind.INT, "int")).isEqualTo("int;");
        assertThat(btf.definition(0)).isEqualTo("void;");
    }

    @Test
    void declarators() {
        BtfBuilder builder = new BtfBuilder();
        int integer = builder.add(new Int("int", 4, Encoding.SIGNED));
        int pointer = builder.add(new Pointer(integer));
        int constPointer = builder.add(new Const(pointer));
        int pointerToConst = builder.add(new Pointer(builder.add(new Const(integer))));
        int toConstPointer = builder.add(new Pointer(constPointer));
        int array = builder.add(new Array(integer, integer, 4));
        int matrix = builder.add(new Array(array, integer, 3));
        int toArray = builder.add(new Pointer(matrix));
        int constArray = builder.add(new Const(array));
        int ofConst = builder.add(new Array(builder.add(new Const(integer)), integer, 4));
        int twiceConst = builder.add(new Const(ofConst));
        int pointers = builder.add(new Array(pointer, integer, 2));
        int both = builder.add(new Const(builder.add(new Volatile(integer))));
        int prototype = builder.add(new FunctionPrototype(toArray, List.of(new Parameter("", pointer)), false));
        int callback = builder.add(new Pointer(prototype));
        int callbacks = builder.add(new Array(callback, integer, 5));
        int constCallback = builder.add(new Const(callback));
        Btf types = Btf.read(builder.build());

        assertThat(types.declaration(pointer, "x")).isEqualTo("int *x");
        assertThat(types.declaration(constPointer, "x")).isEqualTo("int * const x");
        assertThat(types.declaration(pointerToConst, "x")).isEqualTo("const int *x");
        assertThat(types.declaration(toConstPointer, "x")).isEqualTo("int * const *x");
        assertThat(types.declaration(matrix, "x")).isEqualTo("int x[3][4]");
        assertThat(types.declaration(toArray, "x")).isEqualTo("int (*x)[3][4]");
        assertThat(types.declaration(constArray, "x")).isEqualTo("const int x[4]");
        assertThat(types.declaration(twiceConst, "x")).isEqualTo("const int x[4]");
        assertThat(types.declaration(pointers, "x")).isEqualTo("int *x[2]");
        assertThat(types.declaration(both, "x")).isEqualTo("const volatile int x");
        assertThat(types.declaration(callback, "x")).isEqualTo("int (*(*x)(int *))[3][4]");
        assertThat(types.declaration(callbacks, "x")).isEqualTo("int (*(*x[5])(int *))[3][4]");
        assertThat(types.declaration(constCallback, "x")).isEqualTo("int (*(* const x)(int *))[3][4]");
        assertThat(types.typeName(pointer)).isEqualTo("int *");
        assertThat(types.typeName(constPointer)).isEqualTo("int * const");
        assertThat(types.typeName(toArray)).isEqualTo("int (*)[3][4]");
        assertThat(types.typeName(array)).isEqualTo("int[4]");
        assertThat(types.typeName(callback)).isEqualTo("int (*(*)(int *))[3][4]");
    }
}
