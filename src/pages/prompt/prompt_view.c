#include <string.h>

#include "data/prompt/prompt_label.h"
#include "data/prompt/prompt_version.h"
#include "pages/handlers.h"
#include "pages/prompt/prompt_body.h"
#include "pages/prompt/prompt_page.h"
#include "pages/prompt/prompt_used.h"
#include "pages/record/record_events.h"

/* The page of a prompt. */

static enum err show_labels(struct page *page, const struct prompt *prompt)
{
    struct prompt_label_list list;
    enum err err = prompt_label_list(page->db, page->actor, &prompt->id, &list);
    if (err != ERR_NONE)
        return err;
    for (int i = 0; i < list.count; i++) {
        struct view *chip = view_add(page->view, "LABEL");
        view_text(chip, "LABEL_NAME", list.labels[i].label);
        view_number(chip, "LABEL_VERSION", list.labels[i].version);
        view_show(chip, "PRODUCTION", strcmp(list.labels[i].label, LABEL_PRODUCTION) == 0);
    }
    return ERR_NONE;
}

static enum err show_versions(struct page *page, const struct prompt *prompt)
{
    struct prompt_version_list list;
    enum err err = prompt_version_list(page->db, page->actor, &prompt->id, 0, &list);
    if (err != ERR_NONE)
        return err;
    struct record_history history = prompt_page_history(page, prompt);
    struct record_version_page versions = prompt_page_versions(page, &list);
    record_version_recent_show(page, &history, &versions);
    return ERR_NONE;
}

static void show_about(struct page *page, const struct prompt *prompt)
{
    struct view *view = page->view;
    view_text(view, "FULL_NAME", prompt->name);
    record_page_person(view, "OWNER", prompt->owner_name);
    page_time(page, view, "CREATED", prompt->created_at);
    page_time(page, view, "ARCHIVED_AT", prompt->archived_at);
    if (prompt->description[0] != '\0')
        view_text(view_add(view, "ABOUT"), "DESCRIPTION", prompt->description);
    for (int i = 0; i < prompt->tags.count; i++)
        view_text(view_add(view, "TAG"), "TAG_NAME", prompt->tags.tags[i]);
    view_show(view, "NO_TAGS", prompt->tags.count == 0);
}

static void show_body(struct page *page, const struct prompt *prompt)
{
    struct prompt_variables variables;
    view_show(page->view, "METADATA_ONLY", prompt->body.data == NULL);
    prompt_body_show(
        page, page->view,
        &(struct prompt_body_shown){prompt->type, prompt->body, "Body",
                                    !policy_is_outside(page->actor, &prompt->organization_id)});
    if (prompt->body.data == NULL)
        return;
    prompt_body_variables(page->arena, prompt->type, prompt->body, &variables);
    prompt_body_show_variables(view_add(page->view, "VARIABLES"), &variables);
    if (prompt->settings[0] != '\0')
        view_text(view_add(page->view, "SETTINGS"), "SETTINGS_JSON", prompt->settings);
}

static void show_actions(struct page *page, const struct prompt *prompt)
{
    bool may_change = prompt_page_allows(page, PERMISSION_PROMPT_CHANGE, prompt);
    bool may_delete = prompt_page_allows(page, PERMISSION_PROMPT_DELETE, prompt);
    if (!may_change && !may_delete)
        return;
    struct view *danger = view_add(page->view, "DANGER");
    view_show(danger, "MAY_TRANSFER", may_change);
    view_show(danger, "MAY_DELETE", may_delete);
}

enum err page_prompt_show(struct page *page)
{
    struct prompt prompt;
    enum err err = prompt_page_load(page, &prompt);
    if (err != ERR_NONE)
        return err;
    prompt_page_head(page, &prompt, PROMPT_TAB_PROMPT);
    show_about(page, &prompt);
    show_body(page, &prompt);
    show_actions(page, &prompt);
    err = show_labels(page, &prompt);
    if (err == ERR_NONE)
        err = show_versions(page, &prompt);
    if (err == ERR_NONE)
        err = prompt_used_show(page, &prompt.id);
    if (err == ERR_NONE)
        err = record_events_show(page, &prompt.organization_id, &prompt.id);
    if (err != ERR_NONE)
        return err;
    return page_show(page, 200, prompt.name, "prompt/view.tpl");
}
