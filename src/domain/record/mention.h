#ifndef DOMAIN_MENTION_H
#define DOMAIN_MENTION_H

#include "base/text.h"

/* People who are named in a text: "@" and their full name, "ask @Petra Product". */

enum {
    MENTION_MAX = 50,    /* in one text; what is beyond stays plain */
    MENTION_TRIES = 200, /* signs that are looked at */
};

struct mention {
    size_t start; /* of the "@", in bytes */
    size_t len;   /* with the sign */
    int person;   /* index into the names */
};

/* True if a text could mention someone at all. */
bool mention_is_possible(const char *text) NONNULL;

/* The mentions of a text, in its order, at most MENTION_MAX. Names are compared as names are
 * (name.h), the longest one that stands there counts, and it must end where a word ends. A name
 * that two of them have means nobody. Behind a letter or digit the sign is part of an address.
 * Well-formed UTF-8. */
MUST_USE int mention_find(struct arena *arena, const char *text, const char *const *names,
                          int name_count, struct mention mentions[MENTION_MAX]) NONNULL;

#endif
