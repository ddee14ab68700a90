#include "data/prompt_version.h"

#include "data/prompt_label.h"
#include "pages/handlers.h"
#include "pages/prompt_body.h"
#include "pages/prompt_page.h"

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

static void show_about(struct page *page, struct view *view, const struct prompt_version *version)
{
    view_number(view, "NUMBER", version->version);
    view_text(view, "CHANGE_MESSAGE", version->message);
    record_page_person(view, "AUTHOR", version->author_name);
    page_time(page, view, "WHEN", version->created_at);
}

/* Every two rows can be compared; the two newest ones are chosen. */
static void show_table(struct page *page, const struct prompt *prompt,
                       const struct prompt_version_list *list,
                       const struct prompt_label_list *labels)
{
    struct view *table = view_add(page->view, "TABLE");
    bool may_read = prompt_page_allows(page, PERMISSION_PROMPT_READ, prompt);
    view_show(table, "MAY_COMPARE", may_read && list->count > 1);
    for (int i = 0; i < list->count; i++) {
        struct view *row = view_add(table, "ROW");
        show_about(page, row, &list->versions[i]);
        show_version_labels(row, labels, list->versions[i].version);
        view_show(row, "COMPARABLE", may_read && list->count > 1);
        view_show(row, "IS_LINKED", may_read);
        view_show(row, "NOT_LINKED", !may_read);
        view_show(row, "CHOSEN_TO", i == 0);
        view_show(row, "CHOSEN_FROM", i == 1);
        view_show(row, "IS_LATEST", list->versions[i].version == prompt->version);
    }
}

static enum err read_history(struct page *page, struct prompt *prompt,
                             struct prompt_version_list *list, struct prompt_label_list *labels)
{
    const struct text *before = param_find(&page->request->query, "before");
    int64_t from = 0;
    if (before != NULL && text_parse_int(before->data, 1, INT32_MAX, &from) != ERR_NONE)
        from = 0;
    enum err err = prompt_page_load(page, prompt);
    if (err == ERR_NONE)
        err = prompt_version_list(page->db, page->actor, &prompt->id, from, list);
    if (err == ERR_NONE)
        err = prompt_label_list(page->db, page->actor, &prompt->id, labels);
    return err;
}

static void show_pager(struct page *page, const struct prompt *prompt,
                       const struct prompt_version_list *list)
{
    struct view *view = page->view;
    bool is_first = list->count == 0 || list->versions[0].version == prompt->version;
    view_include(view, "PAGER_LINKS", "partials/pager.tpl");
    if (is_first && list->next_before == 0)
        return;
    struct view *pager = view_add(view, "PAGER");
    if (!is_first)
        view_text(view_add(pager, "NEWER_URL"), "URL",
                  prompt_page_url(page, &prompt->id,
                                  arena_printf(page->arena, "/versions?before=%lld",
                                               (long long)list->versions[0].version + 1 +
                                                   PROMPT_VERSION_LIMIT)));
    if (list->next_before > 0)
        view_text(view_add(pager, "OLDER_URL"), "URL",
                  prompt_page_url(page, &prompt->id,
                                  arena_printf(page->arena, "/versions?before=%lld",
                                               (long long)list->next_before)));
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
    show_table(page, &prompt, &list, &labels);
    show_pager(page, &prompt, &list);
    return prompt_page_show(page, 200, &prompt, "History of", "prompts/versions.tpl");
}

/* What one may do with the version, and where its neighbours are. */
static void show_actions(struct page *page, const struct prompt *prompt,
                         const struct prompt_version *version)
{
    struct view *view = page->view;
    bool is_latest = version->version == prompt->version;
    view_show(view, "IS_LATEST", is_latest);
    record_page_version(view, "PREVIOUS", version->version - 1);
    record_page_version(view, "NEXT", is_latest ? 0 : version->version + 1);
    view_show(view, "NOT_LATEST", !is_latest);
    view_show(view, "MAY_RESTORE_VERSION",
              !is_latest && prompt->archived_at == 0 &&
                  prompt_page_allows(page, PERMISSION_PROMPT_CHANGE, prompt));
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
    show_about(page, page->view, &version);
    show_version_labels(page->view, &labels, number);
    show_actions(page, &prompt, &version);
    show_text(page, &version);
    return prompt_page_show(page, 200, &prompt,
                            arena_printf(page->arena, "Version %lld of", (long long)number),
                            "prompts/version.tpl");
}
