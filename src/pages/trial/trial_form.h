#ifndef PAGES_TRIAL_FORM_H
#define PAGES_TRIAL_FORM_H

#include "base/problem.h"
#include "domain/prompt/prompt_values.h"
#include "pages/record/record_noun.h"
#include "pages/trial/trial_targets.h"

/* A version of a prompt or an agent whose variables a person fills in: to see the result, or to
 * send it to a model. */

enum { TRIAL_VARIABLES_MAX = 150 };

/* One field for each variable, so the table is made for the request. */
struct trial_form {
    int64_t version;
    const char *live; /* "1": the browser shows answers while they come */
    struct text message;
    struct text values[TRIAL_VARIABLES_MAX];
    struct trial_target_form targets[TRIAL_TARGETS];
};

struct trial_page {
    const struct record_noun *noun;
    struct record_head *head;
    struct trial_content content;
    struct problem problem; /* why its references can't be resolved; they are shown as they stand */
    struct prompt_variables variables;
    struct trial_form typed;
};

/* The version (0: the current one) of the address's record. Errors as record_load. */
MUST_USE enum err trial_form_load(struct page *page, int64_t number,
                                  struct trial_page *trial) NONNULL;

/* The number in the parameter "version"; 0 for none, or what is none. */
int64_t trial_form_version(const struct param_list *params) NONNULL;

/* Reads the form into trial->typed: "version", "message", "var.NAME" of each variable, and the
 * models. */
MUST_USE enum err trial_form_parse(struct page *page, struct trial_page *trial,
                                   struct form *form) NONNULL;

/* How many variables have a field. */
int trial_form_variables(const struct trial_page *trial) NONNULL;

/* The values that were typed into values[TRIAL_VARIABLES_MAX]; gives how many. An empty field
 * leaves its variable as it stands. */
int trial_form_values(const struct trial_page *trial, struct prompt_value *values) NONNULL;

/* Sets the head of the page, its form and its choices, and ends it. page_view() was called, and
 * what there is to say about the form is in it. */
MUST_USE enum err trial_form_show(struct page *page, const struct trial_page *trial,
                                  int status) NONNULL;

/* The same of a form that was refused. */
MUST_USE enum err trial_form_refuse(struct page *page, const struct trial_page *trial,
                                    const struct form *form) NONNULL;

#endif
