#include "data/prompt/prompt_version.h"

#include <string.h>

#include "data/prompt/prompt_label.h"
#include "pages/handlers.h"
#include "pages/prompt/prompt_body.h"
#include "pages/prompt/prompt_page.h"

/* The history of a prompt: the list, and one version. */

static void show_version_labels(struct view *view, const struct prompt_label_list *labels,
                                int64_t version)
{
    for (int i = 0; i < labels->count; i++) {
        if (labels->labels[i].version != version)
            continue;
        struct view *chip = view_add(view, "LABEL");
        view_text(chip, "LABEL_NAME", labels->labels[i].label);
        view_show(chip, "PRODUCTION", strcmp(labels->labels[i].label, LABEL_PRODUCTION) == 0);
    }
}

static enum err read_history(struct page *page, struct prompt *prompt,
                             struct prompt_version_list *list, struct prompt_label_list *labels)
{
    enum err err = prompt_page_load(page, prompt);
    if (err == ERR_NONE)
        err = prompt_version_list(page->db, page->actor, &prompt->id, record_version_before(page),
                                  list);
    if (err == ERR_NONE)
        err = prompt_label_list(page->db, page->actor, &prompt->id, labels);
    return err;
}

enum err page_prompt_version_list(struct page *page)
{
    struct prompt prompt;
    struct prompt_version_list list;
    struct prompt_label_list labels;
    enum err err = read_history(page, &prompt, &list, &labels);
    if (err != ERR_NONE)
        return err;
    prompt_page_head(page, &prompt, PROMPT_TAB_HISTORY);
    view_show(page->view, "HAS_LABELS", true);
    struct record_history history = prompt_page_history(page, &prompt);
    struct record_version_page versions = prompt_page_versions(page, &list);
    struct view **rows = record_version_list_show(page, &history, &versions);
    for (int i = 0; i < list.count; i++)
        show_version_labels(rows[i], &labels, list.versions[i].version);
    return prompt_page_show(page, 200, &prompt, "History of", "prompt/versions.tpl");
}

static void show_text(struct page *page, const struct prompt_version *version)
{
    struct prompt_variables variables;
    struct view *view = page->view;
    if (version->settings != NULL && version->settings[0] != '\0')
        view_text(view_add(view, "SETTINGS"), "SETTINGS_JSON", version->settings);
    prompt_body_variables(page->arena, version->type, version->body, &variables);
    prompt_body_show_variables(view, &variables);
    prompt_body_show(page, view,
                     &(struct prompt_body_shown){version->type, version->body, "Body", true});
}

enum err page_prompt_version_show(struct page *page)
{
    struct prompt prompt;
    struct prompt_version version;
    struct prompt_label_list labels;
    int64_t number = page->match.number;
    enum err err = prompt_page_load(page, &prompt);
    if (err == ERR_NONE)
        err = prompt_version_get(page->db, page->actor, &prompt.id, number, &version);
    if (err == ERR_NONE)
        err = prompt_label_list(page->db, page->actor, &prompt.id, &labels);
    if (err != ERR_NONE)
        return err;
    prompt_page_head(page, &prompt, PROMPT_TAB_HISTORY);
    view_show(page->view, "HAS_LABELS", true);
    struct record_history history = prompt_page_history(page, &prompt);
    struct record_version about = prompt_page_version(&version);
    record_version_head(page, &history, &about);
    show_version_labels(page->view, &labels, number);
    show_text(page, &version);
    return prompt_page_show(page, 200, &prompt,
                            arena_printf(page->arena, "Version %lld of", (long long)number),
                            "prompt/version.tpl");
}
