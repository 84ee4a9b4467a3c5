/* What the programs beside share. Each is what its script says, as a BPF programmer writes it by hand: the same maps, counters that
   are added to atomically, elements that are inserted only if they are missing still, losses that are counted. */
#include <linux/bpf.h>
#include <linux/errno.h>
#include <bpf/bpf_helpers.h>

#define ENTRIES 4096
#define STRING 1024
#define COMM 16

/* Whether this is the process that is traced: the benchmark says which. Without the barrier clang compares masked with two wide
   constants. */
static __always_inline int traced(__u64 pid_tgid)
{
    __u64 pid = pid_tgid >> 32;
    barrier_var(pid);
    return pid == TARGET;
}

#define TRACED traced(bpf_get_current_pid_tgid())

struct sys_enter {
    __u64 common;
    __s64 id;
    __u64 args[6];
};

struct sys_exit {
    __u64 common;
    __s64 id;
    __s64 ret;
};

/* A number that tells whether it was ever set. */
struct number {
    __u64 value;
    __u64 set;
};

enum loss { LOST_EVENT, MAP_FULL, LOST_STACK, FAILED_READ, CONTENTION, LOSSES };

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __type(key, __u32);
    __type(value, __u64);
    __uint(max_entries, LOSSES);
} losses SEC(".maps");

static __always_inline void add(__u64 *counter, __u64 amount)
{
    __sync_fetch_and_add(counter, amount);
}

static __always_inline void count_loss(enum loss loss)
{
    __u32 key = loss;
    __u64 *counter = bpf_map_lookup_elem(&losses, &key);
    if (counter)
        add(counter, 1);
}

static __always_inline void count_refused(long error)
{
    count_loss(error == -E2BIG ? MAP_FULL : CONTENTION);
}

/* The value of an element, which is made of zeros if it is missing. */
static __always_inline void *find_or_insert(void *map, const void *key, const void *zeros)
{
    void *value = bpf_map_lookup_elem(map, key);
    if (value)
        return value;
    long error = bpf_map_update_elem(map, key, zeros, BPF_NOEXIST);
    value = bpf_map_lookup_elem(map, key);
    if (!value)
        count_refused(error);
    return value;
}

static __always_inline void count_in(void *map, const void *key, __u64 amount)
{
    __u64 zero = 0;
    __u64 *counter = find_or_insert(map, key, &zero);
    if (counter)
        add(counter, amount);
}

/* The same of an array, where no element is missing. */
static __always_inline void count_at(void *array, __u32 index, __u64 amount)
{
    __u64 *counter = bpf_map_lookup_elem(array, &index);
    if (counter)
        add(counter, amount);
}

/* Adds to the only number of an array. */
static __always_inline void add_to(void *array, __u64 amount)
{
    __u32 key = 0;
    struct number *number = bpf_map_lookup_elem(array, &key);
    if (number) {
        add(&number->value, amount);
        number->set = 1;
    }
}

/* floor(log2(value)), as libbpf-tools compute it. */
static __always_inline __u32 log2_of(__u64 value)
{
    __u32 high = value >> 32;
    __u32 low = high ? high : value;
    __u32 shift, result;

    result = (low > 0xffff) << 4;
    low >>= result;
    shift = (low > 0xff) << 3;
    low >>= shift;
    result |= shift;
    shift = (low > 0xf) << 2;
    low >>= shift;
    result |= shift;
    shift = (low > 0x3) << 1;
    low >>= shift;
    result |= shift;
    result |= low >> 1;
    return high ? result + 32 : result;
}

/* The bucket of hist(): 0 is negative, 1 is 0, 2 is 1, 3 is 2 to 3, ... */
static __always_inline __u32 log2_bucket(__s64 value)
{
    if (value < 0)
        return 0;
    return value == 0 ? 1 : log2_of(value) + 2;
}

char LICENSE[] SEC("license") = "GPL";
