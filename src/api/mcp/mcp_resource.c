#include <string.h>

#include "api/mcp/mcp_document.h"
#include "api/mcp/mcp_methods.h"
#include "api/mcp/mcp_uri.h"
#include "api/rest/record_view.h"
#include "data/listing/record_list.h"
#include "data/transfer/transfer_stores.h"
#include "domain/record/label.h"

/* Agents, teams and test sets: the version of each with the label production, as JSON. */

enum { PAGE = 250 };

static const char mime_type[] = "application/json";

static json_t *row_json(struct mcp *mcp, const struct record_kind *kind,
                        const struct record_row *row)
{
    const char *uri = mcp_uri_format(mcp->call->arena, kind, row->name);
    json_t *json =
        json_pack("{s:s, s:s, s:s}", "uri", uri, "name", row->name, "mimeType", mime_type);
    if (row->description[0] != '\0')
        json_object_set_new(json, "description", json_string(row->description));
    return json;
}

/* Adds what is left of the page of the records of one kind; *next where it goes on, or NULL. */
static enum err add_kind(struct mcp *mcp, const struct record_kind *kind, const char *cursor,
                         json_t *resources, const char **next)
{
    struct call *call = mcp->call;
    struct record_list list;
    const struct record_filter filter = {.label = LABEL_PRODUCTION,
                                         .sort = RECORD_SORT_NAME,
                                         .cursor = cursor,
                                         .limit = PAGE - (int)json_array_size(resources)};
    *next = NULL;
    if (!policy_allows_some(call->actor, kind->read))
        return cursor[0] == '\0' ? ERR_NONE : ERR_INVALID;
    enum err err = record_list(call->db, call->actor, kind, &filter, &list);
    if (err != ERR_NONE)
        return err;
    for (int i = 0; i < list.count; i++)
        json_array_append_new(resources, row_json(mcp, kind, &list.rows[i]));
    *next = list.next;
    return ERR_NONE;
}

/* One kind after the other. A cursor is the path of a kind and a place among its records. */
static enum err list_from(struct mcp *mcp, int first, const char *cursor, json_t *resources,
                          const char **next)
{
    enum err err = ERR_NONE;
    *next = NULL;
    for (int i = first; err == ERR_NONE && mcp_uri_kinds[i] != RECORD_KIND_COUNT; i++) {
        const struct record_kind *kind = &record_kinds[mcp_uri_kinds[i]];
        const char *place = i == first ? cursor : "";
        const char *more = "";
        bool is_full = json_array_size(resources) == PAGE;
        if (!is_full)
            err = add_kind(mcp, kind, place, resources, &more);
        if (err == ERR_NONE && more != NULL) {
            *next = arena_printf(mcp->call->arena, "%s:%s", kind->plural, more);
            return ERR_NONE;
        }
    }
    return err;
}

/* Which kind a cursor goes on with, and where; -1: it is none of ours. */
static int find_place(const char *cursor, const char **place)
{
    *place = "";
    if (cursor == NULL)
        return 0;
    for (int i = 0; mcp_uri_kinds[i] != RECORD_KIND_COUNT; i++) {
        const char *plural = record_kinds[mcp_uri_kinds[i]].plural;
        size_t len = strlen(plural);
        if (text_starts_with(cursor, plural) && cursor[len] == ':') {
            *place = cursor + len + 1;
            return i;
        }
    }
    return -1;
}

enum err mcp_resource_list(struct mcp *mcp)
{
    const char *cursor = NULL;
    const char *place = NULL;
    const char *next = NULL;
    if (rpc_text(mcp->message.params, "cursor", &cursor) != ERR_NONE)
        return mcp_bad_params(mcp, "The cursor must be a string.");
    int first = find_place(cursor, &place);
    json_t *resources = json_keep(mcp->call->arena, json_array());
    enum err err = first < 0 ? ERR_INVALID : list_from(mcp, first, place, resources, &next);
    if (err == ERR_INVALID)
        return mcp_bad_params(mcp, "The cursor is not from this list.");
    if (err != ERR_NONE)
        return err;
    return mcp_result(mcp, json_pack("{s:O, s:s*}", "resources", resources, "nextCursor", next));
}

enum err mcp_template_list(struct mcp *mcp)
{
    const char *cursor = NULL;
    json_t *templates = json_array();
    if (rpc_text(mcp->message.params, "cursor", &cursor) != ERR_NONE || cursor != NULL)
        return mcp_bad_params(mcp, "The cursor is not from this list.");
    for (int i = 0; mcp_uri_kinds[i] != RECORD_KIND_COUNT; i++) {
        const struct record_kind *kind = &record_kinds[mcp_uri_kinds[i]];
        if (!policy_allows_some(mcp->call->actor, kind->read))
            continue;
        json_array_append_new(templates,
                              json_pack("{s:s, s:s, s:s, s:s}", "uriTemplate",
                                        mcp_uri_template(mcp->call->arena, kind), "name",
                                        kind->name, "title", kind->title, "mimeType", mime_type));
    }
    return mcp_result(mcp, json_pack("{s:o}", "resourceTemplates", templates));
}

static enum err load(struct mcp *mcp, const struct mcp_uri *uri, json_t **json)
{
    struct call *call = mcp->call;
    const struct record_store *store = transfer_stores[uri->kind->id];
    struct record_head *head = arena_alloc(call->arena, store->size);
    struct record_found found;
    enum err err = record_find(call->db, call->actor, uri->kind, uri->name, &found);
    if (err == ERR_NONE)
        err = record_load(call->db, call->actor, store, &found.id, uri->kind->read,
                          RECORD_HEAD_ONLY, head);
    if (err != ERR_NONE)
        return err;
    struct record_source source = {.head = head, .label = LABEL_PRODUCTION};
    return record_view_json(call, &source, json);
}

static enum err load_kept(struct mcp *mcp, const struct mcp_uri *uri, json_t **json)
{
    const char *about =
        arena_printf(mcp->call->arena, "resource %s\n%s", uri->kind->name, uri->name);
    *json = mcp_kept(mcp, about);
    if (*json != NULL)
        return ERR_NONE;
    enum err err = load(mcp, uri, json);
    if (err == ERR_NONE)
        mcp_keep(mcp, about, *json);
    return err;
}

static enum err answer(struct mcp *mcp, const char *uri, const struct record_kind *kind,
                       const json_t *record)
{
    mcp_note_served(mcp, kind->id, record, LABEL_PRODUCTION);
    struct text text = json_format(mcp->call->arena, record, JSON_LINE);
    return mcp_result(mcp, json_pack("{s:[{s:s, s:s, s:s%}]}", "contents", "uri", uri, "mimeType",
                                     mime_type, "text", text.data, text.len));
}

enum err mcp_resource_read(struct mcp *mcp)
{
    struct mcp_uri uri;
    json_t *record = NULL;
    const char *text = NULL;
    if (rpc_text(mcp->message.params, "uri", &text) != ERR_NONE || text == NULL)
        return mcp_bad_params(mcp, "The uri must be a string.");
    enum err err = mcp_uri_parse(mcp->call->arena, text, &uri);
    if (err == ERR_NONE)
        err = load_kept(mcp, &uri, &record);
    if (err == ERR_INVALID || err == ERR_NOT_FOUND || err == ERR_DENIED)
        return mcp_error(mcp, RPC_INVALID_PARAMS, "Resource not found.",
                         json_pack("{s:s}", "uri", text));
    return err == ERR_NONE ? answer(mcp, text, uri.kind, record) : err;
}
