#include "api/body.h"
#include "api/handlers.h"
#include "api/rest/record_view.h"
#include "base/json.h"
#include "data/evidence/evidence_override.h"

/* Labels that were moved although their rule was not met, and what another person found of it. */

static json_t *override_json(const struct evidence_override *item)
{
    return json_pack(
        "{s:o, s:s, s:o, s:s?, s:s, s:o, s:I, s:s, s:s, s:o, s:o, s:o, s:o, s:s, s:b}", "id",
        json_uuid(&item->id), "kind", item->kind->name, "record_id", json_uuid(&item->record_id),
        "record_name", item->record_name, "label", item->label, "from_version",
        item->from_version == 0 ? json_null() : json_integer(item->from_version), "version",
        (json_int_t)item->to_version, "missing", item->missing, "reason", item->reason, "moved_by",
        json_uuid(&item->moved_by), "created_at", json_time(item->created_at), "reviewed_by",
        json_uuid(&item->reviewed_by), "reviewed_at", json_time(item->reviewed_at), "review",
        item->review, "may_review", (int)item->may_review);
}

static enum err answer(struct call *call, int status, const struct record_head *head,
                       const struct uuid *id)
{
    struct evidence_override item;
    enum err err = evidence_override_get(call->db, call->actor, head, id, &item);
    return err == ERR_NONE ? call_answer(call, status, override_json(&item)) : err;
}

/* ---- lists --------------------------------------------------------------------------------- */

static enum err answer_list(struct call *call, const struct evidence_override_filter *filter)
{
    struct evidence_overrides list;
    enum err err = evidence_override_list(call->db, call->actor, filter, &list);
    json_t *items = json_keep(call->arena, json_array());
    for (int i = 0; err == ERR_NONE && i < list.count; i++)
        json_array_append_new(items, override_json(&list.items[i]));
    return err == ERR_NONE ? call_answer(call, 200, json_pack("{s:O}", "items", items)) : err;
}

enum err api_override_list(struct call *call)
{
    struct record_head *head = NULL;
    enum err err = record_view_load(call, call_kind(call)->see, RECORD_HEAD_ONLY, &head);
    const struct evidence_override_filter filter = {.head = head};
    return err == ERR_NONE ? answer_list(call, &filter) : err;
}

/* Of everything, which a token of one folder may not see. */
enum err api_override_list_open(struct call *call)
{
    const struct policy_target target = {.organization_id = call->actor->organization_id};
    const struct evidence_override_filter filter = {.is_open_only = true};
    return policy_allows(call->actor, PERMISSION_OVERRIDE_REVIEW, &target)
               ? answer_list(call, &filter)
               : ERR_DENIED;
}

/* ---- reviewing ----------------------------------------------------------------------------- */

enum err api_override_review(struct call *call)
{
    json_t *body = NULL;
    struct record_head *head = NULL;
    struct problem problem = {0};
    const struct uuid *id = &call->match->ids[1];
    if (body_read(call, &body_review, API_TO_CREATE, &body) != ERR_NONE)
        return ERR_NONE;
    enum err err = record_view_load(call, call_kind(call)->see, RECORD_HEAD_ONLY, &head);
    if (err != ERR_NONE)
        return err;
    err = evidence_override_review(call->db, call->actor, head->store, &head->id, id,
                                   body_text(body, "review", ""), &problem);
    return err == ERR_NONE ? answer(call, 200, head, id) : call_refuse(call, err, &problem);
}
