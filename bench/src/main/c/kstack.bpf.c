// tracepoint:syscalls:sys_enter_read /pid == TARGET/ { @[kstack] = count(); }
#include "program.h"

struct stack {
    __u64 frames[127];
};

struct {
    __uint(type, BPF_MAP_TYPE_STACK_TRACE);
    __type(key, __u32);
    __type(value, struct stack);
    __uint(max_entries, 16384);
} stacks SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_STACK_TRACE);
    __type(key, __u32);
    __type(value, struct stack);
    __uint(max_entries, 16384);
} collided SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_HASH);
    __type(key, __s64);
    __type(value, __u64);
    __uint(max_entries, ENTRIES);
} counts SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_read")
int kstack(void *event)
{
    if (!TRACED)
        return 0;
    __s64 stack = bpf_get_stackid(event, &stacks, 0);
    if (stack == -EEXIST) {
        stack = bpf_get_stackid(event, &collided, 0);
        if (stack >= 0)
            stack |= 1LL << 32;
    }
    if (stack < 0)
        count_loss(LOST_STACK);
    count_in(&counts, &stack, 1);
    return 0;
}
