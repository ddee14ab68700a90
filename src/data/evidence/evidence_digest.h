#ifndef DATA_EVIDENCE_DIGEST_H
#define DATA_EVIDENCE_DIGEST_H

#include "data/evidence/composition.h"

/* The digest of a release: one SHA-256 over everything that would be served of a version, and of
 * the versions of others that it refers to, directly and through others, as its references resolve
 * now: texts, settings, models, parameters, tools and their schemas, members. Evidence belongs to a
 * digest: to bytes, not to numbers of versions. Names of records, times and authors are not in it.
 * What is hashed is in docs/audit.md, "The digest of a release"; it can be computed from the
 * composition in a certificate of what was live. */

struct evidence_digest {
    char hex[SHA256_HEX_LEN]; /* "": the composition is cut, so that nothing can be said of it */
    struct composition composition; /* what it is of */
};

/* The digest of a version of a record that was loaded. ERR_DENIED for those who may not see it,
 * ERR_NOT_FOUND if there is no such version. Reads as much as is hashed: outside of write
 * transactions. */
MUST_USE enum err evidence_digest(struct db *db, const struct actor *actor,
                                  const struct record_head *head, int64_t version,
                                  struct evidence_digest *digest) NONNULL;

/* The digest of a composition. */
void evidence_digest_of(struct arena *arena, const struct composition *composition,
                        char hex[SHA256_HEX_LEN]) NONNULL;

#endif
