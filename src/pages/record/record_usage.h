#ifndef PAGES_RECORD_USAGE_H
#define PAGES_RECORD_USAGE_H

#include "data/reference/record_use.h"
#include "data/usage/usage_fetcher.h"
#include "data/usage/usage_sum.h"
#include "pages/record/record_page.h"

/* How often programs were served a record, and by whom: on its own pages, and before what they get
 * goes away. What ends in _ahead asks ahead (query_ahead), with the ids alone. */

/* In a line: {{USAGE_WORDS}} and {{#LAST_SERVED}} (page_time); {{#SERVED_ARCHIVED}} (page_time)
 * where it was served after it was archived. version 0: all of them. */
MUST_USE enum err record_usage_line(struct page *page, const struct record_head *head,
                                    int64_t version) NONNULL;

/* By label, on the page of releases: LABEL_USAGE (USED_LABEL or BY_NUMBER, USAGE_WORDS,
 * LAST_SERVED). production is among them also where it was not asked for. */
MUST_USE enum err record_usage_labels(struct page *page, const struct record_head *head) NONNULL;

/* On the page of what uses it: record/usage.tpl as {{>USAGE}}. */
void record_usage_ahead(struct page *page, const struct record_head *head) NONNULL;
MUST_USE enum err record_usage_show(struct page *page, const struct record_head *head) NONNULL;

/* Who fetched it lately: record/fetchers.tpl as {{>FETCHERS}}. source: the one version that is
 * asked about, NULL: all. */
void record_usage_fetchers_ahead(struct page *page, const struct record_head *head,
                                 const struct record_source *source) __attribute__((nonnull(1, 2)));
MUST_USE enum err record_usage_fetchers(struct page *page, const struct record_head *head,
                                        const struct record_source *source)
    __attribute__((nonnull(1, 2)));

/* The same with until when they may go on with it, and of the first that use it: stop/copies.tpl.
 */
MUST_USE enum err record_usage_copies(struct page *page, const struct record_head *head,
                                      const struct record_source *source,
                                      const struct record_use_list *uses)
    __attribute__((nonnull(1, 2, 4)));

#endif
