#include "data/release/label_proposal.h"

#include <string.h>

#include "base/clock.h"
#include "data/approval/approval_expire.h"
#include "data/approval/approval_side.h"
#include "data/approval/approval_use.h"
#include "data/audit/audit.h"
#include "data/evidence/evidence_gate.h"
#include "data/record/record_audit.h"
#include "data/record/record_load.h"
#include "data/record/work_check.h"
#include "data/release/proposal_news.h"
#include "data/release/record_scope.h"
#include "data/vault/vault.h"

static json_t *describe(const struct work *work, const struct label_change *change,
                        const char *before, const char *after)
{
    struct db *db = work->db;
    json_t *details = json_object();
    audit_change(details, "state", before, after);
    audit_change(details, "label", NULL, change->label);
    json_object_set_new(details, "version",
                        json_pack("{s:s?, s:s?}", "before", work_number(db, change->from_version),
                                  "after", work_number(db, change->to_version)));
    audit_change(details, "reason", NULL, change->reason[0] == '\0' ? NULL : change->reason);
    record_scope_describe(details, work, change->from_version, change->to_version);
    return details;
}

/* Webhooks tell of a proposal that was opened or decided. */
static void notify(const struct work *work, const struct record_head *head,
                   const struct label_change *change, const struct uuid *id, const char *state)
{
    bool is_open = strcmp(state, "open") == 0;
    record_notify(work, head,
                  &(struct webhook_news){.event = is_open ? WEBHOOK_PROPOSAL_OPENED
                                                          : WEBHOOK_PROPOSAL_DECIDED,
                                         .label = change->label,
                                         .from_version = change->from_version,
                                         .to_version = change->to_version,
                                         .proposal_id = *id,
                                         .proposal_state = state});
}

static enum err is_open(const struct work *work, const struct label_change *change,
                        const struct record_head *head, bool *is_open)
{
    struct db_result result;
    *is_open = false;
    /* what has expired may be proposed again */
    int64_t since = approval_waits_since(&approval_kinds[APPROVAL_LABEL], clock_now());
    enum err err =
        db_select(work->db, &result,
                  "SELECT to_version FROM label_proposals WHERE organization_id = $1 "
                  "AND record_id = $2 AND label = $3 AND state = 'open' AND created_at > $4 "
                  "LIMIT 1000",
                  db_uuid(&head->organization_id), db_uuid(&head->id), db_text(change->label),
                  db_time(since));
    if (err != ERR_NONE)
        return err;
    for (int i = 0; i < result.row_count; i++)
        *is_open = *is_open || db_get_int(&result, i, 0) == change->to_version;
    return ERR_NONE;
}

static struct db_value widens(const struct work *work, const struct record_head *head,
                              const struct label_change *change)
{
    enum label_reach reach =
        record_scope_reach(work, head->store, change->from_version, change->to_version);
    return reach == REACH_NONE ? db_null() : db_bool(reach == REACH_WIDER);
}

static enum err insert(const struct work *work, const struct record_head *head,
                       const struct label_change *change, const struct uuid *id)
{
    struct db *db = work->db;
    struct db_value reason;
    struct seal_place place = label_proposal_place("reason", &head->organization_id, id);
    struct uuid agent_owner_id;
    const struct actor_token *token = work->actor->token;
    enum err err = vault_seal_text(db, &place, change->reason, &reason);
    if (err == ERR_NONE)
        err = approval_side_agent_owner(db, work->actor, &agent_owner_id);
    if (err != ERR_NONE)
        return err;
    err = db_change_one(
        db,
        "INSERT INTO label_proposals (id, organization_id, kind, record_id, label, from_version, "
        "to_version, reason, state, proposed_by, created_at, token_id, agent_owner_id, widens) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open', $9, $10, $11, $12, $13)",
        db_uuid(id), db_uuid(&head->organization_id), db_text(head->store->kind->name),
        db_uuid(&head->id), db_text(change->label),
        change->from_version == 0 ? db_null() : db_int(change->from_version),
        change->to_version == 0 ? db_null() : db_int(change->to_version), reason,
        db_uuid(&work->actor->user_id), db_time(clock_now()),
        token == NULL ? db_null() : db_uuid(&token->id), db_uuid_or_null(&agent_owner_id),
        widens(work, head, change));
    if (err != ERR_NONE)
        return err;
    notify(work, head, change, id, "open");
    return record_audit(work, head, "label.propose", describe(work, change, NULL, "open"));
}

static enum err propose(const struct work *work, const struct record_store *store,
                        const struct label_change *change, struct uuid *id)
{
    struct record_head *head = arena_alloc(db_arena(work->db), store->size);
    bool is_known = false;
    enum err err = record_load(work->db, work->actor, store, &change->record_id,
                               PERMISSION_LABEL_PROPOSE, RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE && uuid_is_nil(&work->actor->user_id))
        err = ERR_DENIED;
    if (err == ERR_NONE)
        err = label_change_check_place(work, head, change);
    if (err == ERR_NONE)
        err = is_open(work, change, head, &is_known);
    if (err == ERR_NONE && is_known)
        err = work_refuse(work, ERR_CONFLICT, "to_version", "This move is proposed already.");
    if (err != ERR_NONE)
        return err;
    *id = uuid_make();
    return insert(work, head, change, id);
}

enum err label_propose_inside(const struct work *work, const struct record_head *head,
                              const struct label_change *change, bool is_new)
{
    struct uuid id = uuid_make();
    bool is_known = false;
    enum err err =
        is_new ? label_change_check(work, change) : label_change_check_place(work, head, change);
    if (err == ERR_NONE)
        err = is_open(work, change, head, &is_known);
    return err == ERR_NONE && !is_known ? insert(work, head, change, &id) : err;
}

enum err label_propose(struct db *db, const struct actor *actor, const struct record_store *store,
                       const struct label_change *change, struct uuid *id, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    enum err err = label_change_check(&work, change);
    if (err == ERR_NONE)
        err = label_change_look(&work, store, change);
    if (err == ERR_NONE)
        err = approval_begin(db, actor);
    if (err != ERR_NONE)
        return err;
    return record_finish(&work, store, propose(&work, store, change, id), "label.propose",
                         &change->record_id);
}

/* What a person decides about a proposal. */
struct decision {
    const char *action; /* of the event */
    const char *state;  /* afterwards */
    enum err (*check)(const struct work *work, const struct label_proposal *proposal);
    bool moves; /* the label */
};

static enum err check_may_decide(const struct work *work, const struct label_proposal *proposal)
{
    const char *message = NULL;
    struct approval_case request = label_proposal_case(proposal);
    enum err err = approval_check_decider(work->db, work->actor, &request, &message);
    return err == ERR_NONE ? err : work_refuse(work, err, "", message);
}

static enum err check_may_approve(const struct work *work, const struct label_proposal *proposal)
{
    const char *message = NULL;
    struct approval_case request = label_proposal_case(proposal);
    enum err err = approval_check_approver(work->db, work->actor, &request, &message);
    return err == ERR_NONE ? err : work_refuse(work, err, "", message);
}

static enum err check_may_withdraw(const struct work *work, const struct label_proposal *proposal)
{
    const char *message = NULL;
    struct approval_case request = label_proposal_case(proposal);
    enum err err = approval_check_withdraw(work->actor, &request, clock_now(), &message);
    return err == ERR_NONE ? err : work_refuse(work, err, "", message);
}

static const struct decision approval = {"label.approve", "approved", check_may_approve, true};
static const struct decision rejection = {"label.reject", "rejected", check_may_decide, false};
static const struct decision withdrawal = {"label.withdraw", "withdrawn", check_may_withdraw,
                                           false};

static struct label_change change_of(const struct label_proposal *proposal, const char *reason)
{
    return (struct label_change){.record_id = proposal->record_id,
                                 .label = proposal->label,
                                 .from_version = proposal->from_version,
                                 .to_version = proposal->to_version,
                                 .reason = reason,
                                 .accepts_uses = true};
}

/* Closes a proposal, which is loaded and checked. */
static enum err settle(const struct work *work, const struct record_store *store,
                       const struct label_proposal *proposal, const struct decision *decision,
                       const char *reason)
{
    struct record_head head = {
        .store = store, .id = proposal->record_id, .organization_id = proposal->organization_id};
    struct label_change change = change_of(proposal, reason);
    struct db_value sealed;
    struct seal_place place =
        label_proposal_place("decision_reason", &proposal->organization_id, &proposal->id);
    enum err err = vault_seal_text(work->db, &place, reason, &sealed);
    if (err != ERR_NONE)
        return err;
    err = db_change_one(
        work->db,
        "UPDATE label_proposals SET state = $3, decided_by = $4, decision_reason = $5, "
        "decided_at = $6 WHERE organization_id = $1 AND id = $2 AND state = 'open'",
        db_uuid(&proposal->organization_id), db_uuid(&proposal->id), db_text(decision->state),
        db_uuid(&work->actor->user_id), sealed, db_time(clock_now()));
    if (err != ERR_NONE)
        return err;
    proposal_news_add(work->db, proposal, &work->actor->user_id);
    notify(work, &head, &change, &proposal->id, decision->state);
    return record_audit(work, &head, decision->action,
                        describe(work, &change, "open", decision->state));
}

static enum err decide(const struct work *work, const struct record_store *store,
                       const struct label_proposal *proposal, const struct decision *decision,
                       const char *reason)
{
    enum err err = decision->check(work, proposal);
    if (err != ERR_NONE || !decision->moves)
        return err == ERR_NONE ? settle(work, store, proposal, decision, reason) : err;
    struct record_head *head = arena_alloc(db_arena(work->db), store->size);
    struct label_change change = change_of(proposal, proposal->reason);
    struct evidence_passed passed;
    err = record_load(work->db, work->actor, store, &proposal->record_id,
                      label_proposal_case(proposal).approve, RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = label_change_check_place(work, head, &change);
    if (err == ERR_NONE) /* before the first event, so that all of it can be tried again */
        err = evidence_gate_check(work, head, change.label, change.to_version, &passed);
    if (err == ERR_NONE)
        err = settle(work, store, proposal, decision, reason);
    return err == ERR_NONE ? label_move_inside(work, head, &change, &proposal->id) : err;
}

/* Before the transaction, which reads the proposal again and finds what is wrong with it. */
static enum err look_ahead(struct work *work, const struct record_store *store,
                           const struct uuid *id)
{
    struct label_proposal proposal;
    enum err err = label_proposal_get(work->db, work->actor, store, id, &proposal);
    if (err != ERR_NONE)
        return err == ERR_NOT_FOUND ? ERR_NONE : err;
    struct label_change change = change_of(&proposal, "");
    return label_change_look(work, store, &change);
}

static enum err try(struct work *work, const struct record_store *store, const struct uuid *id,
                    const struct decision *decision, const char *reason)
{
    struct label_proposal proposal = {.kind = NULL};
    enum err err = work_check_line(work, "reason", reason);
    if (err == ERR_NONE && decision->moves)
        err = look_ahead(work, store, id);
    if (err == ERR_NONE)
        err = approval_begin(work->db, work->actor);
    if (err != ERR_NONE)
        return err;
    err = label_proposal_get(work->db, work->actor, store, id, &proposal);
    if (err == ERR_NONE)
        err = decide(work, store, &proposal, decision, reason);
    return record_finish(work, store, err, decision->action, &proposal.record_id);
}

static enum err run(struct db *db, const struct actor *actor, const struct record_store *store,
                    const struct uuid *id, const struct decision *decision, const char *reason,
                    struct problem *problem)
{
    struct work work;
    enum err err;
    int turn = 0;
    do {
        work = work_begin(db, actor, problem);
        err = try(&work, store, id, decision, reason);
    } while (evidence_gate_again(&work, ++turn));
    return err;
}

enum err label_proposal_approve(struct db *db, const struct actor *actor,
                                const struct record_store *store, const struct uuid *id,
                                const char *reason, struct problem *problem)
{
    return run(db, actor, store, id, &approval, reason, problem);
}

enum err label_proposal_reject(struct db *db, const struct actor *actor,
                               const struct record_store *store, const struct uuid *id,
                               const char *reason, struct problem *problem)
{
    return run(db, actor, store, id, &rejection, reason, problem);
}

enum err label_proposal_withdraw(struct db *db, const struct actor *actor,
                                 const struct record_store *store, const struct uuid *id,
                                 struct problem *problem)
{
    return run(db, actor, store, id, &withdrawal, "", problem);
}
