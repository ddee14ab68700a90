#ifndef DATA_CARD_SIGN_H
#define DATA_CARD_SIGN_H

#include "data/card/card.h"

/* Adds "signatures" to a card (A2A 1.0, section 8.4): one JWS (RFC 7515) by ES256 over the
 * canonical JSON (RFC 8785) of the rest, with the kid and the address of the organization's keys
 * (jku) in its header. Each signature of the same text is another one: so the first one is stored,
 * and whoever asks later, in whichever process, gets that. In the scope of the organization; also
 * while reading. ERR_UNAVAILABLE if it can't be stored. */
MUST_USE enum err card_sign(struct db *db, const struct card *card, const char *keys_url,
                            json_t *json) NONNULL;

#endif
