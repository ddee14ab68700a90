#ifndef DATA_RECORD_WHERE_H
#define DATA_RECORD_WHERE_H

#include "data/listing/record_cursor.h"
#include "data/listing/record_lookup.h"
#include "data/listing/record_row.h"
#include "domain/text_match.h"

/* Inside the data module: from where a list reads its records, and under which conditions, as the
 * parts of a composed query. */

/* A list that is asked for, with nothing left open. */
struct record_request {
    struct record_row_source source;
    struct record_filter filter; /* every text is set; label "latest" is "" */
    const char *tag_key;
    const struct text_query *words; /* NULL: nothing is searched */
    struct word_list beginnings;    /* of the words in names and tags: what the index is asked */
    bool may_read;                  /* contents are searched as well */
    struct record_cursor cursor;
    int limit;
};

/* The filters, those that usually leave the fewest records first. */
enum record_by {
    RECORD_BY_REVIEW,
    RECORD_BY_STOPPED,
    RECORD_BY_TAG,
    RECORD_BY_LABEL,
    RECORD_BY_FOLDER,
    RECORD_BY_OWNER,
    RECORD_BY_FACET,
    RECORD_BY_UNRELEASED, /* has no index: it is walked */
    RECORD_BY_UNSERVED,   /* likewise */
    RECORD_BY_ARCHIVED,   /* in an order that has no index by state */
    RECORD_BY_NOTHING,
    RECORD_BY_LOOKUP /* no filter: those that the index of words names */
};

bool record_where_has(const struct record_request *request, enum record_by by) NONNULL;

/* A filter that leaves at most RECORD_FEW_MAX records of the organization, or RECORD_BY_NOTHING.
 * These are read whole and sorted; more of them are found often enough while walking in order. */
enum { RECORD_FEW_MAX = 500 };
#define RECORD_FEW_LIMIT "501" /* one more */
MUST_USE enum err record_where_few(const struct record_request *request,
                                   enum record_by *few) NONNULL;

/* Adds " FROM … WHERE r.organization_id = $n": the kind's table as r, or of it the few. lookup: for
 * RECORD_BY_LOOKUP. */
void record_where_from(struct query *query, const struct record_request *request,
                       enum record_by few, const struct record_lookup *lookup)
    __attribute__((nonnull(1, 2)));

/* Adds " AND …": all filters but one that was used already, and the state; one filter; the state.
 */
void record_where_all(struct query *query, const struct record_request *request,
                      enum record_by used) NONNULL;
void record_where_add(struct query *query, const struct record_request *request,
                      enum record_by by) NONNULL;
void record_where_state(struct query *query, const struct record_request *request) NONNULL;

/* Adds " AND …": r is in the folder or below it; is_by_name: the list is walked by name, and so
 * begins and ends there. */
void record_where_folder(struct query *query, const char *folder, bool is_by_name) NONNULL;

/* Adds the condition of the place to go on behind, the order, and how many at most. */
void record_where_page(struct query *query, const struct record_request *request,
                       const struct record_cursor *cursor, int limit) NONNULL;

/* All of it, behind "SELECT ": the rows of the page that the cursor leads to, and one more. */
void record_where_rows(struct query *query, const struct record_request *request,
                       enum record_by few) NONNULL;

#endif
