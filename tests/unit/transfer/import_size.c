#include "test.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "data/audit/audit.h"
#include "data/transfer/import_check.h"
#include "data/transfer/import_upload.h"
#include "fixture.h"

/* Large documents: what they cost, and who waits meanwhile. */

#define SECOND (1000 * 1000)

static const struct actor *manager(const struct fixture *f)
{
    return &f->own.users[PERSONA_CUSTOMER_ADMIN].actor;
}

static struct uuid upload(struct fixture *f, const struct buf *document)
{
    struct import_draft draft = {"large.json", {document->data, document->len}, false};
    struct problem problem;
    struct uuid id;
    assert_int_equal(import_create(f->db, manager(f), &draft, &id, &problem), ERR_NONE);
    return id;
}

static void check_all(struct fixture *f, const struct uuid *id, struct import *import)
{
    import->state = IMPORT_CHECKING;
    for (int i = 0; import->state == IMPORT_CHECKING; i++) {
        assert_true(i < 1000);
        fixture_begin(f);
        assert_int_equal(import_check(f->db, manager(f), id, SECOND, import), ERR_NONE);
    }
}

/* Agents of which each hands over to the one before and the one behind. The first one hands over to
 * nobody as well, so that it is refused and with it, one after the other, all the others. */
static struct uuid upload_agents(struct fixture *f, int count)
{
    struct buf document;
    fixture_begin(f);
    buf_init(&document, f->arena);
    buf_add_text(&document, "{\"rostrum\": 1, \"kind\": \"organization\", \"agents\": [");
    for (int i = 0; i < count; i++) {
        buf_printf(&document,
                   "%s{\"name\": \"A%d\", \"config\": {\"model\": {\"name\": \"m\"}, "
                   "\"handoffs\": [\"%s%d\"",
                   i == 0 ? "" : ",", i, i == 0 ? "Nobody" : "A", i == 0 ? 0 : i - 1);
        if (i + 1 < count)
            buf_printf(&document, ", \"A%d\"", i + 1);
        buf_add_text(&document, "]}}");
    }
    buf_add_text(&document, "]}");
    return upload(f, &document);
}

static void check_agents(struct fixture *f, const struct uuid *id, int count)
{
    struct import import;
    check_all(f, id, &import);
    assert_int_equal(import.totals[RECORD_AGENT][IMPORT_REFUSED], count);
}

static double used_by(clockid_t process)
{
    struct timespec used = {0};
    if (clock_gettime(process, &used) != 0)
        _exit(2);
    return (double)used.tv_sec * SECOND + (double)used.tv_nsec / 1000;
}

/* Processor time of a plan, in microseconds for each agent. */
static double time_per_agent(struct fixture *f, int count)
{
    struct uuid id = upload_agents(f, count);
    double before = used_by(CLOCK_PROCESS_CPUTIME_ID);
    check_agents(f, &id, count);
    double used = used_by(CLOCK_PROCESS_CPUTIME_ID) - before;
    fixture_begin(f);
    assert_int_equal(import_discard(f->db, manager(f), &id), ERR_NONE);
    return used / count;
}

static void a_plan_takes_time_in_proportion_to_its_records(void **state)
{
    struct fixture *f = *state;
    double few = time_per_agent(f, 2000);
    double many = time_per_agent(f, 8000);
    if (many > 2.5 * few) /* each pass over all records made it 3 times and more */
        fail_msg("%.0f us for each of 2,000 agents, %.0f us for each of 8,000", few, many);
}

/* Processor time of a plan of agents that all refer to the last version of one prompt. */
static double time_with_versions(struct fixture *f, int version_count)
{
    enum { AGENTS = 1000 };
    struct import import;
    struct buf document;
    fixture_begin(f);
    buf_init(&document, f->arena);
    buf_add_text(&document, "{\"rostrum\": 1, \"kind\": \"organization\", \"prompts\": ["
                            "{\"name\": \"popular\", \"versions\": [");
    for (int i = 0; i < version_count; i++)
        buf_printf(&document, "%s{\"body\": \"x\"}", i == 0 ? "" : ",");
    buf_add_text(&document, "]}], \"agents\": [");
    for (int i = 0; i < AGENTS; i++)
        buf_printf(&document,
                   "%s{\"name\": \"A%d\", \"config\": {\"model\": {\"name\": \"m\"}, "
                   "\"prompt\": {\"name\": \"popular\", \"version\": %d}}}",
                   i == 0 ? "" : ",", i, version_count);
    buf_add_text(&document, "]}");
    struct uuid id = upload(f, &document);
    double before = used_by(CLOCK_PROCESS_CPUTIME_ID);
    check_all(f, &id, &import);
    double used = used_by(CLOCK_PROCESS_CPUTIME_ID) - before;
    assert_int_equal(import.totals[RECORD_AGENT][IMPORT_CREATED], AGENTS);
    fixture_begin(f);
    assert_int_equal(import_discard(f->db, manager(f), &id), ERR_NONE);
    return used;
}

static void a_record_that_everybody_refers_to_is_read_once(void **state)
{
    struct fixture *f = *state;
    double few = time_with_versions(f, 1);
    double many = time_with_versions(f, 3000);
    if (many > 3 * few)
        fail_msg("%.0f us with one version, %.0f us with 3,000", few, many);
}

/* A colleague who saves all the time, in a process of their own. What they wait for is measured in
 * the planning process's own processor time, which a busy machine does not stretch. */
struct colleague {
    volatile bool is_over;
    int save_count;
    int failure_count;
    double longest; /* microseconds of the planning process during one save */
};

/* With the turn of a change of content, which waits longer than what is alone. */
static enum err save(struct fixture *f)
{
    struct audit_event event = {.action = "prompt.update", .record_type = "prompt"};
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    enum err err = db_begin(f->db);
    return err != ERR_NONE ? err : db_finish(f->db, audit_record(f->db, manager(f), &event));
}

static void save_until_it_is_over(struct fixture *f, struct colleague *colleague)
{
    clockid_t planning = 0;
    if (clock_getcpuclockid(getppid(), &planning) != 0)
        _exit(3);
    while (!colleague->is_over) {
        struct uuid request_id = uuid_make();
        double before = used_by(planning);
        if (save(f) != ERR_NONE)
            colleague->failure_count++;
        if (used_by(planning) - before > colleague->longest)
            colleague->longest = used_by(planning) - before;
        colleague->save_count++;
        (void)!db_end_request(f->db);
        arena_reset(f->arena);
        db_begin_request(f->db, f->arena, &request_id);
        usleep(2000);
    }
}

static pid_t start_colleague(struct fixture *f, struct colleague *colleague)
{
    fixture_begin(f);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child > 0)
        return child;
    struct fixture own = *f;
    if (fixture_reconnect(&own, false) != ERR_NONE)
        _exit(1);
    save_until_it_is_over(&own, colleague);
    db_close(own.db);
    _exit(0);
}

/* The longest that a save waited while a plan was made, as a part of the plan. */
static double longest_wait(struct fixture *f)
{
    enum { AGENTS = 8000 };
    struct colleague *colleague =
        mmap(NULL, sizeof *colleague, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(colleague != MAP_FAILED);
    struct uuid id = upload_agents(f, AGENTS);
    pid_t child = start_colleague(f, colleague);
    double before = used_by(CLOCK_PROCESS_CPUTIME_ID);
    check_agents(f, &id, AGENTS);
    double used = used_by(CLOCK_PROCESS_CPUTIME_ID) - before;
    colleague->is_over = true;
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(colleague->failure_count, 0);
    double longest = colleague->save_count > 1 ? colleague->longest / used : 1;
    (void)munmap(colleague, sizeof *colleague);
    fixture_begin(f);
    assert_int_equal(import_discard(f->db, manager(f), &id), ERR_NONE);
    return longest;
}

/* A busy machine may keep the colleague from it as well: whoever has to wait does so each time. */
static void nobody_waits_while_a_plan_is_made(void **state)
{
    double longest = 1;
    for (int i = 0; i < 5 && longest > 0.5; i++)
        longest = longest_wait(*state);
    if (longest > 0.5)
        fail_msg("a save waited for %.0f%% of a plan", 100 * longest);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_plan_takes_time_in_proportion_to_its_records),
        TEST(a_record_that_everybody_refers_to_is_read_once),
        TEST(nobody_waits_while_a_plan_is_made),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
