#ifndef DATA_PROMPT_PAGE_H
#define DATA_PROMPT_PAGE_H

#include "data/prompt/prompt_page_filter.h"
#include "data/record/record_mark.h"

/* The list of prompts in numbered pages with a total, as clients of other products ask for it. Our
 * own lists page by keyset (record_list.h). Here a late page costs what stands before it, so that
 * pages end after PROMPT_PAGE_REACH prompts, however many there are. */

struct prompt_page_item {
    struct uuid id;
    const char *name;
    const char *type; /* "text" or "chat" */
    struct record_marks marks;
    int64_t shown;        /* the version that has the label, or the newest */
    int64_t updated_at;   /* of the prompt or, if that is later, of a label */
    const char *settings; /* of the version shown: JSON, "" for none */
    int64_t *versions;    /* rising; of a list by label, the one */
    int version_count;
};

struct prompt_page {
    struct prompt_page_item *items;
    int count;
    /* With a filter at most PROMPT_PAGE_REACH + 1: more than can be read; of one label or tag with
     * those that are archived. */
    int64_t total;
};

/* Active prompts that the actor may read, by name. ERR_DENIED for who may read none; ERR_INVALID
 * for a page beyond PROMPT_PAGE_REACH. */
MUST_USE enum err prompt_page(struct db *db, const struct actor *actor,
                              const struct prompt_page_filter *filter,
                              struct prompt_page *page) NONNULL;

#endif
