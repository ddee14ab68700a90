#include "data/evidence/evidence.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "data/db/query.h"
#include "data/judge/judge_calibration.h"

enum { RUNS_MAX = 100 };

/* ---- runs --------------------------------------------------------------------------------- */

enum {
    COLUMN_ID,
    COLUMN_VERSION,
    COLUMN_SET,
    COLUMN_SET_NAME,
    COLUMN_SET_VERSION,
    COLUMN_SET_NOW,
    COLUMN_MODEL,
    COLUMN_ENDPOINT,
    COLUMN_COUNTS, /* seven of them */
    COLUMN_TOKENS = COLUMN_COUNTS + 7,
    COLUMN_COST,
    COLUMN_CURRENCY,
    COLUMN_PRICED,
    COLUMN_PARAMETERS,
    COLUMN_JUDGE,
    COLUMN_JUDGE_VERSION,
    COLUMN_JUDGE_MODEL,
    COLUMN_JUDGE_KEY,
    COLUMN_JUDGE_GATES,
    COLUMN_DIGEST,
    COLUMN_CREATED,
    COLUMN_ENDED,
    COLUMN_RUNNER
};

static void select_runs(struct query *q, struct db *db, const struct record_head *head)
{
    query_begin(q, db,
                "SELECT r.id, r.version, r.set_id, s.name, r.set_version, "
                "COALESCE(l.version, s.version), r.model, r.endpoint_name, r.case_count, "
                "r.planned_count, r.result_count, r.pass_count, r.fail_count, r.error_count, "
                "r.critical_fail_count, r.input_tokens + r.output_tokens, r.cost_nanos, "
                "r.currency, r.is_priced, r.parameters IS NOT NULL, r.judge_id, r.judge_version, "
                "r.judge_model, r.judge_key, r.judge_gates, r.digest, r.created_at, r.ended_at, "
                "k.runner_name "
                "FROM test_runs r LEFT JOIN carried_runs k "
                "ON k.organization_id = r.organization_id AND k.id = r.id "
                "LEFT JOIN sets s ON s.organization_id = r.organization_id AND s.id = r.set_id "
                "LEFT JOIN set_labels l ON l.organization_id = r.organization_id "
                "AND l.record_id = r.set_id AND l.label = 'production' "
                "WHERE r.organization_id = ");
    query_bind(q, "", db_uuid(&head->organization_id));
    query_bind(q, " AND r.record_id = ", db_uuid(&head->id));
    query_add(q, " AND r.state = 'done' AND r.grade = 'full' AND r.case_ids IS NULL");
}

static struct evidence_run read_run(const struct db_result *rows, int row)
{
    struct evidence_run run = {
        .id = db_get_uuid(rows, row, COLUMN_ID),
        .version = db_get_int(rows, row, COLUMN_VERSION),
        .set_id = db_get_uuid(rows, row, COLUMN_SET),
        .set_name = db_get_text(rows, row, COLUMN_SET_NAME),
        .set_version = db_get_int(rows, row, COLUMN_SET_VERSION),
        .set_version_now = db_get_int(rows, row, COLUMN_SET_NOW),
        .model = db_get_text(rows, row, COLUMN_MODEL),
        .endpoint_name = db_get_text(rows, row, COLUMN_ENDPOINT),
        .token_count = db_get_int(rows, row, COLUMN_TOKENS),
        .cost_nanos = db_get_int(rows, row, COLUMN_COST),
        .currency = db_get_text(rows, row, COLUMN_CURRENCY),
        .is_priced = db_get_bool(rows, row, COLUMN_PRICED),
        .has_parameters = db_get_bool(rows, row, COLUMN_PARAMETERS),
        .judge_id = db_get_uuid(rows, row, COLUMN_JUDGE),
        .judge_version = db_get_int_or(rows, row, COLUMN_JUDGE_VERSION, 0),
        .judge_model = db_get_text(rows, row, COLUMN_JUDGE_MODEL),
        .judge_key = db_get_text(rows, row, COLUMN_JUDGE_KEY),
        .judge_gates = !db_is_null(rows, row, COLUMN_JUDGE_GATES) &&
                       db_get_bool(rows, row, COLUMN_JUDGE_GATES),
        .digest = db_get_text(rows, row, COLUMN_DIGEST),
        .created_at = db_get_time(rows, row, COLUMN_CREATED),
        .ended_at = db_get_time(rows, row, COLUMN_ENDED),
        .runner_name = db_get_text(rows, row, COLUMN_RUNNER),
    };
    int64_t *const counts[] = {&run.case_count,         &run.planned_count, &run.result_count,
                               &run.pass_count,         &run.fail_count,    &run.error_count,
                               &run.critical_fail_count};
    for (int i = 0; i < (int)COUNT_OF(counts); i++)
        *counts[i] = db_get_int(rows, row, COLUMN_COUNTS + i);
    if (run.digest == NULL)
        run.digest = "";
    return run;
}

struct runs {
    struct evidence_run *items; /* newest first */
    int count;
};

/* Those of these bytes, of the version and of the live one. */
static enum err read_runs(struct db *db, const struct record_head *head,
                          const struct evidence_asked *asked, const struct evidence *evidence,
                          struct runs *runs)
{
    struct query q;
    struct db_result rows;
    select_runs(&q, db, head);
    if (!uuid_is_nil(&evidence->rule.set_id))
        query_bind(&q, " AND r.set_id = ", db_uuid(&evidence->rule.set_id));
    query_bind(&q, " AND (r.digest = ", db_text(evidence->digest));
    query_bind(&q, " OR r.version = ", db_int(asked->version));
    query_bind(&q, " OR r.version = ", db_int(asked->live_version));
    query_bind(&q, ") ORDER BY r.id DESC LIMIT ", db_int(RUNS_MAX));
    enum err err = query_run(&q, &rows);
    if (err != ERR_NONE)
        return err;
    runs->items = arena_array(db_arena(db), (size_t)rows.row_count + 1, sizeof *runs->items);
    runs->count = rows.row_count;
    for (int i = 0; i < rows.row_count; i++)
        runs->items[i] = read_run(&rows, i);
    return ERR_NONE;
}

enum err evidence_run_get(struct db *db, const struct record_head *head, const struct uuid *id,
                          struct evidence_run *run)
{
    struct query q;
    struct db_result rows;
    select_runs(&q, db, head);
    query_bind(&q, " AND r.id = ", db_uuid(id));
    enum err err = query_run(&q, &rows);
    if (err == ERR_NONE && rows.row_count == 0)
        return ERR_NOT_FOUND;
    if (err == ERR_NONE)
        *run = read_run(&rows, 0);
    return err;
}

enum err evidence_run_same(struct db *db, const struct uuid *organization_id,
                           const struct evidence_run *run, bool *is_same)
{
    struct db_result rows;
    enum err err = db_select(db, &rows,
                             "SELECT pass_count, result_count, critical_fail_count, digest "
                             "FROM test_runs WHERE organization_id = $1 AND id = $2",
                             db_uuid(organization_id), db_uuid(&run->id));
    *is_same = err == ERR_NONE && rows.row_count == 1 &&
               db_get_int(&rows, 0, 0) == run->pass_count &&
               db_get_int(&rows, 0, 1) == run->result_count &&
               db_get_int(&rows, 0, 2) == run->critical_fail_count &&
               strcmp(db_get_text(&rows, 0, 3), run->digest) == 0;
    return err;
}

/* ---- what a rule says of them -------------------------------------------------------------- */

/* One version that is looked at. */
struct look {
    struct db *db;
    const struct record_head *head;
    const struct evidence_asked *asked;
    const struct composition *composition;
    struct runs runs;
    struct evidence *evidence;
};

/* The model and the parameters are what the version says: those of an agent always, of a prompt if
 * it has settings. */
static bool is_as_served(const struct look *look, const struct evidence_run *run)
{
    const struct composition_part *part = &look->composition->parts[0];
    bool is_agent = part->kind->id == RECORD_AGENT;
    if (is_agent && strcmp(part->facet, run->model) != 0)
        return false;
    bool has_settings = is_agent || part->hashes[1][0] != '\0';
    return !run->has_parameters || !has_settings;
}

/* The newest run of the live version with the same test set. */
static const struct evidence_run *live_run(const struct look *look, const struct evidence_run *run)
{
    for (int i = 0; i < look->runs.count; i++) {
        const struct evidence_run *other = &look->runs.items[i];
        if (other->version == look->asked->live_version && uuid_equal(&other->set_id, &run->set_id))
            return other;
    }
    return NULL;
}

static const char *missing_of(const struct look *look, const struct evidence_run *run)
{
    bool is_calibrated = false;
    if (run->judge_key != NULL &&
        judge_is_calibrated_for(look->db, &look->head->organization_id, run->judge_key,
                                run->judge_gates, &is_calibrated) != ERR_NONE)
        is_calibrated = false; /* the request fails */
    const struct evidence_run *live = live_run(look, run);
    bool is_other = live != NULL && look->asked->live_version != look->asked->version;
    struct label_rule_run said = {
        .pass_count = run->pass_count,
        .result_count = run->result_count,
        .critical_fail_count = run->critical_fail_count,
        .age_us = clock_now() - run->ended_at,
        .is_judged = !uuid_is_nil(&run->judge_id),
        .is_calibrated = is_calibrated,
        .set_version = run->set_version,
        .set_version_now = run->set_version_now,
        .is_as_served = is_as_served(look, run),
        .live_pass_count = is_other ? live->pass_count : 0,
        .live_result_count = is_other ? live->result_count : 0,
        .version = look->asked->version,
        .live_version = look->asked->live_version,
    };
    return label_rule_missing(db_arena(look->db), &look->evidence->rule.terms, &said);
}

static bool is_of_these_bytes(const struct look *look, const struct evidence_run *run)
{
    return look->evidence->digest[0] != '\0' && strcmp(run->digest, look->evidence->digest) == 0;
}

/* The newest run that meets the rule; else the newest of these bytes. */
static void find_run(const struct look *look)
{
    struct evidence *evidence = look->evidence;
    const char *first = NULL;
    for (int i = 0; i < look->runs.count && !evidence->is_met; i++) {
        const struct evidence_run *run = &look->runs.items[i];
        if (!is_of_these_bytes(look, run))
            continue;
        const char *missing = missing_of(look, run);
        if (missing == NULL || first == NULL)
            evidence->run = *run;
        if (first == NULL)
            first = missing;
        evidence->is_met = missing == NULL;
    }
    if (!evidence->is_met && first != NULL)
        evidence->missing =
            arena_printf(db_arena(look->db), "The last run of v%" PRId64 " is not enough. %s",
                         look->asked->version, first);
}

/* ---- what went out of date ------------------------------------------------------------------ */

static const struct composition_part *part_of(const struct composition *composition,
                                              const struct composition_part *wanted)
{
    for (int i = 0; i < composition->count; i++)
        if (composition->parts[i].kind == wanted->kind &&
            uuid_equal(&composition->parts[i].id, &wanted->id))
            return &composition->parts[i];
    return NULL;
}

static bool is_noted(const struct evidence *evidence, const struct composition_part *part)
{
    for (int i = 0; i < evidence->change_count; i++)
        if (evidence->changes[i].kind == part->kind &&
            uuid_equal(&evidence->changes[i].id, &part->id))
            return true;
    return false;
}

static void note_change(struct evidence *evidence, const struct composition_part *part,
                        int64_t before, int64_t now)
{
    if (before == now || evidence->change_count == EVIDENCE_CHANGES_MAX || is_noted(evidence, part))
        return;
    evidence->changes[evidence->change_count++] =
        (struct evidence_change){part->kind, part->id, part->name, before, now};
}

static enum err find_changes(const struct look *look)
{
    struct evidence *evidence = look->evidence;
    struct composition before;
    enum err err = composition_read(look->db, look->head, evidence->run.version,
                                    evidence->run.created_at, &before);
    if (err != ERR_NONE)
        return err == ERR_NOT_FOUND ? ERR_NONE : err;
    evidence->changes =
        arena_array(db_arena(look->db), EVIDENCE_CHANGES_MAX, sizeof *evidence->changes);
    for (int i = 0; i < look->composition->count; i++) {
        const struct composition_part *now = &look->composition->parts[i];
        const struct composition_part *old = part_of(&before, now);
        note_change(evidence, now, old == NULL ? 0 : old->version, now->version);
    }
    for (int i = 0; i < before.count; i++)
        if (part_of(look->composition, &before.parts[i]) == NULL)
            note_change(evidence, &before.parts[i], before.parts[i].version, 0);
    return ERR_NONE;
}

static const char *change_words(struct arena *arena, const struct evidence *evidence)
{
    struct buf buf;
    buf_init(&buf, arena);
    for (int i = 0; i < evidence->change_count; i++) {
        const struct evidence_change *change = &evidence->changes[i];
        buf_printf(&buf, "%s%s (", i == 0 ? "" : ", ", change->name);
        if (change->before == 0)
            buf_printf(&buf, "now v%" PRId64 ")", change->now);
        else if (change->now == 0)
            buf_printf(&buf, "v%" PRId64 " is gone)", change->before);
        else
            buf_printf(&buf, "v%" PRId64 " to v%" PRId64 ")", change->before, change->now);
    }
    return buf.len == 0 ? "something that it uses" : buf.data;
}

/* A run of the version itself, when it served other bytes. */
static enum err find_old(const struct look *look)
{
    struct evidence *evidence = look->evidence;
    struct arena *arena = db_arena(look->db);
    for (int i = 0; i < look->runs.count && uuid_is_nil(&evidence->run.id); i++)
        if (look->runs.items[i].version == look->asked->version)
            evidence->run = look->runs.items[i];
    if (uuid_is_nil(&evidence->run.id)) {
        evidence->missing = arena_printf(arena, "v%" PRId64 " has none.", look->asked->version);
        return ERR_NONE;
    }
    evidence->is_out_of_date = true;
    enum err err = find_changes(look);
    evidence->missing = arena_printf(arena, "v%" PRId64 " was tested, but this changed since: %s.",
                                     look->asked->version, change_words(arena, evidence));
    return err;
}

/* ---- all of it ------------------------------------------------------------------------------ */

static const char *refusal_of(struct arena *arena, const struct evidence_rule *rule,
                              const char *missing, int64_t version)
{
    return arena_printf(arena,
                        "%s needs %s. %s Run the tests of v%" PRId64 ", then move the label.",
                        rule->terms.label, label_rule_needs(arena, &rule->terms), missing, version);
}

const char *evidence_refusal_new(struct arena *arena, const struct evidence_rule *rule,
                                 int64_t version)
{
    return refusal_of(arena, rule, arena_printf(arena, "v%" PRId64 " has none.", version), version);
}

static enum err judge(struct look *look, struct evidence *evidence)
{
    struct arena *arena = db_arena(look->db);
    enum err err = read_runs(look->db, look->head, look->asked, evidence, &look->runs);
    if (err != ERR_NONE)
        return err;
    find_run(look);
    if (evidence->is_met)
        return ERR_NONE;
    if (evidence->digest[0] == '\0')
        evidence->missing = arena_printf(
            arena,
            "v%" PRId64 " uses more than %d others, or deeper than %d, so that no run can "
            "be of all of it.",
            look->asked->version, COMPOSITION_MAX - 1, COMPOSITION_DEPTH);
    else if (uuid_is_nil(&evidence->run.id))
        err = find_old(look);
    evidence->refusal = refusal_of(arena, &evidence->rule, evidence->missing, look->asked->version);
    return err;
}

enum err evidence_get(struct db *db, const struct record_head *head,
                      const struct evidence_asked *asked, const struct evidence_rule *rule,
                      struct evidence *evidence)
{
    struct composition composition;
    struct look look = {
        .db = db, .head = head, .asked = asked, .composition = &composition, .evidence = evidence};
    *evidence = (struct evidence){.rule = *rule, .missing = "", .refusal = ""};
    evidence->is_met = !evidence_rule_holds(rule);
    if (evidence->is_met)
        return ERR_NONE;
    enum err err = composition_read(db, head, asked->version, 0, &composition);
    if (err != ERR_NONE)
        return err;
    evidence_digest_of(db_arena(db), &composition, evidence->digest);
    return judge(&look, evidence);
}
