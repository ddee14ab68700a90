#include "data/record/record_version.h"

#include "api/handlers.h"
#include "api/parameters.h"
#include "api/rest/record_view.h"
#include "base/json.h"
#include "base/number.h"
#include "data/release/record_label.h"

/* The versions of a record and the labels on them. */

static json_t *version_json(struct call *call, const struct record_head *head,
                            const struct record_marks *marks, const struct record_version *version)
{
    struct api_view view = {.db = call->db,
                            .kind = head->store->kind,
                            .head = *head,
                            .marks = marks,
                            .version = version};
    return api_fields_json(&view, API_IN_VERSION_LIST);
}

/* The cursor is the number that the next page is below. */
static enum err parse_place(struct call *call, int64_t *before)
{
    struct page_query query;
    *before = 0;
    if (page_query_parse(call, &query) != ERR_NONE)
        return ERR_INVALID;
    if (query.cursor[0] == '\0' || number_parse(NUMBER_VERSION, query.cursor, before) == ERR_NONE)
        return ERR_NONE;
    return call_bad_query(call, "cursor", "The cursor is not from this list.");
}

enum err api_version_list(struct call *call)
{
    int64_t before = 0;
    struct record_head *head = NULL;
    struct record_version_list list;
    struct record_marks marks;
    if (parse_place(call, &before) != ERR_NONE)
        return ERR_NONE;
    enum err err = record_view_load(call, call_kind(call)->see, RECORD_HEAD_ONLY, &head);
    if (err == ERR_NONE)
        err = record_view_labels(call, head, &marks);
    if (err == ERR_NONE)
        err = record_version_list(call->db, head, before, &list);
    if (err != ERR_NONE)
        return err;
    json_t *items = json_array();
    for (int i = 0; i < list.count; i++)
        json_array_append_new(items, version_json(call, head, &marks, &list.versions[i]));
    if (list.next_before > 0)
        call_link(call, "next", "cursor",
                  arena_printf(call->arena, "%lld", (long long)list.next_before));
    return call_answer(call, 200, json_pack("{s:o}", "items", items));
}

enum err api_version_get(struct call *call)
{
    struct record_head *head = NULL;
    enum err err = record_view_load(call, call_kind(call)->read, RECORD_HEAD_ONLY, &head);
    struct record_source source = {.head = head, .number = call->match->number};
    return err == ERR_NONE ? record_view_answer_version(call, &source) : err;
}

enum err api_label_list(struct call *call)
{
    struct record_head *head = NULL;
    struct record_label_list list;
    enum err err = record_view_load(call, call_kind(call)->see, RECORD_HEAD_ONLY, &head);
    if (err == ERR_NONE)
        err = record_label_list(call->db, head, &list);
    if (err != ERR_NONE)
        return err;
    json_t *items = json_array();
    for (int i = 0; i < list.count; i++)
        json_array_append_new(items, record_view_label(&list.labels[i]));
    return call_answer(call, 200, json_pack("{s:o}", "items", items));
}
