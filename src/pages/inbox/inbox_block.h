#ifndef PAGES_INBOX_BLOCK_H
#define PAGES_INBOX_BLOCK_H

#include "pages/shell/page.h"

/* The inbox is made of blocks, one for each source (data/inbox/inbox_source.h): inbox.c says in
 * which order, the others of this folder show them. */

/* One thing that waits, in one line. NULL leaves a text out. */
struct inbox_row {
    const char *icon; /* in icons.svg */
    const char *word; /* a state: "Approved" */
    const char *tone; /* the class of its chip: "", "off", "wait", "bad" */
    const char *name; /* a record's, or a file's */
    const char *name_url;
    const char *what; /* "v6 for production" */
    const char *what_url;
    const char *wider;  /* in what a release lets it do more: "tools, limits" */
    const char *reason; /* as it was typed */
    const char *person; /* who did it; NULL is an erased user */
    bool has_person;
    int64_t at;
    const char *verb; /* "Review": the button, a link to url */
    const char *url;
    const struct uuid *read_id; /* not NULL: the button marks it as read, and there is no verb */
};

/* Sets NAME (PATH_TO LEAF) and the rest that inbox/row.tpl shows. source is one of
 * inbox_source_names. */
void inbox_row_show(struct page *page, struct view *view, const char *source,
                    const struct inbox_row *row) NONNULL;

/* A block while it is shown: its view begins with its first row. */
struct inbox_section {
    struct page *page;
    const struct inbox_block *block;
    struct view *view; /* NULL: no row yet */
    int count;
};
void inbox_section_add(struct inbox_section *section, const struct inbox_row *row) NONNULL;
/* There are more than are shown. */
void inbox_section_more(struct inbox_section *section) NONNULL;

struct inbox_block {
    enum inbox_source_id source;
    const char *title;
    void (*ahead)(struct page *page); /* asks ahead for what it shows; may be NULL */
    enum err (*show)(struct inbox_section *section);
};

#endif
