#ifndef PAGES_PAGE_VALUE_H
#define PAGES_PAGE_VALUE_H

#include "pages/shell/page_shape.h"

/* The time zone of who reads the page (base/time_zone.h): from their profile, UTC before sign-in.
 * All days and times of day on a page are in it. */
const char *page_zone(const struct page *page) NONNULL;

/* A time as pages show it: adds section {{#KEY}} with {{AGO}} "3 hours ago", {{ISO}} for <time
 * datetime> and {{EXACT}} "3 May 2026, 14:05 UTC+2" for the hover. 0 leaves the section hidden. */
void page_time(struct page *page, struct view *view, const char *key, int64_t time) NONNULL;

/* The same three texts set in the view itself, for rows that always have a time. */
void page_time_here(struct page *page, struct view *view, int64_t time) NONNULL;

/* A UUID as {{KEY}}. */
void page_uuid(struct page *page, struct view *view, const char *key,
               const struct uuid *uuid) NONNULL;

#endif
