#ifndef BASE_BUDGET_H
#define BASE_BUDGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* The time and the memory that one request may use. A process serves one request at a time, so
 * there is one budget, and whoever is inside a long loop asks for it without being handed anything.
 *
 * Work that is over its budget does not return: it is left, by longjmp, for whoever began it. So
 * no loop and no allocation, however deep, has an error of its own for it. What makes that sound:
 *
 * - Memory is an arena's (base/arena.h), JSON included (base/json_memory.h): arena_cut() takes back
 *   whatever was made since, also arenas of their own that nobody will destroy any more.
 * - The database is left by db_abandon(), which rolls back, gives back locks, and resets statements
 *   and answers that were being read.
 * - What holds anything else (a descriptor, a lock of a file, a table half filled, a frame of C++)
 *   calls budget_hold() before and budget_release() after: between them the work is never left.
 *   So does a commit, whose outcome must be known. */

struct budget {
    size_t memory; /* bytes of all arenas that are made or grow meanwhile */
    int64_t time;  /* microseconds */
};

enum budget_end {
    BUDGET_KEPT,
    BUDGET_OUT_OF_MEMORY,
    BUDGET_OUT_OF_TIME,
};

/* Runs work(context). If it was left, nothing is tidied up yet: that is the caller's. Budgets do
 * not lie inside each other. */
typedef void budget_work(void *context);
MUST_USE enum budget_end budget_run(const struct budget *budget, budget_work *work, void *context)
    __attribute__((nonnull(1, 2)));

/* Another budget for the work that runs, from its beginning on: once it is known what it is. */
void budget_set(const struct budget *budget) NONNULL;

/* For every loop that a user can lengthen, once a turn: leaves work that is out of time. Outside of
 * budget_run, and while it is held, it does nothing. Cheap: it looks at the clock now and then. */
void budget_look(void);

/* The same, and looks at the clock each time: after a step of milliseconds. */
void budget_look_now(void);

/* How long the work may still take, in microseconds; INT64_MAX if it can't be left: for those who
 * wait. */
MUST_USE int64_t budget_left(void);

/* Is the time over, also while the work is held? For what can't be left but can stop early, once a
 * turn; whoever stopped calls budget_look_now() when nothing is held any more. */
MUST_USE bool budget_is_over(void);

/* Until as many budget_release(), nothing is left. */
void budget_hold(void);
void budget_release(void);

/* The result is safe: there must be time to say so, at most five seconds beyond the budget. */
void budget_extend(void);

/* Is there room for so much more memory? For those who hold, and can do without. */
MUST_USE bool budget_has_room(size_t size);

/* For arenas: memory comes and goes. budget_take and budget_fail leave if they can; if budget_fail
 * returns, nobody runs a budget, or it is held. */
void budget_take(size_t size);
void budget_give(size_t size);
void budget_fail(void);
MUST_USE bool budget_is_held(void);

#endif
