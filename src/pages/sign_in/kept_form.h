#ifndef PAGES_KEPT_FORM_H
#define PAGES_KEPT_FORM_H

#include "pages/shell/page.h"

/* What someone was doing when they were asked to sign in: the page to go on with, and the form that
 * they had filled in. Every form on the way carries it along (sign_in/kept.tpl). */
struct kept_form {
    const char *next;         /* a path of ours */
    bool is_continuing;       /* there is a form, which was for that path */
    struct param_list fields; /* its fields */
};

/* The two fields of a form on the way, besides those of the kept one. */
#define FIELD_NEXT(form)                                                                           \
    {                                                                                              \
        .name = "next", .label = "Next page", .kind = FORM_LINE, .offset = offsetof(form, next)    \
    }
#define FIELD_CONTINUE(form)                                                                       \
    {                                                                                              \
        .name = "continue", .label = "Continue", .kind = FORM_BOOL,                                \
        .offset = offsetof(form, is_continuing)                                                    \
    }

/* The path if it is one of ours, else that of the home page. */
const char *kept_form_path(const char *next) NONNULL;

/* The request without the fields of the kept form, which go into kept->fields. */
const struct request *kept_form_take(struct page *page, struct kept_form *kept) NONNULL;

/* Puts it into the view of a form on the way, as KEPT_FORM. Passwords are left out. */
void kept_form_show(struct page *page, const struct kept_form *kept) NONNULL;

/* Who was asked is signed in: goes on to the page, or shows the kept form as it was typed. */
MUST_USE enum err kept_form_go_on(struct page *page, const struct kept_form *kept) NONNULL;

#endif
