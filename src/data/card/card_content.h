#ifndef DATA_CARD_CONTENT_H
#define DATA_CARD_CONTENT_H

#include "data/card/card.h"
#include "domain/agent_card/agent_card.h"

/* What stands in the card of a record: its name and description, and of the version that is
 * production where the agent can be reached and what it can do. A team is reached at its entry, the
 * member that leads it or else the first, at the version that the team uses; its members are what
 * it can do. Inside the data module, whoever asks, in the scope of the organization. */
struct card_content {
    const char *name;
    const char *description;
    const char *organization_name;
    struct uuid owner_id;
    const char *folder;
    bool is_archived;
    struct uuid stop_id;    /* of it or of what it uses: nobody gets the card; nil: none */
    int64_t version;        /* that is production; 0: none, and then there is nothing more */
    const json_t *endpoint; /* NULL: it can't be reached */
    json_t *skills;
};

/* ERR_NOT_FOUND: there is no such record. */
MUST_USE enum err card_content_load(struct db *db, const struct record_store *store,
                                    const struct uuid *organization_id, const struct uuid *id,
                                    struct card_content *content) NONNULL;

/* Why nobody gets it, for who is not known: a member of a team stands in its card, so that it may
 * be named; NULL: nothing may be said. */
const char *card_stop_words(struct db *db, const struct card *card,
                            const struct card_content *content) NONNULL;

/* Makes the card, as it is served: where it is signed, with its signature. public_url is our own
 * address. ERR_NOT_FOUND if there can be none as things are: archived, without production, without
 * an endpoint; ERR_INVALID if what it would say may not be said. *problem says why, in both. */
struct card_make {
    const struct card *card;
    const struct card_content *content;
    enum agent_card_generation generation;
    const char *public_url;
    const char *organization_slug;
};
MUST_USE enum err card_make(struct db *db, const struct card_make *make, json_t **json,
                            const char **problem) NONNULL;

/* The address of the organization's public keys, in the arena. */
MUST_USE const char *card_keys_url(struct arena *arena, const char *public_url,
                                   const char *organization_slug) NONNULL;

#endif
