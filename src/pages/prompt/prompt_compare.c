#include "data/prompt/prompt_version.h"

#include <string.h>

#include "pages/handlers.h"
#include "pages/prompt/prompt_body.h"
#include "pages/prompt/prompt_diff.h"
#include "pages/prompt/prompt_page.h"

/* The difference of any two versions. */

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
    struct prompt_version from, to;
    enum err err = prompt_page_load(page, &prompt);
    if (err != ERR_NONE)
        return err;
    struct record_comparison asked = record_version_comparison(page, prompt.version);
    err = prompt_version_get(page->db, page->actor, &prompt.id, asked.to, &to);
    if (err != ERR_NONE)
        return err;
    struct record_version to_head = prompt_page_version(&to);
    asked.from = record_version_from(&asked, &to_head);
    err = prompt_version_get(page->db, page->actor, &prompt.id, asked.from, &from);
    if (err != ERR_NONE)
        return err;
    struct prompt_diff_side old_side = side_of(page, &from);
    struct prompt_diff_side new_side = side_of(page, &to);
    prompt_page_head(page, &prompt, PROMPT_TAB_HISTORY);
    struct record_version from_head = prompt_page_version(&from);
    record_version_compare_head(page, &from_head, &to_head);
    show_settings(page, &from, &to);
    prompt_diff_show(page, page->view, &old_side, &new_side);
    return prompt_page_show(page, 200, &prompt,
                            arena_printf(page->arena, "Version %lld to %lld of",
                                         (long long)asked.from, (long long)asked.to),
                            "prompt/diff.tpl");
}
