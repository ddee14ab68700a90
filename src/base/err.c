#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"

enum { EXIT_BUG = 70 };

const char *err_name(enum err err)
{
    switch (err) {
    case ERR_NONE:
        return "none";
    case ERR_INVALID:
        return "invalid";
    case ERR_DENIED:
        return "denied";
    case ERR_NOT_FOUND:
        return "not_found";
    case ERR_CONFLICT:
        return "conflict";
    case ERR_STALE:
        return "stale";
    case ERR_STOPPED:
        return "stopped";
    case ERR_LIMITED:
        return "limited";
    case ERR_UNAVAILABLE:
        return "unavailable";
    }
    return "unknown";
}

void die(const char *format, ...)
{
    char message[1024];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(message, sizeof message, format, args);
    va_end(args);
    log_line("fatal", "die", (const struct log_field[]){{"message", message}}, 1);
    exit(EXIT_BUG);
}
