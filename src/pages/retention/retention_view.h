#ifndef PAGES_RETENTION_VIEW_H
#define PAGES_RETENTION_VIEW_H

#include "data/retention/retention_run.h"
#include "pages/shell/page.h"

/* What pages show of retention. */

/* "/settings/retention/runs/ID" and the rest, in the arena. */
const char *retention_view_url(struct page *page, const struct uuid *run_id,
                               const char *rest) NONNULL;

/* A run in a list: RUN_URL, RUN_WORD ("Dry run"), STATE, STATE_CLASS, DUE_COUNT, HELD_COUNT,
 * DELETED_COUNT, ROWS ("12 rows") and the time that it began at. */
void retention_view_run(struct page *page, struct view *view,
                        const struct retention_run *run) NONNULL;

/* A preset with what it sets and where that comes from: PRESET_NAME, PRESET_TITLE, SOURCE_NAME,
 * SOURCE_URL, CHECKED, and BOUND with KIND_TITLE, LIMIT, ARTICLE, WHY. */
void retention_view_preset(struct view *view, enum retention_preset_id preset,
                           bool is_chosen) NONNULL;

/* A kind with its rule: KIND_NAME, KIND_TITLE, WHAT, CLOCK, ACTION, DAYS, IS_ON, and RULE_ERROR
 * with MESSAGE. */
void retention_view_kind(struct view *view, enum retention_kind_id kind,
                         const struct retention_rule_set *set, const char *message)
    __attribute__((nonnull(1, 3)));

#endif
