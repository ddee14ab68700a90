#ifndef PAGES_SET_FORM_H
#define PAGES_SET_FORM_H

#include "data/set/set.h"
#include "pages/set/set_case_form.h"
#include "pages/shell/page.h"

/* The editor of a test set: a list of its cases, of which one is open as inputs, and the same as
 * JSON. The form carries all cases as JSON; each button first puts what was typed into them, shows
 * the form again, and saves nothing, without a script. */

enum { SET_FORM_CASES = 50 }; /* on a page of the list */

enum set_form_view { SET_VIEW_FORM, SET_VIEW_JSON, SET_VIEW_CHANGES };

struct set_form {
    const char *name;
    struct text description;
    const char *tags;
    const char *message;
    int64_t revision;     /* what it was based on; 0 in a new set */
    int subject;          /* enum set_subject */
    const char *target;   /* the name of what it is for */
    const char *judge;    /* the name of the prompt; "" for none */
    const char *judge_at; /* a label or a version */
    int64_t repeats;
    struct text draft; /* all cases as JSON, as the view was made of them */
    struct text json;  /* what was typed as JSON; data NULL: the view was another */
    struct set_case_form one;
    const char *button;
    int64_t page; /* of the list of cases */
    /* What became of it. */
    const struct set_cases *saved; /* NULL: a new set */
    struct set_cases cases;
    bool is_readable; /* cases is what was typed */
    enum set_form_view view;
};

enum set_form_action { SET_FORM_SAVE, SET_FORM_CHANGE };

/* Parses the request and does what the button says. saved: the cases as they are saved, or NULL.
 * ERR_INVALID if it can't be carried out, and whenever the request carries form_refusal. */
MUST_USE enum err set_form_parse(struct page *page, struct form *form,
                                 const struct set_cases *saved, struct set_form *typed,
                                 enum set_form_action *action) __attribute__((nonnull(1, 2, 4, 5)));

/* An empty form, and that of a set as it is. */
void set_form_blank(struct set_form *typed) NONNULL;
void set_form_of(struct page *page, const struct set *set, const struct set_content *content,
                 struct set_form *typed) NONNULL;

/* The draft of what was typed. The form was parsed without a problem. */
struct set_draft set_form_draft(struct page *page, const struct set_form *typed) NONNULL;
json_t *set_form_settings(struct page *page, const struct set_form *typed) NONNULL;

/* What the data module refused, as messages of the form: as record_page_problem. */
bool set_form_problem(struct form *form, enum err err, const struct problem *problem) NONNULL;

/* Opens the case of this id; none if there is none. */
void set_form_open(struct page *page, struct set_form *typed, const char *id) NONNULL;

#endif
