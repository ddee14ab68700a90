#include "pages/user/user_work.h"

#include "data/record/record_owned.h"
#include "data/trail/audit_list.h"
#include "pages/record/record_page.h"
#include "pages/trail/audit_view.h"
#include "pages/user/user_view.h"

enum { EVENTS_SHOWN = 10 };

/* Their own page everyone may see; those of others who sees more than their own actions. */
static bool may_see_actions(const struct page *page, const struct uuid *user_id)
{
    return uuid_equal(user_id, &page->actor->user_id) ||
           policy_allows_some(page->actor, PERMISSION_AUDIT_CONTENT);
}

static struct audit_filter filter_of(const struct uuid *user_id)
{
    return (struct audit_filter){.actor_id = *user_id, .only_done = true, .limit = EVENTS_SHOWN};
}

void user_work_ahead(struct page *page, const struct uuid *user_id)
{
    struct audit_filter filter = filter_of(user_id);
    record_owned_ahead(page->db, page->actor, user_id);
    if (may_see_actions(page, user_id))
        audit_list_ahead(page->db, page->actor, &filter);
}

static void show_kind(struct page *page, const struct user *user, const struct record_kind *kind,
                      int64_t count, const struct record_owned *owned)
{
    enum record_kind_id at = (enum record_kind_id)(kind - record_kinds);
    struct view *view = view_add(page->view, "OWNS");
    char id[UUID_TEXT_LEN];
    uuid_format(&user->id, id);
    view_text(view, "URL", arena_printf(page->arena, "%s?state=all&owner=%s", kind->path, id));
    view_text(view, "COUNT", record_page_count(page, count, kind->noun));
    for (int i = 0; i < owned->counts[at]; i++) {
        const struct record_owned_row *row = &owned->rows[at][i];
        struct view *newest = view_add(view, "NEWEST");
        view_text(newest, "RECORD_URL", record_page_url(page, kind, &row->id, ""));
        view_text(newest, "NAME", row->name);
        page_time_here(page, newest, row->updated_at);
    }
}

static enum err show_owned(struct page *page, const struct user *user, int64_t *owned_count)
{
    struct user_owned counts;
    struct record_owned owned;
    enum err err = user_count_owned(page->db, page->actor, &user->id, &counts);
    if (err == ERR_NONE)
        err = record_owned(page->db, page->actor, &user->id, &owned);
    if (err != ERR_NONE)
        return err;
    *owned_count = 0;
    for (int i = 0; i < RECORD_KIND_COUNT; i++) {
        if (counts.counts[i] > 0)
            show_kind(page, user, &record_kinds[i], counts.counts[i], &owned);
        *owned_count += counts.counts[i];
    }
    view_show(page->view, "OWNS_NOTHING", *owned_count == 0);
    return ERR_NONE;
}

static enum err show_actions(struct page *page, const struct user *user)
{
    struct audit_filter filter = filter_of(&user->id);
    struct audit_list list;
    if (!may_see_actions(page, &user->id))
        return ERR_NONE;
    enum err err = audit_list(page->db, page->actor, &filter, &list);
    if (err != ERR_NONE)
        return err;
    char id[UUID_TEXT_LEN];
    uuid_format(&user->id, id);
    struct view *view = view_add(page->view, "DID");
    view_text(view, "ALL_URL", arena_printf(page->arena, "/audit?actor=%s", id));
    view_show(view, "DID_NOTHING", list.count == 0);
    for (int i = 0; i < list.count; i++)
        audit_view_entry(page, view_add(view, "EVENT"), &list.entries[i]);
    return ERR_NONE;
}

enum err user_work_show(struct page *page, const struct user *user, int64_t *owned_count)
{
    enum err err = show_owned(page, user, owned_count);
    return err == ERR_NONE ? show_actions(page, user) : err;
}
