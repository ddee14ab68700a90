#ifndef TESTS_RETENTION_H
#define TESTS_RETENTION_H

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "data/approval/approval.h"
#include "data/db/db_scrub.h"
#include "data/hold/legal_hold.h"
#include "data/retention/retention_manifest.h"
#include "data/retention/retention_step.h"
#include "fixture.h"

/* Retention as its people and its timer carry it out: each fails the test if it can't. */

static inline const struct actor *retention_admin(struct fixture *f)
{
    return &f->own.users[PERSONA_CUSTOMER_ADMIN].actor;
}

static inline const struct actor *retention_second(struct fixture *f)
{
    return &f->own.users[FIXTURE_SUPERUSER].actor;
}

/* The timer: a command that works in the organization. */
static inline struct actor retention_timer(struct fixture *f)
{
    struct actor actor = f->command;
    actor.organization_id = actor.home_organization_id = f->own.id;
    return actor;
}

/* The fixture with the connection that the timer has: in PostgreSQL it is another role's. */
static inline struct fixture retention_connect(struct fixture *f)
{
    struct fixture timer = *f;
    const char *rest = strchr(f->database_url, '@');
    fixture_begin(f);
    if (f->is_postgres)
        (void)snprintf(timer.database_url, sizeof timer.database_url,
                       "postgresql://rostrum_timer%s", rest);
    assert_int_equal(fixture_reconnect(&timer, false), ERR_NONE);
    return timer;
}

static inline void retention_disconnect(struct fixture *timer)
{
    (void)!db_end_request(timer->db);
    db_close(timer->db);
    arena_destroy(timer->arena);
}

static inline void retention_begin_request(struct fixture *f)
{
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
}

/* At most `batches` batches of a run. */
static inline struct retention_run retention_step_some(struct fixture *f, const struct uuid *id,
                                                       int batches)
{
    struct actor actor = retention_timer(f);
    char ledger[128];
    struct retention_run run = {.ended_at = 0};
    (void)snprintf(ledger, sizeof ledger, "%s/erasures.jsonl", f->dir);
    for (int i = 0; i < batches && run.ended_at == 0; i++) {
        retention_begin_request(f);
        assert_int_equal(retention_step(f->db, &actor, id, ledger, &run), ERR_NONE);
    }
    return run;
}

static inline struct retention_run retention_dry(struct fixture *f)
{
    struct uuid id;
    retention_begin_request(f);
    assert_int_equal(retention_run_begin_dry(f->db, retention_admin(f), &id), ERR_NONE);
    return retention_step_some(f, &id, 1000);
}

/* A dry run with a line, and a certificate as only a live one has: for what needs rows to look at.
 */
static inline struct uuid retention_make_rows(struct fixture *f)
{
    struct uuid id = retention_dry(f).id;
    retention_begin_request(f);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    enum err err = db_change_one(
        f->db,
        "INSERT INTO retention_lines (organization_id, run_id, position, kind, noun, row_id, "
        "number, clock_at, outcome) VALUES ($1, $2, 1000, 'sessions', 'session', $2, 0, $3, 'due')",
        db_uuid(&f->own.id), db_uuid(&id), db_time(clock_now()));
    if (err == ERR_NONE)
        err = db_change_one(f->db,
                            "UPDATE retention_runs SET certificate = 'signed' "
                            "WHERE organization_id = $1 AND id = $2",
                            db_uuid(&f->own.id), db_uuid(&id));
    assert_int_equal(db_finish(f->db, err), ERR_NONE);
    fixture_begin(f);
    return id;
}

/* Asked by one administrator, approved by another. */
static inline void retention_approve(struct fixture *f, const struct uuid *dry_run_id)
{
    struct uuid id;
    struct problem problem;
    retention_begin_request(f);
    assert_int_equal(
        retention_run_ask(f->db, retention_admin(f), dry_run_id, "Yearly", &id, &problem),
        ERR_NONE);
    retention_begin_request(f);
    assert_int_equal(approval_approve(f->db, retention_second(f), &id, "", &problem), ERR_NONE);
}

static inline enum err retention_live(struct fixture *timer, const struct uuid *dry_run_id,
                                      struct uuid *id, struct problem *problem)
{
    struct actor actor = retention_timer(timer);
    retention_begin_request(timer);
    return retention_run_begin_live(timer->db, &actor, dry_run_id, false, id, problem);
}

/* Rules with only these kinds switched on, one after so many days. */
static inline void retention_set_rules(struct fixture *f, const char *kinds, int days)
{
    struct retention_rules rules;
    struct problem problem;
    retention_begin_request(f);
    assert_int_equal(retention_rules_get(f->db, retention_admin(f), &rules), ERR_NONE);
    for (int i = 0; i < RETENTION_KIND_COUNT; i++)
        rules.set.rules[i] =
            (struct retention_rule){strstr(kinds, retention_kinds[i].name) != NULL, days};
    assert_int_equal(
        retention_rules_save(f->db, retention_admin(f), &rules.set, rules.version, &problem),
        ERR_NONE);
}

static inline struct uuid retention_hold(struct fixture *f, const char *kind,
                                         const struct uuid *subject_id)
{
    struct uuid id;
    struct problem problem;
    retention_begin_request(f);
    assert_int_equal(legal_hold_place(f->db, retention_admin(f),
                                      &(struct legal_hold_draft){kind, *subject_id, "Case 7"}, &id,
                                      &problem),
                     ERR_NONE);
    return id;
}

#endif
