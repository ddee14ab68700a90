#include "pages/shell/page_places.h"

#include <string.h>

#include "data/inbox/inbox.h"
#include "domain/record/kind.h"

/* NULL: the actor may not go there. */
static struct view *show_place(struct page *page, struct view *view, const char *key,
                               enum permission permission, const char *segment)
{
    if (!policy_allows_some(page->actor, permission))
        return NULL;
    struct view *section = view_add(view, key);
    const struct request *request = page->request;
    const char *current = request->segment_count > 0 ? request->segments[0] : "";
    bool is_current = strcmp(current, segment) == 0;
    view_show(section, arena_printf(page->arena, "%s_CURRENT", key), is_current);
    return section;
}

static void show_count(struct page *page, struct view *section, const char *key, int count)
{
    if (count > 0)
        view_text(view_add(section, key), "COUNT",
                  count < INBOX_COUNT_MAX ? arena_printf(page->arena, "%d", count) : "99+");
}

/* Those who have entered another organization asked with the page; where a form was sent nobody has
 * asked yet. */
static enum err find_waiting(struct page *page)
{
    bool is_safe = request_is_safe(page->request);
    if (!policy_is_outside(page->actor, &page->session->acting_organization_id))
        return is_safe ? ERR_NONE : inbox_find(page->db, page->actor, &page->inbox);
    if (!is_safe)
        inbox_ask_inside(page->db, page->actor, &page->inbox);
    return db_collect(page->db);
}

enum err page_settle_inbox(struct page *page)
{
    if (policy_is_outside(page->actor, &page->session->acting_organization_id))
        return ERR_NONE;
    return inbox_settle(page->db, page->actor, &page->inbox);
}

/* How much waits there, and what of it for a decision. */
static void show_waiting(struct page *page, struct view *view)
{
    bool is_asked = find_waiting(page) == ERR_NONE;
    struct view *inbox = show_place(page, view, "NAV_INBOX", PERMISSION_SIGNED_IN, "inbox");
    struct view *approvals =
        show_place(page, view, "NAV_APPROVALS", PERMISSION_SIGNED_IN, "approvals");
    if (!is_asked)
        return;
    show_count(page, inbox, "INBOX_COUNT", inbox_count(&page->inbox, page->actor));
    show_count(page, approvals, "APPROVALS_COUNT",
               inbox_count_of(&page->inbox, page->actor, INBOX_REVIEW) +
                   inbox_count_of(&page->inbox, page->actor, INBOX_APPROVAL));
}

/* "NAV_PROMPTS" */
static const char *navigation_key(struct page *page, const struct record_kind *kind)
{
    char *key = arena_printf(page->arena, "NAV_%s", kind->plural);
    for (char *c = key; *c != '\0'; c++)
        *c = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
    return key;
}

void page_places_show(struct page *page, struct view *view)
{
    show_waiting(page, view);
    (void)show_place(page, view, "NAV_START", PERMISSION_SIGNED_IN, "");
    for (size_t i = 0; i < COUNT_OF(record_kinds); i++)
        (void)show_place(page, view, navigation_key(page, &record_kinds[i]), record_kinds[i].see,
                         record_kinds[i].plural);
    (void)show_place(page, view, "NAV_USERS", PERMISSION_USER_SEE, "users");
    (void)show_place(page, view, "NAV_REGISTER", PERMISSION_AGENT_READ, "register");
    (void)show_place(page, view, "NAV_IMPORT", PERMISSION_IMPORT, "import");
    (void)show_place(page, view, "NAV_AUDIT", PERMISSION_AUDIT_SEE, "audit");
    (void)show_place(page, view, "NAV_ORGANIZATION", PERMISSION_ORGANIZATION_RENAME, "settings");
    (void)show_place(page, view, "NAV_ORGANIZATIONS", PERMISSION_ORGANIZATION_ENTER,
                     "organizations");
}
