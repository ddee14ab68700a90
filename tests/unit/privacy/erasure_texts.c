#include "test.h"

#include <stdio.h>
#include <string.h>

#include "answers.h"
#include "carries.h"
#include "closings.h"
#include "data/audit/audit.h"
#include "data/db/query.h"
#include "data/review/review_snapshot.h"
#include "data/stop/stop.h"
#include "data/vault/columns.h"
#include "endpoints.h"
#include "imports.h"
#include "overrides.h"
#include "rich.h"
#include "runs.h"
#include "sso.h"
#include "tokens.h"
#include "webhooks.h"

/* The search for texts that may name a person looks into every sealed column with what people
 * write: the columns are those of the table of columns, so a new one is tried without a change
 * here.
 */

enum { PLANTED_MAX = 100 };

struct planted {
    struct column column;
    struct uuid row_id;
};

static const struct fixture_user *person(struct fixture *f)
{
    return &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER];
}

static void stop(struct fixture *f, const struct uuid *prompt_id)
{
    struct stop_draft draft = {*prompt_id, 1, "It is wrong"};
    struct problem problem;
    struct uuid id;
    assert_int_equal(stop_begin(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &prompt_store, &draft,
                                &id, &problem),
                     ERR_NONE);
}

static void fill(struct fixture *f)
{
    struct rich rich;
    rich_make(f, &rich);
    struct uuid id = upload(f,
                            "{\"rostrum\":1,\"kind\":\"organization\",\"prompts\":["
                            "{\"name\":\"brought\",\"body\":\"a\"}]}",
                            false);
    (void)check_all(f, &id);
    const struct actor *admin = &f->own.users[PERSONA_CUSTOMER_ADMIN].actor;
    struct api_token_made made = tokens_make(f, admin, "x", NULL, "");
    keep_answer(f, admin, &made.id, "{}");
    fixture_begin(f);
    assert_int_equal(review_prepare(f->db, admin, "x", &id), ERR_NONE);
    sso_set_up(f);
    sso_plant_document(f, "[]");
    struct webhook_draft hook = webhooks_draft();
    struct webhook_made webhook = webhooks_make(f, &hook);
    assert_int_equal(webhook_rotate(f->db, admin, &webhook.id, &webhook), ERR_NONE);
    struct uuid endpoint = endpoints_plant(f);
    (void)endpoints_call(f, &endpoint, &f->own.id);
    struct runs runs = runs_plant_at(f, &endpoint);
    struct run_draft draft = runs_draft(&runs);
    runs_judge(f, "Judges", "gpt-5", &draft);
    id = runs_start(f, PERSONA_CUSTOMER_ADMIN, &draft);
    (void)runs_drive(f, &id, runs_judged);
    runs_say(f, &runs.prompt, &id, "x");
    (void)carries_plant(f, &runs, PERSONA_CUSTOMER_ADMIN);
    fixture_begin(f);
    fixture_begin(f);
    stop(f, &rich.chat_id);
    id = override_make(f, &prompt_store, &rich.ids[RECORD_PROMPT], "ruled", "x");
    override_review(f, &prompt_store, &rich.ids[RECORD_PROMPT], &id, "x");
    closing_of_own(f);
    fixture_begin(f);
}

/* What can't be changed is changed here, by the owner. */
static void let_everything_change(struct fixture *f)
{
    fixture_script(f,
                   "DROP TRIGGER audit_events_no_update; DROP TRIGGER label_moves_no_update; "
                   "DROP TRIGGER prompt_versions_no_update; DROP TRIGGER agent_versions_no_update; "
                   "DROP TRIGGER team_versions_no_update; DROP TRIGGER set_versions_no_update;",
                   "ALTER TABLE audit_events DISABLE TRIGGER USER; "
                   "ALTER TABLE label_moves DISABLE TRIGGER USER; "
                   "ALTER TABLE prompt_versions DISABLE TRIGGER USER; "
                   "ALTER TABLE agent_versions DISABLE TRIGGER USER; "
                   "ALTER TABLE team_versions DISABLE TRIGGER USER; "
                   "ALTER TABLE set_versions DISABLE TRIGGER USER;");
}

/* The newest row: what came first may be of the set-up. */
static struct uuid choose_row(struct fixture *f, const struct column *column)
{
    struct query q;
    struct db_result result;
    query_begin(&q, f->db, "SELECT id FROM ");
    query_add(&q, column->table);
    query_bind(&q, " WHERE organization_id = ", db_uuid(&f->own.id));
    query_add(&q, " ORDER BY id DESC LIMIT 1");
    assert_int_equal(query_run(&q, &result), ERR_NONE);
    if (result.row_count == 0)
        fail_msg("there is no row in %s: make one in this test", column->table);
    return db_get_uuid(&result, 0, 0);
}

static void plant(struct fixture *f, const struct column *column, const struct uuid *row_id)
{
    struct query q;
    struct db_value sealed;
    struct seal_place place = {column->table, column->name, f->own.id, *row_id};
    assert_int_equal(vault_seal_text(f->db, &place,
                                     arena_printf(f->arena, "{\"a\":\"Dear\\n%s, hello\"}",
                                                  person(f)->full_name),
                                     &sealed),
                     ERR_NONE);
    query_begin(&q, f->db, "UPDATE ");
    query_add(&q, column->table);
    query_add(&q, " SET ");
    query_add(&q, column->name);
    query_bind(&q, " = ", sealed);
    query_bind(&q, " WHERE organization_id = ", db_uuid(&f->own.id));
    query_bind(&q, " AND id = ", db_uuid(row_id));
    assert_int_equal(query_change_one(&q), ERR_NONE);
}

static int plant_all(struct fixture *f, struct planted planted[PLANTED_MAX])
{
    struct fixture owner = *f;
    struct column column = {.entry = 0};
    int count = 0;
    let_everything_change(f);
    fixture_begin(f);
    assert_int_equal(fixture_reconnect(&owner, true), ERR_NONE);
    (void)db_enter(owner.db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(db_begin(owner.db), ERR_NONE);
    while (columns_next(&column)) {
        if (column.rule != COLUMN_CONTENT && column.rule != COLUMN_TEXT)
            continue;
        assert_true(count < PLANTED_MAX);
        planted[count] = (struct planted){column, choose_row(&owner, &column)};
        plant(&owner, &column, &planted[count].row_id);
        count++;
    }
    enum err err = audit_record(owner.db, &owner.command,
                                &(struct audit_event){.action = "user.update",
                                                      .record_type = "organization",
                                                      .organization_id = f->own.id,
                                                      .record_id = f->own.id});
    assert_int_equal(db_finish(owner.db, err), ERR_NONE);
    (void)!db_end_request(owner.db);
    db_close(owner.db);
    arena_destroy(owner.arena);
    return count;
}

static bool is_found(struct fixture *f, const struct uuid *erasure_id,
                     const struct planted *planted)
{
    struct db_result result;
    const char *source =
        arena_printf(f->arena, "%s.%s", planted->column.table, planted->column.name);
    assert_int_equal(db_select(f->db, &result,
                               "SELECT match FROM erasure_findings WHERE organization_id = $1 "
                               "AND erasure_id = $2 AND source = $3 AND row_id = $4",
                               db_uuid(&f->own.id), db_uuid(erasure_id), db_text(source),
                               db_uuid(&planted->row_id)),
                     ERR_NONE);
    return result.row_count == 1 && strcmp(db_get_text(&result, 0, 0), "name") == 0;
}

static void a_name_is_found_in_every_sealed_text(void **state)
{
    enum { TEXTS_MIN = 24 };
    struct fixture *f = *state;
    struct planted planted[PLANTED_MAX];
    struct erasure_case erasure = {.scan_ended_at = 0};
    struct problem problem;
    struct uuid id;
    fill(f);
    int count = plant_all(f, planted);
    assert_true(count >= TEXTS_MIN);
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    struct erasure_draft draft = {person(f)->id, f->own.users[PERSONA_DEVOPS_ENGINEER].id, "Asked"};
    fixture_begin(f);
    assert_int_equal(erasure_request(f->db, admin, &draft, &id, &problem), ERR_NONE);
    while (erasure.scan_ended_at == 0) {
        fixture_begin(f);
        assert_int_equal(erasure_scan(f->db, admin, &id, CLOCK_SECOND, &erasure), ERR_NONE);
    }
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    for (int i = 0; i < count; i++)
        if (!is_found(f, &id, &planted[i]))
            fail_msg("nothing was found in %s.%s", planted[i].column.table, planted[i].column.name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_name_is_found_in_every_sealed_text, fixture_open,
                                        fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
