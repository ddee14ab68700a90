#include "pages/record/record_page.h"

#include <string.h>

#include "web/form_render.h"

const struct record_noun record_prompt = {"prompt", "Prompt", "prompts", "Prompts", "/prompts"};
const struct record_noun record_agent = {"agent", "Agent", "agents", "Agents", "/agents"};
const struct record_noun record_team = {"team", "Team", "teams", "Teams", "/teams"};

const char *record_page_url(struct page *page, const struct record_noun *noun,
                            const struct uuid *id, const char *rest)
{
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    return arena_printf(page->arena, "%s/%s%s", noun->base, text, rest);
}

void record_page_subhead(struct page *page, const struct record_noun *noun, const struct uuid *id,
                         const char *name, const char *verb)
{
    struct view *view = page_view(page);
    view_text(view, "LIST_URL", noun->base);
    view_text(view, "LIST_TITLE", noun->title);
    view_text(view, "BASE", record_page_url(page, noun, id, ""));
    view_text(view, "LEAF", name);
    view_text(view, "VERB", verb);
    view_include(view, "HEAD", "record/subhead.tpl");
}

enum err record_page_show(struct page *page, int status, const char *verb, const char *name,
                          const char *file)
{
    return page_show(page, status, arena_printf(page->arena, "%s %s", verb, name), file);
}

void record_page_person(struct view *view, const char *key, const char *name)
{
    view_text(view, key, name == NULL ? "an erased user" : name);
}

const char *record_page_count(struct page *page, int64_t count, const char *noun)
{
    return arena_printf(page->arena, "%lld %s%s", (long long)count, noun, count == 1 ? "" : "s");
}

void record_page_differs(struct view *others, const char *label, const char *now, const char *yours)
{
    if (strcmp(now, yours) == 0)
        return;
    struct view *field = view_add(others, "OTHER_FIELD");
    view_text(field, "FIELD_LABEL", label);
    view_text(field, "NOW", now);
    view_text(field, "YOURS", yours);
}

void record_page_version(struct view *view, const char *key, int64_t version)
{
    if (version > 0)
        view_number(view_add(view, key), "N", version);
}

enum err record_page_refuse(struct page *page, struct form *form, enum err err, const char *title,
                            const char *file)
{
    if (form->request->form_refusal != NULL || err == ERR_INVALID)
        return page_show_form(page, form, title, file);
    form_render(form, page_view(page));
    view_include(page->view, "ERROR_SUMMARY", "shell/errors.tpl");
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

bool record_page_problem(struct form *form, enum err err, const struct problem *problem)
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

/* A file name that every system takes: other characters become dashes. */
static const char *plain_name(struct page *page, const char *name)
{
    char *plain = arena_strdup(page->arena, name);
    for (char *p = plain; *p != '\0'; p++) {
        bool is_plain = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
                        (*p >= '0' && *p <= '9') || *p == '_';
        if (!is_plain)
            *p = '-';
    }
    return plain;
}

enum err record_page_export(struct page *page, const struct record_noun *noun, const char *name,
                            const json_t *json)
{
    struct response *response = page->response;
    struct text text = json_format(page->arena, json, JSON_INDENTED);
    response->status = 200;
    response->content_type = "application/json";
    response_header(response, "Content-Disposition",
                    arena_printf(page->arena, "attachment; filename=\"%s-%s.json\"", noun->singular,
                                 plain_name(page, name)));
    buf_add(&response->body, text.data, text.len);
    buf_add_char(&response->body, '\n');
    return ERR_NONE;
}
