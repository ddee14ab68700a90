#include "data/account/provision_change.h"

#include <string.h>

#include "api/handlers.h"
#include "api/scim/scim_answer.h"
#include "api/scim/scim_view.h"
#include "base/json.h"
#include "domain/scim/scim_person.h"

/* People over SCIM 2.0, made and changed. */

/* Without If-Match the last one wins: a change that came too late is made again. */
enum { TRIES_MAX = 20 };

typedef enum err reader(struct arena *arena, const json_t *body, struct scim_change *change,
                        struct scim_problem *problem);

/* ERR_INVALID, answered, for what can't be read. */
static enum err read_body(struct call *call, reader *read, struct scim_change *change)
{
    struct text text = call->request->body;
    struct scim_problem problem = {"invalidSyntax", "The body is not JSON."};
    const char *detail = NULL;
    json_t *body = NULL;
    if (json_parse(call->arena, text.data, text.len, &body, &detail) != ERR_NONE) {
        if (text.len > 0)
            problem.detail = detail;
    } else if (read(call->arena, body, change, &problem) == ERR_NONE)
        return ERR_NONE;
    (void)!scim_refuse(call, &problem);
    return ERR_INVALID;
}

static struct scim_person person_of(const struct provisioned *before)
{
    return (struct scim_person){.user_name = before->user.email,
                                .full_name = before->user.full_name,
                                .given_name = before->provision.origin.given_name,
                                .external_id = before->provision.origin.external_id,
                                .persona = before->user.persona,
                                .is_active = before->user.state != USER_INACTIVE};
}

static struct provision_draft draft_of(const struct scim_person *person)
{
    return (struct provision_draft){.email = person->user_name,
                                    .full_name = person->full_name,
                                    .persona = person->persona,
                                    .is_active = person->is_active,
                                    .origin = {person->external_id, person->given_name}};
}

static enum err answer_user(struct call *call, int status, const struct uuid *id)
{
    struct provisioned person;
    enum err err = provision_get(call->db, call->actor, id, &person);
    return err == ERR_NONE ? scim_view_answer(call, status, &person) : err;
}

/* ---- someone new --------------------------------------------------------------------------- */

enum err scim_user_create(struct call *call)
{
    static const struct scim_problem inactive = {
        "invalidValue", "A new person is active. Create them when they are to have access."};
    struct scim_change change;
    struct scim_person person = {.user_name = NULL, .is_active = true};
    struct scim_rules rules = {.default_persona = call->actor->token->default_persona};
    struct scim_problem wrong = {NULL, NULL};
    struct problem problem = {.field = ""};
    struct uuid id;
    if (read_body(call, scim_resource_read, &change) != ERR_NONE)
        return ERR_NONE;
    if (scim_person_change(call->arena, &change, &rules, &person, &wrong) != ERR_NONE)
        return scim_refuse(call, &wrong);
    if (!person.is_active)
        return scim_refuse(call, &inactive);
    struct provision_draft draft = draft_of(&person);
    enum err err = provision_create(call->db, call->actor, &draft, &id, &problem);
    return err == ERR_NONE ? answer_user(call, 201, &id) : scim_refuse_verb(call, err, &problem);
}

/* ---- someone who is there ------------------------------------------------------------------ */

/* False with an error, or answered because of If-Match. */
static bool find_person(struct call *call, struct provisioned *found, enum err *err)
{
    *err = provision_get(call->db, call->actor, &call->match->ids[0], found);
    return *err == ERR_NONE && scim_view_check_match(call, found) == ERR_NONE;
}

/* Once: ERR_STALE if somebody was faster, and nothing else of what is answered. */
static enum err change_once(struct call *call, const struct scim_change *change, bool is_whole,
                            bool *is_late)
{
    struct provisioned before;
    struct scim_rules rules = {is_whole, call->actor->token->default_persona};
    struct scim_problem wrong = {NULL, NULL};
    struct problem problem = {.field = ""};
    enum err err;
    *is_late = false;
    if (!find_person(call, &before, &err))
        return err;
    struct scim_person person = person_of(&before);
    if (scim_person_change(call->arena, change, &rules, &person, &wrong) != ERR_NONE)
        return scim_refuse(call, &wrong);
    struct provision_draft draft = draft_of(&person);
    draft.id = before.user.id;
    draft.version = before.user.version;
    err = provision_update(call->db, call->actor, &draft, &problem);
    *is_late = err == ERR_STALE;
    return err == ERR_NONE ? answer_user(call, 200, &draft.id)
                           : scim_refuse_verb(call, err, &problem);
}

static enum err change_user(struct call *call, const struct scim_change *change, bool is_whole)
{
    bool is_late = true;
    enum err err = ERR_NONE;
    for (int i = 0; i < TRIES_MAX && is_late && (i == 0 || call->request->if_match == NULL); i++)
        err = change_once(call, change, is_whole, &is_late);
    return err;
}

enum err scim_user_replace(struct call *call)
{
    struct scim_change change;
    if (read_body(call, scim_resource_read, &change) != ERR_NONE)
        return ERR_NONE;
    return change_user(call, &change, true);
}

enum err scim_user_patch(struct call *call)
{
    struct scim_change change;
    if (read_body(call, scim_patch_read, &change) != ERR_NONE)
        return ERR_NONE;
    return change_user(call, &change, false);
}

enum err scim_user_delete(struct call *call)
{
    struct provisioned before;
    struct problem problem = {.field = ""};
    enum err err;
    if (!find_person(call, &before, &err))
        return err;
    err = provision_end(call->db, call->actor, &before.user.id,
                        call->request->if_match == NULL ? 0 : before.user.version, &problem);
    if (err != ERR_NONE)
        return scim_refuse_verb(call, err, &problem);
    call->response->status = 204;
    return ERR_NONE;
}
