#include "data/privacy/erasure_request.h"
#include "data/user/user.h"
#include "pages/handlers.h"
#include "pages/privacy/erasure_view.h"
#include "pages/record/record_page.h"
#include "pages/shell/page_password.h"
#include "pages/user/user_view.h"

/* The privacy desk: every request to erase a person, and asking for one. */

/* ---- the list ------------------------------------------------------------------------------ */

static const char list_title[] = "Erasure";
static const char list_file[] = "privacy/erasure_list.tpl";

struct grace_form {
    int64_t days;
};

static const struct form_field grace_fields[] = {
    {.name = "days",
     .label = "Days",
     .kind = FORM_INT,
     .is_required = true,
     .number = NUMBER_GRACE_DAYS,
     .offset = offsetof(struct grace_form, days)},
};

static enum err show_list(struct page *page)
{
    struct erasure_list list;
    int64_t days = 0;
    enum err err = erasure_list(page->db, page->actor, &list);
    if (err == ERR_NONE)
        err = erasure_grace(page->db, page->actor, &days);
    if (err != ERR_NONE)
        return err;
    struct view *view = page_view(page);
    view_number(view, "GRACE_DAYS", days);
    view_limits(view, "DAYS", NUMBER_GRACE_DAYS);
    view_show(view, "EMPTY", list.count == 0);
    struct view *table = list.count > 0 ? view_add(view, "TABLE") : NULL;
    for (int i = 0; i < list.count; i++)
        erasure_view(page, view_add(table, "ROW"), &list.items[i]);
    return ERR_NONE;
}

enum err page_erasure_list(struct page *page)
{
    enum err err = show_list(page);
    return err == ERR_NONE ? page_show(page, 200, list_title, list_file) : err;
}

enum err page_erasure_grace_post(struct page *page)
{
    struct form form;
    struct grace_form typed;
    enum err err =
        form_parse(&form, page->request, grace_fields, (int)COUNT_OF(grace_fields), &typed);
    if (err == ERR_NONE)
        err = erasure_grace_set(page->db, page->actor, typed.days);
    if (err == ERR_NONE)
        return page_redirect(page, "/settings/erasure", "success", "The grace period is saved.");
    if (err != ERR_INVALID)
        return err;
    err = show_list(page);
    return err == ERR_NONE ? page_show_form(page, &form, list_title, list_file) : err;
}

/* ---- asking -------------------------------------------------------------------------------- */

static const char ask_file[] = "privacy/user_erase.tpl";

struct erase_form {
    struct uuid hand_over_to;
    const char *reason;
};

static const struct form_field erase_fields[] = {
    {.name = "hand_over_to",
     .label = "New owner",
     .kind = FORM_UUID,
     .offset = offsetof(struct erase_form, hand_over_to)},
    {.name = "reason",
     .label = "Reason",
     .kind = FORM_LINE,
     .is_required = true,
     .max_chars = 500,
     .offset = offsetof(struct erase_form, reason)},
};

static const char *ask_title(struct page *page, const struct user *user)
{
    return arena_printf(page->arena, "Erase %s", user_view_name(user));
}

static enum err show_ask(struct page *page, const struct user *user, const struct uuid *to,
                         const char *reason)
{
    struct view *view = page_view(page);
    struct user_owned owned;
    struct erasure_case erasure;
    user_view(page, view, user);
    view_text(view, "REASON", reason);
    view_show(view, "ASK_PASSWORD", !page_is_reauthenticated(page));
    enum err err = erasure_find(page->db, page->actor, &user->id, &erasure);
    if (err == ERR_NONE)
        erasure_view(page, view_add(view, "UNDER_WAY"), &erasure);
    view_show(view, "HAS_FORM", err != ERR_NONE || erasure.state == ERASURE_ASKED);
    if (err != ERR_NONE && err != ERR_NOT_FOUND)
        return err;
    err = user_count_owned(page->db, page->actor, &user->id, &owned);
    if (err != ERR_NONE)
        return err;
    bool owns_nothing = user_view_owned(page, view, user, &owned) == 0;
    view_show(view, "OWNS_NOTHING", owns_nothing);
    return owns_nothing ? ERR_NONE : user_view_owners(page, view_add(view, "OWNS_SOME"), user, to);
}

/* Oneself may be asked for as well: the second administrator decides. */
static enum err load_user(struct page *page, struct user *user)
{
    enum err err = user_get(page->db, page->actor, &page->match.ids[0], user);
    bool is_self = uuid_equal(&page->match.ids[0], &page->actor->user_id);
    return err == ERR_NONE && !is_self && !user_may_change(page->actor, user) ? ERR_DENIED : err;
}

enum err page_user_erase(struct page *page)
{
    static const struct uuid nobody;
    struct user user;
    user_ahead(page->db, page->actor, &page->match.ids[0]);
    user_list_choices_ahead(page->db, &page->actor->organization_id);
    enum err err = load_user(page, &user);
    if (err == ERR_NONE)
        err = show_ask(page, &user, &nobody, "");
    return err == ERR_NONE ? page_show(page, 200, ask_title(page, &user), ask_file) : err;
}

static enum err ask(struct page *page, struct form *form, const struct erase_form *typed,
                    struct uuid *id)
{
    struct problem problem;
    struct erasure_draft draft = {page->match.ids[0], typed->hand_over_to, typed->reason};
    enum err err = erasure_request(page->db, page->actor, &draft, id, &problem);
    return record_page_mend(form, err, &problem);
}

enum err page_user_erase_post(struct page *page)
{
    struct form form;
    struct erase_form typed;
    struct user user;
    struct uuid id;
    enum err wrong =
        form_parse(&form, page->request, erase_fields, (int)COUNT_OF(erase_fields), &typed);
    enum err err = load_user(page, &user);
    if (err != ERR_NONE)
        return err;
    err = wrong == ERR_NONE ? ask(page, &form, &typed, &id) : wrong;
    if (err == ERR_NONE)
        return page_redirect(page, erasure_view_url(page, &id, ""), "success",
                             "Another administrator has to approve it now.");
    if (err != ERR_INVALID)
        return err;
    err = show_ask(page, &user, &typed.hand_over_to, typed.reason);
    return err == ERR_NONE ? page_show_form(page, &form, ask_title(page, &user), ask_file) : err;
}
