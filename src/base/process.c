#include "base/process.h"

#include <fcntl.h>
#include <unistd.h>

void process_give_way(void)
{
    static const char nice_value[] = "5";
    (void)!nice(5);
    int fd = open("/proc/self/autogroup", O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    (void)!write(fd, nice_value, sizeof nice_value - 1);
    (void)close(fd);
}
