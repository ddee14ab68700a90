#include "data/prompt_version.h"

#include <string.h>

#include "pages/handlers.h"
#include "pages/prompt_body.h"
#include "pages/prompt_diff.h"
#include "pages/prompt_page.h"

/* The difference of any two versions. */

struct compare_query {
    int64_t from;
    int64_t to;
};

static const struct form_field fields[] = {
    {.name = "from",
     .label = "From version",
     .kind = FORM_INT,
     .min = 1,
     .max = INT32_MAX,
     .offset = offsetof(struct compare_query, from)},
    {.name = "to",
     .label = "To version",
     .kind = FORM_INT,
     .min = 1,
     .max = INT32_MAX,
     .offset = offsetof(struct compare_query, to)},
};

/* What the address leaves out is the newest version, and the one before it. */
static void read_query(struct page *page, const struct prompt *prompt, struct compare_query *query)
{
    struct form form;
    if (form_parse_query(&form, page->request, fields, (int)COUNT_OF(fields), query) != ERR_NONE)
        *query = (struct compare_query){0, 0};
    if (query->to == 0)
        query->to = prompt->version;
    if (query->from == 0)
        query->from = query->to > 1 ? query->to - 1 : 1;
}

static void show_side(struct page *page, const char *key, const struct prompt_version *version)
{
    struct view *side = view_add(page->view, key);
    view_number(side, "NUMBER", version->version);
    view_text(side, "CHANGE_MESSAGE", version->message);
    record_page_person(side, "AUTHOR", version->author_name);
    page_time(page, side, "WHEN", version->created_at);
}

static struct prompt_diff_side side_of(struct page *page, const struct prompt_version *version)
{
    return (struct prompt_diff_side){
        arena_printf(page->arena, "version %lld", (long long)version->version),
        prompt_body_readable(page->arena, version->type, version->body)};
}

/* Settings are compared as they stand. */
static void show_settings(struct page *page, const struct prompt_version *from,
                          const struct prompt_version *to)
{
    const char *before = from->settings == NULL ? "" : from->settings;
    const char *after = to->settings == NULL ? "" : to->settings;
    if (strcmp(before, after) == 0)
        return;
    struct view *view = view_add(page->view, "SETTINGS_CHANGED");
    view_text(view, "SETTINGS_BEFORE", before);
    view_text(view, "SETTINGS_AFTER", after);
}

enum err page_prompt_diff(struct page *page)
{
    struct prompt prompt;
    struct compare_query query;
    struct prompt_version from, to;
    enum err err = prompt_page_load(page, &prompt);
    if (err != ERR_NONE)
        return err;
    read_query(page, &prompt, &query);
    err = prompt_version_get(page->db, page->actor, &prompt.id, query.from, &from);
    if (err == ERR_NONE)
        err = prompt_version_get(page->db, page->actor, &prompt.id, query.to, &to);
    if (err != ERR_NONE)
        return err;
    struct prompt_diff_side old_side = side_of(page, &from);
    struct prompt_diff_side new_side = side_of(page, &to);
    prompt_page_head(page, &prompt, PROMPT_TAB_HISTORY);
    view_number(page->view, "FROM", query.from);
    view_number(page->view, "TO", query.to);
    show_side(page, "FROM_SIDE", &from);
    show_side(page, "TO_SIDE", &to);
    show_settings(page, &from, &to);
    prompt_diff_show(page, page->view, &old_side, &new_side);
    return prompt_page_show(page, 200, &prompt,
                            arena_printf(page->arena, "Version %lld to %lld of",
                                         (long long)query.from, (long long)query.to),
                            "prompts/diff.tpl");
}
