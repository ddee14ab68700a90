#ifndef BASE_ERR_H
#define BASE_ERR_H

/* The outcomes a caller must expect. "No rows" and "failed" are never the same value: a query that
 * finds nothing is ERR_NOT_FOUND, a database that does not answer is ERR_UNAVAILABLE. Everything
 * else that can go wrong is a bug or out-of-memory, and ends the process through die(). */
enum err {
    ERR_NONE = 0,
    ERR_INVALID,     /* the input breaks a rule; the caller can tell the person which */
    ERR_DENIED,      /* the actor may see the thing but not do this to it */
    ERR_NOT_FOUND,   /* there is no such thing, or the actor may not know that there is */
    ERR_CONFLICT,    /* it collides with what is there: a duplicate name, a record still in use */
    ERR_STALE,       /* the change was based on a version that is no longer the current one */
    ERR_STOPPED,     /* a person stopped it: it is not given out (data/stop/stop.h) */
    ERR_LIMITED,     /* too often: it may be tried again at a time that the caller can tell */
    ERR_UNAVAILABLE, /* the database, the keys or a resource did not answer; trying again may help
                      */
};

#define MUST_USE                         __attribute__((warn_unused_result))
#define NONNULL                          __attribute__((nonnull))
#define NORETURN                         __attribute__((noreturn))
#define PRINTF(format_index, args_index) __attribute__((format(printf, format_index, args_index)))

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* The name of an error for logs, for example "not_found". Static storage. */
const char *err_name(enum err err);

/* Ends the process: logs the message as one JSON line on standard error and exits 70 (EX_SOFTWARE
 * of <sysexits.h>). For bugs and for memory that cannot be had; the supervisor starts a new worker
 * and the database rolls back. */
NORETURN void die(const char *format, ...) PRINTF(1, 2);

#endif
