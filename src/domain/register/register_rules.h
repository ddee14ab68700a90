#ifndef DOMAIN_REGISTER_RULES_H
#define DOMAIN_REGISTER_RULES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"

/* What the register of AI systems says of an agent or a team. */

/* The risk classes of Regulation (EU) 2024/1689, the AI Act: Article 5, Article 6, Article 50, what
 * is none of them, and Article 51. */
enum register_risk {
    RISK_NOT_ASSESSED,
    RISK_PROHIBITED,
    RISK_HIGH,
    RISK_LIMITED,
    RISK_MINIMAL,
    RISK_GENERAL_PURPOSE,
    RISK_COUNT
};
extern const char *const register_risk_names[RISK_COUNT + 1];  /* as stored, NULL-terminated */
extern const char *const register_risk_titles[RISK_COUNT + 1]; /* as people read them */

/* The risk of a stored name. ERR_INVALID for any other text. */
MUST_USE enum err register_risk_parse(const char *name, enum register_risk *risk) NONNULL;

/* What people write. */
enum register_text {
    REGISTER_PURPOSE,
    REGISTER_DATA_CATEGORIES,
    REGISTER_AFFECTED_PEOPLE,
    REGISTER_RISK_REASON,
    REGISTER_TEXT_COUNT
};
extern const char *const register_text_names[REGISTER_TEXT_COUNT];  /* columns and fields */
extern const char *const register_text_titles[REGISTER_TEXT_COUNT]; /* as people read them */

enum { REGISTER_TEXT_MAX = 4000 /* characters */ };

/* A text as it is stored: NFC, line breaks as LF, without white space at the ends; "" is fine.
 * Owned by the arena. ERR_INVALID sets *problem to a sentence. */
MUST_USE enum err register_text_parse(struct arena *arena, const char *typed, const char **text,
                                      const char **problem) NONNULL;

/* What of an entry is filled in. */
struct register_facts {
    const char *texts[REGISTER_TEXT_COUNT]; /* "" or NULL: not */
    enum register_risk risk;
    bool has_oversight;
    bool has_review;
    bool has_provider; /* the configs say who provides the models */
};

/* What is missing for a complete entry, in words: "purpose, human oversight"; "" if nothing is. */
MUST_USE const char *register_missing(struct arena *arena,
                                      const struct register_facts *facts) NONNULL;

#endif
