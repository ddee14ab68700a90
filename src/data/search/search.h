#ifndef DATA_SEARCH_H
#define DATA_SEARCH_H

#include "data/db/db.h"
#include "domain/record/kind.h"
#include "domain/text_excerpt.h"

/* Search over everything the actor may see: names, tags, labels, facets and descriptions of records
 * of all kinds, names of people, and inside the sealed contents of records for those who may read
 * them. What an index finds by the words of names and tags is in the first result, of every kind.
 * What is sealed can't be looked up: it is opened and scanned within the organization, until the
 * budget ends; then the result says how to go on. */

enum { SEARCH_QUERY_MAX = TEXT_QUERY_MAX, SEARCH_HITS_MAX = 10 /* a group */ };
enum { SEARCH_TOTAL_MAX = 100000 };

#define SEARCH_BUDGET INT64_C(150000) /* microseconds: the page answers within 200 ms */

/* Groups: a kind of record each (record_kind_id), and people. */
enum { SEARCH_PEOPLE = RECORD_KIND_COUNT, SEARCH_GROUP_COUNT };

/* Where the last of the words was found, the best first. */
enum search_rank { SEARCH_IN_NAME, SEARCH_IN_MARK, SEARCH_IN_DESCRIPTION, SEARCH_IN_CONTENT };

struct search {
    const char *q; /* as typed (domain/text_match.h); nothing but space finds nothing */
    struct uuid organization_id; /* nil: the actor's */
    const char *cursor;          /* "" or the next of a result that was unfinished */
    int64_t budget;              /* microseconds; 0: as the settings say */
};

struct search_hit {
    struct uuid id;
    const char *name;
    int64_t version;     /* 0 for people */
    int64_t archived_at; /* 0: active */
    bool is_stopped;     /* a version of it, or all */
    enum search_rank rank;
    struct text_excerpt excerpt; /* of the name, the tag, label or facet, the text */
};

struct search_hits {
    struct search_hit items[SEARCH_HITS_MAX]; /* best first, then the last changed first */
    int count;
    bool has_more; /* more were found than are shown, or there may be more */
};

struct search_result {
    const char *problem; /* a sentence for the person if the query was refused, else NULL */
    struct search_hits groups[SEARCH_GROUP_COUNT];
    /* If the budget ended: where to go on, and how far the group that was looked at has come. */
    const char *next; /* cursor, or NULL: everything was looked at */
    int at_group;
    bool is_in_content;
    int64_t looked_at; /* of total */
    int64_t total;     /* SEARCH_TOTAL_MAX + 1: more than are counted */
};

/* ERR_INVALID for a query that is refused, with its problem, or a cursor that is none of ours.
 * ERR_DENIED for another's organization, unless the actor sees the names of all. */
MUST_USE enum err search(struct db *db, const struct actor *actor, const struct search *search,
                         struct search_result *result) NONNULL;

#endif
