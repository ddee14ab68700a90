#include "pages/trail/audit_sentence.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "domain/record/kind.h"
#include "domain/record/scope.h"
#include "pages/trail/audit_action.h"

/* What people do about records of every kind without changing them. */
static const char *const talk[][2] = {
    {".comment", "Commented"},
    {".edit_comment", "Edited a comment"},
    {".delete_comment", "Deleted a comment"},
    {".follow", "Followed"},
    {".unfollow", "Unfollowed"},
};

static bool ends_with(const char *text, const char *end)
{
    size_t len = strlen(text);
    size_t end_len = strlen(end);
    return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

static const char *talk_of(const char *action)
{
    for (size_t i = 0; i < COUNT_OF(talk); i++)
        if (ends_with(action, talk[i][0]))
            return talk[i][1];
    return NULL;
}

static const char *words_of(const char *action)
{
    if (talk_of(action) != NULL)
        return talk_of(action);
    return audit_action_words(action);
}

/* What the details say of one field: its value before and after, NULL where there was none. */
struct field_change {
    const char *before;
    const char *after;
};

static struct field_change change_of(const json_t *details, const char *field)
{
    const json_t *change = json_object_get(details, field);
    return (struct field_change){json_string_value(json_object_get(change, "before")),
                                 json_string_value(json_object_get(change, "after"))};
}

static const char *either(struct field_change change)
{
    return change.after != NULL ? change.after : change.before;
}

static const char *diff_url(struct arena *arena, const struct audit_entry *entry,
                            struct field_change version)
{
    const struct record_kind *kind = record_kind_find(entry->record_type);
    char id[UUID_TEXT_LEN];
    if (kind == NULL || version.before == NULL || version.after == NULL)
        return NULL;
    uuid_format(&entry->record_id, id);
    return arena_printf(arena, "%s/%s/diff?from=%s&to=%s", kind->path, id, version.before,
                        version.after);
}

static struct audit_sentence of_move(struct arena *arena, const struct audit_entry *entry,
                                     const json_t *details)
{
    struct field_change version = change_of(details, "version");
    const char *label = either(change_of(details, "label"));
    if (label == NULL || either(version) == NULL)
        return (struct audit_sentence){words_of(entry->action), "of", NULL};
    if (version.after == NULL)
        return (struct audit_sentence){
            arena_printf(arena, "Removed %s from v%s", label, version.before), "of", NULL};
    if (version.before == NULL)
        return (struct audit_sentence){arena_printf(arena, "Set %s to v%s", label, version.after),
                                       "of", NULL};
    return (struct audit_sentence){
        arena_printf(arena, "Moved %s from v%s to v%s", label, version.before, version.after), "on",
        diff_url(arena, entry, version)};
}

static struct audit_sentence of_proposal(struct arena *arena, const struct audit_entry *entry,
                                         const json_t *details)
{
    static const char *const verbs[][2] = {{"label.propose", "Proposed"},
                                           {"label.approve", "Approved"},
                                           {"label.reject", "Rejected"},
                                           {"label.withdraw", "Withdrew"}};
    const char *label = either(change_of(details, "label"));
    struct field_change version = change_of(details, "version");
    const char *what = words_of(entry->action);
    for (size_t i = 0; i < COUNT_OF(verbs) && label != NULL && version.after != NULL; i++)
        if (strcmp(verbs[i][0], entry->action) == 0)
            what = arena_printf(arena, "%s v%s for %s", verbs[i][1], version.after, label);
    return (struct audit_sentence){what, "on", diff_url(arena, entry, version)};
}

/* "Changed description and tags": fields that make no version. */
static const char *changed_fields(struct arena *arena, const json_t *details)
{
    static const char *const fields[] = {"description", "tags"};
    const char *list = "";
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        if (json_object_get(details, fields[i]) != NULL)
            list = arena_printf(arena, "%s%s%s", list, list[0] == '\0' ? "" : " and ", fields[i]);
    return list;
}

static struct audit_sentence of_save(struct arena *arena, const struct audit_entry *entry,
                                     const json_t *details)
{
    struct field_change version = change_of(details, "version");
    struct field_change name = change_of(details, "name");
    const char *fields = changed_fields(arena, details);
    if (version.after != NULL)
        return (struct audit_sentence){arena_printf(arena, "Saved v%s", version.after), "of",
                                       diff_url(arena, entry, version)};
    if (name.before != NULL && name.after != NULL)
        return (struct audit_sentence){
            arena_printf(arena, "Renamed %s to %s", name.before, name.after), "·", NULL};
    if (fields[0] != '\0')
        return (struct audit_sentence){arena_printf(arena, "Changed %s", fields), "of", NULL};
    return (struct audit_sentence){words_of(entry->action), "", NULL};
}

static struct audit_sentence of_restored(struct arena *arena, const struct audit_entry *entry,
                                         const json_t *details)
{
    struct field_change version = change_of(details, "version");
    if (version.after == NULL)
        return (struct audit_sentence){words_of(entry->action), "of", NULL};
    return (struct audit_sentence){
        arena_printf(arena, "Restored an older version as v%s", version.after), "of",
        diff_url(arena, entry, version)};
}

/* "Commented on v3", "Commented on v3 for production": the version, or the proposal. */
static struct audit_sentence of_talk(struct arena *arena, const struct audit_entry *entry,
                                     const json_t *details)
{
    const char *what = talk_of(entry->action);
    const char *version = either(change_of(details, "version"));
    const char *label = either(change_of(details, "label"));
    const char *folder = either(change_of(details, "folder"));
    if (folder != NULL)
        return (struct audit_sentence){
            arena_printf(arena, "%s the folder %s of %ss", what, folder, entry->record_type), "",
            NULL};
    if (label != NULL && version != NULL)
        return (struct audit_sentence){
            arena_printf(arena, "%s on v%s for %s", what, version, label), "of", NULL};
    if (label != NULL)
        return (struct audit_sentence){arena_printf(arena, "%s on the removal of %s", what, label),
                                       "of", NULL};
    if (version != NULL)
        return (struct audit_sentence){arena_printf(arena, "%s on v%s", what, version), "of", NULL};
    return (struct audit_sentence){what, ends_with(what, "ollowed") ? "" : "on", NULL};
}

/* What a page shows, by the beginning of its route; one person is named behind it. */
static const struct {
    const char *route;
    const char *what;
} looks[] = {
    {"/users/{id}", "Looked at user"},
    {"/audit/{id}", "Looked at an event"},
    {"/organizations/{id}", "Looked at the organization's names and numbers"},
    {"/users", "Looked at the list of people"},
    {"/audit", "Looked at the audit log"},
    {"/search", "Searched"},
    {"/inbox", "Looked at the inbox"},
    {"/settings", "Looked at the settings"},
};

/* The same of records; NULL: it shows none. */
static const char *records_seen(struct arena *arena, const char *route)
{
    for (size_t i = 0; i < COUNT_OF(record_kinds); i++) {
        const struct record_kind *kind = &record_kinds[i];
        if (!text_starts_with(route, kind->path))
            continue;
        bool is_one = text_starts_with(route + strlen(kind->path), "/{id}");
        return is_one ? arena_printf(arena, "Looked at %s", kind->noun)
                      : arena_printf(arena, "Looked at the list of %s", kind->nouns);
    }
    return NULL;
}

static struct audit_sentence of_look(struct arena *arena, const json_t *details)
{
    const char *route = either(change_of(details, "page"));
    if (route == NULL || strcmp(route, "/") == 0)
        return (struct audit_sentence){"Looked at Home", "", NULL};
    const char *seen = records_seen(arena, route);
    if (seen != NULL)
        return (struct audit_sentence){seen, "", NULL};
    for (size_t i = 0; i < COUNT_OF(looks); i++)
        if (text_starts_with(route, looks[i].route))
            return (struct audit_sentence){looks[i].what, "", NULL};
    return (struct audit_sentence){arena_printf(arena, "Looked at %s", route), "", NULL};
}

/* "Stopped v5 of …"; the whole record has no version. */
static struct audit_sentence of_stop(struct arena *arena, const struct audit_entry *entry,
                                     const json_t *details)
{
    const char *version = either(change_of(details, "version"));
    const char *verb = ends_with(entry->action, ".stop") ? "Stopped" : "Resumed";
    if (version == NULL)
        return (struct audit_sentence){words_of(entry->action), "", NULL};
    return (struct audit_sentence){arena_printf(arena, "%s v%s", verb, version), "of", NULL};
}

static bool is_stop(const struct audit_entry *entry)
{
    const struct record_kind *kind = record_kind_find(entry->record_type);
    return kind != NULL && (strcmp(entry->action, kind->event.stop) == 0 ||
                            strcmp(entry->action, kind->event.resume) == 0);
}

static struct audit_sentence of_details(struct arena *arena, const struct audit_entry *entry,
                                        const json_t *details)
{
    if (strcmp(entry->action, "organization.look") == 0)
        return of_look(arena, details);
    if (strcmp(entry->action, "label.move") == 0)
        return of_move(arena, entry, details);
    if (text_starts_with(entry->action, "label."))
        return of_proposal(arena, entry, details);
    if (talk_of(entry->action) != NULL)
        return of_talk(arena, entry, details);
    if (is_stop(entry))
        return of_stop(arena, entry, details);
    if (ends_with(entry->action, ".restore_version"))
        return of_restored(arena, entry, details);
    if (strcmp(entry->action, "register.update") == 0 || text_starts_with(entry->action, "card."))
        return (struct audit_sentence){words_of(entry->action), "of", NULL};
    if (ends_with(entry->action, ".update"))
        return of_save(arena, entry, details);
    return (struct audit_sentence){words_of(entry->action), "", NULL};
}

/* The details of what happened to a record; NULL: there are none, or it did not happen. */
static json_t *details_of(const struct audit_entry *entry)
{
    bool is_known = record_kind_find(entry->record_type) != NULL ||
                    strcmp(entry->action, "organization.look") == 0 ||
                    strcmp(entry->record_type, "token") == 0 ||
                    strcmp(entry->record_type, "service_account") == 0;
    bool is_told = entry->details != NULL && is_known && strcmp(entry->outcome, "success") == 0;
    return is_told ? json_loads(entry->details, 0, NULL) : NULL;
}

/* What was refused or failed did not happen, and is not told as if it had. */
struct audit_sentence audit_sentence_of(struct arena *arena, const struct audit_entry *entry)
{
    struct audit_sentence sentence = {words_of(entry->action), "", NULL};
    json_t *details = details_of(entry);
    if (details != NULL)
        sentence = of_details(arena, entry, details);
    json_decref(details);
    return sentence;
}

static const char *keep(struct arena *arena, const char *text)
{
    return text == NULL ? NULL : arena_strdup(arena, text);
}

struct audit_remark audit_remark_of(struct arena *arena, const struct audit_entry *entry)
{
    struct audit_remark remark = {0, 0, NULL, NULL};
    json_t *details = details_of(entry);
    struct field_change version = change_of(details, "version");
    const char *message = change_of(details, "message").after;
    if (ends_with(entry->action, ".update") && version.before != NULL && version.after != NULL) {
        remark.from = number_leading(NUMBER_COUNTER, version.before, NULL);
        remark.to = number_leading(NUMBER_COUNTER, version.after, NULL);
    }
    remark.name = keep(arena, either(change_of(details, "name")));
    remark.why = keep(arena, message != NULL ? message : change_of(details, "reason").after);
    json_decref(details);
    return remark;
}

struct audit_sentence audit_sentence_of_saves(struct arena *arena, const struct audit_entry *entry,
                                              int count, const struct audit_remark *first,
                                              const struct audit_remark *last)
{
    struct field_change ends = {arena_printf(arena, "%lld", (long long)first->from),
                                arena_printf(arena, "%lld", (long long)last->to)};
    return (struct audit_sentence){arena_printf(arena, "Saved %d versions, v%lld to v%lld", count,
                                                (long long)first->to, (long long)last->to),
                                   "of", diff_url(arena, entry, ends)};
}

const char *audit_sentence_wider(struct arena *arena, const struct audit_entry *entry)
{
    if (entry->details == NULL || !text_starts_with(entry->action, "label."))
        return NULL;
    json_t *details = json_loads(entry->details, 0, NULL);
    const char *wider = scope_wider_words(arena, json_object_get(details, "wider"));
    json_decref(details);
    return wider;
}
