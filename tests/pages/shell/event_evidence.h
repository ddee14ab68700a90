#ifndef TESTS_PAGES_SHELL_EVENT_EVIDENCE_H
#define TESTS_PAGES_SHELL_EVENT_EVIDENCE_H

#include <stdio.h>

#include "event_walk.h"
#include "kinds.h"
#include "overrides.h"

/* For event_rows.h: a label with a rule, and one that was moved all the same. */

static void with_rule(struct walk *walk)
{
    override_rule(walk->f, kind_makers[walk->kind->id].store, &walk->rich.ids[walk->kind->id],
                  "walked");
}

static void with_override(struct walk *walk)
{
    char record[UUID_TEXT_LEN], text[UUID_TEXT_LEN];
    const struct uuid *record_id = &walk->rich.ids[walk->kind->id];
    struct uuid id =
        override_make(walk->f, kind_makers[walk->kind->id].store, record_id, "walked", "fire");
    uuid_format(record_id, record);
    uuid_format(&id, text);
    (void)snprintf(walk->path, sizeof walk->path, "%s/%s/overrides/%s/review", walk->kind->path,
                   record, text);
    walk->has_path = true;
}

/* clang-format off */
#define EVIDENCE_ROWS                                                                              \
    {"*/{id}/releases/rules", "label=production&min_pass=95&do=save", "label.rule",                \
     .prepare = NULL},                                                                             \
    {"*/{id}/releases/override", "label=walked&from_version=0&to_version=1&reason=fire",           \
     "label.move label.break_glass", .prepare = with_rule},                                        \
    {"*/{id}/overrides/{id}/review", "review=fine", "label.review_override",                       \
     .prepare = with_override},                                                                    \
    {"/settings/labels", "kind=prompt&label=production&min_pass=95&do=save", "label.rule",         \
     .prepare = NULL}
/* clang-format on */

#endif
