#ifndef DATA_SSO_ACCOUNT_H
#define DATA_SSO_ACCOUNT_H

#include "data/sso/sso_provider.h"
#include "data/sso/sso_refusal.h"
#include "data/user/user_record.h"
#include "domain/sso/id_token.h"

/* Whose account it is that a provider speaks of. The first time its verified address decides,
 * afterwards the subject: the name that the provider never gives to anyone else. */

struct sso_account {
    struct user_record record;
    uint8_t subject_hash[HASH_LEN];
    bool is_linked;
    enum sso_refusal refusal;
};

/* The account of a token, or why there is none, in account->refusal; in the scope of the provider's
 * organization, which stays. */
MUST_USE enum err sso_account_find(struct db *db, const struct sso_provider *provider,
                                   const struct id_token *token,
                                   struct sso_account *account) NONNULL;

/* Inside the open write transaction, of all content for someone who was invited: it was used, and
 * is linked from now on ("user.sso_link"). Who had not accepted an invitation yet has now.
 * ERR_CONFLICT if it was linked meanwhile. */
MUST_USE enum err sso_account_use(struct db *db, const struct sso_account *account) NONNULL;

/* When a person of the actor's organization was linked, and came last: 0 if they are not. For the
 * person and whoever may change them. The first asks ahead (query_ahead). */
struct sso_link {
    int64_t linked_at;
    int64_t last_used_at;
};
void sso_link_ahead(struct db *db, const struct actor *actor, const struct uuid *user_id) NONNULL;
MUST_USE enum err sso_link_get(struct db *db, const struct actor *actor, const struct uuid *user_id,
                               struct sso_link *link) NONNULL;

/* Takes the link away ("user.sso_unlink"): one's own, or that of a person whom the actor may
 * change. Whose own it is not is signed out everywhere. ERR_NOT_FOUND, ERR_DENIED. */
MUST_USE enum err sso_unlink(struct db *db, const struct actor *actor,
                             const struct uuid *user_id) NONNULL;

#endif
