#include "pages/shell/page_look.h"

#include <string.h>

#include "data/db/db_form.h"
#include "data/session/session_look.h"
#include "domain/record/kind.h"

/* These are about all organizations, or about nobody's. */
static bool is_about_no_organization(const struct route *route)
{
    return route->permission == PERMISSION_PUBLIC ||
           route->permission == PERMISSION_ORGANIZATION_ENTER ||
           route->permission == PERMISSION_ORGANIZATION_CREATE ||
           route->permission == PERMISSION_ORGANIZATION_SUSPEND;
}

/* Pages and refused forms show something; a redirect leads to a page that is noted itself. */
static bool is_look(struct page *page)
{
    int status = page->response->status;
    bool is_shown = status == 200 || status == 409 || status == 422;
    return is_shown && page->session != NULL && page->match.kind == ROUTE_PAGE &&
           policy_is_outside(page->actor, &page->actor->organization_id) &&
           !is_about_no_organization(page->match.route) && !db_has_events(page->db);
}

/* The record or the person that the page is about. */
static struct uuid subject_of(const struct page *page)
{
    const char *pattern = page->match.route->pattern;
    bool is_named = text_starts_with(pattern, "/users/{id}");
    for (size_t i = 0; i < COUNT_OF(record_kinds); i++)
        is_named = is_named || (text_starts_with(pattern, record_kinds[i].path) &&
                                text_starts_with(pattern + strlen(record_kinds[i].path), "/{id}"));
    return is_named ? page->match.ids[0] : (struct uuid){{0}};
}

enum err page_note_look_at(struct page *page, const struct uuid *organization_id)
{
    static const struct uuid none;
    return policy_is_outside(page->actor, organization_id)
               ? session_look(page->db, page->actor, organization_id, page->match.route->pattern,
                              &none)
               : ERR_NONE;
}

int page_note_look(struct page *page)
{
    if (!is_look(page))
        return 0;
    struct uuid subject = subject_of(page);
    enum err err = session_look(page->db, page->actor, &page->actor->organization_id,
                                page->match.route->pattern, &subject);
    return err == ERR_NONE ? 0 : response_status_of(ERR_UNAVAILABLE);
}
