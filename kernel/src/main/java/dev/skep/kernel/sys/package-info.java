/**
 * The kernel's interfaces as they are: system calls, attribute blocks at their byte offsets, error numbers. Not exported;
 * nothing outside this package knows a struct's layout.
 *
 * <p>Source of the facts: {@code include/uapi/linux/bpf.h}, {@code perf_event.h}, {@code eventpoll.h}, man pages bpf(2),
 * perf_event_open(2), epoll(7).
 */
@NullMarked
package dev.skep.kernel.sys;

import org.jspecify.annotations.NullMarked;
