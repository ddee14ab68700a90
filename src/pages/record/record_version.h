#ifndef PAGES_RECORD_VERSION_H
#define PAGES_RECORD_VERSION_H

#include "pages/record/record_page.h"

/* The versions of a record on its pages, be it a prompt or an agent: the list, one version's head,
 * the choice of two to compare. */

struct record_version {
    int64_t version;
    int64_t previous; /* the neighbours' numbers; 0: none, and in lists */
    int64_t next;
    const char *message;
    const char *author_name; /* NULL: erased */
    int64_t created_at;
};

/* A record whose history is shown. */
struct record_history {
    const char *base; /* "/agents/ID" */
    int64_t current;  /* the newest version's number */
    int64_t count;    /* of versions */
    bool may_read;    /* versions are links, and can be compared */
    bool may_restore; /* the actor may change the record, and it is not archived */
};

/* A page of the list: versions, newest first, and where it goes on. */
struct record_version_page {
    const struct record_version *versions;
    int count;
    int64_t next_before;  /* 0 at the end */
    int64_t newer_before; /* 0: the newest page; -1: this is it */
};

/* The version that the list in the address begins below; 0: at the newest. */
int64_t record_version_before(struct page *page) NONNULL;

/* record/versions.tpl as {{>VERSIONS}}, with its pager. The views of the rows, for what a noun has
 * to add; arena-owned. */
struct view **record_version_list_show(struct page *page, const struct record_history *history,
                                       const struct record_version_page *list) NONNULL;

/* The newest versions beside the record: {{#RECENT}} and {{#MORE_VERSIONS}} of
 * record/recent.tpl, as {{>RECENT_PART}}. */
void record_version_recent_show(struct page *page, const struct record_history *history,
                                const struct record_version_page *list) NONNULL;

/* The head of the page of one version, its neighbours and buttons: record/version_head.tpl as
 * {{>VERSION_HEAD}}. */
void record_version_head(struct page *page, const struct record_history *history,
                         const struct record_version *version) NONNULL;

/* Which two versions the address asks to compare. What it leaves out is the newest version, and the
 * one before it (from is 0 then: record_version_from() knows, once the other one is read). */
struct record_comparison {
    int64_t from;
    int64_t to;
};
struct record_comparison record_version_comparison(struct page *page, int64_t current) NONNULL;
int64_t record_version_from(const struct record_comparison *asked,
                            const struct record_version *to) NONNULL;

/* The head of the page that compares two: record/compare.tpl as {{>COMPARE}}. */
void record_version_compare_head(struct page *page, const struct record_version *from,
                                 const struct record_version *to) NONNULL;

#endif
