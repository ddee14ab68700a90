#include "pages/trail/audit_view.h"

#include <string.h>

#include "data/trail/audit_list.h"
#include "domain/record/kind.h"
#include "domain/record/scope.h"
#include "pages/trail/audit_sentence.h"

/* Where the pages of records of a type are; NULL: they have none. */
static const char *pages_of(const char *record_type)
{
    const struct record_kind *kind = record_kind_find(record_type);
    if (kind != NULL)
        return kind->path;
    return strcmp(record_type, "user") == 0 ? "/users" : NULL;
}

static void show_record(struct page *page, struct view *view, const struct audit_entry *entry)
{
    /* these are named by nothing that a person would know */
    static const char *const nameless[] = {"request",    "session",   "invitation",   "approval",
                                           "legal_hold", "retention", "organization", "audit_view"};
    bool is_nameless = uuid_is_nil(&entry->record_id);
    for (size_t i = 0; i < COUNT_OF(nameless); i++)
        is_nameless = is_nameless || strcmp(entry->record_type, nameless[i]) == 0;
    if (is_nameless)
        return;
    char id[UUID_TEXT_LEN];
    uuid_format(&entry->record_id, id);
    const char *pages = entry->record_name == NULL ? NULL : pages_of(entry->record_type);
    struct view *section = view_add(view, pages != NULL ? "RECORD_LINK" : "RECORD_PLAIN");
    if (pages != NULL)
        view_text(section, "RECORD_URL", arena_printf(page->arena, "%s/%s", pages, id));
    const char *name =
        entry->record_name != NULL ? entry->record_name : audit_remark_of(page->arena, entry).name;
    view_text(section, "RECORD",
              name != NULL ? name : arena_printf(page->arena, "%s %s", entry->record_type, id));
    view_text(view, "RECORD_ID", arena_strdup(page->arena, id));
}

static void show_actor(struct page *page, struct view *view, const struct audit_entry *entry)
{
    const char *name = entry->actor_name;
    if (name == NULL && strcmp(entry->actor_kind, "command") == 0)
        name = "Command on the server";
    else if (name == NULL && strcmp(entry->actor_kind, "nobody") == 0)
        name = "Someone who was not signed in";
    else if (name == NULL)
        name = "Erased user";
    if (strcmp(entry->actor_kind, "token") == 0)
        name = arena_printf(page->arena, "%s, by API token", name);
    view_text(view, "ACTOR", name);
    bool is_linked = entry->actor_name != NULL && !entry->is_outside;
    if (is_linked)
        page_uuid(page, view_add(view, "ACTOR_LINK"), "ACTOR_ID", &entry->actor_id);
    view_show(view, "ACTOR_PLAIN", !is_linked);
}

void audit_view_entry(struct page *page, struct view *view, const struct audit_entry *entry)
{
    struct audit_sentence sentence = audit_sentence_of(page->arena, entry);
    audit_view_told(page, view, entry, &sentence);
}

void audit_view_told(struct page *page, struct view *view, const struct audit_entry *entry,
                     const struct audit_sentence *sentence)
{
    char id[UUID_TEXT_LEN];
    uuid_format(&entry->id, id);
    if (entry->seq > 0)
        view_number(view_add(view, "NUMBER"), "SEQ", entry->seq);
    view_text(view, "EVENT_URL", arena_printf(page->arena, "/audit/%s", id));
    view_text(view, "ACTION", entry->action);
    view_text(view, "WHAT", sentence->what);
    view_text(view, "ON", sentence->on);
    if (sentence->diff_url != NULL)
        view_text(view_add(view, "DIFF"), "DIFF_URL", sentence->diff_url);
    const char *wider = audit_sentence_wider(page->arena, entry);
    if (wider != NULL)
        view_text(view_add(view, "WIDER"), "WIDER_SUBJECTS", wider);
    page_time(page, view, "WHEN", entry->occurred_at);
    show_actor(page, view, entry);
    show_record(page, view, entry);
    view_show(view, "IS_SUCCESS", strcmp(entry->outcome, "success") == 0);
    view_show(view, "IS_FAILURE", strcmp(entry->outcome, "failure") == 0);
    view_show(view, "IS_REFUSAL", strcmp(entry->outcome, "refusal") == 0);
    view_show(view, "IS_OUTSIDE", entry->is_outside);
    if (entry->event_count > 1)
        view_number(view_add(view, "TIMES"), "COUNT", entry->event_count);
}

static const char *value_text(struct arena *arena, json_t *value)
{
    if (value == NULL || json_is_null(value))
        return NULL;
    if (json_is_string(value))
        return arena_strdup(arena, json_string_value(value));
    const size_t flags = JSON_ENCODE_ANY | JSON_COMPACT;
    size_t len = json_dumpb(value, NULL, 0, flags);
    char *text = arena_alloc(arena, len + 1);
    (void)json_dumpb(value, text, len, flags);
    return text;
}

static void show_value(struct view *change, const char *section, const char *key, const char *text)
{
    if (text != NULL)
        view_text(view_add(change, section), key, text);
}

static void show_change(struct page *page, struct view *change, json_t *value)
{
    bool is_pair =
        json_object_get(value, "before") != NULL || json_object_get(value, "after") != NULL;
    if (json_is_true(json_object_get(value, "changed")) && !is_pair) {
        view_show(change, "IS_SECRET", true);
        return;
    }
    json_t *before = is_pair ? json_object_get(value, "before") : NULL;
    json_t *after = is_pair ? json_object_get(value, "after") : value;
    show_value(change, "HAS_BEFORE", "BEFORE", value_text(page->arena, before));
    show_value(change, "HAS_AFTER", "AFTER", value_text(page->arena, after));
    view_show(change, "NO_BEFORE", before == NULL || json_is_null(before));
    view_show(change, "NO_AFTER", after == NULL || json_is_null(after));
}

int audit_view_details(struct page *page, struct view *view, const char *details)
{
    int count = 0;
    json_t *object = details == NULL ? NULL : json_loads(details, JSON_DECODE_ANY, NULL);
    const char *field = NULL;
    json_t *value = NULL;
    json_object_foreach(object, field, value)
    {
        struct view *change = view_add(view, "CHANGE");
        const char *wider =
            strcmp(field, "wider") == 0 ? scope_wider_words(page->arena, value) : NULL;
        view_text(change, "FIELD", arena_strdup(page->arena, field));
        if (wider != NULL)
            show_value(change, "HAS_AFTER", "AFTER", wider);
        else
            show_change(page, change, value);
        count++;
    }
    json_decref(object);
    return count;
}
