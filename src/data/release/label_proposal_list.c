#include "data/release/label_proposal_list.h"

#include <string.h>

#include "base/clock.h"
#include "data/approval/approval_side.h"
#include "data/db/cursor.h"
#include "data/db/query.h"
#include "data/listing/record_brief.h"
#include "data/user/person.h"
#include "data/vault/vault.h"
#include "domain/record/record_name.h"

struct policy_target label_proposal_target(const struct label_proposal *proposal)
{
    return (struct policy_target){proposal->organization_id, proposal->record_owner_id,
                                  proposal->record_folder};
}

/* An open proposal is a request that waits; it has expired as long after it was made as any other
 * of its kind. */
struct approval_case label_proposal_case(const struct label_proposal *proposal)
{
    const struct approval_kind *kind = &approval_kinds[APPROVAL_LABEL];
    struct approval_case request = approval_case_begin(kind);
    bool is_open = strcmp(proposal->state, "open") == 0;
    request.target = label_proposal_target(proposal);
    request.requested_by = proposal->proposed_by;
    request.subject_id = proposal->record_id;
    request.state = is_open ? APPROVAL_WAITING : approval_state_parse(proposal->state);
    request.expires_at = approval_waits_until(kind, proposal->created_at);
    request.side = proposal->side;
    if (proposal->reach == REACH_WIDER) {
        request.approve = widening_rules[proposal->widening].right;
        request.approvers = widening_rules[proposal->widening].people;
    } else if (proposal->reach == REACH_WITHIN) {
        request.approve = PERMISSION_LABEL_PROPOSE; /* a colleague */
    }
    return request;
}

enum label_reach label_reach_read(const struct db_result *result, int row, int column)
{
    if (db_is_null(result, row, column))
        return REACH_NONE;
    return db_get_bool(result, row, column) ? REACH_WIDER : REACH_WITHIN;
}

struct seal_place label_proposal_place(const char *column, const struct uuid *organization_id,
                                       const struct uuid *id)
{
    return (struct seal_place){.table = "label_proposals",
                               .column = column,
                               .organization_id = *organization_id,
                               .row_id = *id};
}

static enum err open_reasons(struct db *db, const struct db_result *result, int row,
                             struct label_proposal *proposal)
{
    struct seal_place place =
        label_proposal_place("reason", &proposal->organization_id, &proposal->id);
    enum err err = vault_open_text(db, &place, db_get_bytes(result, row, 7), &proposal->reason);
    place.column = "decision_reason";
    return err == ERR_NONE ? vault_open_text(db, &place, db_get_bytes(result, row, 11),
                                             &proposal->decision_reason)
                           : err;
}

enum { COLUMN_PEOPLE = 16 }; /* of the query below */

static enum err read_proposal(struct db *db, const struct db_result *result, int row,
                              struct label_proposal *proposal)
{
    *proposal = (struct label_proposal){
        .id = db_get_uuid(result, row, 0),
        .organization_id = db_get_uuid(result, row, 1),
        .kind = record_kind_find(db_get_text(result, row, 2)),
        .record_id = db_get_uuid(result, row, 3),
        .label = db_get_text(result, row, 4),
        .from_version = db_get_int(result, row, 5),
        .to_version = db_get_int(result, row, 6),
        .state = db_get_text(result, row, 8),
        .proposed_by = db_get_uuid(result, row, 9),
        .decided_by = db_get_uuid(result, row, 10),
        .created_at = db_get_time(result, row, 12),
        .decided_at = db_get_time(result, row, 13),
        .reach = label_reach_read(result, row, 14),
        .widening = widening_parse(db_get_text(result, row, 15)),
    };
    /* nobody withdrew it: time did (approval_expire.h) */
    if (strcmp(proposal->state, "withdrawn") == 0 && uuid_is_nil(&proposal->decided_by))
        proposal->state = approval_state_names[APPROVAL_EXPIRED];
    enum err err = open_reasons(db, result, row, proposal);
    if (err == ERR_NONE)
        err = person_name(db, result, row, COLUMN_PEOPLE, &proposal->proposed_by_name);
    return err == ERR_NONE ? person_name(db, result, row, COLUMN_PEOPLE + PERSON_COLUMN_COUNT,
                                         &proposal->decided_by_name)
                           : err;
}

/* What depends on the record as it is now. Nobody of the side that asks decides: sides has those of
 * everything that waits; NULL: it is asked later. */
static void complete(struct arena *arena, const struct actor *actor,
                     const struct record_brief *brief, const struct approval_side *sides,
                     struct label_proposal *proposal)
{
    int64_t now = clock_now();
    proposal->record_name = brief->name;
    proposal->record_folder = brief->name == NULL ? "" : record_name_folder(arena, brief->name);
    proposal->record_owner_id = brief->owner_id;
    struct policy_target target = label_proposal_target(proposal);
    if (!policy_allows(actor, proposal->kind->read, &target))
        proposal->reason = proposal->decision_reason = "";
    struct approval_case request = label_proposal_case(proposal);
    bool is_open = approval_state_at(&request, now) == APPROVAL_WAITING;
    if (strcmp(proposal->state, "open") == 0 && !is_open)
        proposal->state = approval_state_names[APPROVAL_EXPIRED];
    proposal->is_stale =
        is_open && record_brief_label(brief, proposal->label) != proposal->from_version;
    proposal->may_decide = approval_may_decide(actor, &request, now);
    if (proposal->may_decide && sides != NULL) {
        proposal->side = approval_sides_find(arena, sides, &proposal->id);
        proposal->may_decide =
            approval_side_objection(&proposal->side, &actor->user_id, now) == NULL;
    }
    proposal->may_withdraw = approval_may_withdraw(actor, &request, now);
}

static enum err complete_all(struct db *db, const struct actor *actor,
                             const struct approval_side *sides, struct label_proposal *proposals,
                             int count)
{
    if (count == 0)
        return ERR_NONE;
    struct record_briefs briefs = record_briefs_begin(db, &proposals[0].organization_id, count);
    for (int i = 0; i < count; i++)
        record_briefs_add(&briefs, proposals[i].kind, &proposals[i].record_id);
    enum err err = record_briefs_load(&briefs);
    for (int i = 0; err == ERR_NONE && i < count; i++)
        complete(db_arena(db), actor, record_briefs_find(&briefs, &proposals[i].record_id), sides,
                 &proposals[i]);
    return err;
}

static void select_proposals(struct query *q, struct db *db)
{
    query_begin(q, db,
                "SELECT p.id, p.organization_id, p.kind, p.record_id, p.label, p.from_version, "
                "p.to_version, p.reason, p.state, p.proposed_by, p.decided_by, p.decision_reason, "
                "p.created_at, p.decided_at, p.widens, " WIDENING_OF("p.organization_id") ", ");
    query_add(q, PERSON_COLUMNS_OF("p.proposed_by", a) ", " PERSON_COLUMNS_OF("p.decided_by", b));
    query_add(q, " FROM label_proposals p" PERSON_JOIN(a, "p.organization_id", "p.proposed_by")
                     PERSON_JOIN(b, "p.organization_id", "p.decided_by"));
}

static enum err read_list(struct db *db, const struct db_result *result,
                          struct label_proposal_list *list)
{
    bool has_more = result->row_count > LABEL_PROPOSAL_LIMIT;
    list->count = has_more ? LABEL_PROPOSAL_LIMIT : result->row_count;
    list->proposals = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->proposals);
    for (int i = 0; i < list->count; i++) {
        enum err err = read_proposal(db, result, i, &list->proposals[i]);
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

static void add_news(struct query *q, const struct actor *actor)
{
    query_bind(q,
               " AND p.id IN (SELECT n.proposal_id FROM proposal_news n "
               "WHERE n.organization_id = $1 AND n.user_id = ",
               db_uuid(&actor->user_id));
    query_bind(q, " ORDER BY n.proposal_id DESC LIMIT ", db_int(LABEL_PROPOSAL_LIMIT + 1));
    query_add(q, ")");
}

static void select_list(struct query *q, struct db *db, const struct actor *actor,
                        const struct label_proposal_filter *filter, const struct cursor *cursor)
{
    select_proposals(q, db);
    query_bind(
        q, " WHERE p.organization_id = ",
        db_uuid(filter->head == NULL ? &actor->organization_id : &filter->head->organization_id));
    if (filter->head != NULL)
        query_bind(q, " AND p.record_id = ", db_uuid(&filter->head->id));
    if (filter->is_open_only)
        query_add(q, " AND p.state = 'open'");
    if (filter->is_news_only)
        add_news(q, actor);
    query_bind(q, " AND (p.created_at, p.id) < (", db_time(cursor->time));
    query_bind(q, ", ", db_uuid(&cursor->id));
    query_bind(q, ") ORDER BY p.created_at DESC, p.id DESC LIMIT ",
               db_int(LABEL_PROPOSAL_LIMIT + 1));
}

static struct approval_sides_of sides_of(const struct label_proposal_filter *filter)
{
    return (struct approval_sides_of){SIDE_PROPOSAL,
                                      filter->head == NULL ? (struct uuid){{0}} : filter->head->id};
}

/* A person who may approve something, if only what widens nothing. */
static bool decides(const struct actor *actor)
{
    return actor->kind == ACTOR_USER && policy_allows_some(actor, PERMISSION_LABEL_PROPOSE);
}

static bool has_open(const struct label_proposal_list *list)
{
    for (int i = 0; i < list->count; i++)
        if (strcmp(list->proposals[i].state, "open") == 0)
            return true;
    return false;
}

void label_proposal_ahead(struct db *db, const struct actor *actor,
                          const struct label_proposal_filter *filter)
{
    const struct cursor cursor = cursor_newest();
    struct query q;
    select_list(&q, db, actor, filter, &cursor);
    query_ahead(&q);
    if (filter->head != NULL)
        record_brief_ahead(db, filter->head);
    if (!filter->is_news_only && decides(actor)) {
        const struct approval_sides_of open_ones = sides_of(filter);
        approval_sides_ahead(db, actor, &open_ones);
    }
}

enum err label_proposal_list(struct db *db, const struct actor *actor,
                             const struct label_proposal_filter *filter,
                             struct label_proposal_list *list)
{
    const struct uuid *organization_id =
        filter->head == NULL ? &actor->organization_id : &filter->head->organization_id;
    struct policy_target target = {.organization_id = *organization_id};
    struct cursor cursor = cursor_newest();
    struct db_result result;
    struct approval_side sides = {.count = 0};
    struct query q;
    if (filter->cursor[0] != '\0' && cursor_parse(filter->cursor, &cursor) != ERR_NONE)
        return ERR_INVALID;
    if (filter->head == NULL && !record_kinds_visible(actor, &target))
        return ERR_DENIED;
    select_list(&q, db, actor, filter, &cursor);
    enum err err = query_run(&q, &result);
    if (err == ERR_NONE)
        err = read_list(db, &result, list);
    if (err == ERR_NONE && decides(actor) && has_open(list)) {
        const struct approval_sides_of open_ones = sides_of(filter);
        err = approval_sides_load(db, actor, &open_ones, &sides);
    }
    return err == ERR_NONE ? complete_all(db, actor, &sides, list->proposals, list->count) : err;
}

/* Whether who may decide may approve it as well. */
static enum err look(struct db *db, const struct actor *actor, struct label_proposal *proposal)
{
    const struct approval_side_of request = {proposal->id, proposal->kind, SIDE_PROPOSAL};
    if (!proposal->may_decide)
        return ERR_NONE;
    enum err err = approval_side_load(db, actor, &request, &proposal->side);
    if (err != ERR_NONE)
        return err;
    struct approval_case asked = label_proposal_case(proposal);
    proposal->may_approve = approval_check_approve(db_arena(db), actor, &asked, clock_now(),
                                                   &proposal->objection) == ERR_NONE;
    return ERR_NONE;
}

static void select_one(struct query *q, struct db *db, const struct uuid *organization_id,
                       const struct record_kind *kind, const struct uuid *id)
{
    select_proposals(q, db);
    query_bind(q, " WHERE p.organization_id = ", db_uuid(organization_id));
    query_bind(q, " AND p.id = ", db_uuid(id));
    query_bind(q, " AND p.kind = ", db_text(kind->name));
}

void label_proposal_get_ahead(struct db *db, const struct actor *actor,
                              const struct record_head *head, const struct uuid *id)
{
    struct query q;
    select_one(&q, db, &head->organization_id, head->store->kind, id);
    query_ahead(&q);
    record_brief_ahead(db, head);
    approval_side_ahead(db, actor,
                        &(struct approval_side_of){*id, head->store->kind, SIDE_PROPOSAL});
}

enum err label_proposal_get(struct db *db, const struct actor *actor,
                            const struct record_store *store, const struct uuid *id,
                            struct label_proposal *proposal)
{
    struct query q;
    struct db_result result;
    select_one(&q, db, &actor->organization_id, store->kind, id);
    enum err err = query_run(&q, &result);
    if (err != ERR_NONE)
        return err;
    if (result.row_count == 0)
        return ERR_NOT_FOUND;
    err = read_proposal(db, &result, 0, proposal);
    if (err == ERR_NONE)
        err = complete_all(db, actor, NULL, proposal, 1);
    if (err == ERR_NONE)
        err = look(db, actor, proposal);
    if (err != ERR_NONE)
        return err;
    struct policy_target target = label_proposal_target(proposal);
    return policy_allows(actor, store->kind->see, &target) ? ERR_NONE : ERR_NOT_FOUND;
}
