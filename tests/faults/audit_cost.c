/* What writing takes: events alone, as of sign-ins, and changes of a prompt, on each engine; on
 * PostgreSQL by several at once, who number their events after every few as workers do. Prints
 * "cost ENGINE WHAT NANOSECONDS". tests/faults/audit runs it with the audit log's tree, and linked
 * with tests/faults/audit_plain.c without. */

#include "test.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "base/clock.h"
#include "data/audit/audit.h"
#include "prompts.h"

enum { WRITERS = 8, EVENTS = 2400, CHANGES = 800, BETWEEN_RESTS = 20 };

static enum err record_one(struct fixture *f)
{
    struct audit_event event = {.action = "test.do",
                                .record_type = "user",
                                .record_id = f->own.users[0].id,
                                .organization_id = f->own.id,
                                .details = json_pack("{s:s}", "reason", "the price of an event"),
                                .subject_id = f->own.users[0].id,
                                .personal_details = json_pack("{s:s}", "address", "192.0.2.7")};
    return audit_record_alone(f->db, &f->command, &event);
}

static enum err record_share(struct fixture *f, int index, void *context)
{
    const int *count = context;
    enum err err = ERR_NONE;
    (void)index;
    for (int i = 0; err == ERR_NONE && i < *count; i++) {
        err = record_one(f);
        if (i % BETWEEN_RESTS == BETWEEN_RESTS - 1)
            fixture_begin(f); /* with what follows an answer */
    }
    return err;
}

/* SQLite works in this process, whose time others on the machine can't take; of PostgreSQL, which
 * works in others, there is only the clock on the wall. */
static int64_t spent(const struct fixture *f)
{
    struct timespec time;
    if (f->is_postgres)
        return clock_monotonic();
    assert_int_equal(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time), 0);
    return (int64_t)time.tv_sec * CLOCK_SECOND + time.tv_nsec / 1000;
}

static void tell(const struct fixture *f, const char *what, int64_t began, int count)
{
    print_message("cost %s %s %" PRId64 "\n", f->is_postgres ? "postgresql" : "sqlite", what,
                  (spent(f) - began) * 1000 / count);
}

static void what_events_cost(void **state)
{
    struct fixture *f = *state;
    enum err results[WRITERS] = {ERR_NONE};
    int share = EVENTS / WRITERS;
    int all = EVENTS;
    assert_int_equal(record_share(f, 0, &(int){100}), ERR_NONE); /* warm */
    int64_t began = spent(f);
    if (f->is_postgres)
        fixture_race(f, WRITERS, record_share, &share, results);
    else
        results[0] = record_share(f, 0, &all);
    tell(f, "event", began, EVENTS);
    for (int i = 0; i < WRITERS; i++)
        assert_int_equal(results[i], ERR_NONE);
}

static void what_changes_cost(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "priced", "0");
    int64_t began = spent(f);
    for (int i = 0; i < CHANGES; i++) {
        struct prompt_draft draft = draft_of("priced", "");
        struct record_saved saved;
        struct problem problem;
        draft.id = id;
        draft.based_on_revision = i + 1;
        draft.body = text_of(arena_printf(f->arena, "Be brief, %d times", i));
        assert_int_equal(
            prompt_update(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &draft, &saved, &problem),
            ERR_NONE);
        fixture_begin(f);
    }
    tell(f, "change", began, CHANGES);
}

#define WITH_DATA(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_DATA(what_events_cost),
        WITH_DATA(what_changes_cost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
