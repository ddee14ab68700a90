#ifndef DATA_CARD_SERVE_H
#define DATA_CARD_SERVE_H

#include "data/card/card.h"

/* How programs that nobody needs to know get a card: by the slug of an organization, which is
 * readable to everyone (db_scope.h, DB_IDENTITY), and in it by the slug of the card. */

/* Programs may keep an answer for so long: a copy lives no longer than that after the card changed
 * or went. */
enum { CARD_MAX_AGE_S = 60 };

/* Enters the scope of the organization, whoever asks, and finds the card; what is kept of the
 * organization may be used from here on (data/db/kept.h). ERR_NOT_FOUND if either is not there, or
 * the organization is suspended or closed; both are asked for in any case. Whether the caller may
 * have it is the caller's to ask: card_may_read. */
MUST_USE enum err card_find(struct db *db, const char *organization_slug, const char *slug,
                            struct card *card) NONNULL;

/* May this caller read a card of this content? actor NULL: nobody is known. */
struct card_content;
bool card_may_read(const struct actor *actor, const struct card *card,
                   const struct card_content *content) __attribute__((nonnull(2, 3)));

/* The public keys of an organization by its slug, as a set. A new reference. ERR_NOT_FOUND if it is
 * not there or has none. */
MUST_USE enum err card_find_keys(struct db *db, const char *organization_slug,
                                 json_t **set) NONNULL;

#endif
