#include "data/evidence/evidence_gate.h"

#include <string.h>

#include "data/audit/audit.h"
#include "data/db/query.h"
#include "data/record/record_content.h"
#include "data/record/record_version.h"

enum { EVIDENCE_VERSIONS_MAX = 20 /* tested ones that a new one is held against */ };

/* A move that was looked at. */
struct looked {
    struct uuid record_id;
    const char *label;
    int64_t to_version;
    bool is_override;
    struct uuid content_version; /* under which it was; nil: there was no rule */
    struct evidence evidence;
    struct looked *next;
};

struct work_gate {
    struct looked *first;
    bool is_stale; /* something changed since */
};

/* The version of the organization's content, and where the label is. */
static enum err read_place(const struct work *work, const struct record_head *head,
                           const char *label, struct uuid *content_version, int64_t *live_version)
{
    struct query q;
    struct db_result rows;
    query_begin(&q, work->db,
                "SELECT o.id, c.version, l.version FROM organizations o "
                "LEFT JOIN content_versions c ON c.organization_id = o.id LEFT JOIN ");
    query_add(&q, head->store->kind->labels);
    query_bind(&q, " l ON l.organization_id = o.id AND l.record_id = ", db_uuid(&head->id));
    query_bind(&q, " AND l.label = ", db_text(label));
    query_bind(&q, " WHERE o.id = ", db_uuid(&head->organization_id));
    enum err err = query_run(&q, &rows);
    if (err != ERR_NONE)
        return err;
    if (rows.row_count == 0)
        return ERR_NOT_FOUND;
    *content_version = db_get_uuid(&rows, 0, 1);
    *live_version = db_get_int_or(&rows, 0, 2, 0);
    return ERR_NONE;
}

/* tested: the version whose evidence it is, which says the same. */
static enum err look_at(const struct work *work, const struct record_head *head,
                        struct looked *looked, int64_t tested, const struct evidence_rule *rule)
{
    struct evidence_asked asked = {.label = looked->label, .version = tested};
    enum err err =
        read_place(work, head, looked->label, &looked->content_version, &asked.live_version);
    return err == ERR_NONE ? evidence_get(work->db, head, &asked, rule, &looked->evidence) : err;
}

void evidence_gate_open(struct work *work)
{
    if (work->gate == NULL)
        work->gate = arena_alloc(db_arena(work->db), sizeof *work->gate);
}

enum err evidence_gate_look(struct work *work, const struct record_store *store,
                            const struct uuid *id, const char *label, int64_t to_version,
                            bool is_override)
{
    struct arena *arena = db_arena(work->db);
    struct evidence_rule rule;
    struct record_head head = {
        .store = store, .id = *id, .organization_id = work->actor->organization_id};
    evidence_gate_open(work);
    if (to_version == 0)
        return ERR_NONE;
    enum err err = evidence_rule_find(work->db, &head, label, &rule);
    if (err != ERR_NONE)
        return err;
    struct looked *looked = arena_alloc(arena, sizeof *looked);
    *looked = (struct looked){.record_id = *id,
                              .label = label,
                              .to_version = to_version,
                              .is_override = is_override,
                              .next = work->gate->first};
    if (evidence_rule_holds(&rule))
        err = look_at(work, &head, looked, to_version, &rule);
    if (err == ERR_NONE)
        work->gate->first = looked;
    return err == ERR_NOT_FOUND ? ERR_NONE : err; /* no such version: the verb says so */
}

/* ---- saved together with its labels --------------------------------------------------------- */

/* The newest tested version that says the same; 0: none does. */
static enum err find_tested(const struct work *work, const struct evidence_saving *saving,
                            int64_t *tested)
{
    struct db_result rows;
    const struct record_head *head = saving->before;
    *tested = 0;
    enum err err = db_select(work->db, &rows,
                             "SELECT DISTINCT version FROM test_runs WHERE organization_id = $1 "
                             "AND record_id = $2 AND state = 'done' AND grade = 'full' "
                             "AND case_ids IS NULL ORDER BY version DESC LIMIT $3",
                             db_uuid(&head->organization_id), db_uuid(&head->id),
                             db_int(EVIDENCE_VERSIONS_MAX));
    for (int i = 0; err == ERR_NONE && i < rows.row_count && *tested == 0; i++) {
        struct record_version version;
        err = record_version_load(work->db, head, db_get_int(&rows, i, 0), &version);
        if (err == ERR_NONE && record_content_equal(&version.content, saving->content))
            *tested = version.version;
        if (err == ERR_NOT_FOUND)
            err = ERR_NONE; /* one that retention deleted */
    }
    return err;
}

enum err evidence_gate_look_saving(const struct work *work, const struct evidence_saving *saving,
                                   const char *label)
{
    int64_t tested = 0;
    struct evidence_rule rule;
    const struct record_head *head = saving->before;
    enum err err = evidence_rule_find(work->db, head, label, &rule);
    if (err != ERR_NONE || !evidence_rule_holds(&rule))
        return err;
    err = find_tested(work, saving, &tested);
    if (err != ERR_NONE || tested == 0)
        return err;
    struct looked *looked = arena_alloc(db_arena(work->db), sizeof *looked);
    *looked = (struct looked){.record_id = head->id,
                              .label = label,
                              .to_version = saving->version,
                              .next = work->gate->first};
    err = look_at(work, head, looked, tested, &rule);
    if (err == ERR_NONE)
        work->gate->first = looked;
    return err;
}

/* ---- in the transaction ---------------------------------------------------------------------- */

static const struct looked *find(const struct work *work, const struct record_head *head,
                                 const char *label, int64_t to_version)
{
    const struct looked *looked = work->gate == NULL ? NULL : work->gate->first;
    for (; looked != NULL; looked = looked->next)
        if (looked->to_version == to_version && strcmp(looked->label, label) == 0 &&
            uuid_equal(&looked->record_id, &head->id))
            break;
    return looked;
}

static enum err refuse_stale(const struct work *work)
{
    if (work->gate != NULL)
        work->gate->is_stale = true;
    return work_refuse(work, ERR_STALE, "label",
                       "Something that this version uses changed in this moment. Look at it again, "
                       "and move the label then.");
}

/* Nothing was looked at, because the version is as new as the transaction, or there was no rule. */
static enum err check_unknown(const struct work *work, const struct record_head *head,
                              const struct looked *looked, const char *label, int64_t to_version)
{
    struct evidence_rule rule;
    enum err err = evidence_rule_find(work->db, head, label, &rule);
    if (err != ERR_NONE || !evidence_rule_holds(&rule))
        return err;
    if (looked != NULL)
        return refuse_stale(work);
    return work_refuse(work, ERR_CONFLICT, "to_version",
                       evidence_refusal_new(db_arena(work->db), &rule, to_version));
}

/* Everything that was looked at is as it was. */
static enum err check_same(const struct work *work, const struct record_head *head,
                           const struct looked *looked)
{
    struct uuid content_version;
    int64_t live_version = 0;
    bool is_same = true;
    enum err err = read_place(work, head, looked->label, &content_version, &live_version);
    if (err == ERR_NONE && looked->evidence.is_met)
        err = evidence_run_same(work->db, &head->organization_id, &looked->evidence.run, &is_same);
    if (err != ERR_NONE)
        return err;
    is_same = is_same && uuid_equal(&content_version, &looked->content_version);
    return is_same ? ERR_NONE : refuse_stale(work);
}

enum err evidence_gate_check(const struct work *work, const struct record_head *head,
                             const char *label, int64_t to_version, struct evidence_passed *passed)
{
    *passed = (struct evidence_passed){.move_id = uuid_make()};
    if (to_version == 0)
        return ERR_NONE;
    const struct looked *looked = find(work, head, label, to_version);
    if (looked == NULL || !evidence_rule_holds(&looked->evidence.rule))
        return check_unknown(work, head, looked, label, to_version);
    enum err err = check_same(work, head, looked);
    if (err != ERR_NONE)
        return err;
    const struct evidence *evidence = &looked->evidence;
    passed->has_rule = true;
    passed->digest = evidence->digest;
    if (evidence->is_met) {
        passed->run_id = evidence->run.id;
        return ERR_NONE;
    }
    if (!looked->is_override)
        return work_refuse(work, ERR_CONFLICT, "to_version", evidence->refusal);
    passed->is_override = true;
    passed->missing = evidence->refusal;
    return ERR_NONE;
}

enum err evidence_gate_keep(const struct work *work, const struct record_head *head,
                            const struct evidence_passed *passed)
{
    if (!passed->has_rule)
        return ERR_NONE;
    return db_change_one(work->db,
                         "INSERT INTO label_evidence (organization_id, move_id, record_id, run_id, "
                         "digest) VALUES ($1, $2, $3, $4, $5)",
                         db_uuid(&head->organization_id), db_uuid(&passed->move_id),
                         db_uuid(&head->id), db_uuid_or_null(&passed->run_id),
                         db_text(passed->digest));
}

void evidence_gate_describe(const struct work *work, const struct evidence_passed *passed,
                            json_t *details)
{
    if (!passed->has_rule)
        return;
    audit_change(details, "digest", NULL, passed->digest);
    if (!uuid_is_nil(&passed->run_id))
        audit_change(details, "test_run", NULL, work_id(work->db, &passed->run_id));
}

bool evidence_gate_again(const struct work *work, int turn)
{
    return work->gate != NULL && work->gate->is_stale && turn < EVIDENCE_TURNS_MAX &&
           !db_is_writing(work->db);
}
