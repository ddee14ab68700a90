#ifndef DOMAIN_SCIM_PERSON_H
#define DOMAIN_SCIM_PERSON_H

#include "domain/policy.h"
#include "domain/scim/scim_change.h"

/* What Rostrum keeps of a person, from what SCIM says: an address, one full name, a persona. */

struct scim_person {
    const char *user_name; /* the address */
    const char *full_name;
    const char *given_name; /* how full_name is split: it begins with it; NULL: not said */
    const char *external_id;
    enum persona persona;
    bool is_active;
};

/* The two parts of a full name: as it was said, or at the last space. "" for none. Owned by the
 * arena. */
struct scim_name {
    const char *given;
    const char *family;
};
struct scim_name scim_name_split(struct arena *arena, const char *full_name, const char *given_name)
    __attribute__((nonnull(1, 2)));

/* Changes a person; someone new is one without a user name. Whole: what a resource that takes the
 * place of the one before does not say is gone, if people can be without it. A persona that is
 * taken away becomes the other one. ERR_INVALID with its problem. */
struct scim_rules {
    bool is_whole;
    enum persona default_persona;
};
MUST_USE enum err scim_person_change(struct arena *arena, const struct scim_change *change,
                                     const struct scim_rules *rules, struct scim_person *person,
                                     struct scim_problem *problem) NONNULL;

#endif
