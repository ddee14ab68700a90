#include "api/scim/scim_view.h"

#include <string.h>
#include <strings.h>

#include "api/scim/scim_answer.h"
#include "base/json.h"
#include "domain/scim/scim_filter.h"
#include "domain/scim/scim_person.h"

static const char *tag_of(struct call *call, const struct user *user)
{
    return arena_printf(call->arena, "W/\"%lld\"", (long long)user->version);
}

static const char *path_of(struct call *call, const struct user *user)
{
    char id[UUID_TEXT_LEN];
    uuid_format(&user->id, id);
    return arena_printf(call->arena, SCIM_BASE "/Users/%s", id);
}

static const char *or_null(const char *text)
{
    return text[0] == '\0' ? NULL : text;
}

/* ---- what of it is asked for (RFC 7644, 3.9) ----------------------------------------------- */

/* Does a list of attributes name this one, or (with_parts) a part of it: "name.givenName"? */
static bool names(struct call *call, const char *list, const char *key, bool with_parts)
{
    size_t len = strlen(key);
    for (const char *at = list; *at != '\0';) {
        size_t item_len = strcspn(at, ",");
        const char *item =
            scim_without_schema(text_trim(call->arena, arena_copy(call->arena, at, item_len)));
        if (strncasecmp(item, key, len) == 0 &&
            (item[len] == '\0' || (with_parts && item[len] == '.')))
            return true;
        at += item_len + (at[item_len] == ',');
    }
    return false;
}

/* Takes out what is not asked for. Its schemas and its id every resource has. */
static json_t *narrow(struct call *call, json_t *resource)
{
    const struct text *wanted = param_find(&call->request->query, "attributes");
    const struct text *unwanted = param_find(&call->request->query, "excludedAttributes");
    const char *key = NULL;
    void *next = NULL;
    json_t *value = NULL;
    json_object_foreach_safe(resource, next, key, value)
    {
        bool is_out = (wanted != NULL && !names(call, wanted->data, key, true)) ||
                      (unwanted != NULL && names(call, unwanted->data, key, false));
        if (is_out && strcmp(key, "schemas") != 0 && strcmp(key, "id") != 0)
            json_object_del(resource, key);
    }
    return resource;
}

json_t *scim_view(struct call *call, const struct provisioned *person)
{
    const struct user *user = &person->user;
    const struct user_origin *origin = &person->provision.origin;
    const char *persona = persona_names[user->persona];
    struct scim_name name = scim_name_split(call->arena, user->full_name, origin->given_name);
    json_t *meta = json_pack(
        "{s:s, s:o, s:o, s:s, s:s}", "resourceType", "User", "created", json_time(user->created_at),
        "lastModified", json_time(user->updated_at), "location",
        arena_printf(call->arena, "%s%s", call->public_url, path_of(call, user)), "version",
        tag_of(call, user));
    json_t *resource = json_pack(
        "{s:[s], s:o, s:s*, s:o, s:s, s:{s:s, s:s*, s:s*}, s:s, s:b, "
        "s:[{s:s, s:s, s:b}], s:s, s:[{s:s, s:b}]}",
        "schemas", SCIM_SCHEMA "User", "id", json_uuid(&user->id), "externalId",
        origin->external_id, "meta", meta, "userName", user->email, "name", "formatted",
        user->full_name, "givenName", or_null(name.given), "familyName", or_null(name.family),
        "displayName", user->full_name, "active", (int)(user->state != USER_INACTIVE), "emails",
        "value", user->email, "type", "work", "primary", 1, "userType", persona, "roles", "value",
        persona, "primary", 1);
    return narrow(call, resource);
}

/* Does a list of tags have this one, written weak or strong? */
static bool has_tag(const char *tags, const char *tag)
{
    const char *strong = tag + 2;
    size_t len = strlen(strong);
    for (const char *at = tags; (at = strstr(at, strong)) != NULL; at += len) {
        const char *end = at + len + strspn(at + len, " \t");
        if (*end == '\0' || *end == ',')
            return true;
    }
    return strcmp(tags, "*") == 0;
}

enum err scim_view_answer(struct call *call, int status, const struct provisioned *person)
{
    const char *tag = tag_of(call, &person->user);
    const char *known = call->request->if_none_match;
    response_header(call->response, "ETag", tag);
    if (status == 201)
        call_location(call, path_of(call, &person->user));
    if (known == NULL || !request_is_safe(call->request) || !has_tag(known, tag))
        return scim_answer(call, status, scim_view(call, person));
    call->response->status = 304;
    return ERR_NONE;
}

enum err scim_view_check_match(struct call *call, const struct provisioned *person)
{
    static const struct problem none = {.field = ""};
    const char *tags = call->request->if_match;
    if (tags == NULL || has_tag(tags, tag_of(call, &person->user)))
        return ERR_NONE;
    (void)!scim_refuse_verb(call, ERR_STALE, &none);
    return ERR_STALE;
}
