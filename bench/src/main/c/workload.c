/* The process that is traced. Stays on one CPU, and does one system call as often as a line on standard input says; a read in four
   fails. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static char buffer[4096];

int main(int count, char **arguments)
{
    const char *call = count > 1 ? arguments[1] : "";
    char line[32];
    cpu_set_t cpus;

    prctl(PR_SET_NAME, "skep-workload");
    CPU_ZERO(&cpus);
    CPU_SET(sysconf(_SC_NPROCESSORS_ONLN) - 1, &cpus);
    sched_setaffinity(0, sizeof cpus, &cpus);
    int zeros = open("/dev/zero", O_RDONLY);
    while (fgets(line, sizeof line, stdin)) {
        long times = atol(line);
        for (long i = 0; i < times; i++) {
            if (!strcmp(call, "getppid"))
                syscall(SYS_getppid);
            else if (!strcmp(call, "read"))
                syscall(SYS_read, i & 3 ? zeros : -1, buffer, (i * 37) & 4095);
            else if (!strcmp(call, "openat"))
                close(openat(AT_FDCWD, "/dev/null", O_RDONLY));
            else
                return 1;
        }
        puts("done");
        fflush(stdout);
    }
    return 0;
}
