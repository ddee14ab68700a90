#include "api/body.h"
#include "api/handlers.h"
#include "api/rest/draft.h"
#include "api/rest/record_view.h"
#include "base/json.h"
#include "data/edit/record_state.h"

/* What changes a record: each answers with the record as it is then. */

/* As it is now, without its events. */
static enum err answer(struct call *call, int status, const struct uuid *id)
{
    const struct record_store *store = record_view_store(call);
    struct record_head *head = arena_alloc(call->arena, store->size);
    struct record_view_choice choice = {.source = {.head = head}};
    enum err err =
        record_load(call->db, call->actor, store, id, store->kind->see, RECORD_HEAD_ONLY, head);
    if (err != ERR_NONE)
        return err;
    if (status == 201) {
        char text[UUID_TEXT_LEN];
        uuid_format(id, text);
        call_location(call, arena_printf(call->arena, "%s/%s", call->request->path, text));
    }
    return record_view_answer(call, status, &choice);
}

static enum err refuse_save(struct call *call, enum err err, json_t *errors)
{
    const char *first = json_string_value(json_object_get(json_array_get(errors, 0), "message"));
    if (first == NULL)
        return err;
    call_say(call, call_status_of(err), first, json_incref(errors));
    return err == ERR_DENIED ? err : ERR_NONE;
}

enum err api_record_create(struct call *call)
{
    json_t *body = NULL;
    json_t *errors = json_keep(call->arena, json_array());
    struct record_saved saved;
    const struct api_fields *fields = &api_record_fields[call_kind(call)->id];
    if (body_read(call, fields, API_TO_CREATE, &body) != ERR_NONE)
        return ERR_NONE;
    enum err err = draft_save(call, NULL, body, &saved, errors);
    return err == ERR_NONE ? answer(call, 201, &saved.id) : refuse_save(call, err, errors);
}

/* The record that is changed, at the revision that the program saw; *is_answered says that it was
 * another. */
static enum err load_seen(struct call *call, enum permission permission, enum record_depth depth,
                          bool is_needed, struct record_head **head, bool *is_answered)
{
    enum err err = record_view_load(call, permission, depth, head);
    *is_answered =
        err == ERR_NONE && call_check_match(call, (*head)->revision, is_needed) != ERR_NONE;
    return err;
}

enum err api_record_update(struct call *call)
{
    json_t *body = NULL;
    json_t *errors = json_keep(call->arena, json_array());
    struct record_head *head = NULL;
    struct record_saved saved;
    bool is_answered = false;
    const struct record_kind *kind = call_kind(call);
    enum err err = load_seen(call, kind->change, RECORD_WHOLE, true, &head, &is_answered);
    if (err != ERR_NONE || is_answered)
        return err;
    if (body_read(call, &api_record_fields[kind->id], API_TO_UPDATE, &body) != ERR_NONE)
        return ERR_NONE;
    err = draft_save(call, head, body, &saved, errors);
    return err == ERR_NONE ? answer(call, 200, &saved.id) : refuse_save(call, err, errors);
}

enum err api_version_restore(struct call *call)
{
    struct record_head *head = NULL;
    struct record_saved saved;
    struct problem problem = {0};
    bool is_answered = false;
    enum err err =
        load_seen(call, call_kind(call)->change, RECORD_HEAD_ONLY, true, &head, &is_answered);
    if (err != ERR_NONE || is_answered)
        return err;
    struct record_restore_draft draft = {
        .id = head->id, .version = call->match->number, .based_on_revision = head->revision};
    err = record_restore_version(call->db, call->actor, head->store, &draft, &saved, &problem);
    return err == ERR_NONE ? answer(call, 200, &head->id) : call_refuse(call, err, &problem);
}

enum err api_record_archive(struct call *call)
{
    json_t *body = NULL;
    struct record_head *head = NULL;
    struct problem problem = {0};
    bool is_answered = false;
    if (body_read(call, &body_archive, API_TO_CREATE, &body) != ERR_NONE)
        return ERR_NONE;
    enum err err =
        load_seen(call, call_kind(call)->change, RECORD_HEAD_ONLY, false, &head, &is_answered);
    if (err != ERR_NONE || is_answered)
        return err;
    struct record_archive_draft draft = {head->id, body_truth(body, "accepts_uses")};
    err = record_archive(call->db, call->actor, head->store, &draft, &problem);
    return err == ERR_NONE ? answer(call, 200, &head->id) : call_refuse(call, err, &problem);
}

enum err api_record_restore(struct call *call)
{
    struct record_head *head = NULL;
    struct problem problem = {0};
    bool is_answered = false;
    enum err err =
        load_seen(call, call_kind(call)->change, RECORD_HEAD_ONLY, false, &head, &is_answered);
    if (err != ERR_NONE || is_answered)
        return err;
    err = record_restore(call->db, call->actor, head->store, &head->id, &problem);
    return err == ERR_NONE ? answer(call, 200, &head->id) : call_refuse(call, err, &problem);
}

/* People type the name; a program names the revision that it saw. */
enum err api_record_delete(struct call *call)
{
    struct record_head *head = NULL;
    struct problem problem = {0};
    bool is_answered = false;
    enum err err =
        load_seen(call, call_kind(call)->remove, RECORD_HEAD_ONLY, true, &head, &is_answered);
    if (err != ERR_NONE || is_answered)
        return err;
    err = record_delete(call->db, call->actor, head->store, &head->id, head->name, &problem);
    if (err != ERR_NONE)
        return call_refuse(call, err, &problem);
    call->response->status = 204;
    return ERR_NONE;
}
