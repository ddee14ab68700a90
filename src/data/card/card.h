#ifndef DATA_CARD_H
#define DATA_CARD_H

#include "base/problem.h"
#include "data/record/record_store.h"

/* The agent card of an agent or a team (A2A), by which programs outside find it: whether it has
 * one, at which address, for whom. What stands in it: card_content.h; programs get it through
 * card_serve.h.
 *
 * It shows the world what a release shows the programs of the organization: publishing it, and
 * every change of it, needs the right to change the record and to move protected labels. */

enum { CARD_PROVIDER_URL_MAX = 500 /* bytes */ };

struct card {
    struct uuid id;
    struct uuid organization_id;
    struct uuid record_id;
    const struct record_kind *kind; /* of an agent or a team */
    const char *slug;               /* unique in the organization: agent_card_slug.h */
    bool is_public;                 /* without a token; otherwise with one that may read it */
    bool is_signed;
    int64_t revision;
    int64_t updated_at;
    struct text sealed_provider_url; /* as it is stored: card_provider_url */
};

/* That of a record that was loaded. ERR_NOT_FOUND: it has none. */
MUST_USE enum err card_get(struct db *db, const struct record_head *head,
                           struct card *card) NONNULL;

/* Whether the actor may publish, change and remove it. */
bool card_may_set(const struct actor *actor, const struct record_head *head) NONNULL;

/* Where the agent's maker is at home on the web; "": the card names no provider. */
MUST_USE enum err card_provider_url(struct db *db, const struct card *card,
                                    const char **url) NONNULL;

/* A slug for a record that has no card yet, made of its name, that no other has. */
MUST_USE enum err card_propose_slug(struct db *db, const struct record_head *head,
                                    const char **slug) NONNULL;

/* Publishes it ("card.publish") or changes it ("card.update"; nothing happens if nothing differs).
 * ERR_INVALID (fields "slug", "provider_url"); ERR_CONFLICT for a slug that another has (field
 * "slug"), for one that replaces another unless accepts_slug (field "accept"), and for an archived
 * record; ERR_STALE; ERR_DENIED. */
struct card_settings {
    const char *slug;
    const char *provider_url; /* https, "" for none */
    bool is_public;
    bool is_signed;
    bool accepts_slug; /* the person saw that clients lose the agent */
    int64_t revision;  /* that it is based on; 0: there was none */
};
MUST_USE enum err card_set(struct db *db, const struct actor *actor,
                           const struct record_store *store, const struct uuid *record_id,
                           const struct card_settings *settings, struct problem *problem) NONNULL;

/* Takes it away ("card.remove"). ERR_NOT_FOUND, ERR_DENIED. */
MUST_USE enum err card_remove(struct db *db, const struct actor *actor,
                              const struct record_store *store, const struct uuid *record_id,
                              struct problem *problem) NONNULL;

/* Inside the data module: the columns of cards as c that card_read_row reads from a row, the first
 * at this column. */
#define CARD_COLUMNS                                                                               \
    "c.id, c.agent_id, c.team_id, c.slug, c.is_public, c.is_signed, c.revision, c.updated_at, "    \
    "c.provider_url"
enum { CARD_COLUMN_COUNT = 9 };
void card_read_row(const struct db_result *result, int row, const struct uuid *organization_id,
                   struct card *card) NONNULL;

#endif
