#include <string.h>

#include "data/account/user_new.h"
#include "data/user/user_known.h"
#include "domain/person_rows.h"
#include "pages/handlers.h"
#include "pages/user/user_fields.h"
#include "pages/user/user_view.h"

/* Inviting several people from a list: what each line would do is shown before anything is done. */

enum { LIST_BYTES_MAX = 64 * 1024 };

struct many_form {
    struct text list;
    int persona; /* of lines that name none */
    int act;     /* -1: to be checked */
};

enum act { ACT_INVITE, ACT_CHANGE };
static const char *const acts[] = {"invite", "change", NULL};

static const struct form_field many_fields[] = {
    {.name = "list",
     .label = "List of people",
     .kind = FORM_TEXT,
     .is_required = true,
     .max_bytes = LIST_BYTES_MAX,
     .offset = offsetof(struct many_form, list)},
    {.name = "user_persona",
     .label = "Persona",
     .kind = FORM_CHOICE,
     .choices = persona_names,
     .offset = offsetof(struct many_form, persona)},
    {.name = "act",
     .label = "What to do",
     .kind = FORM_CHOICE,
     .choices = acts,
     .offset = offsetof(struct many_form, act)},
};

static const char title[] = "Invite people from a list";

/* A line of the list, and what becomes of it. */
struct line {
    const struct person_row *row;
    enum persona persona;
    const char *normalized;
    const char *problem; /* why it is left out; NULL: it is invited */
    struct uuid known_id;
    const char *link; /* once it is */
};

struct plan {
    struct line *lines;
    int count;
    int good_count;
};

static void show_input(struct page *page, const struct many_form *input)
{
    struct view *view = page_view(page);
    view_set_key(view, view_key("LIST"), input->list.data == NULL ? "" : input->list.data,
                 input->list.len);
    user_view_personas(page, view, input->persona);
}

enum err page_user_many(struct page *page)
{
    struct many_form input = {.list = {"", 0}, .persona = -1};
    show_input(page, &input);
    return page_show(page, 200, title, "user/user_many.tpl");
}

/* The rules of the form for one person, for a line. */
static void check_line(struct page *page, const struct many_form *input, struct line *line)
{
    const struct person_row *row = line->row;
    const char *problem = NULL;
    char *normalized = NULL;
    line->persona = (enum persona)(row->persona >= 0 ? row->persona : input->persona);
    if (email_normalize(page->arena, row->email, &normalized, &problem) != ERR_NONE)
        line->problem = problem;
    else if (name_check(row->full_name, &problem) != ERR_NONE)
        line->problem = problem;
    else if (row->persona < 0 && row->persona_text[0] != '\0')
        line->problem = arena_printf(page->arena, "There is no persona “%s”.", row->persona_text);
    else if (row->persona < 0 && input->persona < 0)
        line->problem = "It names no persona: choose the one for such lines.";
    else if (!policy_allows_grant(page->actor, line->persona, false))
        line->problem = "This persona has more rights than you may give.";
    line->normalized = normalized == NULL ? "" : normalized;
}

static void check_twice(struct plan *plan, int at)
{
    struct line *line = &plan->lines[at];
    for (int i = 0; i < at && line->problem == NULL; i++)
        if (plan->lines[i].problem == NULL &&
            strcmp(plan->lines[i].normalized, line->normalized) == 0)
            line->problem = "This address is in the list already.";
}

static enum err find_known(struct page *page, struct plan *plan)
{
    const char **emails = arena_array(page->arena, (size_t)plan->count, sizeof *emails);
    struct uuid *ids = arena_array(page->arena, (size_t)plan->count, sizeof *ids);
    for (int i = 0; i < plan->count; i++)
        emails[i] = plan->lines[i].normalized;
    enum err err = user_known(page->db, page->actor, emails, plan->count, ids);
    for (int i = 0; i < plan->count && err == ERR_NONE; i++) {
        plan->lines[i].known_id = ids[i];
        if (plan->lines[i].problem == NULL && !uuid_is_nil(&ids[i]))
            plan->lines[i].problem = "Is one of your people already.";
    }
    return err;
}

static enum err make_plan(struct page *page, const struct many_form *input,
                          const struct person_rows *rows, struct plan *plan)
{
    *plan =
        (struct plan){.lines = arena_array(page->arena, (size_t)rows->count, sizeof *plan->lines),
                      .count = rows->count};
    for (int i = 0; i < rows->count; i++) {
        plan->lines[i] = (struct line){.row = &rows->items[i]};
        check_line(page, input, &plan->lines[i]);
        check_twice(plan, i);
    }
    enum err err = find_known(page, plan);
    for (int i = 0; i < plan->count; i++)
        plan->good_count += plan->lines[i].problem == NULL ? 1 : 0;
    return err;
}

static const char *people(struct page *page, int count)
{
    return count == 1 ? "1 person" : arena_printf(page->arena, "%d people", count);
}

static void show_lines(struct page *page, const struct plan *plan)
{
    struct view *view = page_view(page);
    for (int i = 0; i < plan->count; i++) {
        const struct line *line = &plan->lines[i];
        struct view *row = view_add(view, "LINE");
        view_number(row, "NUMBER", line->row->line);
        view_text(row, "NAME", line->row->full_name);
        view_text(row, "EMAIL_ADDRESS", line->row->email);
        if (line->link != NULL) {
            struct view *link = view_add(row, "INVITED");
            view_text(link, "LINK", line->link);
            view_number(link, "NUMBER", line->row->line);
        }
        if (line->problem == NULL) {
            view_text(view_add(row, "PERSONA_CHIP"), "PERSONA", persona_names[line->persona]);
            continue;
        }
        struct view *left = view_add(row, "LEFT_OUT");
        view_text(left, "PROBLEM", line->problem);
        if (!uuid_is_nil(&line->known_id))
            page_uuid(page, view_add(left, "KNOWN"), "ID", &line->known_id);
    }
    view_text(view, "GOOD", people(page, plan->good_count));
    int left_count = plan->count - plan->good_count;
    if (left_count > 0)
        view_text(view_add(view, "SOME_LEFT"), "LEFT",
                  text_counted(page->arena, left_count, "line"));
}

/* What would be done; nothing is done yet. */
static enum err show_plan(struct page *page, const struct many_form *input, const struct plan *plan)
{
    show_lines(page, plan);
    struct view *view = page_view(page);
    view_set_key(view, view_key("LIST"), input->list.data, input->list.len);
    view_text(view, "PERSONA_OF_REST", input->persona < 0 ? "" : persona_names[input->persona]);
    view_show(view, plan->good_count > 0 ? "MAY_INVITE" : "NOBODY", true);
    return page_show(page, 200, title, "user/user_many_plan.tpl");
}

static enum err invite(struct page *page, struct line *line)
{
    struct user_new user_new = {
        .email = line->row->email, .full_name = line->row->full_name, .persona = line->persona};
    struct user_invitation invitation;
    struct problem problem;
    enum err err = user_invite(page->db, page->actor, &user_new, &invitation, &problem);
    if (err == ERR_INVALID || err == ERR_CONFLICT) {
        line->problem = problem.message;
        return ERR_NONE;
    }
    if (err == ERR_NONE)
        line->link =
            arena_printf(page->arena, "%s/invite/%s", page->config->public_url, invitation.token);
    return err;
}

/* Each in a transaction of its own: what is refused, or fails, leaves the others as they are. */
static enum err invite_all(struct page *page, struct plan *plan)
{
    enum err err = ERR_NONE;
    for (int i = 0; i < plan->count && err == ERR_NONE; i++)
        if (plan->lines[i].problem == NULL)
            err = invite(page, &plan->lines[i]);
    plan->good_count = 0;
    for (int i = 0; i < plan->count; i++)
        plan->good_count += plan->lines[i].link != NULL ? 1 : 0;
    if (err != ERR_NONE)
        return err;
    show_lines(page, plan);
    /* This page answers a POST: the switch of colors goes back to one that can be asked for. */
    view_text(page->layout, "PATH", "/users");
    return page_show(page, 200, "Invited people", "user/user_many_done.tpl");
}

static enum err show_again(struct page *page, const struct form *form,
                           const struct many_form *input)
{
    show_input(page, input);
    return page_show_form(page, form, title, "user/user_many.tpl");
}

enum err page_user_many_post(struct page *page)
{
    struct form form;
    struct many_form input;
    struct person_rows rows;
    struct plan plan;
    const char *problem = NULL;
    enum err err =
        form_parse(&form, page->request, many_fields, (int)COUNT_OF(many_fields), &input);
    if (err == ERR_NONE) {
        err = person_rows_read(page->arena, input.list, &rows, &problem);
        if (err != ERR_NONE)
            form_error(&form, "list", problem);
    }
    if (err != ERR_NONE)
        return show_again(page, &form, &input);
    if (input.act == ACT_CHANGE) {
        show_input(page, &input);
        return page_show(page, 200, title, "user/user_many.tpl");
    }
    err = make_plan(page, &input, &rows, &plan);
    if (err != ERR_NONE)
        return err;
    return input.act == ACT_INVITE && plan.good_count > 0 ? invite_all(page, &plan)
                                                          : show_plan(page, &input, &plan);
}
