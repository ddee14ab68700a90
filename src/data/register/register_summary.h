#ifndef DATA_REGISTER_SUMMARY_H
#define DATA_REGISTER_SUMMARY_H

#include "data/db/db.h"
#include "domain/policy.h"
#include "domain/register/register_rules.h"

/* How much there is, of all active agents and teams; and what filters offer, by name. */
enum { REGISTER_OFFERS_MAX = 200 };
struct register_summary {
    int64_t by_risk[RISK_COUNT];
    int64_t total;
    int64_t overdue;
    int64_t incomplete;
    const char **models; /* of current versions, and of those with a label */
    int model_count;
    const char **providers;
    int provider_count;
};
/* Asks ahead (query_ahead) for what register_summary reads. Errors as register_list. */
void register_summary_ahead(struct db *db, const struct actor *actor) NONNULL;
MUST_USE enum err register_summary(struct db *db, const struct actor *actor,
                                   struct register_summary *summary) NONNULL;

#endif
