#include "data/retention/retention_list_internal.h"

#include "base/clock.h"
#include "crypt/digest.h"
#include "data/audit/audit.h"
#include "data/retention/retention_manifest.h"
#include "data/retention/retention_source_internal.h"

/* Listing: what is due is found without a lock on anybody's work, in the order of clock and id, and
 * each batch of lines is written together with how far the listing is. */

/* ---- finding ------------------------------------------------------------------------------ */

static enum err find(const struct retention_step *step, const struct retention_source *source,
                     int days, struct db_result *result)
{
    const struct retention_run *run = step->run;
    struct query q;
    query_begin(&q, step->db, "SELECT ");
    query_add(&q, source->id_sql);
    query_add(&q, ", ");
    query_add(&q, source->number_sql);
    query_add(&q, ", ");
    query_add(&q, source->clock_sql);
    query_add(&q, ", ");
    retention_source_add_held(&q, source);
    query_add(&q, " FROM ");
    retention_source_add(
        &q, source, &(struct retention_due){step->actor->organization_id, run->measured_at, days});
    query_add(&q, " AND (");
    query_add(&q, source->clock_sql);
    query_add(&q, ", ");
    query_add(&q, source->id_sql);
    query_add(&q, ", ");
    query_add(&q, source->number_sql);
    query_bind(&q, ") > (", db_time(run->at_time));
    query_bind(&q, ", ", db_uuid(&run->at_id));
    query_bind(&q, ", ", db_int(run->at_number));
    query_add(&q, ") ORDER BY ");
    query_add(&q, source->clock_sql);
    query_add(&q, ", ");
    query_add(&q, source->id_sql);
    query_add(&q, ", ");
    query_add(&q, source->number_sql);
    query_bind(&q, " LIMIT ", db_int(RETENTION_BATCH));
    return query_run(&q, result);
}

/* ---- writing ------------------------------------------------------------------------------ */

static void insert_line(const struct retention_step *step, const struct retention_source *source,
                        const struct db_result *found, int row)
{
    struct uuid *id = arena_alloc(db_arena(step->db), sizeof *id);
    *id = db_get_uuid(found, row, 0);
    db_change_later(
        step->db,
        "INSERT INTO retention_lines (organization_id, run_id, position, kind, noun, "
        "row_id, number, clock_at, outcome) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        db_uuid(&step->actor->organization_id), db_uuid(&step->run->id),
        db_int(step->run->line_count + 1 + row), db_text(source->kind->name), db_text(source->noun),
        db_uuid(id), db_int(db_get_int(found, row, 1)), db_time(db_get_time(found, row, 2)),
        db_text(db_get_bool(found, row, 3) ? "held" : "due"));
}

/* Somebody else may be at the same run: the one who comes second finds nothing to change. */
static enum err write_inside(const struct retention_step *step,
                             const struct retention_source *source, const struct db_result *found)
{
    const struct retention_run *run = step->run;
    int last = found->row_count - 1;
    int held = 0;
    bool is_over = found->row_count < RETENTION_BATCH; /* the next source is next */
    for (int i = 0; i <= last; i++)
        held += db_get_bool(found, i, 3);
    struct uuid none = {{0}};
    struct uuid at = is_over ? none : db_get_uuid(found, last, 0);
    enum err err = db_change_one(
        step->db,
        "UPDATE retention_runs SET line_count = line_count + $1, due_count = due_count + $2, "
        "held_count = held_count + $3, at_source = at_source + $4, at_time = $5, at_id = $6, "
        "at_number = $7 WHERE organization_id = $8 AND id = $9 AND line_count = $10 "
        "AND at_source = $11 AND state = 'listing'",
        db_int(found->row_count), db_int(found->row_count - held), db_int(held),
        db_int(is_over ? 1 : 0), db_time_or_null(is_over ? 0 : db_get_time(found, last, 2)),
        db_uuid_or_null(&at), db_int(is_over ? 0 : db_get_int(found, last, 1)),
        db_uuid(&step->actor->organization_id), db_uuid(&run->id), db_int(run->line_count),
        db_int(run->at_source));
    for (int i = 0; err == ERR_NONE && i <= last; i++)
        insert_line(step, source, found, i);
    return err;
}

/* ---- the end ------------------------------------------------------------------------------ */

/* A tenth more or less than the dry run found. */
static bool is_near(int64_t count, int64_t dry_count)
{
    int64_t apart = count > dry_count ? count - dry_count : dry_count - count;
    return apart * 10 <= dry_count;
}

static enum err record_end(const struct retention_step *step, const char *action, const char *hash)
{
    json_t *details = json_object();
    audit_change_int(details, "due", 0, step->run->due_count);
    audit_change_int(details, "held", 0, step->run->held_count);
    audit_change(details, "manifest", NULL, hash);
    return retention_run_record(step->db, step->actor, action, &step->run->id, details);
}

/* Rows that a hold keeps are refused to the run: an event. */
static enum err record_held(const struct retention_step *step)
{
    if (!step->run->is_live || step->run->held_count == 0)
        return ERR_NONE;
    json_t *details = json_object();
    audit_change(details, "refused", NULL, "retention.delete");
    audit_change_int(details, "rows", 0, step->run->held_count);
    return audit_record(step->db, step->actor,
                        &(struct audit_event){.action = "legal_hold.refuse",
                                              .record_type = "retention",
                                              .record_id = step->run->id,
                                              .outcome = AUDIT_REFUSAL,
                                              .details = details});
}

static enum err end_inside(const struct retention_step *step, const char *hash)
{
    const struct retention_run *run = step->run;
    struct retention_run dry = {.due_count = run->due_count};
    enum err err =
        run->is_live ? retention_run_load(step->db, step->actor, &run->dry_run_id, &dry) : ERR_NONE;
    if (err != ERR_NONE)
        return err;
    bool stops = !is_near(run->due_count, dry.due_count);
    const char *state = stops ? "stopped" : run->is_live ? "deleting" : "listed";
    bool is_over = stops || !run->is_live;
    err = db_change_one(step->db,
                        "UPDATE retention_runs SET state = $1, ended_at = $2, manifest_hash = $3 "
                        "WHERE organization_id = $4 AND id = $5 AND state = 'listing'",
                        db_text(state), db_time_or_null(is_over ? clock_now() : 0),
                        db_text(is_over ? hash : NULL), db_uuid(&step->actor->organization_id),
                        db_uuid(&run->id));
    if (err == ERR_NONE)
        err = record_held(step);
    return err == ERR_NONE ? record_end(step, stops ? "retention.stop" : "retention.list", hash)
                           : err;
}

static enum err end(const struct retention_step *step)
{
    char hash[SHA256_HEX_LEN];
    enum err err = retention_manifest_hash(step->db, step->actor, &step->run->id, hash);
    if (err == ERR_NONE)
        err = db_begin(step->db);
    return err == ERR_NONE ? db_finish(step->db, end_inside(step, hash)) : err;
}

enum err retention_list_batch(const struct retention_step *step)
{
    struct retention_rules rules;
    struct retention_source source;
    struct db_result found = {.values = NULL};
    if (!retention_source_at((int)step->run->at_source, &source))
        return end(step);
    enum err err =
        retention_rules_get_version(step->db, step->actor, step->run->rules_version, &rules);
    const struct retention_rule *rule = &rules.set.rules[source.kind->id];
    if (err == ERR_NONE && rule->is_on)
        err = find(step, &source, rule->days, &found);
    if (err == ERR_NONE)
        err = db_begin(step->db);
    if (err != ERR_NONE)
        return err;
    err = db_finish(step->db, write_inside(step, &source, &found));
    return err == ERR_NOT_FOUND ? ERR_NONE : err; /* somebody else did it */
}
