#include "data/record/record_load.h"

#include <string.h>

#include "api/handlers.h"
#include "api/parameters.h"
#include "api/rest/record_view.h"
#include "base/json.h"
#include "data/release/label_history.h"
#include "data/release/record_label.h"
#include "domain/record/label.h"

/* One record, by id or by name, at a version, a label or a moment. */

/* The version that a label was on at a moment. */
static enum err find_moment(struct call *call, const struct record_get_query *query,
                            struct record_source *source)
{
    struct label_answer answer;
    enum err err = label_at(call->db, source->head, query->label, query->at, &answer);
    if (err == ERR_NONE && answer.version == 0)
        err = ERR_NOT_FOUND;
    source->number = answer.version;
    source->label = NULL;
    return err;
}

/* Which version is meant. */
static enum err find_source(struct call *call, const struct record_get_query *query,
                            struct record_source *source)
{
    if (query->version != 0)
        source->number = query->version;
    else if (query->at != 0)
        return find_moment(call, query, source);
    else if (query->label[0] != '\0' && strcmp(query->label, LABEL_LATEST) != 0)
        source->label = query->label;
    return ERR_NONE;
}

/* Whoever does not say which gets the newest. */
static const char *asked_label(const struct record_get_query *query)
{
    if (query->version != 0)
        return "";
    return query->label[0] != '\0' ? query->label : LABEL_LATEST;
}

/* The version and the labels, together with the head. */
static void ask_ahead(struct call *call, const struct uuid *id,
                      const struct record_get_query *query)
{
    struct record_head *head = arena_alloc(call->arena, sizeof *head);
    *head = (struct record_head){.store = record_view_store(call),
                                 .id = *id,
                                 .organization_id = call->actor->organization_id};
    struct record_source source = {.head = head};
    if (query->at != 0 || find_source(call, query, &source) != ERR_NONE)
        return;
    record_version_load_ahead(call->db, &source);
    record_label_ahead(call->db, head);
}

static enum err answer(struct call *call, const struct record_head *head,
                       const struct record_get_query *query, bool has_events)
{
    struct record_view_choice choice = {
        .source = {.head = head}, .label = asked_label(query), .has_events = has_events};
    call->is_kept = !has_events;
    enum err err = find_source(call, query, &choice.source);
    return err == ERR_NONE ? record_view_answer(call, 200, &choice) : err;
}

enum err api_record_get(struct call *call)
{
    struct record_get_query query;
    struct record_head *head = NULL;
    if (record_get_query_parse(call, &query) != ERR_NONE)
        return ERR_NONE;
    if (query.label[0] == '\0' && query.at != 0)
        query.label = LABEL_PRODUCTION;
    ask_ahead(call, &call->match->ids[0], &query);
    enum err err = record_view_load(call, call_kind(call)->see, RECORD_HEAD_ONLY, &head);
    return err == ERR_NONE ? answer(call, head, &query, query.audit_log != 1) : err;
}

/* What a program that runs asks for: the version with the label production, unless it says which.
 */
enum err api_record_get_by_name(struct call *call)
{
    struct record_get_query query;
    struct record_found found;
    if (record_get_query_parse(call, &query) != ERR_NONE)
        return ERR_NONE;
    if (query.version == 0 && query.label[0] == '\0')
        query.label = LABEL_PRODUCTION;
    const struct record_store *store = record_view_store(call);
    struct record_head *head = arena_alloc(call->arena, store->size);
    enum err err = record_find(call->db, call->actor, store->kind, call->match->token, &found);
    if (err == ERR_NONE)
        ask_ahead(call, &found.id, &query);
    if (err == ERR_NONE)
        err = record_load(call->db, call->actor, store, &found.id, store->kind->see,
                          RECORD_HEAD_ONLY, head);
    return err == ERR_NONE ? answer(call, head, &query, query.audit_log == 0) : err;
}
