#ifndef PAGES_RECORD_FIELDS_H
#define PAGES_RECORD_FIELDS_H

#include "data/record/work_check.h"
#include "domain/record/record_name.h"
#include "pages/record/record_page.h"

/* The fields that the editors of all records have, for their tables: form is the struct that is
 * filled, with the members name, description, tags, message and revision. */

enum { RECORD_TAGS_TYPED_MAX = 4000 /* characters */ };

#define RECORD_FIELDS(form)                                                                        \
    {.name = "name",                                                                               \
     .label = "Name",                                                                              \
     .kind = FORM_LINE,                                                                            \
     .is_required = true,                                                                          \
     .max_chars = RECORD_NAME_MAX,                                                                 \
     .check = record_name_check,                                                                   \
     .offset = offsetof(form, name)},                                                              \
        {.name = "description",                                                                    \
         .label = "Description",                                                                   \
         .kind = FORM_TEXT,                                                                        \
         .max_chars = WORK_DESCRIPTION_MAX,                                                        \
         .offset = offsetof(form, description)},                                                   \
        {.name = "tags",                                                                           \
         .label = "Tags",                                                                          \
         .kind = FORM_LINE,                                                                        \
         .max_chars = RECORD_TAGS_TYPED_MAX,                                                       \
         .check = tag_list_check,                                                                  \
         .offset = offsetof(form, tags)},                                                          \
        {.name = "message",                                                                        \
         .label = "Change message",                                                                \
         .kind = FORM_LINE,                                                                        \
         .max_chars = WORK_LINE_MAX,                                                               \
         .offset = offsetof(form, message)},                                                       \
        RECORD_REVISION_FIELD(form, revision)

#endif
