#include "data/retention/retention_batch_internal.h"

#include "base/clock.h"
#include "base/json.h"
#include "crypt/digest.h"
#include "crypt/signed_note.h"
#include "data/audit/audit.h"
#include "data/organization/organization.h"
#include "data/retention/retention_delete_internal.h"
#include "data/retention/retention_manifest.h"

/* Deleting what a live run listed, at most 500 rows and 40 ms a transaction: the run is open
 * (retention_runs.is_open) inside such a transaction and never outside, so that the triggers that
 * keep events and versions let nobody else pass. */

static const char *const outcome_words[] = {
    [OUTCOME_DELETED] = "deleted", [OUTCOME_HELD] = "held", [OUTCOME_KEPT] = "kept"};

static enum err set_open(const struct retention_step *step, bool is_open)
{
    return db_change_one(step->db,
                         "UPDATE retention_runs SET is_open = $1 "
                         "WHERE organization_id = $2 AND id = $3 AND state = 'deleting'",
                         db_bool(is_open), db_uuid(&step->actor->organization_id),
                         db_uuid(&step->run->id));
}

/* How long a batch may hold the one writer: others wait for it. */
enum { BATCH_US = 40 * 1000 };

/* What a batch has done, and may still do. */
struct batch {
    int64_t counts[3]; /* by outcome */
    int64_t versions;  /* of records that go when all of them are gone */
    int64_t comments;  /* that mentioned people who go then */
    struct retention_room room;
};

static enum err delete_line(const struct retention_step *step, const struct retention_rules *rules,
                            const struct db_result *lines, int row, struct batch *batch)
{
    struct retention_source source;
    enum retention_outcome outcome = OUTCOME_KEPT;
    struct uuid *id = arena_alloc(db_arena(step->db), sizeof *id);
    *id = db_get_uuid(lines, row, 3);
    retention_source_find(db_get_text(lines, row, 1), db_get_text(lines, row, 2), &source);
    const struct retention_due due = {step->actor->organization_id, step->run->measured_at,
                                      rules->set.rules[source.kind->id].days};
    int64_t before = 0;
    enum err err = retention_delete_before(step, &source, &due, id, &batch->room, &before);
    batch->versions += source.kind->id == RETENTION_ARCHIVED ? before : 0;
    batch->comments += source.kind->id == RETENTION_PEOPLE ? before : 0;
    if (err != ERR_NONE || (before > 0 && !retention_room_is_left(&batch->room)))
        return err; /* the next batch goes on with it */
    err = retention_delete_row(step, &source, &due, id, db_get_int(lines, row, 4), &outcome);
    batch->counts[outcome]++;
    batch->room.rows--;
    if (err == ERR_NONE)
        db_change_later(step->db,
                        "UPDATE retention_lines SET outcome = $1 WHERE organization_id = $2 "
                        "AND run_id = $3 AND position = $4",
                        db_text(outcome_words[outcome]), db_uuid(&step->actor->organization_id),
                        db_uuid(&step->run->id), db_int(db_get_int(lines, row, 0)));
    return err;
}

static enum err record_batch(const struct retention_step *step, const struct batch *batch)
{
    const int64_t *counts = batch->counts;
    json_t *details = json_object();
    audit_change_int(details, "deleted", 0, counts[OUTCOME_DELETED]);
    audit_change_int(details, "held", 0, counts[OUTCOME_HELD]);
    audit_change_int(details, "kept", 0, counts[OUTCOME_KEPT]);
    audit_change_int(details, "versions", 0, batch->versions);
    audit_change_int(details, "comments", 0, batch->comments);
    return audit_record(step->db, step->actor,
                        &(struct audit_event){.action = "retention.delete",
                                              .record_type = "retention",
                                              .record_id = step->run->id,
                                              .details = details});
}

static enum err count_batch(const struct retention_step *step, const int64_t counts[3])
{
    return db_change_one(
        step->db,
        "UPDATE retention_runs SET deleted_count = deleted_count + $1, "
        "held_count = held_count + $2, kept_count = kept_count + $3, due_count = due_count - $4 "
        "WHERE organization_id = $5 AND id = $6",
        db_int(counts[OUTCOME_DELETED]), db_int(counts[OUTCOME_HELD]), db_int(counts[OUTCOME_KEPT]),
        db_int(counts[OUTCOME_HELD] + counts[OUTCOME_KEPT]), db_uuid(&step->actor->organization_id),
        db_uuid(&step->run->id));
}

/* *count is how many lines there were to be done: 0 at the end. */
static enum err batch_inside(const struct retention_step *step, int *count)
{
    struct retention_rules rules;
    struct db_result lines;
    struct batch batch = {.room = {RETENTION_BATCH, clock_monotonic() + BATCH_US}};
    enum err err =
        retention_rules_get_version(step->db, step->actor, step->run->rules_version, &rules);
    if (err == ERR_NONE)
        err = db_select(step->db, &lines,
                        "SELECT position, kind, noun, row_id, number FROM retention_lines "
                        "WHERE organization_id = $1 AND run_id = $2 AND outcome = 'due' "
                        "ORDER BY position LIMIT $3",
                        db_uuid(&step->actor->organization_id), db_uuid(&step->run->id),
                        db_int(RETENTION_BATCH));
    *count = err == ERR_NONE ? lines.row_count : 0;
    if (*count == 0)
        return err;
    err = set_open(step, true);
    for (int i = 0; err == ERR_NONE && i < *count; i++) {
        if (i > 0 && !retention_room_is_left(&batch.room))
            break;
        err = delete_line(step, &rules, &lines, i, &batch);
    }
    if (err == ERR_NONE)
        err = count_batch(step, batch.counts);
    if (err == ERR_NONE)
        err = set_open(step, false);
    bool is_done = batch.counts[OUTCOME_DELETED] + batch.counts[OUTCOME_HELD] +
                       batch.counts[OUTCOME_KEPT] + batch.versions >
                   0;
    return err == ERR_NONE && is_done ? record_batch(step, &batch) : err;
}

/* ---- the end ------------------------------------------------------------------------------ */

static json_t *counts_of(const struct retention_counts counts[RETENTION_KIND_COUNT],
                         const struct retention_rules *rules)
{
    json_t *kinds = json_object();
    for (int i = 0; i < RETENTION_KIND_COUNT; i++)
        if (rules->set.rules[i].is_on)
            json_object_set_new(
                kinds, retention_kinds[i].name,
                json_pack("{s:s, s:i, s:I, s:I, s:I}", "action",
                          retention_action_words[retention_kinds[i].action], "days",
                          rules->set.rules[i].days, "deleted", (json_int_t)counts[i].deleted,
                          "held", (json_int_t)counts[i].held, "kept", (json_int_t)counts[i].kept));
    return kinds;
}

/* What the run did, in words that anybody can check: signed. */
static enum err certify(const struct retention_step *step, const char *hash, const char **note)
{
    struct db *db = step->db;
    const struct retention_run *run = step->run;
    struct retention_counts counts[RETENTION_KIND_COUNT];
    struct retention_rules rules;
    enum err err = retention_count_lines(db, step->actor, &run->id, counts);
    if (err == ERR_NONE)
        err = retention_rules_get_version(db, step->actor, run->rules_version, &rules);
    if (err != ERR_NONE)
        return err;
    json_t *json = json_keep(
        db_arena(db),
        json_pack("{s:s, s:o, s:o, s:o, s:o, s:I, s:o, s:o, s:o, s:{s:I, s:s}, s:o}", "certificate",
                  "rostrum/retention-run", "organization", json_uuid(&step->actor->organization_id),
                  "run", json_uuid(&run->id), "dry_run", json_uuid(&run->dry_run_id), "approval",
                  json_uuid(&run->approval_id), "rules_version", (json_int_t)run->rules_version,
                  "standing", json_boolean(uuid_is_nil(&run->approval_id)), "measured_at",
                  json_time(run->measured_at), "ended_at", json_time(clock_now()), "manifest",
                  "lines", (json_int_t)run->line_count, "sha256", hash, "kinds",
                  counts_of(counts, &rules)));
    *note = signed_note_make_json(db_keyring(db), db_arena(db), json);
    return ERR_NONE;
}

static enum err end_inside(const struct retention_step *step, const char *hash, const char *note)
{
    const struct retention_run *run = step->run;
    enum err err = db_change_one(step->db,
                                 "UPDATE retention_runs SET state = 'done', ended_at = $1, "
                                 "manifest_hash = $2, certificate = $3 WHERE organization_id = $4 "
                                 "AND id = $5 AND state = 'deleting'",
                                 db_time(clock_now()), db_text(hash), db_text(note),
                                 db_uuid(&step->actor->organization_id), db_uuid(&run->id));
    if (err != ERR_NONE)
        return err;
    json_t *details = json_object();
    audit_change_int(details, "deleted", 0, run->deleted_count);
    audit_change_int(details, "held", 0, run->held_count);
    audit_change_int(details, "kept", 0, run->kept_count);
    audit_change(details, "manifest", NULL, hash);
    return retention_run_record(step->db, step->actor, "retention.end", &run->id, details);
}

static enum err end(const struct retention_step *step)
{
    char hash[SHA256_HEX_LEN];
    const char *note = NULL;
    enum err err = retention_manifest_hash(step->db, step->actor, &step->run->id, hash);
    if (err == ERR_NONE)
        err = certify(step, hash, &note);
    if (err == ERR_NONE)
        err = db_begin(step->db);
    if (err != ERR_NONE)
        return err;
    err = db_finish(step->db, end_inside(step, hash, note));
    return err == ERR_NOT_FOUND ? ERR_NONE : err; /* somebody else did it */
}

enum err retention_delete_batch(const struct retention_step *step)
{
    int count = 0;
    enum err err = db_begin(step->db);
    if (err != ERR_NONE)
        return err;
    err = db_finish(step->db, batch_inside(step, &count));
    return err == ERR_NONE && count == 0 ? end(step) : err;
}
