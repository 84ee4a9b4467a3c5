// tracepoint:syscalls:sys_enter_openat /pid == TARGET/ { @[str(args.filename)] = count(); }
#include "program.h"

struct string {
    char name[STRING] __attribute__((aligned(8)));
};

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_HASH);
    __type(key, struct string);
    __type(value, __u64);
    __uint(max_entries, ENTRIES);
} counts SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __type(key, __u32);
    __type(value, struct string);
    __uint(max_entries, 1);
} scratch SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_openat")
int count_by_file(struct sys_enter *event)
{
    __u32 only = 0;

    if (!TRACED)
        return 0;
    struct string *path = bpf_map_lookup_elem(&scratch, &only);
    if (!path)
        return 0;
    __builtin_memset(path, 0, sizeof *path);
    if (bpf_probe_read_user_str(path->name, sizeof path->name, (void *)event->args[1]) < 0)
        count_loss(FAILED_READ);
    count_in(&counts, path, 1);
    return 0;
}
