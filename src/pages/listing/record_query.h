#ifndef PAGES_RECORD_QUERY_H
#define PAGES_RECORD_QUERY_H

#include "data/listing/record_list.h"
#include "pages/listing/record_listing.h"

/* What the address of a list of records says, and addresses that say nearly the same. */

/* Parts of the address. */
enum record_part {
    RECORD_PART_Q,
    RECORD_PART_OWNER,
    RECORD_PART_TAG,
    RECORD_PART_LABEL,
    RECORD_PART_FACET, /* its name is that of the kind's facet: "model" */
    RECORD_PART_FOLDER,
    RECORD_PART_STATE,
    RECORD_PART_STAGE, /* "show": what waits */
    RECORD_PART_SORT,
    RECORD_PART_FILTERS, /* the panel of filters is open */
    RECORD_PART_CURSOR,
    RECORD_PART_COUNT,
    RECORD_PART_NOTHING = RECORD_PART_COUNT
};

struct record_query {
    const struct record_noun *noun;
    const struct record_listing *listing;
    struct text typed; /* q as it came */
    const char *q;     /* without white space around it */
    struct uuid owner;
    const char *tag;
    const char *label;
    const char *facet;
    const char *folder;
    int state;
    int stage;
    int sort;
    bool filters;
    const char *cursor;
};

/* Reads the address of a list. Wrong values count as absent; *problem is the first message or NULL.
 */
void record_query_parse(struct page *page, struct record_query *query,
                        const char **problem) NONNULL;

/* The same as a filter of the data module. */
void record_query_filter(const struct record_query *query, struct record_filter *filter) NONNULL;

/* A part as it stands in the address: its name, and its value or NULL if it says nothing. */
const char *record_query_name(const struct record_query *query, enum record_part part) NONNULL;
const char *record_query_value(struct arena *arena, const struct record_query *query,
                               enum record_part part) NONNULL;

/* The kind's facet as people read it. */
const char *record_query_facet(const struct record_listing *listing, const char *facet) NONNULL;

/* The address of the list without one part, from its first page on, and with "name=value" added if
 * name is not NULL. In the arena. */
const char *record_query_url(struct arena *arena, const struct record_query *query,
                             enum record_part without, const char *name, const char *value)
    __attribute__((nonnull(1, 2)));

/* True if something but order and panel is asked for; and something but a folder. */
bool record_query_is_filtered(struct arena *arena, const struct record_query *query) NONNULL;
bool record_query_is_narrowed(struct arena *arena, const struct record_query *query) NONNULL;

#endif
