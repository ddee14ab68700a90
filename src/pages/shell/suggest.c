#include "pages/shell/suggest.h"

#include <string.h>

#include "data/record/record_load.h"

/* The sections by their first segment, with what people type in place of it. */
struct section {
    const char *segment;
    const char *text;
    enum permission permission;
};

/* Beside the kinds of records. */
static const struct section others[] = {
    {"inbox", "Inbox", PERMISSION_SIGNED_IN},
    {"users", "People", PERMISSION_USER_SEE},
    {"audit", "Audit log", PERMISSION_AUDIT_SEE},
    {"account", "Your account", PERMISSION_ACCOUNT},
    {"search", "Search", PERMISSION_SIGNED_IN},
    {"import", "Import", PERMISSION_IMPORT},
    {"export", "Export", PERMISSION_EXPORT},
    {"starters", "Starters", PERMISSION_IMPORT},
    {"help", "Help", PERMISSION_SIGNED_IN},
    {"settings/organization", "Organization", PERMISSION_ORGANIZATION_RENAME},
    {"settings/tokens", "API tokens", PERMISSION_TOKEN_ORGANIZATION},
    {"settings/service-accounts", "Service accounts", PERMISSION_TOKEN_ORGANIZATION},
    {"settings/retention", "Retention", PERMISSION_RETENTION},
    {"settings/holds", "Legal holds", PERMISSION_RETENTION},
    {"settings/mail", "Mail", PERMISSION_USER_CHANGE},
    {"settings/webhooks", "Webhooks", PERMISSION_WEBHOOK},
    {"settings/endpoints", "Model endpoints", PERMISSION_ENDPOINT},
    {"settings/runners", "Runners", PERMISSION_ENDPOINT},
    {"settings/agent-cards", "Agent cards", PERMISSION_ORGANIZATION_RENAME},
    {"settings/security", "Security", PERMISSION_CHECK_SEE},
    {"organizations", "Organizations", PERMISSION_ORGANIZATION_ENTER},
};
enum { SECTIONS = RECORD_KIND_COUNT + COUNT_OF(others) };

static struct section section_at(size_t place)
{
    if (place >= RECORD_KIND_COUNT)
        return others[place - RECORD_KIND_COUNT];
    const struct record_kind *kind = &record_kinds[place];
    return (struct section){kind->plural, kind->title, kind->see};
}

enum { WORD_MAX = 24, FAR = 3 /* letters: too many to be a slip */ };

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

/* How many letters must be changed, added or left out (Levenshtein 1966); FAR for long words. */
static int distance(const char *a, const char *b)
{
    int row[WORD_MAX + 1];
    int a_len = (int)strnlen(a, WORD_MAX + 1);
    int b_len = (int)strnlen(b, WORD_MAX + 1);
    if (a_len > WORD_MAX || b_len > WORD_MAX)
        return FAR;
    for (int j = 0; j <= b_len; j++)
        row[j] = j;
    for (int i = 1; i <= a_len; i++) {
        int diagonal = row[0];
        row[0] = i;
        for (int j = 1; j <= b_len; j++) {
            int above = row[j];
            int change = diagonal + ((a[i - 1] | 0x20) != (b[j - 1] | 0x20));
            row[j] = smaller(change, smaller(above, row[j - 1]) + 1);
            diagonal = above;
        }
    }
    return row[b_len];
}

static bool begins_alike(const char *typed, const char *segment)
{
    size_t len = strlen(typed);
    return len >= 3 && strncmp(typed, segment, len) == 0;
}

/* False if none is near. */
static bool find_section(const struct page *page, const char *typed, struct section *nearest)
{
    int least = FAR;
    for (size_t i = 0; i < SECTIONS; i++) {
        struct section section = section_at(i);
        if (!policy_allows_some(page->actor, section.permission))
            continue;
        int far = begins_alike(typed, section.segment) ? 0 : distance(typed, section.segment);
        if (far >= least)
            continue;
        least = far;
        *nearest = section;
    }
    return least < FAR;
}

static void add_suggestion(struct view *list, const char *url, const char *text, bool is_another)
{
    struct view *suggestion = view_add(list, "SUGGESTION");
    view_show(suggestion, "IS_ANOTHER", is_another);
    view_text(suggestion, "URL", url);
    view_text(suggestion, "TEXT", text);
}

/* What follows the section, as a name: "support/greeting". */
static const char *rest_of(struct page *page, int first)
{
    const struct request *request = page->request;
    const char *rest = "";
    for (int i = first; i < request->segment_count; i++)
        rest = arena_printf(page->arena, rest[0] == '\0' ? "%s%s" : "%s/%s", rest,
                            request->segments[i]);
    return rest;
}

/* The record of a section that has this name, in the actor's organization. */
static enum err find_record(struct page *page, const char *section, const char *name,
                            struct record_found *found)
{
    const struct record_kind *kind = record_kind_of_path(section);
    struct policy_target target = {.organization_id = page->actor->organization_id};
    if (kind == NULL || !policy_allows(page->actor, kind->see, &target))
        return ERR_NOT_FOUND;
    return record_find(page->db, page->actor, kind, name, found);
}

/* Names in place of ids: /prompts/support/greeting. True if there is one. */
static bool suggest_record(struct page *page, struct view *list, const char *section,
                           const char *name)
{
    struct record_found found;
    char text[UUID_TEXT_LEN];
    if (find_record(page, section, name, &found) != ERR_NONE)
        return false;
    uuid_format(&found.id, text);
    add_suggestion(list, arena_printf(page->arena, "/%s/%s", section, text), name, false);
    return true;
}

void suggest_show(struct page *page, struct view *view)
{
    const struct request *request = page->request;
    if (page->actor == NULL || request->segment_count == 0)
        return;
    struct section section = {.segment = ""};
    bool is_near = find_section(page, request->segments[0], &section);
    const char *words = rest_of(page, is_near ? 1 : 0);
    struct uuid id;
    bool is_id = request->segment_count > 1 && uuid_parse(request->segments[1], &id) == ERR_NONE;
    if (is_near) {
        struct view *list = view_add(view, "SUGGESTIONS");
        bool is_another =
            words[0] != '\0' && !is_id && suggest_record(page, list, section.segment, words);
        add_suggestion(list, arena_printf(page->arena, "/%s", section.segment), section.text,
                       is_another);
    }
    if (words[0] != '\0' && !is_id)
        view_text(view_add(view, "SEARCH"), "SEARCH_WORDS", words);
}
