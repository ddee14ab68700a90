#include "data/release/record_label.h"

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/db/query.h"
#include "data/evidence/evidence_gate.h"
#include "data/evidence/evidence_override.h"
#include "data/record/record_audit.h"
#include "data/record/record_load.h"
#include "data/record/record_mark.h"
#include "data/record/record_stop.h"
#include "data/record/record_version.h"
#include "data/record/work_check.h"
#include "data/reference/record_use.h"
#include "data/release/protected_label.h"
#include "data/release/record_ahead.h"
#include "data/release/record_scope.h"
#include "data/release/widening_rule.h"
#include "data/vault/vault.h"

static void select_labels(struct query *q, struct db *db, const struct record_head *head)
{
    query_begin(q, db,
                "SELECT l.label, l.version, l.updated_at, "
                "CASE WHEN p.label IS NULL THEN 0 ELSE 1 END FROM ");
    query_add(q, head->store->kind->labels);
    query_add(q, " l LEFT JOIN protected_labels p ON p.organization_id = l.organization_id "
                 "AND p.label = l.label");
    query_bind(q, " WHERE l.organization_id = ", db_uuid(&head->organization_id));
    query_bind(q, " AND l.record_id = ", db_uuid(&head->id));
    query_add(q, " ORDER BY l.label LIMIT 1000");
}

void record_label_ahead(struct db *db, const struct record_head *head)
{
    struct query q;
    select_labels(&q, db, head);
    query_ahead(&q);
}

enum err record_label_list(struct db *db, const struct record_head *head,
                           struct record_label_list *list)
{
    struct query q;
    struct db_result result;
    select_labels(&q, db, head);
    enum err err = query_run(&q, &result);
    if (err != ERR_NONE)
        return err;
    list->count = result.row_count;
    list->labels = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->labels);
    for (int i = 0; i < list->count; i++)
        list->labels[i] = (struct record_label){
            .label = db_get_text(&result, i, 0),
            .version = db_get_int(&result, i, 1),
            .updated_at = db_get_time(&result, i, 2),
            .is_protected = db_get_int(&result, i, 3) != 0,
        };
    return ERR_NONE;
}

bool label_is_movable(const struct actor *actor, const struct record_head *head, bool is_protected)
{
    struct policy_target target = record_target(head);
    return policy_allows(
        actor, is_protected ? PERMISSION_LABEL_MOVE_PROTECTED : PERMISSION_LABEL_MOVE, &target);
}

enum err label_may_move(struct db *db, const struct actor *actor, const struct record_head *head,
                        const char *label, bool *may_move)
{
    bool is_protected = false;
    enum err err = protected_label_check(db, &head->organization_id, label, &is_protected);
    *may_move = err == ERR_NONE && label_is_movable(actor, head, is_protected);
    return err;
}

enum err label_change_check(const struct work *work, const struct label_change *change)
{
    const char *message = NULL;
    if (label_check(change->label, &message) != ERR_NONE)
        return work_refuse(work, ERR_INVALID, "label", message);
    return work_check_line(work, "reason", change->reason);
}

enum err label_version(struct db *db, const struct record_head *head, const char *label,
                       int64_t *version)
{
    struct query q;
    struct db_result result;
    query_begin(&q, db, "SELECT version FROM ");
    query_add(&q, head->store->kind->labels);
    record_add_own(&q, head);
    query_bind(&q, " AND label = ", db_text(label));
    enum err err = query_run(&q, &result);
    if (err == ERR_NONE)
        *version = result.row_count == 0 ? 0 : db_get_int(&result, 0, 0);
    return err;
}

/* ---- rules -------------------------------------------------------------------------------- */

/* References by a label that is removed lead nowhere. */
static enum err check_removal(const struct work *work, const struct record_head *head,
                              const struct label_change *change)
{
    const char *names = NULL;
    if (change->accepts_uses)
        return ERR_NONE;
    enum err err = record_use_names(
        work->db, head, &(struct record_use_filter){.label = change->label, .only_active = true},
        &names);
    if (err != ERR_NONE || names == NULL)
        return err;
    return work_refuse(work, ERR_CONFLICT, "label",
                       arena_printf(db_arena(work->db),
                                    "%s refer to this %s by the label %s and would lead nowhere.",
                                    names, head->store->kind->noun, change->label));
}

static enum err check_target(const struct work *work, const struct record_head *head,
                             const struct label_change *change)
{
    bool exists = false;
    enum err err = record_version_exists(work->db, head, change->to_version, &exists);
    if (err == ERR_NONE && !exists)
        return work_refuse(work, ERR_INVALID, "to_version", "There is no such version.");
    if (err != ERR_NONE || head->store->check_label == NULL)
        return err;
    return head->store->check_label(work, head, change->label, change->to_version);
}

/* Labels of what is stopped stay; only a version that is stopped may be left for another. */
static enum err check_stops(const struct work *work, const struct record_head *head,
                            const struct label_change *change)
{
    struct arena *arena = db_arena(work->db);
    const char *noun = head->store->kind->noun;
    struct uuid stop_id;
    if (record_stops_have(&head->stops, 0))
        return work_refuse(work, ERR_CONFLICT, "label",
                           arena_printf(arena,
                                        "This %s is stopped. Its labels stay until it is "
                                        "resumed.",
                                        noun));
    if (change->to_version == 0 && record_stops_have(&head->stops, change->from_version))
        return work_refuse(work, ERR_CONFLICT, "label",
                           arena_printf(arena,
                                        "Version %lld is stopped. Move the label to another "
                                        "version; it can't be removed.",
                                        (long long)change->from_version));
    if (change->to_version == 0)
        return ERR_NONE;
    enum err err = record_stop_find(work->db, head, change->to_version, &stop_id);
    if (err != ERR_NONE || uuid_is_nil(&stop_id))
        return err;
    return work_refuse(work, ERR_CONFLICT, "to_version",
                       arena_printf(arena,
                                    record_stops_have(&head->stops, change->to_version)
                                        ? "Version %lld is stopped."
                                        : "Version %lld uses a version that is stopped.",
                                    (long long)change->to_version));
}

enum err label_change_check_place(const struct work *work, const struct record_head *head,
                                  const struct label_change *change)
{
    int64_t version = 0;
    if (head->archived_at != 0)
        return work_refuse(work, ERR_CONFLICT, "",
                           arena_printf(db_arena(work->db),
                                        "This %s is archived. Restore it before you move its "
                                        "labels.",
                                        head->store->kind->noun));
    enum err err = label_version(work->db, head, change->label, &version);
    if (err != ERR_NONE)
        return err;
    if (version != change->from_version)
        return work_refuse(work, ERR_STALE, "label", "This label was moved in the meantime.");
    err = check_stops(work, head, change);
    if (err != ERR_NONE)
        return err;
    if (version == change->to_version)
        return work_refuse(work, ERR_INVALID, "to_version",
                           version == 0 ? "The label is not set."
                                        : "The label is on this version already.");
    return change->to_version == 0 ? check_removal(work, head, change)
                                   : check_target(work, head, change);
}

enum err label_change_look(struct work *work, const struct record_store *store,
                           const struct label_change *change)
{
    enum err err = record_scope_note(work, store, &change->record_id, change->from_version,
                                     change->to_version);
    if (err == ERR_NONE)
        err = label_change_try(work, store, change);
    return err == ERR_NONE ? evidence_gate_look(work, store, &change->record_id, change->label,
                                                change->to_version, change->is_override)
                           : err;
}

enum err label_change_try(const struct work *work, const struct record_store *store,
                          const struct label_change *change)
{
    struct record_head *head = arena_alloc(db_arena(work->db), store->size);
    if (store->check_label == NULL || change->to_version == 0 || !record_ahead_begin(work))
        return ERR_NONE;
    enum err err = record_load(work->db, work->actor, store, &change->record_id, store->kind->see,
                               RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = store->check_label(work, head, change->label, change->to_version);
    return record_ahead_end(work, err);
}

/* ---- moving ------------------------------------------------------------------------------- */

static enum err remove_label(struct db *db, const struct record_head *head, const char *label)
{
    struct query q;
    query_begin(&q, db, "DELETE FROM ");
    query_add(&q, head->store->kind->labels);
    record_add_own(&q, head);
    query_bind(&q, " AND label = ", db_text(label));
    return query_change_one(&q);
}

static enum err set_label(struct db *db, const struct record_head *head,
                          const struct label_change *change)
{
    struct query q;
    query_begin(&q, db, "INSERT INTO ");
    query_add(&q, head->store->kind->labels);
    query_bind(&q, " (organization_id, record_id, label, version, updated_at) VALUES (",
               db_uuid(&head->organization_id));
    query_bind(&q, ", ", db_uuid(&head->id));
    query_bind(&q, ", ", db_text(change->label));
    query_bind(&q, ", ", db_int(change->to_version));
    query_bind(&q, ", ", db_time(clock_now()));
    query_add(&q, ") ON CONFLICT (organization_id, record_id, label) DO UPDATE "
                  "SET version = excluded.version, updated_at = excluded.updated_at");
    return query_change_one(&q);
}

static struct db_value version_or_null(int64_t version)
{
    return version == 0 ? db_null() : db_int(version);
}

static enum err keep_move(const struct work *work, const struct record_head *head,
                          const struct label_change *change, const struct uuid *proposal_id,
                          const struct evidence_passed *passed)
{
    const struct uuid id = passed->move_id;
    struct db_value reason;
    struct seal_place place = {"label_moves", "reason", head->organization_id, id};
    enum err err = vault_seal_text(work->db, &place, change->reason, &reason);
    if (err != ERR_NONE)
        return err;
    return db_change_one(
        work->db,
        "INSERT INTO label_moves (id, organization_id, kind, record_id, label, from_version, "
        "to_version, reason, moved_by, proposal_id, created_at, run_id, digest) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        db_uuid(&id), db_uuid(&head->organization_id), db_text(head->store->kind->name),
        db_uuid(&head->id), db_text(change->label), version_or_null(change->from_version),
        version_or_null(change->to_version), reason, db_uuid(&work->actor->user_id),
        db_uuid_or_null(proposal_id), db_time(clock_now()), db_uuid_or_null(&passed->run_id),
        passed->digest == NULL ? db_null() : db_text(passed->digest));
}

/* What widens what the record may do needs the right that the organization set for it, whoever
 * moves it; an approval has been asked for that already. */
static enum err check_widening(const struct work *work, const struct record_head *head,
                               const struct label_change *change)
{
    struct arena *arena = db_arena(work->db);
    struct policy_target target = record_target(head);
    const int64_t to = change->to_version;
    bool is_protected = false;
    enum widening widening = WIDENING_MOVERS;
    if (record_scope_reach(work, head->store, change->from_version, to) != REACH_WIDER ||
        policy_allows(work->actor, PERMISSION_LABEL_WIDEN, &target))
        return ERR_NONE;
    enum err err =
        protected_label_check(work->db, &head->organization_id, change->label, &is_protected);
    if (err == ERR_NONE && is_protected)
        err = widening_rule_of(work->db, &head->organization_id, &widening);
    const struct widening_rule *rule = &widening_rules[widening];
    if (err != ERR_NONE || !is_protected || policy_allows(work->actor, rule->right, &target))
        return err;
    const char *words = record_scope_words(work, change->from_version, to);
    return work_refuse(work, ERR_DENIED, "label",
                       arena_printf(arena,
                                    "This widens what the %s may do%s%s%s. Only %s may move it: "
                                    "propose the move instead.",
                                    head->store->kind->name, words == NULL ? "" : " (",
                                    words == NULL ? "" : words, words == NULL ? "" : ")",
                                    rule->people));
}

static json_t *describe(const struct work *work, const struct label_change *change)
{
    struct db *db = work->db;
    json_t *details = json_object();
    json_object_set_new(details, "label",
                        json_pack("{s:s?, s:s?}", "before",
                                  change->from_version == 0 ? NULL : change->label, "after",
                                  change->to_version == 0 ? NULL : change->label));
    audit_change(details, "version", work_number(db, change->from_version),
                 work_number(db, change->to_version));
    audit_change(details, "reason", NULL, work_text(change->reason));
    record_scope_describe(details, work, change->from_version, change->to_version);
    return details;
}

enum err label_move_inside(const struct work *work, const struct record_head *head,
                           const struct label_change *change, const struct uuid *proposal_id)
{
    struct evidence_passed passed;
    enum err err = uuid_is_nil(proposal_id) ? check_widening(work, head, change) : ERR_NONE;
    if (err == ERR_NONE)
        err = evidence_gate_check(work, head, change->label, change->to_version, &passed);
    if (err == ERR_NONE)
        err = change->to_version == 0 ? remove_label(work->db, head, change->label)
                                      : set_label(work->db, head, change);
    if (err == ERR_NONE)
        err = record_mark_store(work->db, head);
    if (err == ERR_NONE)
        record_link_set_live(work->db, head);
    if (err == ERR_NONE)
        err = keep_move(work, head, change, proposal_id, &passed);
    if (err != ERR_NONE)
        return err;
    record_notify(work, head,
                  &(struct webhook_news){.event = WEBHOOK_LABEL_MOVED,
                                         .label = change->label,
                                         .from_version = change->from_version,
                                         .to_version = change->to_version});
    json_t *details = describe(work, change);
    evidence_gate_describe(work, &passed, details);
    err = record_audit(work, head, "label.move", details);
    if (err != ERR_NONE || !passed.is_override)
        return err;
    return evidence_override_keep(work, head, &passed,
                                  &(struct evidence_override){.label = change->label,
                                                              .from_version = change->from_version,
                                                              .to_version = change->to_version,
                                                              .reason = change->reason});
}

static enum err move(const struct work *work, const struct record_store *store,
                     const struct label_change *change)
{
    static const struct uuid no_proposal;
    struct record_head *head = arena_alloc(db_arena(work->db), store->size);
    bool may_move = false;
    enum err err = record_load(work->db, work->actor, store, &change->record_id, store->kind->see,
                               RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = label_may_move(work->db, work->actor, head, change->label, &may_move);
    if (err != ERR_NONE)
        return err;
    if (!may_move || uuid_is_nil(&work->actor->user_id))
        return work_refuse(work, ERR_DENIED, "label",
                           "You may not move this label. Propose the move instead.");
    err = label_change_check_place(work, head, change);
    return err == ERR_NONE ? label_move_inside(work, head, change, &no_proposal) : err;
}

enum err label_move(struct db *db, const struct actor *actor, const struct record_store *store,
                    const struct label_change *change, struct problem *problem)
{
    struct work work;
    enum err err;
    int turn = 0;
    do {
        work = work_begin(db, actor, problem);
        err = label_change_check(&work, change);
        if (err == ERR_NONE)
            err = label_change_look(&work, store, change);
        if (err == ERR_NONE)
            err = db_begin(db);
        if (err == ERR_NONE)
            err = record_finish(&work, store, move(&work, store, change), "label.move",
                                &change->record_id);
    } while (evidence_gate_again(&work, ++turn));
    return err;
}
