#include "data/release/record_label.h"

#include <string.h>

#include "api/body.h"
#include "api/handlers.h"
#include "api/parameters.h"
#include "api/rest/record_view.h"
#include "base/json.h"
#include "data/release/label_override.h"
#include "data/release/label_proposal.h"

/* Labels, and proposals to move them. */

/* Where a label is now; version 0: nowhere. */
static enum err find_label(struct call *call, const struct record_head *head, const char *label,
                           struct record_label *found)
{
    struct record_label_list list;
    *found = (struct record_label){.label = label};
    enum err err = record_label_list(call->db, head, &list);
    for (int i = 0; err == ERR_NONE && i < list.count; i++)
        if (strcmp(list.labels[i].label, label) == 0)
            *found = list.labels[i];
    return err;
}

/* The change that a body asks for. Unless it says where it saw the label, it is where it is. */
static enum err read_change(struct call *call, const struct record_head *head, const char *label,
                            const json_t *body, struct label_change *change)
{
    struct record_label now;
    enum err err = find_label(call, head, label, &now);
    int64_t from = body_number(body, "from_version");
    *change = (struct label_change){.record_id = head->id,
                                    .label = label,
                                    .from_version = from != 0 ? from : now.version,
                                    .to_version = body_number(body, "version"),
                                    .reason = body_text(body, "reason", "")};
    return err;
}

typedef enum err label_verb(struct db *db, const struct actor *actor,
                            const struct record_store *store, const struct label_change *change,
                            struct problem *problem);

static enum err move(struct call *call, const struct api_fields *fields, label_verb *verb)
{
    json_t *body = NULL;
    struct record_head *head = NULL;
    struct label_change change;
    struct record_label label;
    struct problem problem = {0};
    if (body_read(call, fields, API_TO_CREATE, &body) != ERR_NONE)
        return ERR_NONE;
    enum err err = record_view_load(call, call_kind(call)->see, RECORD_HEAD_ONLY, &head);
    if (err == ERR_NONE)
        err = read_change(call, head, call->match->token, body, &change);
    if (err != ERR_NONE)
        return err;
    err = verb(call->db, call->actor, head->store, &change, &problem);
    if (err != ERR_NONE)
        return call_refuse(call, err, &problem);
    err = find_label(call, head, change.label, &label);
    return err == ERR_NONE ? call_answer(call, 200, record_view_label(&label)) : err;
}

enum err api_label_put(struct call *call)
{
    return move(call, &body_label, label_move);
}

enum err api_label_override(struct call *call)
{
    return move(call, &body_override, label_override);
}

enum err api_label_delete(struct call *call)
{
    struct record_head *head = NULL;
    struct record_label label;
    struct problem problem = {0};
    enum err err = record_view_load(call, call_kind(call)->see, RECORD_HEAD_ONLY, &head);
    if (err == ERR_NONE)
        err = find_label(call, head, call->match->token, &label);
    if (err == ERR_NONE && label.version == 0)
        err = ERR_NOT_FOUND;
    if (err != ERR_NONE)
        return err;
    struct label_change change = {
        .record_id = head->id, .label = label.label, .from_version = label.version, .reason = ""};
    err = label_move(call->db, call->actor, head->store, &change, &problem);
    if (err != ERR_NONE)
        return call_refuse(call, err, &problem);
    call->response->status = 204;
    return ERR_NONE;
}

/* ---- proposals ---------------------------------------------------------------------------- */

static json_t *number_json(int64_t number)
{
    return number == 0 ? json_null() : json_integer(number);
}

static json_t *proposal_json(const struct label_proposal *proposal)
{
    return json_pack("{s:o, s:o, s:s, s:o, s:o, s:s, s:s, s:o, s:o, s:s, s:o, s:o, s:b}", "id",
                     json_uuid(&proposal->id), "record_id", json_uuid(&proposal->record_id),
                     "label", proposal->label, "from_version", number_json(proposal->from_version),
                     "version", number_json(proposal->to_version), "reason", proposal->reason,
                     "state", proposal->state, "proposed_by", json_uuid(&proposal->proposed_by),
                     "decided_by", json_uuid(&proposal->decided_by), "decision_reason",
                     proposal->decision_reason == NULL ? "" : proposal->decision_reason,
                     "created_at", json_time(proposal->created_at), "decided_at",
                     json_time(proposal->decided_at), "is_stale", (int)proposal->is_stale);
}

enum err api_proposal_list(struct call *call)
{
    struct page_query query;
    struct record_head *head = NULL;
    struct label_proposal_list list;
    if (page_query_parse(call, &query) != ERR_NONE)
        return ERR_NONE;
    enum err err = record_view_load(call, call_kind(call)->see, RECORD_HEAD_ONLY, &head);
    if (err != ERR_NONE)
        return err;
    struct label_proposal_filter filter = {.head = head, .cursor = query.cursor};
    err = label_proposal_list(call->db, call->actor, &filter, &list);
    if (err != ERR_NONE)
        return call_refuse_cursor(call, err);
    json_t *items = json_array();
    for (int i = 0; i < list.count; i++)
        json_array_append_new(items, proposal_json(&list.proposals[i]));
    if (list.next != NULL)
        call_link(call, "next", "cursor", list.next);
    return call_answer(call, 200, json_pack("{s:o}", "items", items));
}

/* The proposal, which must be about the record of the address. */
static enum err find_proposal(struct call *call, const struct uuid *id,
                              struct label_proposal *proposal)
{
    enum err err = label_proposal_get(call->db, call->actor, record_view_store(call), id, proposal);
    if (err == ERR_NONE && !uuid_equal(&proposal->record_id, &call->match->ids[0]))
        return ERR_NOT_FOUND;
    return err;
}

static enum err answer_proposal(struct call *call, int status, const struct uuid *id)
{
    struct label_proposal proposal;
    enum err err = find_proposal(call, id, &proposal);
    return err == ERR_NONE ? call_answer(call, status, proposal_json(&proposal)) : err;
}

enum err api_proposal_get(struct call *call)
{
    return answer_proposal(call, 200, &call->match->ids[1]);
}

enum err api_proposal_create(struct call *call)
{
    json_t *body = NULL;
    struct record_head *head = NULL;
    struct label_change change;
    struct problem problem = {0};
    struct uuid id;
    char text[UUID_TEXT_LEN];
    if (body_read(call, &body_proposal, API_TO_CREATE, &body) != ERR_NONE)
        return ERR_NONE;
    enum err err = record_view_load(call, call_kind(call)->see, RECORD_HEAD_ONLY, &head);
    if (err == ERR_NONE)
        err = read_change(call, head, body_text(body, "label", ""), body, &change);
    if (err != ERR_NONE)
        return err;
    err = label_propose(call->db, call->actor, head->store, &change, &id, &problem);
    if (err != ERR_NONE)
        return call_refuse(call, err, &problem);
    uuid_format(&id, text);
    call_location(call, arena_printf(call->arena, "%s/%s", call->request->path, text));
    return answer_proposal(call, 201, &id);
}

enum err api_proposal_withdraw(struct call *call)
{
    struct label_proposal proposal;
    struct problem problem = {0};
    enum err err = find_proposal(call, &call->match->ids[1], &proposal);
    if (err != ERR_NONE)
        return err;
    err = label_proposal_withdraw(call->db, call->actor, record_view_store(call), &proposal.id,
                                  &problem);
    return err == ERR_NONE ? answer_proposal(call, 200, &proposal.id)
                           : call_refuse(call, err, &problem);
}
