#include "pages/prompt/prompt_noun.h"

#include <string.h>

#include "data/prompt/prompt.h"
#include "data/reference/record_target.h"
#include "pages/history/record_text_diff.h"
#include "pages/prompt/prompt_body.h"
#include "pages/prompt/prompt_lines.h"
#include "pages/prompt/prompt_listing.h"

/* What the pages of all records show of a prompt. */

static void ahead(struct page *page, const struct record_source *source)
{
    record_target_ahead(page->db, prompt_store.kind, source);
}

static enum err show_content(struct page *page, const struct record_head *head,
                             const struct record_version *version)
{
    struct record_source source = record_version_source(head, version);
    struct prompt_variables variables;
    struct view *view = page_view(page);
    struct prompt_content content = prompt_content(&version->content);
    if (content.settings[0] != '\0')
        view_text(view_add(view, "SETTINGS"), "SETTINGS_JSON", content.settings);
    prompt_body_variables(page->arena, content.type, content.body, &variables);
    prompt_body_show_variables(view, &variables);
    prompt_body_show(page, view,
                     &(struct prompt_body_shown){content.type, content.body, "Body", &source});
    return ERR_NONE;
}

static struct record_text_side side_of(struct page *page, const struct record_version *version)
{
    struct prompt_content content = prompt_content(&version->content);
    return (struct record_text_side){
        arena_printf(page->arena, "version %lld", (long long)version->version),
        prompt_lines_readable(page->arena, content.type, content.body)};
}

/* Settings are compared as they are written. */
static void show_settings(struct page *page, const char *before, const char *after)
{
    if (strcmp(before, after) == 0)
        return;
    struct view *view = view_add(page->view, "SETTINGS_CHANGED");
    view_text(view, "SETTINGS_BEFORE", before);
    view_text(view, "SETTINGS_AFTER", after);
}

static enum err show_diff(struct page *page, const struct record_head *head,
                          const struct record_version *from, const struct record_version *to)
{
    struct record_text_side old_side = side_of(page, from);
    struct record_text_side new_side = side_of(page, to);
    (void)head;
    record_text_diff_show(page, page_view(page), &old_side, &new_side);
    show_settings(page, prompt_content(&from->content).settings,
                  prompt_content(&to->content).settings);
    return ERR_NONE;
}

static const char *summary(struct page *page, const struct record_content *before,
                           const struct record_content *after)
{
    struct prompt_content old_side = prompt_content(before);
    struct prompt_content new_side = prompt_content(after);
    struct text old_text = prompt_lines_readable(page->arena, old_side.type, old_side.body);
    struct text new_text = prompt_lines_readable(page->arena, new_side.type, new_side.body);
    bool has_settings = strcmp(old_side.settings, new_side.settings) != 0;
    const char *lines = record_text_diff_summary(page->arena, &old_text, &new_text);
    if (lines == NULL)
        return has_settings ? "model settings" : NULL;
    return has_settings ? arena_printf(page->arena, "%s, model settings", lines) : lines;
}

/* Most prompts are texts: only a chat says what it is. */
static const char *facet_words(const char *facet)
{
    return strcmp(facet, prompt_type_name(PROMPT_CHAT)) == 0 ? "Chat" : NULL;
}

const struct record_noun prompt_noun = {
    .kind = &record_kinds[RECORD_PROMPT],
    .store = &prompt_store,
    .title = "Prompt",
    .name_hint = "A slash makes a folder, such as support/refund-answer.",
    .ahead = ahead,
    .show_content = show_content,
    .version_file = "prompt/version.tpl",
    .show_diff = show_diff,
    .diff_file = "prompt/diff.tpl",
    .summary = summary,
    .facet_words = facet_words,
    .has_preview = true,
    .has_tests = true,
    .listing = &prompt_listing,
};
