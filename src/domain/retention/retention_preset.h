#ifndef DOMAIN_RETENTION_PRESET_H
#define DOMAIN_RETENTION_PRESET_H

#include "base/arena.h"
#include "domain/retention/retention_kind.h"

/* Presets: what a law or a standard asks of the rules of an organization that is bound by it. */

enum retention_preset_id {
    PRESET_GDPR,
    PRESET_SOC2,
    PRESET_HIPAA,
    PRESET_PCI,
    PRESET_AI_ACT,
    PRESET_COUNT
};

/* For one kind: at least min_days, at most max_days; 0 is no bound. A kind with a most must be
 * switched on, one with a least may be off: then it is kept for good. */
struct retention_bound {
    enum retention_kind_id kind;
    int min_days, max_days;
    const char *source; /* "Article 5(1)(e)" */
    const char *why;    /* a sentence: what the source says, or how Rostrum reads it */
};

enum { PRESET_BOUNDS_MAX = 6 };

struct retention_preset {
    const char *name;  /* "gdpr": stored, and in forms */
    const char *title; /* "GDPR" */
    const char *text;  /* the name of the source, with its edition */
    const char *url;   /* where it can be read */
    struct retention_bound bounds[PRESET_BOUNDS_MAX];
    int bound_count;
};

extern const struct retention_preset retention_presets[PRESET_COUNT];

struct retention_rule {
    bool is_on;
    int days;
};

/* What an organization says: the presets that it chose, bit 1 << retention_preset_id, and a rule
 * for each kind. */
struct retention_rule_set {
    unsigned presets;
    struct retention_rule rules[RETENTION_KIND_COUNT];
};

/* The defaults: no preset. */
void retention_rule_set_default(struct retention_rule_set *set) NONNULL;

/* ERR_INVALID for a rule outside the bounds of a chosen preset, or of the program: *message says
 * why, with the source. The message is in the arena. */
MUST_USE enum err retention_rule_check(struct arena *arena, const struct retention_rule_set *set,
                                       enum retention_kind_id kind, const char **message) NONNULL;

/* Moves each rule into the bounds of the chosen presets, by the fewest days. Where the least of one
 * is more than the most of another, the least holds: retention_rule_check then says so. */
void retention_rule_set_fit(struct retention_rule_set *set) NONNULL;

/* As they are stored: {"audit": {"days": 400, "on": true}, …}, and "gdpr,soc2". Reading leaves the
 * default of a kind that is not named. Owned by the arena. */
char *retention_rules_write(struct arena *arena, const struct retention_rule_set *set) NONNULL;
char *retention_presets_write(struct arena *arena, unsigned presets) NONNULL;
void retention_rule_set_read(struct arena *arena, const char *presets, const char *rules,
                             struct retention_rule_set *set) NONNULL;

#endif
