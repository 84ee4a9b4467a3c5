// tracepoint:syscalls:sys_exit_read /pid == TARGET/ { @least = min(args.ret); @most = max(args.ret); }
#include "program.h"

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __type(key, __u32);
    __type(value, struct number);
    __uint(max_entries, 1);
} least SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __type(key, __u32);
    __type(value, struct number);
    __uint(max_entries, 1);
} most SEC(".maps");

/* Raises a number, which interrupts may raise too. */
static __always_inline void raise(void *array, __u64 value)
{
    __u32 key = 0;
    struct number *number = bpf_map_lookup_elem(array, &key);
    if (!number)
        return;
    __u64 before = *(volatile __u64 *)&number->value;
#pragma clang loop unroll(disable)
    for (int i = 0; before < value; i++) {
        if (i == 16) {
            count_loss(CONTENTION);
            break;
        }
        __u64 seen = __sync_val_compare_and_swap(&number->value, before, value);
        if (seen == before)
            break;
        before = seen;
    }
    number->set = 1;
}

SEC("tracepoint/syscalls/sys_exit_read")
int min_max(struct sys_exit *event)
{
    if (!TRACED)
        return 0;
    /* So that 0 is less than all, in the one order and the other. */
    raise(&least, event->ret ^ 0x7fffffffffffffff);
    raise(&most, event->ret ^ 0x8000000000000000);
    return 0;
}
