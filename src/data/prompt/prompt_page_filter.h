#ifndef DATA_PROMPT_PAGE_FILTER_H
#define DATA_PROMPT_PAGE_FILTER_H

#include "data/db/query.h"
#include "data/prompt/prompt.h"

/* Which prompts a numbered page is of (prompt_page.h), as SQL, and how many they are. */

enum { PROMPT_PAGE_MAX = 100 /* items */, PROMPT_PAGE_REACH = 10000 };

/* Everything may be left out: NULL or "", 0. */
struct prompt_page_filter {
    const char *name; /* this one alone */
    const char *label;
    const char *tag;
    int64_t updated_from;  /* a content, a property or a label was changed from then on */
    int64_t updated_until; /* and before then */
    int64_t page;          /* from 1 */
    int limit;
};

/* What only so few prompts have that they are found by its index and sorted; without any, the list
 * is walked by name until enough are found. FEW_ARCHIVED: how many there are to leave out. */
enum prompt_page_few {
    FEW_BY_NOTHING,
    FEW_BY_LABEL,
    FEW_BY_TAG,
    FEW_BY_FROM,
    FEW_BY_UNTIL,
    FEW_ARCHIVED
};

/* A page on its way. */
struct prompt_page_request {
    struct db *db;
    const struct actor *actor;
    const struct prompt_page_filter *filter;
    enum prompt_page_few few;
    int64_t counts[FEW_ARCHIVED + 1]; /* at most one more than are few */
};

/* True if the label is one that is stored: "latest" is on the newest version of every prompt. */
bool prompt_page_has_label(const struct prompt_page_filter *filter) NONNULL;

/* First of all: what there are only few of. */
MUST_USE enum err prompt_page_find_few(struct prompt_page_request *request) NONNULL;

/* " FROM … r WHERE …": the prompts of all pages. */
void prompt_page_rows(struct query *q, const struct prompt_page_request *request) NONNULL;

/* How many they are: see total of prompt_page.h. */
MUST_USE enum err prompt_page_count(const struct prompt_page_request *request,
                                    int64_t *total) NONNULL;

#endif
