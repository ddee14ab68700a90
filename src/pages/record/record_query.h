#ifndef PAGES_RECORD_QUERY_H
#define PAGES_RECORD_QUERY_H

#include "data/record/record_list.h"
#include "pages/record/record_page.h"

/* What the address of a list of prompts, agents or teams says, and addresses that say nearly the
 * same. */

/* Parts of the address. */
enum record_part {
    RECORD_PART_Q,
    RECORD_PART_IN, /* also inside contents: "bodies", "configs" */
    RECORD_PART_ORGANIZATION,
    RECORD_PART_OWNER,
    RECORD_PART_TAG,
    RECORD_PART_LABEL,
    RECORD_PART_TYPE,
    RECORD_PART_FOLDER,
    RECORD_PART_MODEL,
    RECORD_PART_KIND,
    RECORD_PART_STATE,
    RECORD_PART_SORT,
    RECORD_PART_FILTERS, /* the panel of filters is open */
    RECORD_PART_CURSOR,
    RECORD_PART_COUNT,
    RECORD_PART_NOTHING = RECORD_PART_COUNT
};

enum record_content { RECORD_BODIES, RECORD_CONFIGS, RECORD_NO_CONTENT };

struct record_query;

/* What is particular about the list of one noun. */
struct record_listing {
    const struct record_noun *noun;
    enum permission see;
    enum permission read;
    enum permission create;
    enum permission change;
    record_list_verb *list;
    enum record_content content; /* what can be searched inside */
    unsigned parts;              /* filters that not every noun has: 1u << RECORD_PART_TAG … */
    const char *placeholder;     /* of the search: "Search name or description" */
    const char *columns[4];      /* the noun's own, between name and owner; NULL at the end */
    const char *import_url;      /* a button beside "New"; NULL: none */
    const char *row_file;        /* "agent/row.tpl" */
    const char *empty_file;      /* "agent/empty.tpl": what the thing is for, and the first step */
    void (*show_row)(struct view *view, const struct record_row *row); /* the noun's own cells */
    /* What else stands above the rows, in two steps: asked before the rows, so that the answers
     * come with theirs, and shown after. NULL: nothing. */
    enum err (*ask_above)(struct page *page, const struct record_query *query, void **asked);
    enum err (*show_above)(struct page *page, const struct record_query *query, void *asked);
};

struct record_query {
    const struct record_listing *listing;
    const char *q;
    int in;
    struct uuid organization;
    struct uuid owner;
    const char *tag;
    const char *label;
    int type;
    const char *folder;
    const char *model;
    int kind;
    int state;
    int sort;
    bool filters;
    const char *cursor;
};

/* Reads the address. Wrong values count as absent; *problem is the first message or NULL. */
void record_query_parse(struct page *page, const struct record_listing *listing,
                        struct record_query *query, const char **problem) NONNULL;

/* The same as a filter of the data module. */
void record_query_filter(const struct page *page, const struct record_query *query,
                         struct record_filter *filter) NONNULL;

/* The organization that is looked at. */
const struct uuid *record_query_organization(const struct page *page,
                                             const struct record_query *query) NONNULL;

/* A part as it stands in the address: its name, and its value or NULL if it says nothing. */
const char *record_query_name(enum record_part part);
const char *record_query_value(struct arena *arena, const struct record_query *query,
                               enum record_part part) NONNULL;

/* The address of the list without one part, from its first page on, and with "name=value" added if
 * name is not NULL. In the arena. */
const char *record_query_url(struct arena *arena, const struct record_query *query,
                             enum record_part without, const char *name, const char *value)
    __attribute__((nonnull(1, 2)));

/* True if something but order and panel is asked for. */
bool record_query_is_filtered(struct arena *arena, const struct record_query *query) NONNULL;

/* Has the noun's list this filter? */
bool record_query_has(const struct record_query *query, enum record_part part) NONNULL;

#endif
