#ifndef PAGES_RECORD_BULK_H
#define PAGES_RECORD_BULK_H

#include "data/record/record_bulk.h"
#include "pages/record/record_page.h"

/* One change to the records that are ticked in a list. */

/* A form that only archives: fields ids, do=archive, return. */
MUST_USE enum err record_bulk_archive(struct page *page, const struct record_noun *noun,
                                      record_bulk_verb *verb) NONNULL;

/* What the form of a list says beside its own fields. */
struct record_bulk_form {
    struct uuid_list ids;
    int action;       /* index into the choices of "do" */
    const char *back; /* where the list was */
};

/* The three fields, for a form struct that has the record_bulk_form as its member `bulk`. */
#define RECORD_BULK_FIELDS(form, actions)                                                          \
    {.name = "ids",                                                                                \
     .label = "Selection",                                                                         \
     .kind = FORM_UUIDS,                                                                           \
     .is_required = true,                                                                          \
     .offset = offsetof(form, bulk.ids)},                                                          \
        {.name = "do",                                                                             \
         .label = "Action",                                                                        \
         .kind = FORM_CHOICE,                                                                      \
         .is_required = true,                                                                      \
         .choices = (actions),                                                                     \
         .offset = offsetof(form, bulk.action)},                                                   \
    {                                                                                              \
        .name = "return", .label = "Way back", .kind = FORM_LINE, .max_chars = 2000,               \
        .offset = offsetof(form, bulk.back)                                                        \
    }

/* Too many at once become an error of the form. */
void record_bulk_check(struct page *page, const struct record_noun *noun, struct form *form,
                       const struct record_bulk_form *typed) NONNULL;

/* Back to the list, with what was done ("archived") and what was not, by name. */
MUST_USE enum err record_bulk_answer(struct page *page, const struct record_noun *noun,
                                     const struct record_bulk_form *typed, const char *done,
                                     const struct record_bulk_result *result) NONNULL;

/* record/bulk.tpl: the refused form with the same records. may_tag: it has tags. */
MUST_USE enum err record_bulk_refuse(struct page *page, const struct record_noun *noun,
                                     struct form *form, const struct record_bulk_form *typed,
                                     bool may_tag) NONNULL;

#endif
