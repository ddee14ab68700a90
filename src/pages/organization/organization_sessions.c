#include "data/session/session_ends.h"
#include "pages/handlers.h"
#include "pages/shell/page.h"

/* When the sessions of the organization end: a part of its settings. */

static const char title[] = "Session settings";
static const char file[] = "organization/organization_sessions.tpl";

#define FIELD(member, words, limits)                                                               \
    {                                                                                              \
        .name = #member, .label = (words), .kind = FORM_INT, .is_required = true,                  \
        .number = (limits), .offset = offsetof(struct session_limits, member)                      \
    }

static const struct form_field fields[] = {
    FIELD(idle_minutes, "Minutes without activity", NUMBER_SESSION_IDLE),
    FIELD(hours, "Hours after signing in", NUMBER_SESSION_HOURS),
    FIELD(admin_idle_minutes, "Administrators: minutes without activity", NUMBER_ADMIN_IDLE),
    FIELD(admin_hours, "Administrators: hours after signing in", NUMBER_ADMIN_HOURS),
};

static void show(struct view *view, const struct session_limits *limits)
{
    view_number(view, "IDLE_MINUTES", limits->idle_minutes);
    view_number(view, "HOURS", limits->hours);
    view_number(view, "ADMIN_IDLE_MINUTES", limits->admin_idle_minutes);
    view_number(view, "ADMIN_HOURS", limits->admin_hours);
}

enum err page_organization_sessions(struct page *page)
{
    struct session_limits limits;
    enum err err = session_limits_get(page->db, page->actor, &limits);
    if (err != ERR_NONE)
        return err;
    show(page_view(page), &limits);
    return page_show(page, 200, title, file);
}

enum err page_organization_sessions_post(struct page *page)
{
    struct form form;
    struct session_limits limits;
    struct problem problem;
    enum err err = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &limits);
    if (err == ERR_NONE) {
        err = session_limits_set(page->db, page->actor, &limits, &problem);
        if (err == ERR_INVALID)
            form_error(&form, problem.field, problem.message);
    }
    if (err == ERR_INVALID)
        return page_show_form(page, &form, title, file);
    if (err != ERR_NONE)
        return err;
    return page_redirect(page, "/settings/organization/sessions", "success",
                         "Sessions now end at these times, also those that are there.");
}
