#ifndef PAGES_RUN_FORM_H
#define PAGES_RUN_FORM_H

#include "data/run/run_start.h"
#include "pages/record/record_page.h"
#include "web/form.h"

/* The form of a run: what is run, which the address says as well, and what it may take. */

struct run_form {
    int64_t version; /* 0: the current one */
    struct uuid set;
    int64_t set_version; /* 0: released, or else current */
    const char *model;   /* "UUID MODEL"; "carry UUID": by file, to this runner; "" */
    const char
        *at_endpoint; /* of a run that is carried: what endpoint and model are called there */
    const char *at_model;
    const char *judge_model; /* likewise */
    const char *temperature; /* as they were typed; "" */
    const char *max_tokens, *token_cap, *cost_cap;
    int64_t repeats;
    struct uuid again; /* the run whose cases are run again; nil */
    const char *live;  /* "1": the browser's script shows how far it is */
    int only;          /* 0: those of them that did not pass; -1: all */
};

/* Of a posted form, or of the address. Errors as form_parse and form_parse_query. */
MUST_USE enum err run_form_parse(struct page *page, struct form *form, struct run_form *typed);

/* Is it carried by file? And how the choice of a runner is written. */
bool run_form_is_carried(const struct run_form *typed) NONNULL;
MUST_USE const char *run_form_runner(struct page *page, const struct uuid *runner_id) NONNULL;

/* What was typed as a draft. ERR_INVALID with messages in the form; ERR_NOT_FOUND if the run whose
 * cases are run again is not there. */
MUST_USE enum err run_form_draft(struct page *page, struct form *form,
                                 const struct record_head *head, const struct run_form *typed,
                                 struct run_draft *draft) NONNULL;

/* The address of the form with what a run was made of; only_failed: of its cases those that did not
 * pass. */
MUST_USE const char *run_form_again(struct page *page, const struct test_run *run,
                                    bool only_failed) NONNULL;

#endif
