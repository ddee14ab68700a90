#ifndef PAGES_RECORD_VERSIONS_H
#define PAGES_RECORD_VERSIONS_H

#include "pages/record/record_page.h"

/* The versions of a record on its pages: the list, one version, its restoration. */

/* Asks ahead for what record_versions_show_recent needs. */
void record_versions_ahead_recent(struct page *page, const struct record_head *head) NONNULL;

/* The newest versions, beside the record: {{>RECENT_PART}}. */
MUST_USE enum err record_versions_show_recent(struct page *page,
                                              const struct record_head *head) NONNULL;

/* A version in a list or a head: number, message, author, time. */
void record_versions_show_about(struct page *page, struct view *view,
                                const struct record_version *version) NONNULL;

/* "No message" for a version without one. */
const char *record_versions_message(const struct record_version *version) NONNULL;

#endif
