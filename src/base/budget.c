#include "base/budget.h"

#include <setjmp.h>

#include "base/clock.h"

/* Looking at the clock costs some 30 ns: one time in so many is enough. */
enum { LOOKS = 16 };
#define EXTENSION (5 * CLOCK_SECOND)

static struct {
    bool is_running;
    int holds;
    unsigned looks;
    size_t limit, taken;
    int64_t began, until, last; /* last: after every extension */
    enum budget_end end;
    jmp_buf beginning;
} run;

enum budget_end budget_run(const struct budget *budget, budget_work *work, void *context)
{
    if (run.is_running)
        die("a budget inside another");
    run.is_running = true;
    run.holds = 0;
    run.taken = 0;
    run.end = BUDGET_KEPT;
    run.began = clock_monotonic();
    budget_set(budget);
    if (setjmp(run.beginning) == 0)
        work(context);
    run.is_running = false;
    return run.end;
}

void budget_set(const struct budget *budget)
{
    run.limit = budget->memory;
    run.until = run.began + budget->time;
    run.last = run.until + EXTENSION;
}

static void leave(enum budget_end end)
{
    if (!run.is_running || run.holds > 0)
        return;
    run.end = end;
    longjmp(run.beginning, 1);
}

void budget_look_now(void)
{
    if (run.is_running && clock_monotonic() >= run.until)
        leave(BUDGET_OUT_OF_TIME);
}

void budget_look(void)
{
    if (run.is_running && ++run.looks % LOOKS == 0)
        budget_look_now();
}

int64_t budget_left(void)
{
    return run.is_running && run.holds == 0 ? run.until - clock_monotonic() : INT64_MAX;
}

bool budget_is_over(void)
{
    return run.is_running && ++run.looks % LOOKS == 0 && clock_monotonic() >= run.until;
}

void budget_hold(void)
{
    run.holds++;
}

void budget_release(void)
{
    run.holds--;
}

void budget_extend(void)
{
    int64_t until = clock_monotonic() + EXTENSION;
    if (until > run.last)
        until = run.last;
    if (run.until < until)
        run.until = until;
}

bool budget_has_room(size_t size)
{
    return !run.is_running || (run.taken <= run.limit && size <= run.limit - run.taken);
}

void budget_take(size_t size)
{
    if (!budget_has_room(size))
        leave(BUDGET_OUT_OF_MEMORY);
    run.taken += size;
}

void budget_give(size_t size)
{
    run.taken = run.taken > size ? run.taken - size : 0;
}

void budget_fail(void)
{
    leave(BUDGET_OUT_OF_MEMORY);
}

bool budget_is_held(void)
{
    return run.is_running && run.holds > 0;
}
