#include "pages/prompt_page.h"

#include <string.h>

enum err prompt_page_load(struct page *page, struct prompt *prompt)
{
    return prompt_get(page->db, page->actor, &page->match.ids[0], prompt);
}

const char *prompt_page_url(struct page *page, const struct uuid *id, const char *rest)
{
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    return arena_printf(page->arena, "/prompts/%s%s", text, rest);
}

bool prompt_page_allows(const struct page *page, enum permission permission,
                        const struct prompt *prompt)
{
    struct policy_target target = prompt_target(prompt);
    return policy_allows(page->actor, permission, &target);
}

void prompt_page_person(struct view *view, const char *key, const char *name)
{
    view_text(view, key, name == NULL ? "an erased user" : name);
}

const char *prompt_page_count(struct page *page, int64_t count, const char *noun)
{
    return arena_printf(page->arena, "%lld %s%s", (long long)count, noun, count == 1 ? "" : "s");
}

void prompt_page_version(struct view *view, const char *key, int64_t version)
{
    if (version > 0)
        view_number(view_add(view, key), "N", version);
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
    view_text(view, "BASE", prompt_page_url(page, &prompt->id, ""));
    view_text(view, "LEAF", leaf_of(prompt->name));
    view_number(view, "CURRENT_VERSION", prompt->version);
    view_show(view, "IS_ARCHIVED", prompt->archived_at != 0);
    view_show(view, "IS_ACTIVE", prompt->archived_at == 0);
    view_show(view, "IS_CHAT", prompt->type == PROMPT_CHAT);
    show_crumbs(page, prompt);
}

void prompt_page_head(struct page *page, const struct prompt *prompt, enum prompt_tab tab)
{
    show_record(page, prompt);
    struct view *view = page->view;
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
    prompt_page_person(view, "CHANGED_BY", prompt->author_name);
    page_time(page, view, "CHANGED_AT", prompt->updated_at);
    view_include(view, "HEAD", "prompts/head.tpl");
}

void prompt_page_subhead(struct page *page, const struct prompt *prompt, const char *verb)
{
    show_record(page, prompt);
    view_text(page->view, "VERB", verb);
    view_include(page->view, "HEAD", "prompts/subhead.tpl");
}

enum err prompt_page_show(struct page *page, int status, const struct prompt *prompt,
                          const char *verb, const char *file)
{
    return page_show(page, status, arena_printf(page->arena, "%s %s", verb, prompt->name), file);
}

enum err prompt_page_refuse(struct page *page, struct form *form, enum err err, const char *title,
                            const char *file)
{
    if (form->request->form_refusal != NULL || err == ERR_INVALID)
        return page_show_form(page, form, title, file);
    form_render(form, page_view(page));
    view_include(page->view, "ERROR_SUMMARY", "partials/errors.tpl");
    enum err shown = page_show(page, err == ERR_DENIED ? 403 : 409, title, file);
    return shown == ERR_NONE && err == ERR_DENIED ? ERR_DENIED : shown;
}

static const char *usual_message(enum err err)
{
    switch (err) {
    case ERR_DENIED:
        return "Your persona does not include this right.";
    case ERR_STALE:
        return "Somebody else changed this in the meantime. Look at how it is now, and try again.";
    case ERR_CONFLICT:
        return "This collides with what is there.";
    default:
        return "This can't be saved as it is.";
    }
}

bool prompt_page_problem(struct form *form, enum err err, const struct problem *problem)
{
    if (err == ERR_NONE || err == ERR_NOT_FOUND || err == ERR_UNAVAILABLE)
        return false;
    const char *field = problem->field == NULL ? "" : problem->field;
    bool is_known = false;
    for (int i = 0; i < form->field_count; i++)
        is_known = is_known || strcmp(form->fields[i].name, field) == 0;
    form_error(form, is_known ? field : "",
               problem->message == NULL ? usual_message(err) : problem->message);
    return true;
}
