#ifndef DOMAIN_RECORD_KIND_H
#define DOMAIN_RECORD_KIND_H

#include "domain/policy.h"

/* THE table of record kinds: whoever needs all of them walks over record_kinds, and nobody lists
 * prompts, agents, teams and test sets again. What a kind's content is made of, and what it does
 * beyond the rest, is in its room of src/data (struct record_store). */

enum { RECORD_PARTS_MAX = 2 /* sealed parts of a content */ };

enum record_kind_id { RECORD_PROMPT, RECORD_AGENT, RECORD_TEAM, RECORD_SET, RECORD_KIND_COUNT };

struct record_kind {
    enum record_kind_id id;
    const char *name;   /* "prompt", "set": in events, exports, tables and addresses */
    const char *noun;   /* "prompt", "test set": in sentences */
    const char *one;    /* "a prompt" */
    const char *plural; /* "prompts", "sets": likewise */
    const char *nouns;  /* "prompts", "test sets": in sentences */
    const char *title;  /* "Prompts": of its list and in the navigation */
    const char *path;   /* "/prompts": its pages are at PATH/ID */
    /* Tables. All kinds have the same columns but for those of the content. */
    const char *table;
    const char *versions;
    const char *labels;
    const char *tags;
    const char *words;
    const char *facet; /* the column in clear of record and version, by which lists filter */
    const char *columns[RECORD_PARTS_MAX]; /* of the sealed parts of a version; NULL: no more */
    const char
        *text_facet; /* the facet whose first part is text; other parts are JSON. NULL: none */
    bool is_used;    /* versions of other records may link to it */
    bool is_test;    /* it tests what it links to, and is none of what programs get with that */
    const char *version_noun; /* "prompt_version": what daily counts call a new version */
    /* Rights. */
    enum permission see;  /* names and metadata */
    enum permission read; /* the content */
    enum permission create;
    enum permission change;
    enum permission remove;
    /* Names of events. */
    struct {
        const char *create;
        const char *update;
        const char *restore_version;
        const char *archive;
        const char *restore;
        const char *transfer;
        const char *remove;
        const char *comment;
        const char *edit_comment;
        const char *delete_comment;
        const char *follow;
        const char *unfollow;
        const char *stop;
        const char *resume;
    } event;
};

/* By record_kind_id. */
extern const struct record_kind record_kinds[RECORD_KIND_COUNT];

/* May the actor see the names of the records of every kind in an organization? */
bool record_kinds_visible(const struct actor *actor, const struct policy_target *target) NONNULL;

/* The kind of a name ("prompt"), or of the first segment of a path ("prompts"); NULL for others. */
const struct record_kind *record_kind_find(const char *name) NONNULL;
const struct record_kind *record_kind_of_path(const char *segment) NONNULL;

#endif
