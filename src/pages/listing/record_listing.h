#ifndef PAGES_RECORD_LISTING_H
#define PAGES_RECORD_LISTING_H

#include "pages/record/record_noun.h"

/* What the list of one kind of record says and shows beyond what all kinds do: a const struct in
 * the kind's room (prompt_listing, agent_listing, team_listing). */
struct record_listing {
    const char *contents;    /* what is searched as well: "bodies" */
    const char *facet_title; /* of the column and the filter: "Model" */
    /* The facet as people read it: "Round robin"; the value itself for what is no facet. NULL: as
     * it is. */
    const char *(*facet_words)(const char *facet);
    const char *link_noun; /* a column that counts what the records link to: "member"; NULL: none */
    const char *import_url; /* a button beside "New"; NULL: none */
    const char *empty_file; /* "agent/empty.tpl": what the thing is for, and the first step */
};

#endif
