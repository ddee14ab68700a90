#include "data/closing/closing_run.h"

#include "base/clock.h"
#include "base/json.h"
#include "crypt/signed_note.h"
#include "data/audit/audit.h"
#include "data/closing/closing_table_internal.h"
#include "data/db/query.h"
#include "data/organization/organization.h"
#include "data/organization/organization_usage.h"
#include "data/user/user_record.h"
#include "domain/record/kind.h"

enum { DUE_MAX = 100, STEP_US = 40 * 1000 };

/* Deletes rows of a table, at most *room of them, and takes what went from it. */
static enum err empty(struct db *db, const struct uuid *id, const char *name_sql,
                      const char *key_sql, int *room)
{
    struct query q;
    struct db_result result;
    if (*room == 0)
        return ERR_NONE;
    query_begin(&q, db, "DELETE FROM ");
    query_add(&q, name_sql);
    query_bind(&q, " WHERE organization_id = ", db_uuid(id));
    query_add(&q, " AND (");
    query_add(&q, key_sql);
    query_add(&q, ") IN (SELECT ");
    query_add(&q, key_sql);
    query_add(&q, " FROM ");
    query_add(&q, name_sql);
    query_bind(&q, " WHERE organization_id = ", db_uuid(id));
    query_bind(&q, " LIMIT ", db_int(*room));
    query_add(&q, ")");
    enum err err = query_run(&q, &result);
    if (err == ERR_NONE)
        *room -= (int)result.change_count;
    return err;
}

static enum err empty_all(struct db *db, const struct uuid *id, const struct closing_table *tables,
                          int count, int *room)
{
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < count; i++)
        err = empty(db, id, tables[i].name_sql, tables[i].key_sql, room);
    return err;
}

/* Records with their versions, which nobody may delete alone and which may be large: one after the
 * other, until others have waited long enough. */
static enum err empty_one_by_one(struct db *db, const struct uuid *id, const char *name_sql,
                                 int *room)
{
    int64_t until = clock_monotonic() + STEP_US;
    enum err err = ERR_NONE;
    for (int one = 0; err == ERR_NONE && one == 0 && *room > 0;) {
        one = 1;
        err = empty(db, id, name_sql, "id", &one);
        *room -= one == 0;
        if (clock_monotonic() >= until)
            *room = 0;
    }
    return err;
}

static enum err empty_records(struct db *db, const struct uuid *id, int *room)
{
    enum err err = ERR_NONE;
    for (int i = RECORD_KIND_COUNT - 1; err == ERR_NONE && i >= 0; i--) {
        const struct record_kind *kind = &record_kinds[i];
        err = empty(db, id, kind->labels, "record_id, label", room);
        if (err == ERR_NONE)
            err = empty(db, id, kind->tags, "record_id, tag_key", room);
        if (err == ERR_NONE)
            err = empty(db, id, kind->words, "word, record_id", room);
        if (err == ERR_NONE)
            err = empty_one_by_one(db, id, kind->table, room);
    }
    return err;
}

/* The people's keys, with which their names and what was told of them are gone. */
static enum err destroy_keys(struct db *db, const struct uuid *id, int *room)
{
    struct db_result result;
    enum err err = db_select(
        db, &result,
        "UPDATE users SET data_key_id = NULL, email = NULL, full_name = NULL, "
        "hashed_password = NULL, is_active = $1, erased_at = $2 WHERE organization_id = $3 "
        "AND id IN (SELECT id FROM users WHERE organization_id = $3 AND data_key_id IS NOT NULL "
        "LIMIT $4)",
        db_bool(false), db_time(clock_now()), db_uuid(id), db_int(*room));
    if (err != ERR_NONE)
        return err;
    *room -= (int)result.change_count;
    err = db_change(db,
                    "DELETE FROM data_keys WHERE organization_id = $1 AND id NOT IN (SELECT "
                    "data_key_id FROM users WHERE organization_id = $1 "
                    "AND data_key_id IS NOT NULL)",
                    db_uuid(id));
    if (err != ERR_NONE)
        return err;
    return empty(db, id, "addresses", "email_index", room);
}

static enum err record(struct db *db, const struct actor *actor, const struct uuid *id,
                       const char *action)
{
    return audit_record(db, actor,
                        &(struct audit_event){.action = action,
                                              .record_type = "organization",
                                              .record_id = *id,
                                              .organization_id = *id});
}

static enum err purge(struct db *db, const struct actor *actor, const struct uuid *id,
                      bool *is_done)
{
    int room = CLOSING_ROWS;
    enum err err = destroy_keys(db, id, &room);
    if (err == ERR_NONE)
        err = empty_all(db, id, closing_before_records, closing_before_records_count, &room);
    if (err == ERR_NONE)
        err = empty_records(db, id, &room);
    if (err == ERR_NONE)
        err = empty_all(db, id, closing_after_records, closing_after_records_count, &room);
    *is_done = room > 0;
    if (err == ERR_NONE && *is_done)
        err =
            db_change(db, "DELETE FROM organization_usage WHERE organization_id = $1", db_uuid(id));
    if (err == ERR_NONE && *is_done)
        err = db_change_one(db, "DELETE FROM organization_closings WHERE organization_id = $1",
                            db_uuid(id));
    return err != ERR_NONE ? err : record(db, actor, id, "organization.purge");
}

/* ---- the certificate ------------------------------------------------------------------------ */

/* What is known of a closing at its beginning. */
struct facts {
    struct organization organization;
    struct organization_usage usage;
    struct db_result row; /* of organization_closings */
    int64_t key_count;
    int64_t event_count;
    bool is_closed;
};

static enum err read_facts(struct db *db, const struct uuid *id, struct facts *facts)
{
    struct db_result keys, events, usage, closed;
    enum err err = organization_find(db, id, &facts->organization);
    if (err != ERR_NONE)
        return err;
    db_later(db, &facts->row,
             "SELECT requested_by, requested_at, approved_by, approved_at, due_at "
             "FROM organization_closings WHERE organization_id = $1",
             db_uuid(id));
    db_later(db, &keys, "SELECT count(*) FROM data_keys WHERE organization_id = $1", db_uuid(id));
    db_later(db, &events, "SELECT count(*) FROM audit_events WHERE organization_id = $1",
             db_uuid(id));
    db_later(db, &usage,
             "SELECT " ORGANIZATION_USAGE_COLUMNS(q) " FROM organization_usage q "
                                                     "WHERE q.organization_id = $1",
             db_uuid(id));
    db_later(db, &closed, "SELECT closed_at FROM organizations WHERE id = $1", db_uuid(id));
    err = db_collect(db);
    if (err != ERR_NONE)
        return err;
    facts->key_count = db_get_int(&keys, 0, 0);
    facts->event_count = db_get_int(&events, 0, 0);
    facts->is_closed = !db_is_null(&closed, 0, 0);
    if (usage.row_count > 0)
        organization_usage_read(&usage, 0, 0, &facts->usage);
    return ERR_NONE;
}

/* One JSON document, which says who wanted it, how much there was, and what was destroyed. */
static const char *certificate_of(struct db *db, const struct uuid *id, const struct facts *facts,
                                  int64_t now)
{
    const struct db_result *row = &facts->row;
    struct uuid requested_by = db_get_uuid(row, 0, 0);
    struct uuid approved_by = db_get_uuid(row, 0, 2);
    json_t *certificate = json_keep(
        db_arena(db),
        json_pack(
            "{s:s, s:{s:o, s:s}, s:{s:o, s:o}, s:{s:o, s:o}, s:o, s:o, s:{s:I, s:I, s:I, s:I}, "
            "s:{s:I}}",
            "certificate", "the closing of an organization", "organization", "id", json_uuid(id),
            "name", facts->organization.name, "requested", "by", json_uuid(&requested_by), "at",
            json_time(db_get_time(row, 0, 1)), "approved", "by", json_uuid(&approved_by), "at",
            json_time(db_get_time(row, 0, 3)), "due_at", json_time(db_get_time(row, 0, 4)),
            "closed_at", json_time(now), "destroyed", "keys", (json_int_t)facts->key_count,
            "records", (json_int_t)facts->usage.counts[USAGE_RECORDS], "content_bytes",
            (json_int_t)facts->usage.counts[USAGE_BYTES], "people",
            (json_int_t)facts->usage.counts[USAGE_PEOPLE], "kept", "audit_events",
            (json_int_t)facts->event_count));
    return signed_note_make_json(db_keyring(db), db_arena(db), certificate);
}

/* ---- steps ---------------------------------------------------------------------------------- */

/* Sessions of those who look after it, and are inside, go home. */
static enum err send_home(struct db *db, const struct uuid *id)
{
    struct db_scope before = db_enter(db, (struct db_scope){.reach = DB_ALL});
    enum err err = db_change(db,
                             "UPDATE sessions SET acting_organization_id = organization_id "
                             "WHERE acting_organization_id = $1",
                             db_uuid(id));
    (void)db_enter(db, before);
    return err;
}

static enum err close(struct db *db, const struct actor *actor, const struct uuid *id,
                      const char *certificate, int64_t now)
{
    enum err err = db_change_one(db,
                                 "UPDATE organizations SET closed_at = $1, updated_at = $1 "
                                 "WHERE id = $2 AND closed_at IS NULL",
                                 db_time(now), db_uuid(id));
    if (err == ERR_NONE)
        err = db_change_one(
            db,
            "INSERT INTO closing_certificates (organization_id, closed_at, certificate) "
            "VALUES ($1, $2, $3)",
            db_uuid(id), db_time(now), db_text(certificate));
    if (err == ERR_NONE)
        err = db_change_one(db,
                            "DELETE FROM data_keys WHERE organization_id = $1 AND id = (SELECT "
                            "data_key_id FROM organizations WHERE id = $1)",
                            db_uuid(id));
    if (err == ERR_NONE)
        err = send_home(db, id);
    return err != ERR_NONE ? err : record(db, actor, id, "organization.close");
}

/* A hold on anyone or anything of it keeps all of it: once it has begun there are none. */
static enum err check_holds(struct db *db, const struct uuid *id, struct problem *problem)
{
    struct db_result result;
    enum err err = db_select(db, &result,
                             "SELECT count(*) FROM legal_holds WHERE organization_id = $1 "
                             "AND released_at IS NULL",
                             db_uuid(id));
    if (err != ERR_NONE || db_get_int(&result, 0, 0) == 0)
        return err;
    return problem_refuse(
        problem, ERR_CONFLICT, "",
        "There is a legal hold in this organization: it has to be released first.");
}

/* The one place that says whether it may begin. */
static enum err check_due(struct db *db, const struct uuid *id, int64_t now,
                          struct problem *problem)
{
    struct db_result result;
    enum err err = db_select(db, &result,
                             "SELECT due_at FROM organization_closings WHERE organization_id = $1 "
                             "AND approved_at IS NOT NULL",
                             db_uuid(id));
    if (err != ERR_NONE)
        return err;
    if (result.row_count > 0 && db_get_time(&result, 0, 0) <= now)
        return check_holds(db, id, problem);
    return problem_refuse(problem, ERR_CONFLICT, "",
                          "It is not due: someone has to approve it first, and the days of grace "
                          "have to pass.");
}

static enum err step_inside(struct db *db, const struct actor *actor, const struct uuid *id,
                            const struct facts *facts, bool *is_done, struct problem *problem)
{
    int64_t now = clock_now();
    *is_done = false;
    enum err err = check_due(db, id, now, problem);
    if (err != ERR_NONE)
        return err;
    if (facts->is_closed)
        return purge(db, actor, id, is_done);
    return close(db, actor, id, certificate_of(db, id, facts, now), now);
}

static enum err run_step(struct db *db, const struct actor *actor, const struct uuid *id,
                         bool *is_done, struct problem *problem)
{
    struct facts facts = {.is_closed = false};
    enum err err = read_facts(db, id, &facts);
    if (err == ERR_NONE && facts.row.row_count == 0)
        return check_due(db, id, clock_now(), problem);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = step_inside(db, actor, id, &facts, is_done, problem);
    err = db_finish(db, err);
    /* whoever was faster did the same step */
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

enum err closing_step(struct db *db, const struct actor *actor, const struct uuid *id,
                      bool *is_done, struct problem *problem)
{
    *is_done = false;
    *problem = (struct problem){.field = "", .message = ""};
    if (!policy_allows_some(actor, PERMISSION_ORGANIZATION_SUSPEND))
        return ERR_DENIED;
    struct db_scope before = db_enter(db, (struct db_scope){DB_ORGANIZATION, *id});
    enum err err = run_step(db, actor, id, is_done, problem);
    (void)db_enter(db, before);
    return err;
}

enum err closing_list_due(struct db *db, const struct actor *actor, struct closing_due *due)
{
    struct db_result result;
    *due = (struct closing_due){NULL, 0};
    if (!policy_allows_some(actor, PERMISSION_ORGANIZATION_SUSPEND))
        return ERR_DENIED;
    struct db_scope before = db_enter(db, (struct db_scope){.reach = DB_ALL});
    enum err err = db_select(db, &result,
                             "SELECT organization_id FROM organization_closings "
                             "WHERE approved_at IS NOT NULL AND due_at <= $1 "
                             "ORDER BY due_at, organization_id LIMIT $2",
                             db_time(clock_now()), db_int(DUE_MAX));
    (void)db_enter(db, before);
    if (err != ERR_NONE)
        return err;
    due->count = result.row_count;
    due->ids = arena_array(db_arena(db), (size_t)due->count + 1, sizeof *due->ids);
    for (int i = 0; i < due->count; i++)
        due->ids[i] = db_get_uuid(&result, i, 0);
    return ERR_NONE;
}
