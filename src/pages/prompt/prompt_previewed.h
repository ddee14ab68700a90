#ifndef PAGES_PROMPT_PREVIEWED_H
#define PAGES_PROMPT_PREVIEWED_H

#include "base/problem.h"
#include "data/prompt/prompt.h"
#include "domain/prompt/prompt_template.h"
#include "pages/prompt/prompt_targets.h"
#include "pages/shell/page.h"

/* A version of a prompt whose variables a person fills in: to see the result, or to send it to a
 * model.
 */

enum { PREVIEW_FIELDS_MAX = 150 };

/* One field for each variable, so the table is made for the request. */
struct preview_form {
    int64_t version;
    struct text values[PREVIEW_FIELDS_MAX];
    struct prompt_target_form targets[PROMPT_TARGETS];
};

struct preview {
    struct prompt prompt;
    int64_t version;
    struct prompt_content content;
    struct text text;       /* with references resolved, if that went well */
    struct problem problem; /* why not, otherwise */
    struct prompt_variables variables;
    struct preview_form typed;
};

/* The version (0: the current one) of the address's prompt, as it would reach a program: with its
 * references resolved. A reference that leads nowhere is shown as what it is. Errors as
 * record_load. */
MUST_USE enum err prompt_preview_load(struct page *page, int64_t number,
                                      struct preview *preview) NONNULL;

/* The number in the parameter "version"; 0 for none, or what is none. */
int64_t prompt_preview_version(const struct param_list *params) NONNULL;

/* Reads the form into preview->typed: "version", "var.NAME" of each variable, and the models. */
MUST_USE enum err prompt_preview_parse(struct page *page, struct preview *preview,
                                       struct form *form) NONNULL;

/* How many variables have a field. */
int prompt_preview_variables(const struct preview *preview) NONNULL;

/* The values that were typed into values[PREVIEW_FIELDS_MAX]; gives how many. An empty field leaves
 * its variable as it stands. */
int prompt_preview_values(const struct preview *preview, struct prompt_value *values) NONNULL;

/* Sets the head of the page, its form and its choices, and ends it. page_view() was called, and
 * what there is to say about the form is in it. */
MUST_USE enum err prompt_preview_show(struct page *page, const struct preview *preview,
                                      int status) NONNULL;

#endif
