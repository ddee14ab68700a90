#include "data/search/search.h"

#include "api/handlers.h"
#include "api/parameters.h"
#include "base/json.h"

/* One search over records of all kinds and people. */

enum { CURSOR_MAX = 200 };

struct search_query {
    const char *q;
    const char *cursor;
};

static const struct form_field fields[] = {
    {.name = "q",
     .label = "The search",
     .kind = FORM_LINE,
     .is_required = true,
     .max_bytes = SEARCH_QUERY_MAX,
     .offset = offsetof(struct search_query, q)},
    {.name = "cursor",
     .label = "The cursor",
     .kind = FORM_LINE,
     .max_bytes = CURSOR_MAX,
     .offset = offsetof(struct search_query, cursor)},
};
const struct api_parameters search_parameters = {fields, (int)COUNT_OF(fields)};

static json_t *hit_json(const char *kind, const struct search_hit *hit)
{
    static const char *const places[] = {"name", "mark", "description", "content"};
    return json_pack("{s:s, s:o, s:s?, s:o, s:o, s:s, s:{s:s, s:s, s:s}}", "kind", kind, "id",
                     json_uuid(&hit->id), "name", hit->name, "version",
                     hit->version == 0 ? json_null() : json_integer(hit->version), "archived_at",
                     json_time(hit->archived_at), "found_in", places[hit->rank], "excerpt",
                     "before", hit->excerpt.before, "match", hit->excerpt.match, "after",
                     hit->excerpt.after);
}

enum err api_search(struct call *call)
{
    struct search_query query;
    struct search_result result = {.problem = NULL};
    if (call_query(call, fields, (int)COUNT_OF(fields), &query) != ERR_NONE)
        return ERR_NONE;
    struct search asked = {.q = query.q, .cursor = query.cursor};
    enum err err = search(call->db, call->actor, &asked, &result);
    if (err == ERR_INVALID && result.problem != NULL)
        return call_bad_query(call, "q", result.problem) == ERR_INVALID ? ERR_NONE : err;
    if (err != ERR_NONE)
        return call_refuse_cursor(call, err);
    json_t *items = json_array();
    for (int group = 0; group < SEARCH_GROUP_COUNT; group++) {
        const char *kind = group == SEARCH_PEOPLE ? "user" : record_kinds[group].name;
        for (int i = 0; i < result.groups[group].count; i++)
            json_array_append_new(items, hit_json(kind, &result.groups[group].items[i]));
    }
    if (result.next != NULL)
        call_link(call, "next", "cursor", result.next);
    return call_answer(
        call, 200, json_pack("{s:o, s:b}", "items", items, "is_unfinished", result.next != NULL));
}
