#ifndef PAGES_PAGE_H
#define PAGES_PAGE_H

#include "pages/shell/page_shape.h"
#include "pages/shell/page_value.h"
#include "web/form.h"

/* The few things that all HTML pages do alike. */

/* Of a 503: when it may be asked again. */
enum { PAGE_RETRY_AFTER_S = 5 };

enum page_cookie {
    COOKIE_SESSION,
    COOKIE_PRESESSION,
    COOKIE_FLASH,
    COOKIE_THEME,
    COOKIE_DEVICE,
    COOKIE_SSO
};
const char *page_cookie(const struct page *page, enum page_cookie cookie) NONNULL;
/* Sets a cookie; value NULL deletes it. */
void page_set_cookie(struct page *page, enum page_cookie cookie, const char *value)
    __attribute__((nonnull(1)));

/* Is this the token that forms carry for a cookie, also one made with the master key before? It is
 * bound to the cookie of the session (or of the time before sign-in) and to an organization that
 * was entered, so that a form is never carried out in another organization than it was opened in.
 */
bool page_form_token_fits(const struct page *page, const char *cookie, const char *token) NONNULL;

/* The view of the page's template, made on the first call together with the layout's. It knows
 * {{CSRF}} and {{ICONS_URL}}. */
struct view *page_view(struct page *page) NONNULL;

/* Answers with a template inside the layout (the plain card layout if nobody is signed in). title
 * is unique, such as "Edit support/greeting". Returns ERR_NONE, so that a handler can end with it.
 */
MUST_USE enum err page_show(struct page *page, int status, const char *title,
                            const char *file) NONNULL;

/* Answers with the main part that is kept of an earlier answer to the same question, inside a fresh
 * layout. False if there is none: the handler answers, and page_show() keeps what may be kept. */
MUST_USE bool page_show_kept(struct page *page) NONNULL;

/* Answers a form that was refused, with the typed values and messages in the view: 422, or when the
 * request carries form_refusal 403 because of csrf, 503 when it waits for its turn, 200 when it is
 * continued after signing in. */
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

#endif
