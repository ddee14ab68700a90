#ifndef DATA_RECORD_LIST_SHAPE_H
#define DATA_RECORD_LIST_SHAPE_H

#include "data/record/record_mark.h"
#include "domain/record/kind.h"

/* What a list of records is asked for and what it gives: see record_list.h. */

enum { RECORD_LIST_LIMIT = 25, RECORD_LIST_LIMIT_MAX = 250, RECORD_FILTER_MAX = 1000 /* bytes */ };

#define RECORD_LIST_BUDGET INT64_C(200000) /* microseconds */

enum record_sort {
    RECORD_SORT_UPDATED, /* newest first */
    RECORD_SORT_CREATED, /* newest first */
    RECORD_SORT_NAME,    /* natural order: "step 2" before "Step 10" */
    RECORD_SORT_COUNT
};

/* Lists of what waits: the newest version is not production; a move of a label is proposed; what is
 * production for RECORD_UNSERVED_DAYS was not served to a program in them, nor is a live record
 * made of it (data/usage); a version, or all of it, is stopped (data/stop). */
enum record_stage {
    RECORD_ANY_STAGE,
    RECORD_UNRELEASED,
    RECORD_IN_REVIEW,
    RECORD_UNSERVED,
    RECORD_STOPPED,
    RECORD_STAGE_COUNT
};
enum { RECORD_UNSERVED_DAYS = 30 };

/* Links to a record that are counted for a row, at most; from RECORD_USES_MANY on there may be more
 * uses. */
#define RECORD_USES_READ "500"
enum { RECORD_USES_MANY = 1000 };

enum record_shown { RECORD_ACTIVE, RECORD_ARCHIVED, RECORD_ALL, RECORD_SHOWN_COUNT };

/* {0} is the default list. NULL texts are as good as "". */
struct record_filter {
    struct uuid organization_id; /* nil: the actor's */
    const char *q; /* words (text_match.h) in names, descriptions and tags, and in contents that the
                      actor may read */
    struct uuid owner_id; /* nil: anyone */
    enum record_shown state;
    enum record_stage stage;
    const char *tag;
    const char *label;  /* those that have it on a version; "latest" are all */
    const char *facet;  /* a type, a model, a kind */
    const char *folder; /* with everything below it */
    enum record_sort sort;
    const char *cursor; /* next or previous of a list in the same order; "": the first page */
    int limit;          /* 0: RECORD_LIST_LIMIT; at most RECORD_LIST_LIMIT_MAX */
    int64_t budget;     /* microseconds to look for matches; 0: as the settings say */
    bool in_names;      /* look for q in names alone */
    bool with_links;    /* count what the current versions link to */
    bool with_state;    /* count live uses and open proposals */
};

struct record_row {
    struct uuid id;
    const char *name;
    const char *folder; /* what stands before the last slash of the name; "" at the top */
    const char *description;
    const char *facet;
    struct record_marks marks; /* tags and labels */
    int64_t version;
    int64_t revision;
    struct uuid owner_id;
    const char *owner_name; /* NULL: erased */
    int64_t archived_at;    /* 0: active */
    int64_t created_at;
    int64_t updated_at;
    int64_t link_count;     /* with_links: of a team, its members */
    int64_t use_count;      /* with_state: records with live links to it; RECORD_USES_MANY and more:
                               at least as many as remain without that */
    int64_t proposal_count; /* with_state: open ones */
};

struct record_list {
    struct record_row *rows;
    int count;
    const char *next;      /* cursor, or NULL at the end */
    const char *previous;  /* cursor, or NULL at the beginning */
    bool is_unfinished;    /* the budget ended before the page was full: next (on the way back
                              previous) continues the search */
    const char *q_problem; /* why q was refused, in static storage; NULL: it was not */
};

#endif
