#ifndef PAGES_PAGE_H
#define PAGES_PAGE_H

#include "pages/shell/page_shape.h"
#include "pages/shell/page_value.h"
#include "web/form.h"

/* The few things that all HTML pages do alike. */

enum page_cookie { COOKIE_SESSION, COOKIE_PRESESSION, COOKIE_FLASH, COOKIE_THEME };
const char *page_cookie(const struct page *page, enum page_cookie cookie) NONNULL;
/* Sets a cookie; value NULL deletes it. */
void page_set_cookie(struct page *page, enum page_cookie cookie, const char *value)
    __attribute__((nonnull(1)));

/* The token that forms carry: it is bound to the cookie of the session (or of the time before
 * sign-in) and to an organization that was entered, so that a form is never carried out in another
 * organization than it was opened in. In the arena. */
const char *page_form_token(const struct page *page, const char *cookie) NONNULL;

/* The view of the page's template, made on the first call together with the layout's. It knows
 * {{CSRF}} and {{ICONS_URL}}. */
struct view *page_view(struct page *page) NONNULL;

/* The places that the signed-in person may go to, as sections {{#NAV_PROMPTS}} … of a view. */
void page_view_places(struct page *page, struct view *view) NONNULL;

/* Answers with a template inside the layout (the plain card layout if nobody is signed in). title
 * is unique, such as "Edit support/greeting". Returns ERR_NONE, so that a handler can end with it.
 */
MUST_USE enum err page_show(struct page *page, int status, const char *title,
                            const char *file) NONNULL;

/* Answers with the main part that is kept of an earlier answer to the same question, inside a fresh
 * layout. False if there is none: the handler answers, and page_show() keeps what may be kept. */
MUST_USE bool page_show_kept(struct page *page) NONNULL;

/* Answers a form that was refused: 422, or 403 when the request carries form_refusal because of
 * csrf, 200 when it is continued after signing in; with the typed values and messages in the view.
 */
MUST_USE enum err page_show_form(struct page *page, const struct form *form, const char *title,
                                 const char *file) NONNULL;

/* form_parse for a button alone: no field besides csrf. */
MUST_USE enum err page_parse_empty(struct page *page, struct form *form) NONNULL;

/* For POSTs that have no page of their own (archive, revoke …): the refused form is offered again
 * as a confirmation page with a button, all its fields kept. action names the button: "Archive
 * prompt". */
MUST_USE enum err page_offer_again(struct page *page, const struct form *form,
                                   const char *action) NONNULL;

/* True for a path of ours, which a form may send a browser to: one "/" at the beginning, no
 * backslash, no control character. */
bool page_is_own_path(const char *path) NONNULL;

/* 303 to a path of ours with a message that is shown there once. kind is "success", "warning" or
 * "error". */
MUST_USE enum err page_redirect(struct page *page, const char *path, const char *kind,
                                const char *message) NONNULL;

/* The same with what one may do next, such as "Undo": a link, or a button that posts. path is one
 * of ours. */
struct page_step {
    const char *words; /* "Compare"; NULL: no step */
    const char *path;
    bool is_post;
};
MUST_USE enum err page_redirect_next(struct page *page, const char *path, const char *kind,
                                     const char *message, const struct page_step *steps,
                                     int count) NONNULL;

/* The first letters of the first and the last word of a name, for its avatar. Arena-owned. */
const char *page_initials(struct page *page, const char *name) NONNULL;

/* True if the password was given within SESSION_REAUTH: sensitive forms show a password field if
 * not. */
bool page_is_reauthenticated(const struct page *page) NONNULL;

/* The refusal of a sensitive form until the password is right: checks `password` unless the session
 * is fresh, and adds the message to the form's field "current_password". ERR_NONE, ERR_INVALID or
 * ERR_UNAVAILABLE. */
MUST_USE enum err page_reauthenticate(struct page *page, struct form *form,
                                      const char *password) NONNULL;

#endif
