#include "test.h"

#include <jansson.h>
#include <string.h>

#include "closings.h"
#include "data/audit/audit.h"
#include "data/db/query.h"
#include "data/privacy/person_export.h"
#include "data/user/user_erase.h"
#include "data/user/user_record.h"
#include "data/vault/columns.h"
#include "data/vault/vault.h"
#include "imports.h"
#include "provisions.h"
#include "rich.h"

/* Every column that refers to a person says what erasure does with it (COLUMN_WHO, COLUMN_WHOSE),
 * and erasure and the person's export do so. */

enum { COLUMNS_MAX = 100 };

/* ---- the table ---------------------------------------------------------------------------- */

/* What every other id is of. A column with a name that is not here is new: if it refers to a
 * person, it belongs to COLUMN_WHO or COLUMN_WHOSE in data/vault/column_entry.c; else here. */
static const char not_people[] =
    " id organization_id acting_organization_id record_id team_id agent_id source_id target_id "
    "proposal_id comment_id approval_id import_id erasure_id run_id dry_run_id event_id "
    "request_id at_id scan_id row_id data_key_id kid email_index_kid external_index_kid "
    "version checksum name service_account_id token_id review_id webhook_id message_id "
    "endpoint_id batch_id set_id again_of judge_id judge_endpoint_id move_id runner_id "
    "card_id ";

static void every_other_id_is_known_to_be_no_persons(void **state)
{
    struct column column = {.entry = 0};
    int people = 0;
    (void)state;
    while (columns_next(&column)) {
        char name[COLUMN_NAME_LEN + 2];
        (void)snprintf(name, sizeof name, " %s ", column.name);
        people += column.rule == COLUMN_WHO || column.rule == COLUMN_WHOSE;
        if (column.rule == COLUMN_ID && strstr(not_people, name) == NULL)
            fail_msg("%s.%s: does it refer to a person?", column.table, column.name);
    }
    assert_true(people > 40 && people < COLUMNS_MAX);
}

/* ---- rows of and about people in every such column ----------------------------------------- */

/* Second factors, and that an administrator removed one. */
static void insert_factors(struct fixture *f, const struct uuid *user_id)
{
    static const uint8_t hash[] = "a hash of a code, as it were";
    struct uuid id = uuid_make();
    struct db_value own = db_uuid(&f->own.id), user = db_uuid(user_id), row = db_uuid(&id);
    struct db_value now = db_time(clock_now()), token = db_bytes(hash, sizeof hash);
    db_change_later(f->db,
                    "INSERT INTO sign_in_steps (organization_id, id, user_id, token_hash, epoch, "
                    "created_at, expires_at) VALUES ($1, $2, $3, $5, 1, $4, $4)",
                    own, row, user, now, token);
    db_change_later(f->db,
                    "INSERT INTO authenticator_apps (organization_id, id, user_id, last_step, "
                    "created_at, secret) VALUES ($1, $2, $3, 1, $4, $5)",
                    own, row, user, now, token);
    db_change_later(f->db,
                    "INSERT INTO recovery_sets (organization_id, id, user_id, created_at, "
                    "code_key) VALUES ($1, $2, $3, $4, $5)",
                    own, row, user, now, token);
    db_change_later(f->db,
                    "INSERT INTO recovery_codes (organization_id, user_id, code_hash) "
                    "VALUES ($1, $2, $3)",
                    own, user, token);
    db_change_later(f->db,
                    "INSERT INTO factor_removals (organization_id, id, user_id, removed_by, "
                    "removed_at) VALUES ($1, $2, $3, $3, $4)",
                    own, row, user, now);
    db_change_later(f->db,
                    "INSERT INTO account_changes (organization_id, id, user_id, kind, changed_by, "
                    "changed_at) VALUES ($1, $2, $3, 'address', $3, $4)",
                    own, row, user, now);
    db_change_later(f->db,
                    "INSERT INTO sso_accounts (organization_id, user_id, subject_hash, linked_at, "
                    "last_used_at) VALUES ($1, $2, $3, $4, $4)",
                    own, user, token, now);
    db_change_later(f->db,
                    "INSERT INTO sso_changes (organization_id, id, changed_by, changed_at) "
                    "VALUES ($1, $2, $3, $4)",
                    own, row, user, now);
    struct user_record record;
    struct db_value name;
    struct seal_place place = {"passkeys", "name", f->own.id, id};
    assert_int_equal(user_record_find(f->db, &f->own.id, user_id, &record), ERR_NONE);
    assert_int_equal(
        vault_seal(f->db, &record.data_key_id, &place, (struct text){"Laptop", 6}, &name),
        ERR_NONE);
    assert_int_equal(db_change(f->db,
                               "INSERT INTO passkeys (organization_id, id, user_id, algorithm, "
                               "sign_count, created_at, credential_id, public_key, name) "
                               "VALUES ($1, $2, $3, -7, 0, $4, $5, $5, $6)",
                               own, row, user, now, token, name),
                     ERR_NONE);
}

/* Mail, a webhook, and another address that was asked for. */
static void insert_mail(struct fixture *f, const struct uuid *user_id)
{
    static const uint8_t hash[] = "a hash of a link, as it were";
    struct uuid id = uuid_make();
    struct db_value own = db_uuid(&f->own.id), user = db_uuid(user_id), row = db_uuid(&id);
    struct db_value now = db_time(clock_now()), token = db_bytes(hash, sizeof hash);
    db_change_later(f->db,
                    "INSERT INTO mails (organization_id, id, user_id, kind, state, created_at, "
                    "due_at, expires_at) VALUES ($1, $2, $3, 'test', 'sent', $4, $4, $4)",
                    own, row, user, now);
    db_change_later(f->db,
                    "INSERT INTO mail_choices (organization_id, user_id, inbox, look_at) "
                    "VALUES ($1, $2, 'never', $3)",
                    own, user, now);
    db_change_later(f->db,
                    "INSERT INTO webhook_deliveries (organization_id, webhook_id, message_id, "
                    "event, actor_kind, actor_id, state, created_at, due_at) "
                    "VALUES ($1, $2, $2, 'webhook.test', 'user', $3, 'waiting', $4, $4)",
                    own, row, user, now);
    assert_int_equal(
        db_change(f->db,
                  "INSERT INTO address_changes (organization_id, id, user_id, cancel_hash, "
                  "created_at, expires_at, undo_until) "
                  "VALUES ($1, $2, $3, $5, $4, $4, $4)",
                  own, row, user, now, token),
        ERR_NONE);
}

/* An access review that they began and signed, and are in; and that they invited everyone. */
static void insert_review(struct fixture *f, const struct uuid *user_id)
{
    struct uuid id = uuid_make();
    struct db_value own = db_uuid(&f->own.id), user = db_uuid(user_id), row = db_uuid(&id);
    struct db_value now = db_time(clock_now()), line;
    struct user_record record;
    struct seal_place place = {"access_review_people", "line", f->own.id, id};
    assert_int_equal(user_record_find(f->db, &f->own.id, user_id, &record), ERR_NONE);
    assert_int_equal(vault_seal(f->db, &record.data_key_id, &place, (struct text){"Ada", 3}, &line),
                     ERR_NONE);
    db_change_later(f->db,
                    "INSERT INTO access_reviews (organization_id, id, started_by, started_at, "
                    "taken_at, signed_by, signed_at) VALUES ($1, $2, $3, $4, $4, $3, $4)",
                    own, row, user, now);
    db_change_later(f->db,
                    "INSERT INTO access_review_people (organization_id, id, review_id, user_id, "
                    "access, line) VALUES ($1, $2, $2, $3, '100Customer Admin', $4)",
                    own, row, user, line);
    assert_int_equal(
        db_change(f->db, "UPDATE users SET invited_by = $2 WHERE organization_id = $1", own, user),
        ERR_NONE);
}

static void insert_call(struct fixture *f, const struct uuid *user_id)
{
    struct uuid id = uuid_make();
    struct db_value request;
    struct seal_place place = {"model_calls", "request", f->own.id, id};
    assert_int_equal(vault_seal_text(f->db, &place, "{}", &request), ERR_NONE);
    assert_int_equal(
        db_change(f->db,
                  "INSERT INTO model_calls (organization_id, id, batch_id, position, endpoint_id, "
                  "endpoint_name, model, user_id, record_id, version, state, created_at, due_at, "
                  "request) VALUES ($1, $2, $2, 0, $2, 'Main', 'm', $3, $2, 1, 'waiting', $4, $4, "
                  "$5)",
                  db_uuid(&f->own.id), db_uuid(&id), db_uuid(user_id), db_time(clock_now()),
                  request),
        ERR_NONE);
}

static void insert_runner(struct fixture *f, const struct uuid *user_id)
{
    struct uuid id = uuid_make();
    db_change_later(f->db,
                    "INSERT INTO runner_keys (organization_id, id, name, name_key, public_key, "
                    "data_class, created_by, created_at, withdrawn_by, withdrawn_at) VALUES ($1, "
                    "$2, 'Hall', 'hall', 'x', 'public', $3, $4, $3, $4)",
                    db_uuid(&f->own.id), db_uuid(&id), db_uuid(user_id), db_time(clock_now()));
}

static void insert_run(struct fixture *f, const struct uuid *user_id)
{
    struct uuid id = uuid_make();
    db_change_later(f->db,
                    "INSERT INTO test_runs (organization_id, id, kind, record_id, version, set_id, "
                    "set_version, endpoint_id, endpoint_name, model, grade, state, repeats, "
                    "case_count, planned_count, currency, is_priced, created_by, created_at, "
                    "feed_due_at) VALUES ($1, $2, 'prompt', $2, 1, $2, 1, $2, 'Main', 'm', 'full', "
                    "'waiting', 1, 1, 1, 'USD', $5, $3, $4, $4)",
                    db_uuid(&f->own.id), db_uuid(&id), db_uuid(user_id), db_time(clock_now()),
                    db_bool(false));
    db_change_later(f->db,
                    "INSERT INTO test_results (organization_id, id, run_id, position, case_id, "
                    "repeat, is_critical, state, rank, reserved_tokens, reserved_nanos, "
                    "created_at) VALUES ($1, $2, $2, 0, 'c1', 0, $4, 'open', 4, 0, 0, $3)",
                    db_uuid(&f->own.id), db_uuid(&id), db_time(clock_now()), db_bool(false));
    db_change_later(f->db,
                    "INSERT INTO judge_verdicts (organization_id, id, run_id, position, turn, "
                    "is_latest, state_before, passed, user_id, created_at) "
                    "VALUES ($1, $2, $2, 0, 1, $4, 'passed', $4, $5, $3)",
                    db_uuid(&f->own.id), db_uuid(&id), db_time(clock_now()), db_bool(true),
                    db_uuid(user_id));
    insert_runner(f, user_id);
}

/* A rule of a label, and that the label was moved although it was not met. */
static void insert_rule(struct fixture *f, const struct uuid *user_id)
{
    struct uuid id = uuid_make();
    struct db_value own = db_uuid(&f->own.id), row = db_uuid(&id), user = db_uuid(user_id);
    struct db_value now = db_time(clock_now());
    db_change_later(f->db,
                    "INSERT INTO label_rules (organization_id, id, kind, label, is_free, "
                    "min_pass_permille, forbids_critical, forbids_worse, "
                    "needs_judge, updated_by, updated_at) VALUES ($1, $2, 'prompt', 'rule', $3, "
                    "950, $3, $3, $3, $4, $5)",
                    own, row, db_bool(false), user, now);
    db_change_later(f->db,
                    "INSERT INTO label_overrides (organization_id, id, kind, record_id, move_id, "
                    "label, from_version, to_version, moved_by, created_at, reviewed_by, "
                    "reviewed_at) VALUES ($1, $2, 'prompt', $2, $2, 'rule', 0, 1, "
                    "$3, $4, $3, $4)",
                    own, row, user, now);
}

static void insert_stop(struct fixture *f, const struct uuid *user_id)
{
    struct uuid id = uuid_make();
    db_change_later(f->db,
                    "INSERT INTO stops (organization_id, id, kind, record_id, version, stopped_by, "
                    "stopped_at, token_count, resumed_by, resumed_at) "
                    "VALUES ($1, $2, 'agent', $2, 0, $3, $4, 0, $3, $4)",
                    db_uuid(&f->own.id), db_uuid(&id), db_uuid(user_id), db_time(clock_now()));
}

/* What no verb of the rich organization leaves. */
static enum err insert_rest(struct fixture *f, const struct uuid *user_id)
{
    static const uint8_t hash[] = "a hash of a token, as it were";
    struct uuid id = uuid_make();
    struct db_value own = db_uuid(&f->own.id), user = db_uuid(user_id), row = db_uuid(&id);
    struct db_value now = db_time(clock_now()), token = db_bytes(hash, sizeof hash);
    db_change_later(f->db,
                    "UPDATE organization_closings SET approved_by = $2 WHERE organization_id = $1",
                    own, user);
    db_change_later(f->db,
                    "INSERT INTO sessions (organization_id, id, user_id, acting_organization_id, "
                    "token_hash, epoch, created_at, last_seen_at, authenticated_at, expires_at) "
                    "VALUES ($1, $2, $3, $1, $5, 1, $4, $4, $4, $4)",
                    own, row, user, now, token);
    db_change_later(f->db,
                    "INSERT INTO one_time_links (organization_id, id, user_id, created_by, "
                    "token_hash, purpose, created_at, expires_at) "
                    "VALUES ($1, $2, $3, $3, $5, 'password_reset', $4, $4)",
                    own, row, user, now, token);
    db_change_later(f->db,
                    "INSERT INTO service_accounts (organization_id, id, name, name_key, "
                    "user_persona, is_active, responsible_id, created_by, created_at) "
                    "VALUES ($1, $2, 'bot', 'bot', 'Product Manager', $5, $3, $3, $4)",
                    own, row, user, now, db_bool(true));
    struct uuid own_id = uuid_make();
    struct db_value name, own_name, own_row = db_uuid(&own_id);
    struct seal_place place = {"api_tokens", "name", f->own.id, id};
    struct seal_place own_place = {"api_tokens", "name", f->own.id, own_id};
    assert_int_equal(vault_seal_text(f->db, &place, "x", &name), ERR_NONE);
    assert_int_equal(vault_seal_text(f->db, &own_place, "x", &own_name), ERR_NONE);
    db_change_later(f->db,
                    "INSERT INTO api_tokens (organization_id, id, service_account_id, "
                    "responsible_id, epoch, scopes, created_by, revoked_by, created_at, "
                    "expires_at, name) VALUES ($1, $2, $2, $3, 1, 1, $3, $3, $4, $4, $5)",
                    own, row, user, now, name);
    db_change_later(f->db,
                    "INSERT INTO api_tokens (organization_id, id, user_id, epoch, scopes, "
                    "created_by, created_at, expires_at, name) "
                    "VALUES ($1, $2, $3, 1, 1, $2, $4, $4, $5)",
                    own, own_row, user, now, own_name);
    db_change_later(f->db,
                    "INSERT INTO user_seen (organization_id, user_id, last_seen_at) "
                    "VALUES ($1, $2, $3)",
                    own, user, now);
    db_change_later(f->db,
                    "INSERT INTO retention_rules (organization_id, version, id, created_by, "
                    "created_at, presets, rules) VALUES ($1, 1, $2, $3, $4, '', '{}')",
                    own, row, user, now);
    db_change_later(f->db,
                    "UPDATE invitation_requests SET decided_by = $2, user_id = $2 "
                    "WHERE organization_id = $1",
                    own, user);
    insert_stop(f, user_id);
    insert_call(f, user_id);
    insert_run(f, user_id);
    insert_rule(f, user_id);
    db_change_later(f->db, "UPDATE legal_holds SET released_by = $2 WHERE organization_id = $1",
                    own, user);
    return db_change(f->db, "UPDATE retention_lines SET row_id = $2 WHERE organization_id = $1",
                     own, user);
}

static void fill(struct fixture *f)
{
    struct rich rich;
    struct uuid id;
    rich_make(f, &rich);
    closing_of_own(f);
    id = upload(f,
                "{\"rostrum\":1,\"kind\":\"organization\",\"prompts\":["
                "{\"name\":\"brought\",\"body\":\"a\"}]}",
                false);
    (void)check_all(f, &id);
    provisions_adopt(f, &f->own.users[PERSONA_CUSTOMER_ADMIN], "00u7");
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(db_begin(f->db), ERR_NONE);
    insert_factors(f, &f->own.users[PERSONA_CUSTOMER_ADMIN].id);
    insert_mail(f, &f->own.users[PERSONA_CUSTOMER_ADMIN].id);
    insert_review(f, &f->own.users[PERSONA_CUSTOMER_ADMIN].id);
    enum err err = insert_rest(f, &f->own.users[PERSONA_CUSTOMER_ADMIN].id);
    db_change_later(f->db,
                    "UPDATE approvals SET agent_owner_id = requested_by WHERE organization_id = $1",
                    db_uuid(&f->own.id));
    db_change_later(
        f->db, "UPDATE label_proposals SET agent_owner_id = proposed_by WHERE organization_id = $1",
        db_uuid(&f->own.id));
    db_change_later(
        f->db, "UPDATE label_overrides SET agent_owner_id = moved_by WHERE organization_id = $1",
        db_uuid(&f->own.id));
    db_change_later(f->db,
                    "INSERT INTO api_token_secrets (organization_id, id, token_id, secret_hash, "
                    "prefix, created_at, created_by) SELECT t.organization_id, t.id, t.id, $1, "
                    "'x', t.created_at, t.created_by FROM api_tokens t LIMIT 1",
                    db_bytes("secret", 6));
    if (err == ERR_NONE)
        err = audit_record(f->db, &f->command,
                           &(struct audit_event){.action = "user.update",
                                                 .record_type = "organization",
                                                 .record_id = f->own.id,
                                                 .organization_id = f->own.id});
    assert_int_equal(db_finish(f->db, err), ERR_NONE);
    fixture_begin(f);
}

/* Rows in which the column names this person; nil: one of the organization. */
static int64_t count_rows(struct fixture *f, const struct column *column, const struct uuid *id)
{
    struct query q;
    struct db_result result;
    query_begin(&q, f->db, "SELECT count(*) FROM ");
    query_add(&q, column->table);
    query_add(&q, " WHERE ");
    query_add(&q, column->name);
    if (!uuid_is_nil(id))
        query_bind(&q, " = ", db_uuid(id));
    else
        query_bind(&q, " IN (SELECT id FROM users WHERE organization_id = ", db_uuid(&f->own.id));
    query_add(&q, uuid_is_nil(id) ? ")" : "");
    assert_int_equal(query_run(&q, &result), ERR_NONE);
    return db_get_int(&result, 0, 0);
}

static bool is_of_people(const struct column *column)
{
    return column->rule == COLUMN_WHO || column->rule == COLUMN_WHOSE;
}

/* ---- what is held against the table --------------------------------------------------------- */

static void whatever_holds_the_id_of_a_person_is_listed(void **state)
{
    static const char text_ids[] = " kid email_index_kid external_index_kid checksum name ";
    static const struct uuid nil;
    struct fixture *f = *state;
    struct column column = {.entry = 0};
    fill(f);
    while (columns_next(&column)) {
        char name[COLUMN_NAME_LEN + 2];
        (void)snprintf(name, sizeof name, " %s ", column.name);
        if ((column.rule != COLUMN_ID && !is_of_people(&column)) || strstr(text_ids, name) != NULL)
            continue;
        int64_t count = count_rows(f, &column, &nil);
        if (count > 0 && !is_of_people(&column))
            fail_msg("%s.%s refers to people and is not listed so", column.table, column.name);
        if (count == 0 && is_of_people(&column))
            fail_msg("%s.%s is empty: fill it in this test", column.table, column.name);
    }
}

static enum err erase_all(struct fixture *f)
{
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < FIXTURE_USER_COUNT; i++) {
        bool was_there = false;
        err = user_erase_inside(f->db, &f->own.id, &f->own.users[i].id, &was_there);
        assert_true(was_there);
    }
    return err == ERR_NONE ? audit_record(f->db, &f->command,
                                          &(struct audit_event){.action = "user.erase",
                                                                .record_type = "organization",
                                                                .record_id = f->own.id,
                                                                .organization_id = f->own.id})
                           : err;
}

static void erasure_deletes_own_rows_and_keeps_what_refers_to_the_person(void **state)
{
    static const struct uuid nil;
    struct fixture *f = *state;
    struct column column = {.entry = 0};
    int64_t before[COLUMNS_MAX];
    int count = 0;
    fill(f);
    while (columns_next(&column))
        if (is_of_people(&column))
            before[count++] = count_rows(f, &column, &nil);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(db_begin(f->db), ERR_NONE);
    assert_int_equal(db_finish(f->db, erase_all(f)), ERR_NONE);
    fixture_begin(f);
    column = (struct column){.entry = 0};
    count = 0;
    while (columns_next(&column)) {
        if (!is_of_people(&column))
            continue;
        int64_t left = count_rows(f, &column, &nil);
        bool is_gone = column.rule == COLUMN_WHOSE || strcmp(column.table, "one_time_links") == 0 ||
                       strcmp(column.table, "factor_removals") == 0 ||
                       strcmp(column.table, "account_changes") == 0;
        if (left != (is_gone ? 0 : before[count]))
            fail_msg("%s.%s: %lld rows before, %lld after", column.table, column.name,
                     (long long)before[count], (long long)left);
        count++;
    }
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM users WHERE organization_id = $1 AND "
                                   "(email IS NOT NULL OR full_name IS NOT NULL)",
                                   &f->own.id),
                     0);
}

/* ---- the person's export -------------------------------------------------------------------- */

static bool has_value(const json_t *rows, const char *name, const char *text)
{
    size_t i = 0;
    const json_t *row = NULL;
    json_array_foreach(rows, i, row)
    {
        const char *value = json_string_value(json_object_get(row, name));
        if (value != NULL && strcmp(value, text) == 0)
            return true;
    }
    return false;
}

/* An array of what there is before: the export itself leaves an event. */
static void count_all(struct fixture *f, const struct uuid *id, int64_t counts[COLUMNS_MAX])
{
    struct column column = {.entry = 0};
    fixture_begin(f);
    for (int i = 0; columns_next(&column);)
        if (is_of_people(&column))
            counts[i++] = count_rows(f, &column, id);
}

static int check_export(struct fixture *f, const struct fixture_user *user)
{
    struct text document;
    struct column column = {.entry = 0};
    int64_t counts[COLUMNS_MAX];
    int found = 0;
    count_all(f, &user->id, counts);
    fixture_begin(f);
    assert_int_equal(person_export(f->db, &user->actor, &user->id, &document), ERR_NONE);
    json_t *root = json_loadb(document.data, document.len, 0, NULL);
    assert_non_null(root);
    for (int i = 0; columns_next(&column);) {
        const json_t *rows = json_object_get(json_object_get(root, "data"), column.table);
        if (!is_of_people(&column) || counts[i++] == 0)
            continue;
        if (!has_value(rows, column.name, user->id_text))
            fail_msg("%s.%s is not in the export", column.table, column.name);
        found++;
    }
    json_decref(root);
    return found;
}

static void a_persons_export_has_the_rows_of_every_such_column(void **state)
{
    struct fixture *f = *state;
    int found = 0;
    fill(f);
    for (int i = 0; i < FIXTURE_USER_COUNT; i++)
        found += check_export(f, &f->own.users[i]);
    assert_true(found > 60);
}

int main(void)
{
#define WITH_DATA(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_other_id_is_known_to_be_no_persons),
        WITH_DATA(whatever_holds_the_id_of_a_person_is_listed),
        WITH_DATA(erasure_deletes_own_rows_and_keeps_what_refers_to_the_person),
        WITH_DATA(a_persons_export_has_the_rows_of_every_such_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
