#include "data/record/label_proposal.h"

#include <string.h>

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/db/cursor.h"
#include "data/identity/person.h"
#include "data/prompt/prompt_draft.h"
#include "data/record/label_move.h"

/* $1 organization; the label's place now tells whether a proposal is stale. */
#define PROPOSALS(which)                                                                           \
    "SELECT q.id, q.organization_id, q.prompt_id, p.name, p.owner_id, q.label, q.from_version, "   \
    "q.to_version, q.reason, q.state, q.proposed_by, q.decided_by, q.decision_reason, "            \
    "q.created_at, q.decided_at, l.version, " PERSON_COLUMNS(a) ", " PERSON_COLUMNS(               \
        b) " "                                                                                     \
           "FROM label_proposals q CROSS JOIN prompts p CROSS JOIN users a "                       \
           "LEFT JOIN users b ON b.id = q.decided_by "                                             \
           "LEFT JOIN prompt_labels l ON l.prompt_id = q.prompt_id AND l.label = q.label "         \
           "WHERE " which "AND p.id = q.prompt_id AND a.id = q.proposed_by "

#define NEWEST_FIRST                                                                               \
    "AND (q.created_at, q.id) < ($2, $3) ORDER BY q.created_at DESC, q.id DESC LIMIT $4"

static const char get_sql[] = PROPOSALS("q.id = $1 AND (q.organization_id = $2 OR $3) ");
static const char open_sql[] =
    PROPOSALS("q.organization_id = $1 AND q.state = 'open' ") NEWEST_FIRST;
static const char all_sql[] = PROPOSALS("q.organization_id = $1 ") NEWEST_FIRST;
static const char prompt_open_sql[] =
    PROPOSALS("q.organization_id = $1 AND q.prompt_id = $5 AND q.state = 'open' ") NEWEST_FIRST;
static const char prompt_all_sql[] =
    PROPOSALS("q.organization_id = $1 AND q.prompt_id = $5 ") NEWEST_FIRST;

/* Who may decide: another person with the right. */
static bool may_decide(const struct actor *actor, const struct label_proposal *proposal)
{
    struct policy_target target = {proposal->organization_id, proposal->prompt_owner_id};
    return !uuid_equal(&actor->user_id, &proposal->proposed_by) && !uuid_is_nil(&actor->user_id) &&
           policy_allows(actor, PERMISSION_LABEL_APPROVE, &target);
}

static enum err read_proposal(struct db *db, const struct actor *actor,
                              const struct db_result *result, int row,
                              struct label_proposal *proposal)
{
    *proposal = (struct label_proposal){
        .id = db_get_uuid(result, row, 0),
        .organization_id = db_get_uuid(result, row, 1),
        .prompt_id = db_get_uuid(result, row, 2),
        .prompt_name = db_get_text(result, row, 3),
        .prompt_owner_id = db_get_uuid(result, row, 4),
        .label = db_get_text(result, row, 5),
        .from_version = db_get_int(result, row, 6),
        .to_version = db_get_int(result, row, 7),
        .reason = db_get_text(result, row, 8),
        .state = db_get_text(result, row, 9),
        .proposed_by = db_get_uuid(result, row, 10),
        .decided_by = db_get_uuid(result, row, 11),
        .decision_reason = db_get_text(result, row, 12),
        .created_at = db_get_time(result, row, 13),
        .decided_at = db_get_time(result, row, 14),
    };
    bool is_open = strcmp(proposal->state, "open") == 0;
    proposal->is_stale = is_open && db_get_int(result, row, 15) != proposal->from_version;
    proposal->may_decide = is_open && may_decide(actor, proposal);
    proposal->may_withdraw = is_open && uuid_equal(&actor->user_id, &proposal->proposed_by);
    enum err err = person_name(db, result, row, 16, &proposal->proposed_by_name);
    return err == ERR_NONE ? person_name(db, result, row, 20, &proposal->decided_by_name) : err;
}

static enum err read_list(struct db *db, const struct actor *actor, const struct db_result *result,
                          struct label_proposal_list *list)
{
    bool has_more = result->row_count > LABEL_PROPOSAL_LIMIT;
    list->count = has_more ? LABEL_PROPOSAL_LIMIT : result->row_count;
    list->proposals = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->proposals);
    for (int i = 0; i < list->count; i++) {
        enum err err = read_proposal(db, actor, result, i, &list->proposals[i]);
        if (err != ERR_NONE)
            return err;
    }
    list->next = NULL;
    if (has_more) {
        const struct label_proposal *last = &list->proposals[list->count - 1];
        list->next = cursor_format(db_arena(db), &(struct cursor){last->created_at, last->id});
    }
    return ERR_NONE;
}

enum err label_proposal_list(struct db *db, const struct actor *actor,
                             const struct label_proposal_filter *filter,
                             struct label_proposal_list *list)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    struct cursor cursor = cursor_newest();
    struct db_result result;
    bool is_of_prompt = !uuid_is_nil(&filter->prompt_id);
    const char *sql = filter->is_open_only ? open_sql : all_sql;
    if (filter->cursor[0] != '\0' && cursor_parse(filter->cursor, &cursor) != ERR_NONE)
        return ERR_INVALID;
    if (is_of_prompt) {
        struct prompt prompt;
        enum err err = prompt_load(db, actor, &filter->prompt_id, PERMISSION_PROMPT_SEE, &prompt);
        if (err != ERR_NONE)
            return err;
        target.organization_id = prompt.organization_id;
        sql = filter->is_open_only ? prompt_open_sql : prompt_all_sql;
    } else if (!policy_allows(actor, PERMISSION_PROMPT_SEE, &target)) {
        return ERR_DENIED;
    }
    enum err err = db_select(db, &result, sql, db_uuid(&target.organization_id),
                             db_time(cursor.time), db_uuid(&cursor.id),
                             db_int(LABEL_PROPOSAL_LIMIT + 1), db_uuid(&filter->prompt_id));
    return err == ERR_NONE ? read_list(db, actor, &result, list) : err;
}

enum err label_proposal_get(struct db *db, const struct actor *actor, const struct uuid *id,
                            struct label_proposal *proposal)
{
    struct db_result result;
    enum err err = db_select(db, &result, get_sql, db_uuid(id), db_uuid(&actor->organization_id),
                             db_bool(policy_spans_organizations(actor, PERMISSION_PROMPT_SEE)));
    if (err != ERR_NONE)
        return err;
    if (result.row_count == 0)
        return ERR_NOT_FOUND;
    struct policy_target target = {.organization_id = db_get_uuid(&result, 0, 1)};
    if (!policy_allows(actor, PERMISSION_PROMPT_SEE, &target))
        return ERR_NOT_FOUND;
    return read_proposal(db, actor, &result, 0, proposal);
}

static json_t *describe(struct db *db, const struct label_change *change, const char *before,
                        const char *after)
{
    json_t *details = json_object();
    audit_change(details, "state", before, after);
    audit_change(details, "label", NULL, change->label);
    json_object_set_new(details, "version",
                        json_pack("{s:s?, s:s?}", "before", work_number(db, change->from_version),
                                  "after", work_number(db, change->to_version)));
    audit_change(details, "reason", NULL, change->reason[0] == '\0' ? NULL : change->reason);
    return details;
}

static enum err check_is_new(const struct work *work, const struct label_change *change,
                             const struct prompt *prompt)
{
    struct db_result result;
    enum err err =
        db_select(work->db, &result,
                  "SELECT to_version FROM label_proposals WHERE organization_id = $1 "
                  "AND prompt_id = $2 AND label = $3 AND state = 'open' LIMIT 1000",
                  db_uuid(&prompt->organization_id), db_uuid(&prompt->id), db_text(change->label));
    if (err != ERR_NONE)
        return err;
    for (int i = 0; i < result.row_count; i++)
        if (db_get_int(&result, i, 0) == change->to_version)
            return work_refuse(work, ERR_CONFLICT, "to_version", "This move is proposed already.");
    return ERR_NONE;
}

static enum err insert(const struct work *work, const struct prompt *prompt,
                       const struct label_change *change, const struct uuid *id)
{
    struct db *db = work->db;
    enum err err = db_change_one(
        db,
        "INSERT INTO label_proposals (id, organization_id, prompt_id, label, from_version, "
        "to_version, reason, state, proposed_by, created_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9)",
        db_uuid(id), db_uuid(&prompt->organization_id), db_uuid(&prompt->id),
        db_text(change->label),
        change->from_version == 0 ? db_null() : db_int(change->from_version),
        change->to_version == 0 ? db_null() : db_int(change->to_version), db_text(change->reason),
        db_uuid(&work->actor->user_id), db_time(clock_now()));
    if (err != ERR_NONE)
        return err;
    return record_audit(work, &prompt_store, "label.propose", &prompt->head,
                        describe(db, change, NULL, "open"));
}

static enum err propose(const struct work *work, const struct label_change *change, struct uuid *id)
{
    struct prompt prompt;
    enum err err =
        prompt_load(work->db, work->actor, &change->prompt_id, PERMISSION_LABEL_PROPOSE, &prompt);
    if (err == ERR_NONE && uuid_is_nil(&work->actor->user_id))
        err = ERR_DENIED;
    if (err == ERR_NONE)
        err = label_change_check_place(work, &prompt, change);
    if (err == ERR_NONE)
        err = check_is_new(work, change, &prompt);
    if (err != ERR_NONE)
        return err;
    *id = uuid_make();
    return insert(work, &prompt, change, id);
}

enum err label_propose(struct db *db, const struct actor *actor, const struct label_change *change,
                       struct uuid *id, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    enum err err = label_change_check(&work, change);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return record_finish(&work, &prompt_store, propose(&work, change, id), "label.propose",
                         &change->prompt_id);
}

/* What a person decides about a proposal. */
struct decision {
    const char *action; /* of the event */
    const char *state;  /* afterwards */
    const char *reason;
    struct uuid prompt_id; /* known once the proposal is loaded */
};

static enum err check_open(const struct work *work, const struct label_proposal *proposal)
{
    if (strcmp(proposal->state, "open") == 0)
        return ERR_NONE;
    return work_refuse(
        work, ERR_CONFLICT, "",
        arena_printf(db_arena(work->db), "This proposal is %s already.", proposal->state));
}

static enum err load(const struct work *work, const struct uuid *id, struct decision *decision,
                     struct label_proposal *proposal)
{
    enum err err = label_proposal_get(work->db, work->actor, id, proposal);
    if (err == ERR_NONE)
        decision->prompt_id = proposal->prompt_id;
    return err;
}

static enum err check_may_decide(const struct work *work, const struct label_proposal *proposal)
{
    if (uuid_equal(&work->actor->user_id, &proposal->proposed_by))
        return work_refuse(work, ERR_DENIED, "",
                           "This is your own proposal: another person must decide about it.");
    if (!may_decide(work->actor, proposal))
        return work_refuse(work, ERR_DENIED, "",
                           "You do not have the right to decide about proposals.");
    return check_open(work, proposal);
}

static struct label_change change_of(const struct label_proposal *proposal, const char *reason)
{
    return (struct label_change){.prompt_id = proposal->prompt_id,
                                 .label = proposal->label,
                                 .from_version = proposal->from_version,
                                 .to_version = proposal->to_version,
                                 .reason = reason};
}

/* Closes the proposal; proposal and its prompt are loaded and checked. */
static enum err decide(const struct work *work, const struct label_proposal *proposal,
                       const struct decision *decision)
{
    struct prompt prompt = {.id = proposal->prompt_id,
                            .organization_id = proposal->organization_id};
    struct label_change change = change_of(proposal, decision->reason);
    enum err err = db_change_one(
        work->db,
        "UPDATE label_proposals SET state = $3, decided_by = $4, decision_reason = $5, "
        "decided_at = $6 WHERE organization_id = $1 AND id = $2 AND state = 'open'",
        db_uuid(&proposal->organization_id), db_uuid(&proposal->id), db_text(decision->state),
        db_uuid(&work->actor->user_id), db_text(decision->reason), db_time(clock_now()));
    if (err != ERR_NONE)
        return err;
    return record_audit(work, &prompt_store, decision->action, &prompt.head,
                        describe(work->db, &change, "open", decision->state));
}

static enum err approve(const struct work *work, const struct uuid *id, struct decision *decision)
{
    struct label_proposal proposal;
    struct prompt prompt;
    enum err err = load(work, id, decision, &proposal);
    if (err == ERR_NONE)
        err = check_may_decide(work, &proposal);
    if (err == ERR_NONE)
        err = prompt_load(work->db, work->actor, &proposal.prompt_id, PERMISSION_LABEL_APPROVE,
                          &prompt);
    if (err != ERR_NONE)
        return err;
    struct label_change change = change_of(&proposal, proposal.reason);
    err = label_change_check_place(work, &prompt, &change);
    if (err == ERR_NONE)
        err = decide(work, &proposal, decision);
    return err == ERR_NONE ? label_move_inside(work, &prompt, &change, id) : err;
}

static enum err reject(const struct work *work, const struct uuid *id, struct decision *decision)
{
    struct label_proposal proposal;
    enum err err = load(work, id, decision, &proposal);
    if (err == ERR_NONE)
        err = check_may_decide(work, &proposal);
    return err == ERR_NONE ? decide(work, &proposal, decision) : err;
}

static enum err withdraw(const struct work *work, const struct uuid *id, struct decision *decision)
{
    struct label_proposal proposal;
    enum err err = load(work, id, decision, &proposal);
    if (err != ERR_NONE)
        return err;
    if (!work->actor->is_active || !uuid_equal(&work->actor->user_id, &proposal.proposed_by))
        return work_refuse(work, ERR_DENIED, "",
                           "Only who made a proposal can withdraw it; others reject it.");
    err = check_open(work, &proposal);
    return err == ERR_NONE ? decide(work, &proposal, decision) : err;
}

enum err label_proposal_approve(struct db *db, const struct actor *actor, const struct uuid *id,
                                const char *reason, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    struct decision decision = {.action = "label.approve", .state = "approved", .reason = reason};
    enum err err = work_check_line(&work, "reason", reason);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = approve(&work, id, &decision);
    return record_finish(&work, &prompt_store, err, decision.action, &decision.prompt_id);
}

enum err label_proposal_reject(struct db *db, const struct actor *actor, const struct uuid *id,
                               const char *reason, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    struct decision decision = {.action = "label.reject", .state = "rejected", .reason = reason};
    enum err err = work_check_line(&work, "reason", reason);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = reject(&work, id, &decision);
    return record_finish(&work, &prompt_store, err, decision.action, &decision.prompt_id);
}

enum err label_proposal_withdraw(struct db *db, const struct actor *actor, const struct uuid *id,
                                 struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    struct decision decision = {.action = "label.withdraw", .state = "withdrawn", .reason = ""};
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = withdraw(&work, id, &decision);
    return record_finish(&work, &prompt_store, err, decision.action, &decision.prompt_id);
}
