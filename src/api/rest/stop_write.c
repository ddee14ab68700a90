#include <string.h>

#include "api/body.h"
#include "api/handlers.h"
#include "api/rest/record_view.h"
#include "base/json.h"
#include "data/stop/stop_resume.h"

/* Stops of records: what is stopped, stopping, and asking that it goes on. That is confirmed by
 * another person, on the page. */

static enum err find_state(struct call *call, const struct stop *stop, const char **state)
{
    struct approval asked;
    *state = "running";
    if (stop->resumed_at != 0)
        return ERR_NONE;
    *state = "stopped";
    enum err err = approval_find(call->db, call->actor, APPROVAL_RESUME, &stop->id, &asked);
    if (err == ERR_NONE && asked.state == APPROVAL_WAITING)
        *state = "resume_asked";
    if (err == ERR_NONE && asked.state == APPROVAL_APPROVED)
        *state = "resume_approved";
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

static enum err stop_json(struct call *call, const struct stop *stop, json_t **json)
{
    const char *state = NULL;
    enum err err = find_state(call, stop, &state);
    *json =
        err != ERR_NONE
            ? NULL
            : json_pack("{s:o, s:o, s:o, s:s, s:s, s:o, s:o, s:I, s:o}", "id", json_uuid(&stop->id),
                        "record_id", json_uuid(&stop->record_id), "version",
                        stop->version == 0 ? json_null() : json_integer(stop->version), "reason",
                        stop->reason, "state", state, "stopped_by", json_uuid(&stop->stopped_by),
                        "stopped_at", json_time(stop->stopped_at), "token_count",
                        (json_int_t)stop->token_count, "resumed_at", json_time(stop->resumed_at));
    return err;
}

static enum err answer(struct call *call, const struct uuid *id)
{
    struct stop stop;
    json_t *json = NULL;
    enum err err = stop_get(call->db, call->actor, id, &stop);
    if (err == ERR_NONE)
        err = stop_json(call, &stop, &json);
    return err == ERR_NONE ? call_answer(call, 200, json) : err;
}

static enum err load_list(struct call *call, struct record_head **head, struct stop_list *list)
{
    enum err err = record_view_load(call, call_kind(call)->see, RECORD_HEAD_ONLY, head);
    return err == ERR_NONE ? stop_list(call->db, *head, list) : err;
}

enum err api_stop_list(struct call *call)
{
    struct record_head *head = NULL;
    struct stop_list list;
    enum err err = load_list(call, &head, &list);
    json_t *items = json_keep(call->arena, json_array());
    for (int i = 0; err == ERR_NONE && i < list.count; i++) {
        json_t *json = NULL;
        err = stop_json(call, &list.items[i], &json);
        if (err == ERR_NONE)
            json_array_append_new(items, json);
    }
    return err == ERR_NONE ? call_answer(call, 200, json_pack("{s:O}", "items", items)) : err;
}

enum err api_record_stop(struct call *call)
{
    json_t *body = NULL;
    struct uuid id;
    struct problem problem = {0};
    if (body_read(call, &body_stop, API_TO_CREATE, &body) != ERR_NONE)
        return ERR_NONE;
    struct stop_draft draft = {call->match->ids[0], body_number(body, "version"),
                               body_text(body, "reason", "")};
    enum err err =
        stop_begin(call->db, call->actor, record_view_store(call), &draft, &id, &problem);
    return err == ERR_NONE ? answer(call, &id) : call_refuse(call, err, &problem);
}

/* The stop that is meant; without a version the one of the whole record, or the only one. */
static const struct stop *find_stop(const struct stop_list *list, int64_t version)
{
    const struct stop *found = NULL;
    for (int i = 0; i < list->count; i++) {
        const struct stop *stop = &list->items[i];
        if (stop->resumed_at == 0 && stop->version == version)
            return stop;
        if (stop->resumed_at == 0 && version == 0 && found != NULL)
            return NULL;
        if (stop->resumed_at == 0 && version == 0)
            found = stop;
    }
    return found;
}

/* Goes on if another person has agreed, and asks for it otherwise. */
static enum err resume(struct call *call, const struct stop *stop, const char *reason,
                       struct problem *problem)
{
    const struct record_store *store = record_view_store(call);
    const char *state = NULL;
    enum err err = find_state(call, stop, &state);
    if (err != ERR_NONE)
        return err;
    if (strcmp(state, "resume_approved") == 0)
        return stop_resume(call->db, call->actor, store, &stop->id, problem);
    return stop_ask_resume(call->db, call->actor, store, &stop->id, reason, problem);
}

enum err api_record_resume(struct call *call)
{
    json_t *body = NULL;
    struct record_head *head = NULL;
    struct stop_list list;
    struct problem problem = {0};
    if (body_read(call, &body_resume, API_TO_CREATE, &body) != ERR_NONE)
        return ERR_NONE;
    enum err err = load_list(call, &head, &list);
    if (err != ERR_NONE)
        return err;
    const struct stop *stop = find_stop(&list, body_number(body, "version"));
    if (stop == NULL)
        return call_refuse(call,
                           problem_refuse(&problem, ERR_CONFLICT, "version",
                                          "This is not stopped, or say which version."),
                           &problem);
    err = resume(call, stop, body_text(body, "reason", ""), &problem);
    return err == ERR_NONE ? answer(call, &stop->id) : call_refuse(call, err, &problem);
}
