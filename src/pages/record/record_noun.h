#ifndef PAGES_RECORD_NOUN_H
#define PAGES_RECORD_NOUN_H

#include "data/record/record_version.h"
#include "pages/shell/page.h"

/* What the pages of one kind of record say and show beyond what all kinds do: a const struct in the
 * kind's room (prompt_noun, agent_noun, team_noun). pages/nouns.c
 * is the table of them; pages of all kinds are in pages/record. */
struct record_noun {
    const struct record_kind *kind;
    const struct record_store *store;
    const char *title;     /* "Agent": of one */
    const char *name_hint; /* how to name one, below that field */
    const char *loss; /* what goes beside versions and labels when it is deleted: "configs"; NULL */
    /* Asks ahead for what show_content asks of a version. May be NULL, as the next. */
    void (*ahead)(struct page *page, const struct record_source *source);
    /* Asks ahead for what show_diff asks of one of its versions. */
    void (*diff_ahead)(struct page *page, const struct record_source *source);
    /* Shows the content of a version on its page, under the head of the version. head is loaded
     * whole. */
    enum err (*show_content)(struct page *page, const struct record_head *head,
                             const struct record_version *version);
    /* The template of it. */
    const char *version_file;
    /* The differences of two versions of a record, and their template. */
    enum err (*show_diff)(struct page *page, const struct record_head *head,
                          const struct record_version *from, const struct record_version *to);
    const char *diff_file;
    /* What a version changed, in short: "+3 −1 lines", "model, 2 tools". NULL: nothing. */
    const char *(*summary)(struct page *page, const struct record_content *before,
                           const struct record_content *after);
    /* What a version may do that the live one may not (live NULL: what it may do at all), with the
     * names of others; of the same versions as show_diff, it asks nothing more. NULL: the store
     * says it without names, or nothing. */
    enum err (*scope)(struct page *page, const struct record_head *head,
                      const struct record_version *live, const struct record_version *next,
                      struct scope *scope);
    /* The facet as people read it beside the name, or NULL for nothing. NULL: as it is. */
    const char *(*facet_words)(const char *facet);
    bool has_preview;  /* a tab more */
    bool has_tests;    /* likewise: it can be run with the cases of test sets */
    bool has_card;     /* it can be published as an agent (A2A): a page more */
    bool has_register; /* likewise: an entry in the register of AI systems */
    const struct record_listing *listing;
};

/* By record_kind_id. */
extern const struct record_noun *const record_nouns[RECORD_KIND_COUNT];

/* That of a page, by the first segment of its address: "/agents/…". A page of no record is die().
 */
const struct record_noun *record_noun_of_page(const struct page *page) NONNULL;

#endif
