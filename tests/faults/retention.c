/* Retention under faults: 10,000 rows are listed, deleted, interrupted by kill -9 and gone on with;
 * what a hold keeps stays, and what went is gone from the file. One line a figure, for each engine.
 */

#include "test.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "figure.h"
#include "retention.h"

enum { ROWS = 10000, HELD = 500 };

#define PLANTED "planted-by-the-test-of-retention"

/* Sessions that ended long ago; what a browser said of itself stands in clear, so that it can be
 * looked for in the file. */
static void plant(struct fixture *f)
{
    static const char text[] = PLANTED;
    const struct uuid *people[] = {&f->own.users[PERSONA_INDIVIDUAL_DEVELOPER].id,
                                   &f->own.users[PERSONA_PRODUCT_MANAGER].id};
    for (int i = 0; i < ROWS;) {
        retention_begin_request(f);
        assert_int_equal(db_begin_alone(f->db), ERR_NONE);
        for (int batch = 0; batch < 500; batch++, i++) {
            struct uuid *id = arena_alloc(f->arena, sizeof *id);
            *id = uuid_make();
            db_change_later(
                f->db,
                "INSERT INTO sessions (organization_id, id, user_id, acting_organization_id, "
                "token_hash, epoch, created_at, last_seen_at, authenticated_at, expires_at, "
                "ended_at, client_agent) VALUES ($1, $2, $3, $1, $4, 1, $5, $5, $5, $5, $5, $6)",
                db_uuid(&f->own.id), db_uuid(id), db_uuid(people[i < HELD]),
                db_bytes(id->bytes, sizeof id->bytes), db_time(clock_now() - 90 * CLOCK_DAY),
                db_bytes(text, sizeof text - 1));
        }
        assert_int_equal(db_finish(f->db, ERR_NONE), ERR_NONE);
    }
    fixture_begin(f);
}

static int64_t count_in(const char *path)
{
    int64_t count = 0;
    size_t matched = 0;
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return 0;
    for (int c = fgetc(file); c != EOF; c = fgetc(file)) {
        matched = c == PLANTED[matched] ? matched + 1 : c == PLANTED[0];
        if (matched == sizeof PLANTED - 1) {
            count++;
            matched = 0;
        }
    }
    (void)fclose(file);
    return count;
}

static int64_t count_in_files(const struct fixture *f)
{
    char wal[FIXTURE_URL_LEN + 8];
    const char *path = f->database_url + strlen("sqlite:");
    (void)snprintf(wal, sizeof wal, "%s-wal", path);
    return count_in(path) + count_in(wal);
}

static int64_t count_sessions(struct fixture *f, int persona)
{
    fixture_begin(f);
    return fixture_count(f, "SELECT count(*) FROM sessions WHERE user_id = $1",
                         &f->own.users[persona].id);
}

/* The timer's process, which is killed while it deletes. */
static void run_and_kill(struct fixture *f, const struct uuid *id)
{
    fixture_begin(f);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct fixture timer = retention_connect(f);
        (void)retention_step_some(&timer, id, 100000);
        _exit(0);
    }
    struct retention_run run = {.deleted_count = 0};
    while (run.deleted_count < 2000) {
        (void)usleep(1000);
        retention_begin_request(f);
        assert_int_equal(retention_run_get(f->db, retention_admin(f), id, &run), ERR_NONE);
    }
    fixture_begin(f);
    assert_int_equal(kill(child, SIGKILL), 0);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    figure(f, WIFSIGNALED(status) && run.ended_at == 0, "2000",
           "%" PRId64 " rows deleted when kill -9 came", run.deleted_count);
}

static void ten_thousand_rows(void **state)
{
    struct fixture *f = *state;
    struct uuid id;
    struct problem problem;
    plant(f);
    (void)retention_hold(f, LEGAL_HOLD_PERSON, &f->own.users[PERSONA_PRODUCT_MANAGER].id);
    retention_set_rules(f, "sessions", 30);
    struct retention_run dry = retention_dry(f);
    figure_count(f, dry.due_count, ROWS - HELD, "rows that are due in the dry run");
    figure_count(f, dry.held_count, HELD, "rows that are on hold");
    retention_approve(f, &dry.id);
    struct fixture timer = retention_connect(f);
    assert_int_equal(retention_live(&timer, &dry.id, &id, &problem), ERR_NONE);
    retention_disconnect(&timer);
    run_and_kill(f, &id);
    timer = retention_connect(f);
    struct retention_run live = retention_step_some(&timer, &id, 100000);
    figure_count(f, live.deleted_count, dry.due_count,
                 "rows deleted by the live run, kill -9 and all");
    struct retention_counts counts[RETENTION_KIND_COUNT];
    retention_begin_request(&timer);
    assert_int_equal(retention_count_lines(timer.db, retention_admin(f), &id, counts), ERR_NONE);
    figure_count(f, counts[RETENTION_SESSIONS].deleted, dry.due_count,
                 "lines of the manifest that say deleted");
    figure_count(f, count_sessions(f, PERSONA_INDIVIDUAL_DEVELOPER), 0, "rows left");
    figure_count(f, count_sessions(f, PERSONA_PRODUCT_MANAGER), HELD, "held rows left");
    fixture_begin(f);
    retention_disconnect(&timer);
    if (!f->is_postgres) {
        assert_int_equal(db_end_request(f->db), ERR_NONE);
        assert_int_equal(db_scrub(f->db), ERR_NONE);
        struct uuid request_id = uuid_make();
        db_begin_request(f->db, f->arena, &request_id);
        figure_count(f, count_in_files(f), HELD, "planted texts left in the files of the database");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(ten_thousand_rows, fixture_open, fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
