#ifndef PAGES_AUDIT_QUERY_H
#define PAGES_AUDIT_QUERY_H

#include "data/trail/audit_list.h"
#include "pages/shell/page.h"

/* What the address of the audit log asks for, and addresses that ask for nearly the same. */

struct audit_query {
    struct uuid actor;
    struct uuid record;
    int action;
    int64_t from;
    int64_t until;
    const char *before;
    bool is_outside; /* only what people of other organizations looked at and did */
};

/* What may be asked for by action: beginnings of names, and what they are called; NULL at the end.
 */
extern const char *const audit_query_actions[][2];

/* Reads the address: as form_parse_query does. */
MUST_USE enum err audit_query_parse(struct page *page, struct form *form,
                                    struct audit_query *query) NONNULL;

/* The fields of the filter, without its place, for a form of one's own: *count of them, with
 * offsets from `offset` on. In the arena, with room for two more. */
struct form_field *audit_query_fields(struct page *page, size_t offset, int *count) NONNULL;

/* The same for the data module. The days are those of the reader. */
struct audit_filter audit_query_filter(const struct page *page,
                                       const struct audit_query *query) NONNULL;

/* The filters of the address that was asked for, without some of them, behind another path: the
 * beginning of an address, which ends in "?" or "&". */
struct buf audit_query_url(struct page *page, const char *path, const char *const *names,
                           size_t count) NONNULL;

#endif
