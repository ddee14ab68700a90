#ifndef PAGES_PROMPT_QUERY_H
#define PAGES_PROMPT_QUERY_H

#include "data/prompt_list.h"
#include "pages/page.h"

/* What the address of the prompt list says, and addresses that say nearly the same. */

struct prompt_query {
    const char *q;
    int in; /* 0: also inside bodies */
    struct uuid organization;
    struct uuid owner;
    const char *tag;
    const char *label;
    int type;
    const char *folder;
    int state;
    int sort;
    const char *cursor;
    bool filters; /* the panel of filters is open */
};

/* Parts of the address, to be left out of another. */
enum prompt_query_part {
    PROMPT_QUERY_NOTHING,
    PROMPT_QUERY_Q,
    PROMPT_QUERY_IN,
    PROMPT_QUERY_ORGANIZATION,
    PROMPT_QUERY_OWNER,
    PROMPT_QUERY_TAG,
    PROMPT_QUERY_LABEL,
    PROMPT_QUERY_TYPE,
    PROMPT_QUERY_FOLDER,
    PROMPT_QUERY_STATE,
    PROMPT_QUERY_SORT,
    PROMPT_QUERY_FILTERS,
    PROMPT_QUERY_PART_COUNT
};

/* Reads the address. Wrong values count as absent; *problem is the first message or NULL. */
void prompt_query_parse(struct page *page, struct prompt_query *query,
                        const char **problem) NONNULL;

/* The same as a filter of the data module. */
void prompt_query_filter(const struct page *page, const struct prompt_query *query,
                         struct record_filter *filter) NONNULL;

/* A part as it stands in the address: its name, and its value or NULL if it says nothing. */
const char *prompt_query_name(enum prompt_query_part part);
const char *prompt_query_value(struct arena *arena, const struct prompt_query *query,
                               enum prompt_query_part part) NONNULL;

/* The address of the list without one part, from its first page on, and with "name=value" added if
 * name is not NULL. In the arena. */
const char *prompt_query_url(struct arena *arena, const struct prompt_query *query,
                             enum prompt_query_part without, const char *name, const char *value)
    __attribute__((nonnull(1, 2)));

/* True if something but order and panel is asked for. */
bool prompt_query_is_filtered(struct arena *arena, const struct prompt_query *query) NONNULL;

#endif
