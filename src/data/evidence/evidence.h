#ifndef DATA_EVIDENCE_H
#define DATA_EVIDENCE_H

#include "data/evidence/evidence_digest.h"
#include "data/evidence/evidence_rule.h"
#include "data/evidence/evidence_run.h"

/* Whether a version may get a label, as the rule of the label says. A test run is evidence for a
 * version if it was of exactly the bytes that the version would serve now (evidence_digest.h), of
 * all cases of the test set as it is now (at production, else its newest version), and graded by
 * us. What a judge says counts if it decides now (evidence_judge.h); else the checks alone do. A
 * rule may accept runs that another program graded as well; one that was graded by us goes before
 * them. */

enum { EVIDENCE_CHANGES_MAX = 20 };

/* A version that is served now in place of another one. */
struct evidence_change {
    const struct record_kind *kind;
    struct uuid id;
    const char *name;
    int64_t before, now; /* 0: it was, or is, not there */
};

struct evidence_asked {
    const char *label;
    int64_t live_version; /* that the label is on; 0: none */
    int64_t version;
};

struct evidence {
    struct evidence_rule rule;       /* in force for the label; evidence_rule_holds() */
    char digest[SHA256_HEX_LEN];     /* "" without a rule, and of what is too large */
    bool is_met;                     /* or there is no rule */
    struct evidence_run run;         /* that meets it; else the newest of the version */
    bool is_out_of_date;             /* the run was of other bytes */
    struct evidence_change *changes; /* since the run, if it is out of date */
    int change_count;
    const char *missing; /* sentences: why it is not met; "" */
    const char *refusal; /* the same with what the label needs, and what to do; "" */
};

/* The evidence for a version of a record, whose head has its store, ids and name, by the rule of
 * the label; asks nobody. Reads as much as the version and its parts say. ERR_NOT_FOUND if there is
 * no such version. */
MUST_USE enum err evidence_get(struct db *db, const struct record_head *head,
                               const struct evidence_asked *asked, const struct evidence_rule *rule,
                               struct evidence *evidence) NONNULL;

/* Of a version that nothing is known of yet: what to say. */
const char *evidence_refusal_new(struct arena *arena, const struct evidence_rule *rule,
                                 int64_t version) NONNULL;

#endif
