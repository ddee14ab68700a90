#ifndef PAGES_REGISTER_QUERY_H
#define PAGES_REGISTER_QUERY_H

#include "data/register/register_list.h"
#include "pages/shell/page.h"

/* The filters of the register, as its addresses carry them: ?kind=agent&model=…&provider=…&risk=…
 * &owner=…&overdue=1&incomplete=1&sort=review&from=…; the same for the list, the printable form and
 * the file. */

struct register_query {
    struct form form; /* with what is wrong */
    struct register_filter filter;
    bool is_filtered;
};

/* ERR_INVALID if something is wrong: it counts as absent. */
MUST_USE enum err register_query_parse(struct page *page, struct register_query *query) NONNULL;

/* The query of an address with one parameter replaced, or taken out (value NULL), and from the
 * beginning of the list: "?kind=agent", or "" for none. In the arena. */
MUST_USE const char *register_query_with(struct page *page, const char *name, const char *value)
    __attribute__((nonnull(1, 2)));

#endif
