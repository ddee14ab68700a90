#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "data/account/organization_state.h"
#include "data/closing/closing.h"
#include "data/closing/closing_run.h"
#include "data/db/db_table.h"
#include "data/db/query.h"
#include "data/organization/organization.h"
#include "data/vault/vault.h"
#include "imports.h"
#include "rich.h"

/* A customer is closed by two people and thirty days; then nothing of it can be read, nor is there
 * anything left to read. */

static const struct actor *other(struct fixture *f, int index)
{
    return &f->other.users[index].actor;
}

static enum err request(struct fixture *f, const struct actor *actor, const char *reason)
{
    struct problem problem;
    struct uuid id;
    fixture_begin(f);
    return closing_request(f->db, actor, &f->own.id, reason, &id, &problem);
}

/* Whoever comes from outside has entered the organization. */
static enum err approve(struct fixture *f, const struct actor *actor)
{
    struct closing closing;
    struct problem problem;
    struct actor here = *actor;
    here.organization_id = f->own.id;
    fixture_begin(f);
    enum err err = closing_get(f->db, &here, &f->own.id, &closing);
    if (err != ERR_NONE || closing.request.kind == NULL)
        return err == ERR_NONE ? ERR_CONFLICT : err;
    return approval_approve(f->db, &here, &closing.request.id, "", &problem);
}

static enum err begin(struct fixture *f, const struct actor *actor)
{
    struct problem problem;
    fixture_begin(f);
    return closing_begin(f->db, actor, &f->own.id, &problem);
}

static enum err cancel(struct fixture *f, const struct actor *actor)
{
    struct problem problem;
    fixture_begin(f);
    return closing_cancel(f->db, actor, &f->own.id, &problem);
}

static enum err step(struct fixture *f, bool *is_done)
{
    struct problem problem;
    fixture_begin(f);
    return closing_step(f->db, &f->command, &f->own.id, is_done, &problem);
}

static bool is_suspended(struct fixture *f)
{
    struct organization organization;
    fixture_begin(f);
    assert_int_equal(organization_get(f->db, &f->command, &f->own.id, &organization), ERR_NONE);
    return organization.suspended_at != 0;
}

static void it_takes_two_people_and_can_be_taken_back(void **state)
{
    struct fixture *f = *state;
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    const struct actor *platform = other(f, PERSONA_PLATFORM_ADMIN);
    struct closing closing;
    struct problem problem;
    for (int i = 0; i < PERSONA_CUSTOMER_ADMIN; i++)
        assert_int_equal(request(f, actor_of(f, i), "Moving"), ERR_DENIED);
    assert_int_equal(request(f, other(f, PERSONA_CUSTOMER_ADMIN), "Moving"), ERR_DENIED);
    assert_int_equal(request(f, admin, " "), ERR_INVALID);
    assert_int_equal(approve(f, platform), ERR_CONFLICT); /* nothing waits */
    assert_int_equal(request(f, admin, "Moving"), ERR_NONE);
    assert_int_equal(request(f, admin, "Moving"), ERR_CONFLICT);
    assert_int_equal(approve(f, admin), ERR_DENIED); /* who asked is not the second one */
    assert_int_equal(approve(f, actor_of(f, PERSONA_PRODUCT_MANAGER)), ERR_NOT_FOUND);
    assert_int_equal(begin(f, admin), ERR_CONFLICT); /* it waits */
    assert_int_equal(closing_get(f->db, platform, &f->own.id, &closing), ERR_NONE);
    assert_string_equal(closing.request.reason, "Moving");
    assert_true(closing.request.may_decide);
    assert_int_equal(closing_get(f->db, admin, &f->own.id, &closing), ERR_NONE);
    assert_false(closing.request.may_decide);
    assert_int_equal(closing.request.state, APPROVAL_WAITING);
    assert_int_equal(approve(f, platform), ERR_NONE);
    assert_int_equal(approve(f, platform), ERR_CONFLICT);
    assert_false(is_suspended(f)); /* until one of them begins */
    assert_int_equal(begin(f, actor_of(f, PERSONA_PRODUCT_MANAGER)), ERR_DENIED);
    assert_int_equal(begin(f, admin), ERR_NONE);
    assert_true(is_suspended(f));
    assert_int_equal(begin(f, admin), ERR_CONFLICT); /* once */
    assert_int_equal(request(f, admin, "Moving"), ERR_CONFLICT);
    fixture_begin(f);
    assert_int_equal(organization_resume(f->db, platform, &f->own.id, &problem), ERR_CONFLICT);
    assert_int_equal(closing_get(f->db, platform, &f->own.id, &closing), ERR_NONE);
    assert_null(closing.request.kind);
    assert_string_equal(closing.reason, "Moving");
    assert_in_range(closing.due_at - clock_now(), CLOSING_GRACE_DAYS * CLOCK_DAY - CLOCK_MINUTE,
                    CLOSING_GRACE_DAYS * CLOCK_DAY);
    assert_int_equal(cancel(f, platform), ERR_NONE);
    assert_int_equal(cancel(f, platform), ERR_CONFLICT);
    assert_false(is_suspended(f));
    assert_int_equal(fixture_count_events(f, "approval.request", "success"), 1);
    assert_int_equal(fixture_count_events(f, "approval.approve", "success"), 1);
    assert_int_equal(fixture_count_events(f, "approval.use", "success"), 1);
    assert_int_equal(fixture_count_events(f, "organization.begin_closing", "success"), 1);
    assert_int_equal(fixture_count_events(f, "organization.cancel_closing", "success"), 1);
}

/* As every request: rejected, withdrawn, expired, by the one mechanism and with one event each. */
static void a_request_to_close_ends_as_every_other(void **state)
{
    struct fixture *f = *state;
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    const struct actor *second = actor_of(f, FIXTURE_SUPERUSER);
    struct closing closing;
    struct problem problem;
    static const char *const actions[] = {"approval.reject", "approval.withdraw",
                                          "approval.expire"};
    for (size_t i = 0; i < COUNT_OF(actions); i++) {
        assert_int_equal(request(f, admin, "Moving"), ERR_NONE);
        assert_int_equal(closing_get(f->db, admin, &f->own.id, &closing), ERR_NONE);
        const struct uuid id = closing.request.id;
        fixture_begin(f);
        if (i == 0)
            assert_int_equal(approval_reject(f->db, second, &id, "Not now", &problem), ERR_NONE);
        if (i == 1)
            assert_int_equal(approve(f, second), ERR_NONE);
        if (i == 1)
            assert_int_equal(approval_withdraw(f->db, admin, &id, &problem), ERR_NONE);
        if (i == 2)
            clock_travel(clock_now() + 14 * CLOCK_DAY + CLOCK_MINUTE);
        assert_int_equal(closing_get(f->db, admin, &f->own.id, &closing), ERR_NONE);
        assert_null(closing.request.kind);
        assert_int_equal(begin(f, admin), ERR_CONFLICT);
        assert_int_equal(fixture_count_events(f, actions[i], "success"), 1);
    }
    assert_false(is_suspended(f));
}

static void who_was_suspended_before_stays_so(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    const struct actor *platform = other(f, PERSONA_PLATFORM_ADMIN);
    fixture_begin(f);
    assert_int_equal(organization_suspend(f->db, platform, &f->own.id, "Unpaid", &problem),
                     ERR_NONE);
    clock_travel(clock_now() + CLOCK_MINUTE);
    assert_int_equal(request(f, platform, "Unpaid"), ERR_NONE);
    assert_int_equal(approve(f, other(f, FIXTURE_SUPERUSER)), ERR_NONE);
    assert_int_equal(begin(f, platform), ERR_NONE);
    assert_int_equal(cancel(f, platform), ERR_NONE);
    assert_true(is_suspended(f));
}

/* Of each table that has a customer's rows, but for the log and what says that it was there. */
static void assert_nothing_is_left(struct fixture *f)
{
    static const char *const kept[] = {
        "organizations", "content_versions",  "audit_events",         "audit_sequence",
        "audit_heads",   "audit_queue",       "closing_certificates", "daily_counts",
        "installation",  "schema_migrations", "signing_keys",         "audit_checkpoints",
        "audit_nodes",   "attempts"};
    fixture_begin(f);
    for (int i = 0; i < db_table_count; i++) {
        struct query q;
        struct db_result result;
        bool is_kept = false;
        for (size_t k = 0; k < COUNT_OF(kept); k++)
            is_kept = is_kept || strcmp(kept[k], db_tables[i].name) == 0;
        if (is_kept)
            continue;
        query_begin(&q, f->db, "SELECT count(*) FROM ");
        query_add(&q, db_tables[i].name);
        query_bind(&q, " WHERE organization_id = ", db_uuid(&f->own.id));
        assert_int_equal(query_run(&q, &result), ERR_NONE);
        if (db_get_int(&result, 0, 0) != 0)
            fail_msg("%s has rows of a closed organization", db_tables[i].name);
    }
}

static void wait_until_due(struct fixture *f)
{
    assert_int_equal(request(f, actor_of(f, PERSONA_CUSTOMER_ADMIN), "Moving"), ERR_NONE);
    assert_int_equal(approve(f, other(f, PERSONA_PLATFORM_ADMIN)), ERR_NONE);
    assert_int_equal(begin(f, actor_of(f, PERSONA_CUSTOMER_ADMIN)), ERR_NONE);
    clock_travel(clock_now() + CLOSING_GRACE_DAYS * CLOCK_DAY + CLOCK_MINUTE);
}

static void what_is_closed_is_destroyed_and_certified(void **state)
{
    struct fixture *f = *state;
    struct rich rich;
    struct closing_due due;
    struct closing closing;
    struct problem problem;
    bool is_done = false;
    rich_make(f, &rich);
    (void)upload(f, "[{\"name\": \"one\", \"prompt\": \"x\"}]", false);
    assert_int_equal(step(f, &is_done), ERR_CONFLICT); /* nobody asked */
    int64_t people =
        fixture_count(f, "SELECT count(*) FROM users WHERE organization_id = $1", &f->own.id);
    assert_int_equal(request(f, actor_of(f, PERSONA_CUSTOMER_ADMIN), "Moving"), ERR_NONE);
    assert_int_equal(approve(f, other(f, PERSONA_PLATFORM_ADMIN)), ERR_NONE);
    assert_int_equal(begin(f, actor_of(f, PERSONA_CUSTOMER_ADMIN)), ERR_NONE);
    assert_int_equal(step(f, &is_done), ERR_CONFLICT); /* not yet */
    assert_int_equal(closing_list_due(f->db, &f->command, &due), ERR_NONE);
    assert_int_equal(due.count, 0);
    clock_travel(clock_now() + CLOSING_GRACE_DAYS * CLOCK_DAY + CLOCK_MINUTE);
    fixture_begin(f);
    assert_int_equal(closing_list_due(f->db, &f->command, &due), ERR_NONE);
    assert_int_equal(due.count, 1);
    assert_int_equal(
        closing_step(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &f->own.id, &is_done, &problem),
        ERR_DENIED);
    assert_int_equal(step(f, &is_done), ERR_CONFLICT); /* there are legal holds */
    static const char release[] = "UPDATE legal_holds SET released_at = placed_at";
    fixture_script(f, release, release);
    assert_int_equal(step(f, &is_done), ERR_NONE);
    assert_false(is_done); /* from here on whoever goes on finds it so */
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM data_keys WHERE organization_id = $1 AND "
                                   "id = (SELECT data_key_id FROM organizations WHERE id = $1)",
                                   &f->own.id),
                     0);
    assert_int_equal(cancel(f, other(f, PERSONA_PLATFORM_ADMIN)), ERR_CONFLICT);
    for (int i = 0; i < 20 && !is_done; i++)
        assert_int_equal(step(f, &is_done), ERR_NONE);
    assert_true(is_done);
    assert_nothing_is_left(f);
    fixture_begin(f);
    assert_int_equal(closing_get(f->db, other(f, PERSONA_PLATFORM_ADMIN), &f->own.id, &closing),
                     ERR_NONE);
    assert_false(closing.is_running);
    json_t *certificate = json_loads(closing.certificate, JSON_DISABLE_EOF_CHECK, NULL);
    assert_non_null(certificate);
    const json_t *destroyed = json_object_get(certificate, "destroyed");
    assert_int_equal(json_integer_value(json_object_get(destroyed, "keys")), people + 1);
    assert_true(json_integer_value(json_object_get(destroyed, "records")) > 5);
    json_decref(certificate);
    assert_null(strstr(closing.certificate, "Moving")); /* what people wrote is gone */
    assert_int_equal(vault_check_ready(f->db), ERR_NONE);
    assert_int_equal(fixture_count_events(f, "organization.close", "success"), 1);
    assert_int_equal(step(f, &is_done), ERR_CONFLICT);
    assert_int_equal(
        fixture_count(f, "SELECT count(*) FROM users WHERE organization_id = $1", &f->other.id),
        FIXTURE_USER_COUNT); /* the neighbors are as they were */
}

/* More than a step takes: whoever is interrupted goes on, and steps stay small. */
static void many_rows_go_in_steps(void **state)
{
    struct fixture *f = *state;
    bool is_done = false;
    int step_count = 0;
    for (int i = 0; i < 130; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "record %d", i);
        (void)make_prompt(f, PERSONA_CUSTOMER_ADMIN, name, "x");
        fixture_begin(f);
    }
    wait_until_due(f);
    for (; !is_done; step_count++) {
        assert_int_equal(step(f, &is_done), ERR_NONE);
        assert_in_range(step_count, 0, 10);
    }
    assert_in_range(step_count, 3, 10);
    assert_nothing_is_left(f);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(it_takes_two_people_and_can_be_taken_back),
        WITH(a_request_to_close_ends_as_every_other),
        WITH(who_was_suspended_before_stays_so),
        WITH(what_is_closed_is_destroyed_and_certified),
        WITH(many_rows_go_in_steps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
