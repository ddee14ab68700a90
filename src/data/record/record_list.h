#ifndef DATA_RECORD_LIST_H
#define DATA_RECORD_LIST_H

#include "data/db/db.h"
#include "data/prompt/prompt.h"
#include "data/prompt/prompt_label.h"
#include "domain/team/team_rules.h"

/* The lists of an organization's prompts, agents and teams: filtered, searched, sorted, paged by
 * keyset in both directions. Their cost does not grow with the table: a list walks an index, and
 * where a filter matches so rarely that the walk is long, it stops after RECORD_SEARCH_BUDGET and
 * can be continued. The verbs are prompt_list(), agent_list() and team_list(); filters that a noun
 * does not have are left alone. */

enum { RECORD_LIST_LIMIT = 25, RECORD_LIST_LIMIT_MAX = 100, RECORD_QUERY_MAX = 500 /* bytes */ };

#define RECORD_SEARCH_BUDGET INT64_C(200000) /* microseconds */

enum record_sort {
    RECORD_SORT_UPDATED, /* newest first */
    RECORD_SORT_CREATED, /* newest first */
    RECORD_SORT_NAME,    /* by bytes, first first */
    RECORD_SORT_COUNT
};

enum record_shown { RECORD_ACTIVE, RECORD_ARCHIVED, RECORD_ALL, RECORD_SHOWN_COUNT };

/* {0} is the default list. NULL texts are as good as "". */
struct record_filter {
    struct uuid organization_id; /* nil: the actor's */
    const char *q;        /* anywhere in name or description (of prompts also in a tag); ASCII
                             in any case */
    bool in_content;      /* look for q in the current bodies or configs as well; teams have none */
    struct uuid owner_id; /* nil: anybody */
    enum record_shown state;
    enum record_sort sort;
    const char *cursor; /* next or previous of a list in the same order; "": the first page */
    int limit;          /* 0: RECORD_LIST_LIMIT; at most RECORD_LIST_LIMIT_MAX */
    int64_t budget;     /* microseconds to look for matches; 0: RECORD_SEARCH_BUDGET */
    /* Of prompts. */
    const char *tag;
    const char *label;  /* those that have it on a version; "latest" are all */
    const char *type;   /* "text" or "chat" */
    const char *folder; /* with everything below it */
    /* Of agents. */
    const char *model;
    /* Of teams. */
    const char *kind; /* a name of team_kind_names */
};

struct record_row {
    struct uuid id;
    const char *name;
    const char *description;
    int64_t version;
    struct uuid owner_id;
    const char *owner_name; /* NULL: erased */
    int64_t archived_at;    /* 0: active */
    int64_t created_at;
    int64_t updated_at;
    /* Of prompts. */
    enum prompt_type type;
    const char **tags;
    int tag_count;
    struct prompt_label *labels; /* is_protected and updated_at are not set here */
    int label_count;
    /* Of agents. */
    const char *model;
    /* Of teams. */
    enum team_kind kind;
    int64_t member_count;
};

struct record_list {
    struct record_row *rows;
    int count;
    const char *next;     /* cursor, or NULL at the end */
    const char *previous; /* cursor, or NULL at the beginning */
    bool is_unfinished;   /* the budget ended before the page was full: next (on the way back
                             previous) continues the search */
};

/* A verb that lists. ERR_INVALID for a cursor that is none of ours or of another sort, or a limit,
 * type, kind or q that is none. ERR_DENIED for another's organization, unless the actor's persona
 * sees the names of all. Searching in contents needs the right to read them: ERR_DENIED. */
typedef enum err record_list_verb(struct db *db, const struct actor *actor,
                                  const struct record_filter *filter, struct record_list *list);

#endif
