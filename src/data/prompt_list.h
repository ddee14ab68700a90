#ifndef DATA_PROMPT_LIST_H
#define DATA_PROMPT_LIST_H

#include "data/prompt.h"
#include "data/prompt_label.h"

/* The list of an organization's prompts: filtered, searched, sorted, paged by keyset in both
 * directions. Its cost does not grow with the table: it walks an index, and where a filter matches
 * so rarely that the walk is long, it stops after PROMPT_SEARCH_BUDGET and can be continued. */

enum { PROMPT_LIST_LIMIT = 25, PROMPT_LIST_LIMIT_MAX = 100, PROMPT_QUERY_MAX = 500 /* bytes */ };

#define PROMPT_SEARCH_BUDGET INT64_C(200000) /* microseconds */

enum prompt_sort {
    PROMPT_SORT_UPDATED, /* newest first */
    PROMPT_SORT_CREATED, /* newest first */
    PROMPT_SORT_NAME,    /* by bytes, first first */
};

enum prompt_state { PROMPT_STATE_ACTIVE, PROMPT_STATE_ARCHIVED, PROMPT_STATE_ALL };

/* {0} is the default list. NULL texts are as good as "". */
struct prompt_filter {
    struct uuid organization_id; /* nil: the actor's */
    const char *q;               /* anywhere in name, description or a tag; ASCII in any case */
    bool in_bodies;              /* look for q in the current bodies as well */
    struct uuid owner_id;        /* nil: anybody */
    const char *tag;
    const char *label;  /* prompts that have it on a version; "latest" are all */
    const char *type;   /* "text" or "chat" */
    const char *folder; /* with everything below it */
    enum prompt_state state;
    enum prompt_sort sort;
    const char *cursor; /* next or previous of a list in the same order; "": the first page */
    int limit;          /* 0: PROMPT_LIST_LIMIT; at most PROMPT_LIST_LIMIT_MAX */
    int64_t budget;     /* microseconds to look for matches; 0: PROMPT_SEARCH_BUDGET */
};

struct prompt_row {
    struct uuid id;
    const char *name;
    const char *description;
    enum prompt_type type;
    int64_t version;
    struct uuid owner_id;
    const char *owner_name; /* NULL: erased */
    int64_t archived_at;    /* 0: active */
    int64_t created_at;
    int64_t updated_at;
    const char **tags;
    int tag_count;
    struct prompt_label *labels; /* is_protected and updated_at are not set here */
    int label_count;
};

struct prompt_list {
    struct prompt_row *rows;
    int count;
    const char *next;     /* cursor, or NULL at the end */
    const char *previous; /* cursor, or NULL at the beginning */
    bool is_unfinished;   /* the budget ended before the page was full: next (on the way back
                             previous) continues the search */
};

/* ERR_INVALID for a cursor that is none of ours or of another sort, or a limit, type or q that is
 * none. ERR_DENIED for another's organization. Searching in bodies needs the right to read them:
 * ERR_DENIED. */
MUST_USE enum err prompt_list(struct db *db, const struct actor *actor,
                              const struct prompt_filter *filter, struct prompt_list *list) NONNULL;

#endif
