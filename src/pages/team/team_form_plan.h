#ifndef PAGES_TEAM_FORM_PLAN_H
#define PAGES_TEAM_FORM_PLAN_H

#include "pages/team/team_form.h"

/* The plan of what was typed, member by row and edge by row. What can't be read becomes a message
 * of its row (member-3, edge-2), and a nil id; with form NULL it is left out, and so is whatever a
 * diagram can't show. */
void team_form_plan(struct page *page, struct form *form, const struct team_form *typed,
                    struct team_plan *plan) __attribute__((nonnull(1, 3, 4)));

/* The draft of what was typed. ERR_INVALID with messages if it breaks a rule of team_rules.h. */
MUST_USE enum err team_form_draft(struct page *page, struct form *form,
                                  const struct team_form *typed, struct team_draft *draft) NONNULL;

/* What a verb refused becomes messages of the form, as record_page_problem does it. */
bool team_form_problem(struct page *page, struct form *form, enum err err,
                       const struct team_problem *problem) NONNULL;

#endif
