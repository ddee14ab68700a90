/* How often a password can be verified, one time after the other, which is what signing in can't do
 * without. Prints a line as measure.bash writes them: hashes per second, the time and the processor
 * time of one in microseconds.
 *
 *     hash SECONDS */

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "crypt/password.h"

enum { ARENA_LEN = 1 << 20 };

static int64_t processor_time(void)
{
    struct timespec used;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return (int64_t)used.tv_sec * CLOCK_SECOND + used.tv_nsec / 1000;
}

int main(int argc, char **argv)
{
    char *hash = NULL;
    if (argc != 2)
        die("usage: hash SECONDS");
    struct arena *arena = arena_create(ARENA_LEN);
    if (password_hash(arena, "violet anchor drum seven", &hash) != ERR_NONE)
        die("no hash");
    int64_t began = clock_monotonic();
    int64_t used = processor_time();
    int64_t end = began + atoi(argv[1]) * CLOCK_SECOND;
    int64_t count = 0;
    for (; clock_monotonic() < end; count++) {
        if (password_verify("violet anchor drum seven", hash) != ERR_NONE)
            die("the hash does not match");
    }
    int64_t each = (clock_monotonic() - began) / count;
    (void)printf("%.1f %lld %lld 0 0 - - %lld 0 -\n", (double)CLOCK_SECOND / (double)each,
                 (long long)each, (long long)((processor_time() - used) / count), (long long)each);
    arena_destroy(arena);
    return 0;
}
