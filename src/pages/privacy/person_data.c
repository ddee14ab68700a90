#include "data/privacy/erasure_request.h"
#include "data/privacy/person_export.h"
#include "data/user/user.h"
#include "pages/handlers.h"
#include "pages/privacy/erasure_view.h"
#include "pages/shell/page_password.h"
#include "pages/shell/page_press.h"
#include "pages/user/user_view.h"

/* A copy of everything about a person, for themself and for administrators; and asking to be
 * erased.
 */

static const char file[] = "privacy/person_data.tpl";

static enum err show_own(struct page *page)
{
    struct erasure_case erasure;
    struct view *own = view_add(page->view, "OWN");
    enum err err = erasure_find(page->db, page->actor, &page->actor->user_id, &erasure);
    if (err == ERR_NOT_FOUND) {
        view_show(own, "MAY_ASK", true);
        return ERR_NONE;
    }
    if (err != ERR_NONE)
        return err;
    struct view *view = view_add(own, "UNDER_WAY");
    erasure_view(page, view, &erasure);
    view_show(view, "MAY_KEEP", erasure.state == ERASURE_ASKED);
    return ERR_NONE;
}

static enum err show(struct page *page, const struct user *user, bool is_own)
{
    struct view *view = page_view(page);
    user_view(page, view, user);
    view_text(view, "ACTION", is_own ? "/account/data" : user_view_path(page, &user->id, "/data"));
    view_show(view, "ASK_PASSWORD", !page_is_reauthenticated(page));
    if (is_own)
        return show_own(page);
    view_show(view, "OF_OTHER", true);
    return ERR_NONE;
}

static const char *title_of(struct page *page, const struct user *user, bool is_own)
{
    return is_own ? "Your data" : arena_printf(page->arena, "Data of %s", user_view_name(user));
}

static enum err load(struct page *page, bool is_own, struct user *user)
{
    const struct uuid *id = is_own ? &page->actor->user_id : &page->match.ids[0];
    enum err err = user_get(page->db, page->actor, id, user);
    bool is_self = uuid_equal(id, &page->actor->user_id);
    return err == ERR_NONE && !is_self && !user_may_change(page->actor, user) ? ERR_DENIED : err;
}

static enum err get(struct page *page, bool is_own)
{
    struct user user;
    enum err err = load(page, is_own, &user);
    if (err == ERR_NONE)
        err = show(page, &user, is_own);
    return err == ERR_NONE ? page_show(page, 200, title_of(page, &user, is_own), file) : err;
}

static enum err answer(struct page *page, const struct uuid *id)
{
    struct text document;
    enum err err = person_export(page->db, page->actor, id, &document);
    if (err != ERR_NONE)
        return err;
    response_text(page->response, 200, document.data);
    response_header(page->response, "Content-Type", "application/json; charset=utf-8");
    response_header(page->response, "Content-Disposition",
                    "attachment; filename=\"rostrum-person.json\"");
    return ERR_NONE;
}

static enum err post(struct page *page, bool is_own)
{
    struct form form;
    struct user user;
    enum err wrong = page_parse_empty(page, &form);
    enum err err = load(page, is_own, &user);
    if (err != ERR_NONE)
        return err;
    if (wrong == ERR_NONE)
        return answer(page, &user.id);
    err = show(page, &user, is_own);
    return err == ERR_NONE ? page_show_form(page, &form, title_of(page, &user, is_own), file) : err;
}

enum err page_account_data(struct page *page)
{
    return get(page, true);
}

enum err page_account_data_post(struct page *page)
{
    return post(page, true);
}

enum err page_user_data(struct page *page)
{
    return get(page, false);
}

enum err page_user_data_post(struct page *page)
{
    return post(page, false);
}

/* ---- asking to be erased -------------------------------------------------------------------- */

static enum err ask(struct page *page, struct page_button *button, struct problem *problem)
{
    (void)button;
    return erasure_ask(page->db, page->actor, problem);
}

enum err page_account_erase_post(struct page *page)
{
    struct page_button button = {"Ask to be erased", "/account/data",
                                 "Your administrators are asked.", ask};
    return page_press(page, &button);
}

static enum err keep(struct page *page, struct page_button *button, struct problem *problem)
{
    struct erasure_case erasure;
    (void)button;
    enum err err = erasure_find(page->db, page->actor, &page->actor->user_id, &erasure);
    return err == ERR_NONE ? erasure_cancel(page->db, page->actor, &erasure.id, problem) : err;
}

enum err page_account_keep_post(struct page *page)
{
    struct page_button button = {"Take it back", "/account/data",
                                 "You took it back. Nothing was deleted.", keep};
    return page_press(page, &button);
}
