#ifndef DATA_CARD_LIST_H
#define DATA_CARD_LIST_H

#include "data/card/card.h"

/* The cards that an organization publishes. */

enum { CARD_LIST_MAX = 250 };

struct card_row {
    struct card card;
    const char *name; /* of the agent or team */
    bool is_archived; /* and programs get no card */
};

struct card_list {
    struct card_row *rows; /* by slug */
    int count;
    bool has_more; /* than CARD_LIST_MAX */
};

/* Those of the actor's organization. ERR_DENIED unless the actor may see its agents and teams. */
MUST_USE enum err card_list(struct db *db, const struct actor *actor,
                            struct card_list *list) NONNULL;

#endif
