#ifndef DOMAIN_APPROVAL_SIDE_H
#define DOMAIN_APPROVAL_SIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/uuid.h"

/* Four eyes count sides, not accounts. A person, the agents that they own and the tokens that they
 * made are one side; and so, for a while, are two people one of whom could have acted as the other.
 * Nobody approves what their own side asks for. */

/* For so long after somebody did something to another's account, the two are one side. */
enum { APPROVAL_SIDE_DAYS = 7 };

enum approval_tie {
    /* for as long as the request is open */
    TIE_ASKED,   /* asked, or answers for the token that did */
    TIE_TOKEN,   /* made the token that asked, or gave it a secret */
    TIE_ACCOUNT, /* made the service account that asked, answers for it, or made a token of it */
    TIE_AGENT,   /* owns the agent that asked, or did when it asked */
    TIE_AUTHOR,  /* wrote the version that a program proposes */
    /* for APPROVAL_SIDE_DAYS */
    TIE_INVITATION, /* invited the other */
    TIE_PROVISION,  /* made the other's account with a token */
    TIE_LINK,       /* made a link to reset the other's password */
    TIE_RESET,      /* … which was used */
    TIE_FACTOR,     /* removed the other's second factor */
    TIE_ADDRESS,    /* changed the other's address */
    TIE_SSO,        /* changed the sign-in provider that the other came through */
    TIE_COUNT
};

/* The name of a tie in queries: "token". A name that is none is a bug: die(). */
enum approval_tie approval_tie_parse(const char *name) NONNULL;

/* What ties somebody to a request (one of the first ties; on is nil), or what a person did to the
 * account of another. */
struct approval_fact {
    enum approval_tie tie;
    struct uuid by;
    struct uuid on;
    int64_t at; /* of what was done to an account */
};

struct approval_side {
    struct approval_fact *facts; /* in any order */
    int count;
};

/* Why the person is of the side that asks, in a sentence for them; NULL if they are of another. The
 * facts need to be those of this person: what others did to each other does not count. */
const char *approval_side_objection(const struct approval_side *side, const struct uuid *person,
                                    int64_t now) NONNULL;

#endif
