#include "data/user/user.h"

#include <stdio.h>
#include <string.h>

#include "api/handlers.h"
#include "api/parameters.h"
#include "base/json.h"
#include "base/number.h"

/* The people of the organization, to be read. */

enum { CURSOR_MAX = 100, TEXT_MAX = 200 };

struct user_query {
    const char *q;
    int persona;
    int state;
    const char *cursor;
    int64_t limit;
};

static const struct form_field fields[] = {
    {.name = "q",
     .label = "The search",
     .kind = FORM_LINE,
     .max_chars = TEXT_MAX,
     .offset = offsetof(struct user_query, q)},
    {.name = "persona",
     .label = "The persona",
     .kind = FORM_CHOICE,
     .choices = persona_names,
     .offset = offsetof(struct user_query, persona)},
    {.name = "state",
     .label = "The state",
     .kind = FORM_CHOICE,
     .choices = user_state_names,
     .offset = offsetof(struct user_query, state)},
    {.name = "cursor",
     .label = "The cursor",
     .kind = FORM_LINE,
     .max_chars = CURSOR_MAX,
     .offset = offsetof(struct user_query, cursor)},
    {.name = "limit",
     .label = "The limit",
     .kind = FORM_INT,
     .number = NUMBER_PAGE_PEOPLE,
     .fallback = USER_LIST_MAX,
     .offset = offsetof(struct user_query, limit)},
};
const struct api_parameters user_list_parameters = {fields, (int)COUNT_OF(fields)};

/* Who may only see names gets those. */
static json_t *user_json(const struct user *user)
{
    json_t *json = json_pack("{s:o, s:o, s:s?}", "id", json_uuid(&user->id), "organization_id",
                             json_uuid(&user->organization_id), "full_name", user->full_name);
    if (!user->is_full)
        return json;
    json_t *rest = json_pack(
        "{s:s?, s:s, s:b, s:b, s:I, s:s?, s:o, s:o, s:o}", "email", user->email, "user_persona",
        persona_names[user->persona], "is_active", (int)(user->state != USER_INACTIVE),
        "is_superuser", (int)user->is_superuser, "revision", (json_int_t)user->version, "time_zone",
        user->time_zone, "last_seen_at", json_time(user->last_seen_at), "created_at",
        json_time(user->created_at), "updated_at", json_time(user->updated_at));
    json_object_update(json, rest);
    json_decref(rest);
    return json;
}

/* The cursor: the time of the last row in microseconds, a dot, its id. */
static enum err parse_place(struct call *call, const char *cursor, struct user_filter *filter)
{
    const char *dot = strchr(cursor, '.');
    if (cursor[0] == '\0')
        return ERR_NONE;
    if (dot == NULL || uuid_parse(dot + 1, &filter->cursor_id) != ERR_NONE)
        return ERR_INVALID;
    return number_parse(NUMBER_MOMENT, arena_copy(call->arena, cursor, (size_t)(dot - cursor)),
                        &filter->cursor_time);
}

static void link_next(struct call *call, const struct user_list *list)
{
    char id[UUID_TEXT_LEN];
    uuid_format(&list->next_id, id);
    call_link(call, "next", "cursor",
              arena_printf(call->arena, "%lld.%s", (long long)list->next_time, id));
}

enum err api_user_list(struct call *call)
{
    struct user_query query;
    struct user_list list = {.problem = NULL};
    if (call_query(call, fields, (int)COUNT_OF(fields), &query) != ERR_NONE)
        return ERR_NONE;
    struct user_filter filter = {.search = query.q[0] == '\0' ? NULL : query.q,
                                 .persona = query.persona,
                                 .state = query.state,
                                 .limit = (int)query.limit};
    enum err err = parse_place(call, query.cursor, &filter);
    if (err == ERR_NONE)
        err = user_list(call->db, call->actor, &filter, &list);
    if (err == ERR_INVALID && list.problem != NULL)
        return call_bad_query(call, "q", list.problem) == ERR_INVALID ? ERR_NONE : err;
    if (err != ERR_NONE)
        return call_refuse_cursor(call, err);
    json_t *items = json_array();
    for (int i = 0; i < list.count; i++)
        json_array_append_new(items, user_json(&list.items[i]));
    if (list.has_more)
        link_next(call, &list);
    return call_answer(
        call, 200, json_pack("{s:o, s:b}", "items", items, "is_unfinished", list.is_out_of_time));
}

enum err api_user_get(struct call *call)
{
    struct user user;
    enum err err = user_get(call->db, call->actor, &call->match->ids[0], &user);
    return err == ERR_NONE ? call_answer(call, 200, user_json(&user)) : err;
}
