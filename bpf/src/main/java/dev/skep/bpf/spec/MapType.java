package dev.skep.bpf.spec;

import dev.skep.bpf.asm.KernelVersion;

/** A map's type; the ordinal is the kernel's number. Source: {@code include/uapi/linux/bpf.h}, {@code bpf_map_type}. */
public enum MapType {
    UNSPEC,
    HASH,
    ARRAY,
    PROG_ARRAY,
    PERF_EVENT_ARRAY,
    PERCPU_HASH,
    PERCPU_ARRAY,
    STACK_TRACE,
    CGROUP_ARRAY,
    LRU_HASH,
    LRU_PERCPU_HASH,
    LPM_TRIE,
    ARRAY_OF_MAPS,
    HASH_OF_MAPS,
    DEVMAP,
    SOCKMAP,
    CPUMAP,
    XSKMAP,
    SOCKHASH,
    CGROUP_STORAGE,
    REUSEPORT_SOCKARRAY,
    PERCPU_CGROUP_STORAGE,
    QUEUE,
    STACK,
    SK_STORAGE,
    DEVMAP_HASH,
    STRUCT_OPS,
    RINGBUF,
    INODE_STORAGE,
    TASK_STORAGE,
    BLOOM_FILTER,
    USER_RINGBUF,
    CGRP_STORAGE,
    ARENA;

    /** The kernel's number. */
    public int id() {
        return ordinal();
    }

    /** The kernel that brought it. */
    public KernelVersion since() {
        return switch (this) {
            case UNSPEC, HASH, ARRAY -> new KernelVersion(3, 19);
            case PROG_ARRAY -> new KernelVersion(4, 2);
            case PERF_EVENT_ARRAY -> new KernelVersion(4, 3);
            case PERCPU_HASH, PERCPU_ARRAY, STACK_TRACE -> new KernelVersion(4, 6);
            case CGROUP_ARRAY -> new KernelVersion(4, 8);
            case LRU_HASH, LRU_PERCPU_HASH -> new KernelVersion(4, 10);
            case LPM_TRIE -> new KernelVersion(4, 11);
            case ARRAY_OF_MAPS, HASH_OF_MAPS -> new KernelVersion(4, 12);
            case DEVMAP, SOCKMAP -> new KernelVersion(4, 14);
            case CPUMAP -> new KernelVersion(4, 15);
            case XSKMAP, SOCKHASH -> new KernelVersion(4, 18);
            case CGROUP_STORAGE, REUSEPORT_SOCKARRAY -> new KernelVersion(4, 19);
            case PERCPU_CGROUP_STORAGE, QUEUE, STACK -> new KernelVersion(4, 20);
            case SK_STORAGE -> new KernelVersion(5, 2);
            case DEVMAP_HASH -> new KernelVersion(5, 4);
            case STRUCT_OPS -> new KernelVersion(5, 6);
            case RINGBUF -> new KernelVersion(5, 8);
            case INODE_STORAGE -> new KernelVersion(5, 10);
            case TASK_STORAGE -> new KernelVersion(5, 11);
            case BLOOM_FILTER -> new KernelVersion(5, 16);
            case USER_RINGBUF -> new KernelVersion(6, 1);
            case CGRP_STORAGE -> new KernelVersion(6, 2);
            case ARENA -> new KernelVersion(6, 9);
        };
    }

    /** Whether a value exists once per possible CPU. */
    public boolean perCpu() {
        return this == PERCPU_HASH || this == PERCPU_ARRAY || this == LRU_PERCPU_HASH || this == PERCPU_CGROUP_STORAGE;
    }
}
