#include "pages/trail/audit_lines.h"

#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "pages/trail/audit_sentence.h"

enum column {
    COLUMN_NUMBER,
    COLUMN_ID,
    COLUMN_TIME,
    COLUMN_WHAT,
    COLUMN_ACTION,
    COLUMN_OUTCOME,
    COLUMN_ACTOR_KIND,
    COLUMN_ACTOR,
    COLUMN_ACTOR_NAME,
    COLUMN_OUTSIDE,
    COLUMN_RECORD_TYPE,
    COLUMN_RECORD,
    COLUMN_RECORD_NAME,
    COLUMN_REQUEST,
    COLUMN_DETAILS,
    COLUMN_PERSONAL_DETAILS,
    COLUMN_TIMES,
    COLUMN_COUNT
};

/* What is not text in JSON says how it is written there. */
static const struct {
    const char *name;
    bool is_raw;
} columns[COLUMN_COUNT] = {
    [COLUMN_NUMBER] = {"number", true},
    [COLUMN_ID] = {"id", false},
    [COLUMN_TIME] = {"time", false},
    [COLUMN_WHAT] = {"event", false},
    [COLUMN_ACTION] = {"action", false},
    [COLUMN_OUTCOME] = {"outcome", false},
    [COLUMN_ACTOR_KIND] = {"actor_kind", false},
    [COLUMN_ACTOR] = {"actor", false},
    [COLUMN_ACTOR_NAME] = {"actor_name", false},
    [COLUMN_OUTSIDE] = {"outside", true},
    [COLUMN_RECORD_TYPE] = {"record_type", false},
    [COLUMN_RECORD] = {"record", false},
    [COLUMN_RECORD_NAME] = {"record_name", false},
    [COLUMN_REQUEST] = {"request", false},
    [COLUMN_DETAILS] = {"details", true},
    [COLUMN_PERSONAL_DETAILS] = {"personal_details", true},
    [COLUMN_TIMES] = {"times", true},
};

static const char *id_text(struct arena *arena, const struct uuid *id)
{
    char *text = arena_alloc(arena, UUID_TEXT_LEN);
    if (uuid_is_nil(id))
        return NULL;
    uuid_format(id, text);
    return text;
}

/* JSON as it was recorded, but surely in one line. */
static const char *one_line(struct arena *arena, const char *json)
{
    json_t *value = NULL;
    const char *problem = NULL;
    if (json == NULL || json_parse(arena, json, strlen(json), &value, &problem) != ERR_NONE)
        return NULL;
    return json_format(arena, value, JSON_LINE).data;
}

/* NULL: there is none. */
static void find_values(struct arena *arena, const struct audit_entry *entry,
                        const char *values[COLUMN_COUNT])
{
    char *time = arena_alloc(arena, CLOCK_ISO_LEN);
    clock_format_iso(entry->occurred_at, time);
    const char *name = entry->record_name;
    if (name == NULL)
        name = audit_remark_of(arena, entry).name;
    values[COLUMN_NUMBER] =
        entry->seq > 0 ? arena_printf(arena, "%lld", (long long)entry->seq) : NULL;
    values[COLUMN_ID] = id_text(arena, &entry->id);
    values[COLUMN_TIME] = time;
    values[COLUMN_WHAT] = audit_sentence_of(arena, entry).what;
    values[COLUMN_ACTION] = entry->action;
    values[COLUMN_OUTCOME] = entry->outcome;
    values[COLUMN_ACTOR_KIND] = entry->actor_kind;
    values[COLUMN_ACTOR] = id_text(arena, &entry->actor_id);
    values[COLUMN_ACTOR_NAME] = entry->actor_name;
    values[COLUMN_OUTSIDE] = entry->is_outside ? "true" : "false";
    values[COLUMN_RECORD_TYPE] = entry->record_type;
    values[COLUMN_RECORD] = id_text(arena, &entry->record_id);
    values[COLUMN_RECORD_NAME] = name;
    values[COLUMN_REQUEST] = entry->request_id;
    values[COLUMN_DETAILS] = one_line(arena, entry->details);
    values[COLUMN_TIMES] = arena_printf(arena, "%lld", (long long)entry->event_count);
    values[COLUMN_PERSONAL_DETAILS] = one_line(arena, entry->personal_details);
}

/* Always quoted: then nothing in it is special but the quote itself. */
static void add_cell(struct buf *buf, const char *value)
{
    buf_add_char(buf, '"');
    if (value[0] != '\0' && strchr("=+-@\t\r", value[0]) != NULL)
        buf_add_char(buf, '\'');
    for (const char *p = value; *p != '\0'; p++) {
        if (*p == '"')
            buf_add_char(buf, '"');
        buf_add_char(buf, *p);
    }
    buf_add_char(buf, '"');
}

static void add_row(struct buf *buf, const char *const *values)
{
    for (int i = 0; i < COLUMN_COUNT; i++) {
        if (i > 0)
            buf_add_char(buf, ',');
        add_cell(buf, values[i] == NULL ? "" : values[i]);
    }
    buf_add_text(buf, "\r\n");
}

static void add_object(struct buf *buf, const char *const *values)
{
    for (int i = 0; i < COLUMN_COUNT; i++) {
        buf_printf(buf, "%c\"%s\":", i == 0 ? '{' : ',', columns[i].name);
        if (values[i] == NULL || columns[i].is_raw)
            buf_add_text(buf, values[i] == NULL ? "null" : values[i]);
        else
            buf_add_text(buf, json_format(buf->arena, json_keep(buf->arena, json_string(values[i])),
                                          JSON_LINE)
                                  .data);
    }
    buf_add_text(buf, "}\n");
}

void audit_lines_begin(struct buf *buf, enum audit_format format)
{
    const char *names[COLUMN_COUNT];
    for (int i = 0; i < COLUMN_COUNT; i++)
        names[i] = columns[i].name;
    if (format == AUDIT_CSV)
        add_row(buf, names);
}

void audit_lines_add(struct buf *buf, enum audit_format format, const struct audit_entry *entry)
{
    const char *values[COLUMN_COUNT] = {NULL};
    find_values(buf->arena, entry, values);
    if (format == AUDIT_CSV)
        add_row(buf, values);
    else
        add_object(buf, values);
}
