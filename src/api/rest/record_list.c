#include "data/listing/record_list.h"

#include "api/field.h"
#include "api/handlers.h"
#include "api/parameters.h"
#include "data/listing/record_row.h"
#include "data/transfer/transfer_stores.h"

/* Lists of records, filtered and paged as those of the pages. */

static json_t *row_json(struct call *call, const struct record_kind *kind,
                        const struct record_row *row)
{
    struct api_view view = {
        .db = call->db,
        .kind = kind,
        .head = record_row_head(row, transfer_stores[kind->id], &call->actor->organization_id),
        .marks = &row->marks,
        .facet = row->facet,
    };
    return api_fields_json(&view, API_IN_LIST);
}

enum err api_record_list(struct call *call)
{
    struct record_filter filter;
    struct record_list list = {.rows = NULL};
    const struct record_kind *kind = call_kind(call);
    if (record_list_query_parse(call, &filter) != ERR_NONE)
        return ERR_NONE;
    enum err err = record_list(call->db, call->actor, kind, &filter, &list);
    if (err == ERR_INVALID && list.q_problem != NULL)
        return call_bad_query(call, "q", list.q_problem) == ERR_INVALID ? ERR_NONE : err;
    if (err != ERR_NONE)
        return call_refuse_cursor(call, err);
    json_t *items = json_array();
    for (int i = 0; i < list.count; i++)
        json_array_append_new(items, row_json(call, kind, &list.rows[i]));
    if (list.next != NULL)
        call_link(call, "next", "cursor", list.next);
    if (list.previous != NULL)
        call_link(call, "prev", "cursor", list.previous);
    return call_answer(
        call, 200,
        json_pack("{s:o, s:b}", "items", items, "is_unfinished", (int)list.is_unfinished));
}
