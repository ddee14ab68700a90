#ifndef TESTS_TIMES_H
#define TESTS_TIMES_H

#include <stdint.h>
#include <time.h>

/* The processor time of this process in microseconds: what work costs, whoever else is at work. The
 * time by the clock says how busy a machine is, and no test may depend on that. */
static inline int64_t times_used(void)
{
    struct timespec used;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return (int64_t)used.tv_sec * 1000000 + used.tv_nsec / 1000;
}

#endif
