#ifndef DATA_STARTERS_H
#define DATA_STARTERS_H

#include "base/problem.h"
#include "data/db/db.h"
#include "domain/policy.h"
#include "domain/transfer/bundle.h"

/* Agents, teams and their prompts to begin with: a document like any export, carried by the program
 * (starters/starters.json), and created by the import. */

extern const char starters_document[];

struct starter {
    enum record_kind_id kind; /* an agent or a team: prompts come with them */
    const char *name;
    const char *description;
    struct text_list brings; /* the names of what is created with it, prompts and agents */
    struct uuid record_id;   /* of what has this name already; nil if there is none */
};

struct starter_list {
    struct starter *items; /* teams first */
    int count;
};

/* All of them. ERR_DENIED without the right to import. */
MUST_USE enum err starter_list(struct db *db, const struct actor *actor,
                               struct starter_list *list) NONNULL;

/* Creates those of these names with everything they need, and leaves alone what has such a name
 * already; *id is the import that tells the rest. Where the actor may not set the label production
 * the new records refer to the latest version. ERR_INVALID (field "names") for an unknown name or
 * none; otherwise as import_start. */
MUST_USE enum err starter_create(struct db *db, const struct actor *actor,
                                 const struct text_list *names, struct uuid *id,
                                 struct problem *problem) NONNULL;

#endif
