#ifndef DATA_RECORD_OFFER_H
#define DATA_RECORD_OFFER_H

#include "data/db/kept_row.h"
#include "domain/policy.h"
#include "domain/record/kind.h"

/* What a list offers to be filtered by beside its facets, and how many records its saved views
 * have. The cost does not grow with the table: the tags and owners that the records changed last
 * have most often, and counts that end at what is read of an index. */

enum {
    RECORD_OFFERS_MAX = 6,
    RECORD_OFFER_MANY = 1000 /* from here on: what remains without it, and there may be more */
};

struct record_offer {
    struct uuid id;   /* of an owner */
    const char *name; /* the tag; the owner's name, NULL: erased */
    int64_t count;    /* active records */
};

/* All but the last are the same for everybody. */
enum record_offer_part { OFFER_TAGS, OFFER_OWNERS, OFFER_COUNTS, OFFER_OWN, RECORD_OFFER_PARTS };

struct record_offers {
    struct record_offer tags[RECORD_OFFERS_MAX];
    struct record_offer owners[RECORD_OFFERS_MAX];
    int tag_count;
    int owner_count;
    int64_t all_count; /* exact; the following may be RECORD_OFFER_MANY */
    int64_t own_count; /* of the actor */
    int64_t review_count;
    int64_t archived_count;
    struct kept_rows parts[RECORD_OFFER_PARTS]; /* between asking and reading */
};

/* Asks, with the next query, about the actor's organization; and reads it. ERR_DENIED for who may
 * not see its records. */
MUST_USE enum err record_offer_ask(struct db *db, const struct actor *actor,
                                   const struct record_kind *kind,
                                   struct record_offers *offers) NONNULL;
MUST_USE enum err record_offer_read(struct db *db, struct record_offers *offers) NONNULL;

#endif
