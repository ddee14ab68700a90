#ifndef PAGES_REGISTER_SHOW_H
#define PAGES_REGISTER_SHOW_H

#include "data/register/register_entry.h"
#include "pages/record/record_page.h"

/* Sets what templates say of an entry: {{PURPOSE}} … and {{#HAS_PURPOSE}}, {{RISK}} and
 * {{RISK_CLASS}} (the class of its chip), {{OVERSIGHT}}, {{REVIEW}} with {{#IS_OVERDUE}} or
 * {{#IS_SOON}}, {{#MISSING}}{{WHAT}}{{/MISSING}} or {{#COMPLETE}}. */
void register_show_entry(struct page *page, struct view *view,
                         const struct register_entry *entry) NONNULL;

/* The same of the risk class alone. */
void register_show_risk(struct view *view, enum register_risk risk) NONNULL;

/* A day as forms and lists write it: "2026-05-03"; "" for none. */
MUST_USE const char *register_show_day(struct page *page, int64_t day) NONNULL;

#endif
