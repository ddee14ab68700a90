#include <inttypes.h>

#include "data/account/organization_state.h"
#include "data/organization/organization.h"
#include "pages/handlers.h"
#include "pages/organization/organization_view.h"
#include "pages/record/record_page.h"
#include "pages/shell/page_look.h"
#include "pages/shell/page_password.h"
#include "pages/sign_in/login.h"

/* One customer, as whoever looks after the installation sees it: names and numbers, never what is
 * in it. One page with several forms, each of which comes back on it if it is refused. */

static const char file[] = "organization/organization_show.tpl";

static const struct uuid *id_of(const struct page *page)
{
    return &page->match.ids[0];
}

static const char *path_of(struct page *page)
{
    return organization_view_url(page, id_of(page), "");
}

enum { MEGABYTE = 1000000 };

/* As they are typed: empty for none. */
static void show_limits(struct page *page, struct view *view,
                        const struct organization_usage *usage)
{
    static const struct {
        const char *key;
        const char *limits;
        enum number number;
        int64_t unit;
    } fields[USAGE_COUNT] = {
        {"RECORDS_MOST", "RECORDS", NUMBER_MOST_RECORDS, 1},
        {"MEGABYTES_MOST", "MEGABYTES", NUMBER_MOST_MEGABYTES, MEGABYTE},
        {"PEOPLE_MOST", "PEOPLE", NUMBER_MOST_PEOPLE, 1},
    };
    for (int i = 0; i < USAGE_COUNT; i++) {
        view_limits(view, fields[i].limits, fields[i].number);
        view_text(view, fields[i].key,
                  usage->limits[i] == 0
                      ? ""
                      : arena_printf(page->arena, "%" PRId64, usage->limits[i] / fields[i].unit));
    }
}

static enum err fill(struct page *page, const char **title)
{
    struct organization_overview organization;
    enum err err = organization_overview_get(page->db, page->actor, id_of(page), &organization);
    if (err != ERR_NONE)
        return err;
    struct view *view = page_view(page);
    organization_view(page, view, &organization);
    view_include(view, "USAGE_LIST", "organization/organization_usage.tpl");
    show_limits(page, view, &organization.usage);
    view_text(view, "REASON", "");
    view_text(view, "NEW_NAME", organization.name);
    view_show(view, "ASK_PASSWORD", !page_is_reauthenticated(page));
    *title = organization.name;
    return ERR_NONE;
}

enum err page_organization_show(struct page *page)
{
    const char *title = NULL;
    enum err err = fill(page, &title);
    if (err == ERR_NONE)
        err = page_note_look_at(page, id_of(page));
    return err == ERR_NONE ? page_show(page, 200, title, file) : err;
}

/* The page again, with what was typed into the form that was refused. */
static enum err refuse(struct page *page, struct form *form, enum err err)
{
    const char *title = NULL;
    enum err filled = fill(page, &title);
    if (filled != ERR_NONE)
        return filled;
    view_text(page->layout, "PATH", path_of(page));
    return err == ERR_UNAVAILABLE ? page_show_busy(page, form, title, file)
                                  : record_page_refuse(page, form, err, title, file);
}

static enum err finish(struct page *page, struct form *form, enum err err,
                       const struct problem *problem, const char *done)
{
    if (err == ERR_NONE)
        return page_redirect(page, path_of(page), "success", done);
    if (form->error_count > 0 && (err == ERR_INVALID || err == ERR_UNAVAILABLE))
        return refuse(page, form, err);
    return record_page_problem(form, err, problem) ? refuse(page, form, err) : err;
}

struct name_form {
    const char *name;
};

static const struct form_field name_fields[] = {
    {.name = "new_name",
     .label = "Name",
     .kind = FORM_LINE,
     .is_required = true,
     .max_chars = ORGANIZATION_NAME_MAX,
     .check = organization_check_name,
     .offset = offsetof(struct name_form, name)},
};

enum err page_organization_rename_post(struct page *page)
{
    struct form form;
    struct name_form input;
    struct problem problem = {.field = "new_name", .message = "An organization needs a name."};
    enum err err =
        form_parse(&form, page->request, name_fields, (int)COUNT_OF(name_fields), &input);
    if (err == ERR_NONE)
        err = organization_rename(page->db, page->actor, id_of(page), input.name);
    return finish(page, &form, err, &problem, "The organization has a new name.");
}

struct suspend_form {
    const char *reason;
};

static const struct form_field suspend_fields[] = {
    {.name = "reason",
     .label = "Reason",
     .kind = FORM_LINE,
     .is_required = true,
     .max_chars = ORGANIZATION_REASON_MAX,
     .offset = offsetof(struct suspend_form, reason)},
};

enum err page_organization_suspend_post(struct page *page)
{
    struct form form;
    struct suspend_form input;
    struct problem problem = {.field = "", .message = ""};
    enum err err =
        form_parse(&form, page->request, suspend_fields, (int)COUNT_OF(suspend_fields), &input);
    if (err == ERR_NONE)
        err = organization_suspend(page->db, page->actor, id_of(page), input.reason, &problem);
    return finish(page, &form, err, &problem,
                  "It is suspended: nobody of it can work, and nothing of it was changed.");
}

enum err page_organization_resume_post(struct page *page)
{
    struct form form;
    struct problem problem = {.field = "", .message = ""};
    enum err err = page_parse_empty(page, &form);
    if (err == ERR_NONE)
        err = organization_resume(page->db, page->actor, id_of(page), &problem);
    return finish(page, &form, err, &problem, "It is resumed: its people can work again.");
}

struct limits_form {
    int64_t records;
    int64_t megabytes;
    int64_t people;
};

#define LIMIT_FIELD(member, text, most)                                                            \
    {                                                                                              \
        .name = #member, .label = text, .kind = FORM_INT, .number = most,                          \
        .offset = offsetof(struct limits_form, member)                                             \
    }

static const struct form_field limits_fields[] = {
    LIMIT_FIELD(records, "Most records", NUMBER_MOST_RECORDS),
    LIMIT_FIELD(megabytes, "Most content", NUMBER_MOST_MEGABYTES),
    LIMIT_FIELD(people, "Most people", NUMBER_MOST_PEOPLE),
};

enum err page_organization_limits_post(struct page *page)
{
    struct form form;
    struct limits_form input;
    struct problem problem = {.field = "", .message = ""};
    enum err err =
        form_parse(&form, page->request, limits_fields, (int)COUNT_OF(limits_fields), &input);
    if (err == ERR_NONE) {
        const int64_t limits[USAGE_COUNT] = {input.records, input.megabytes * MEGABYTE,
                                             input.people};
        err = organization_usage_limit(page->db, page->actor, id_of(page), limits);
    }
    return finish(page, &form, err, &problem, "The limits hold from now on.");
}
