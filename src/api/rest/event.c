#include "api/rest/event.h"

#include <string.h>

#include "api/handlers.h"
#include "api/parameters.h"
#include "base/clock_day.h"
#include "base/json.h"

/* The audit log, to be read. */

enum { CURSOR_MAX = 100, TEXT_MAX = 60, TIME_MAX = 40, EVENTS_PER_PAGE = 100 };

struct event_query {
    struct uuid actor;
    struct uuid record;
    const char *record_type;
    const char *action;
    const char *from;
    const char *until;
    const char *cursor;
    int64_t limit;
};

static enum err check_time(const char *value, const char **problem)
{
    int64_t time = 0;
    *problem = "This must be a time of RFC 3339, such as 2026-05-03T12:00:00Z.";
    return clock_parse_iso(value, &time);
}

#define LINE(field, words, most, rule)                                                             \
    {                                                                                              \
        .name = #field, .label = (words), .kind = FORM_LINE, .max_chars = (most), .check = (rule), \
        .offset = offsetof(struct event_query, field)                                              \
    }
#define ID(field, words)                                                                           \
    {                                                                                              \
        .name = #field, .label = (words), .kind = FORM_UUID,                                       \
        .offset = offsetof(struct event_query, field)                                              \
    }

static const struct form_field fields[] = {
    ID(actor, "The person"),
    ID(record, "The record"),
    LINE(record_type, "The type of record", TEXT_MAX, NULL),
    LINE(action, "The action, or its beginning with a dot", TEXT_MAX, NULL),
    LINE(from, "The first moment", TIME_MAX, check_time),
    LINE(until, "The end, exclusive", TIME_MAX, check_time),
    LINE(cursor, "The cursor", CURSOR_MAX, NULL),
    {.name = "limit",
     .label = "The limit",
     .kind = FORM_INT,
     .number = NUMBER_PAGE_EVENTS,
     .fallback = EVENTS_PER_PAGE,
     .offset = offsetof(struct event_query, limit)},
};
const struct api_parameters event_list_parameters = {fields, (int)COUNT_OF(fields)};

/* 0 for none; the text was checked. */
static int64_t time_of(const char *text)
{
    int64_t time = 0;
    return text[0] != '\0' && clock_parse_iso(text, &time) == ERR_NONE ? time : 0;
}

static json_t *details_json(struct db *db, const char *details)
{
    if (details == NULL)
        return json_null();
    struct text text = {details, strlen(details)};
    return json_incref(json_stored(db_arena(db), text, "details of an event"));
}

json_t *event_json(struct db *db, const struct audit_entry *entry)
{
    return json_pack("{s:o, s:o, s:o, s:s, s:o, s:s, s:s?, s:o, s:s, s:I, s:s?, s:o}", "id",
                     json_uuid(&entry->id), "seq",
                     entry->seq == 0 ? json_null() : json_integer(entry->seq), "occurred_at",
                     json_time(entry->occurred_at), "actor_kind", entry->actor_kind, "actor_id",
                     json_uuid(&entry->actor_id), "action", entry->action, "record_type",
                     entry->record_type, "record_id", json_uuid(&entry->record_id), "outcome",
                     entry->outcome, "event_count", (json_int_t)entry->event_count, "request_id",
                     entry->request_id, "details", details_json(db, entry->details));
}

enum err api_event_list(struct call *call)
{
    struct event_query query;
    struct audit_list list;
    if (call_query(call, fields, (int)COUNT_OF(fields), &query) != ERR_NONE)
        return ERR_NONE;
    struct audit_filter filter = {.actor_id = query.actor,
                                  .record_id = query.record,
                                  .record_type = query.record_type,
                                  .action = query.action,
                                  .from = time_of(query.from),
                                  .until = time_of(query.until),
                                  .before = query.cursor,
                                  .limit = (int)query.limit};
    enum err err = audit_list(call->db, call->actor, &filter, &list);
    if (err != ERR_NONE)
        return call_refuse_cursor(call, err);
    bool may_read = policy_allows_some(call->actor, PERMISSION_AGENT_READ) &&
                    policy_allows_some(call->actor, PERMISSION_PROMPT_READ);
    json_t *items = json_array();
    for (int i = 0; i < list.count; i++) {
        if (!may_read)
            list.entries[i].details = NULL;
        json_array_append_new(items, event_json(call->db, &list.entries[i]));
    }
    if (list.next != NULL)
        call_link(call, "next", "cursor", list.next);
    return call_answer(call, 200, json_pack("{s:o}", "items", items));
}

enum err api_event_get(struct call *call)
{
    struct audit_entry entry;
    static const struct uuid own;
    enum err err = audit_get(call->db, call->actor, &own, &call->match->ids[0], &entry);
    if (err == ERR_NONE && !policy_allows_some(call->actor, PERMISSION_PROMPT_READ))
        entry.details = NULL;
    return err == ERR_NONE ? call_answer(call, 200, event_json(call->db, &entry)) : err;
}
