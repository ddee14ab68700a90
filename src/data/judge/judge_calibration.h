#ifndef DATA_JUDGE_CALIBRATION_H
#define DATA_JUDGE_CALIBRATION_H

#include "crypt/token.h"
#include "data/db/db.h"
#include "domain/judge/judge_agreement.h"

/* How far a judge agrees with people, and so whether it may decide. What people say of results
 * belongs to a key: the digest of everything that the judge's prompt serves, the endpoint and the
 * model. After any change of these a judge begins anew. */

void judge_key_make(struct arena *arena, const char *digest, const struct uuid *endpoint_id,
                    const char *model, char key[SHA256_HEX_LEN]) NONNULL;

struct judge_calibration {
    struct judge_counts counts;
    struct judge_agreement agreement;
    int floor; /* in thousandths */
    bool is_calibrated;
};

/* Of the newest verdict on each result that the judge of this key has judged; asks nobody. */
MUST_USE enum err judge_calibration_get(struct db *db, const struct uuid *organization_id,
                                        const char *key,
                                        struct judge_calibration *calibration) NONNULL;

#endif
