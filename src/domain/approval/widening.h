#ifndef DOMAIN_WIDENING_H
#define DOMAIN_WIDENING_H

#include "domain/policy.h"

/* Who may approve, or move themselves, what lets an agent or a team do more than before: the
 * organization chooses. What narrows it, or leaves it equal, needs one colleague. */

enum widening { WIDENING_MOVERS, WIDENING_APPROVERS, WIDENING_ADMINS, WIDENING_COUNT };

struct widening_rule {
    const char *name;   /* as it is stored, and in forms */
    const char *people; /* "Customer Admins" */
    enum permission right;
};

/* In the order above. */
extern const struct widening_rule widening_rules[WIDENING_COUNT];

/* The names, NULL at the end. */
extern const char *const widening_names[WIDENING_COUNT + 1];

/* The rule of a stored name. A name that is none is a bug: die(). */
enum widening widening_parse(const char *name) NONNULL;

#endif
