#include "pages/prompt/prompt_page.h"

#include <string.h>

#include "pages/record/record_events.h"

enum err prompt_page_load(struct page *page, struct prompt *prompt)
{
    return prompt_get(page->db, page->actor, &page->match.ids[0], prompt);
}

const char *prompt_page_url(struct page *page, const struct uuid *id, const char *rest)
{
    return record_page_url(page, &record_prompt, id, rest);
}

bool prompt_page_allows(const struct page *page, enum permission permission,
                        const struct prompt *prompt)
{
    struct policy_target target = prompt_target(prompt);
    return policy_allows(page->actor, permission, &target);
}

/* The folders on the way to the prompt, each with its own path. */
static void show_crumbs(struct page *page, const struct prompt *prompt)
{
    const char *folder = prompt->folder;
    for (const char *at = folder; *at != '\0';) {
        size_t len = strcspn(at, "/");
        struct view *crumb = view_add(page->view, "CRUMB");
        view_text(crumb, "CRUMB_PATH",
                  arena_copy(page->arena, folder, (size_t)(at - folder) + len));
        view_text(crumb, "CRUMB_NAME", arena_copy(page->arena, at, len));
        at += len + (at[len] == '/');
    }
}

static const char *leaf_of(const char *name)
{
    const char *slash = strrchr(name, '/');
    return slash == NULL ? name : slash + 1;
}

static void show_record(struct page *page, const struct prompt *prompt)
{
    struct view *view = page_view(page);
    view_number(view, "CURRENT_VERSION", prompt->version);
    view_number(view, "VERSION_COUNT", prompt->version_count);
    view_show(view, "IS_ARCHIVED", prompt->archived_at != 0);
    view_show(view, "IS_ACTIVE", prompt->archived_at == 0);
    view_show(view, "IS_CHAT", prompt->type == PROMPT_CHAT);
    show_crumbs(page, prompt);
}

void prompt_page_head(struct page *page, const struct prompt *prompt, enum prompt_tab tab)
{
    show_record(page, prompt);
    struct view *view = page->view;
    view_text(view, "BASE", prompt_page_url(page, &prompt->id, ""));
    view_text(view, "LEAF", leaf_of(prompt->name));
    bool may_change = prompt_page_allows(page, PERMISSION_PROMPT_CHANGE, prompt);
    view_show(view, "MAY_EDIT", may_change && prompt->archived_at == 0);
    view_show(view, "EDIT_FIRST", tab == PROMPT_TAB_PROMPT || tab == PROMPT_TAB_HISTORY);
    view_show(view, "MAY_ARCHIVE", may_change && prompt->archived_at == 0);
    view_show(view, "MAY_RESTORE", may_change && prompt->archived_at != 0);
    view_show(view, "MAY_READ", prompt_page_allows(page, PERMISSION_PROMPT_READ, prompt));
    view_show(view, "AT_PROMPT", tab == PROMPT_TAB_PROMPT);
    view_show(view, "AT_HISTORY", tab == PROMPT_TAB_HISTORY);
    view_show(view, "AT_LABELS", tab == PROMPT_TAB_LABELS);
    view_show(view, "AT_TRY", tab == PROMPT_TAB_TRY);
    record_page_person(view, "SAVED_BY", prompt->author_name);
    page_time(page, view, "SAVED_AT", prompt->saved_at);
    (void)record_events_show_last(page,
                                  &(struct record_events_of){&prompt->organization_id, &prompt->id},
                                  RECORD_STATES, prompt->saved_at);
    view_include(view, "HEAD", "prompt/head.tpl");
}

void prompt_page_subhead(struct page *page, const struct prompt *prompt, const char *verb)
{
    show_record(page, prompt);
    record_page_subhead(page, &record_prompt, &prompt->id, leaf_of(prompt->name), verb);
}

enum err prompt_page_show(struct page *page, int status, const struct prompt *prompt,
                          const char *verb, const char *file)
{
    return record_page_show(page, status, verb, prompt->name, file);
}

struct record_history prompt_page_history(struct page *page, const struct prompt *prompt)
{
    return (struct record_history){
        .base = prompt_page_url(page, &prompt->id, ""),
        .current = prompt->version,
        .count = prompt->version_count,
        .may_read = prompt->body.data != NULL,
        .may_restore =
            prompt->archived_at == 0 && prompt_page_allows(page, PERMISSION_PROMPT_CHANGE, prompt),
    };
}

struct record_version prompt_page_version(const struct prompt_version *version)
{
    return (struct record_version){version->version, version->previous,    version->next,
                                   version->message, version->author_name, version->created_at};
}

struct record_version_page prompt_page_versions(struct page *page,
                                                const struct prompt_version_list *list)
{
    struct record_version *versions =
        arena_array(page->arena, (size_t)list->count + 1, sizeof *versions);
    for (int i = 0; i < list->count; i++)
        versions[i] = prompt_page_version(&list->versions[i]);
    return (struct record_version_page){versions, list->count, list->next_before,
                                        list->newer_before};
}
