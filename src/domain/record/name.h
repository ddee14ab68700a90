#ifndef DOMAIN_NAME_H
#define DOMAIN_NAME_H

#include <stdbool.h>

#include "base/text.h"

/* The identity of names: of records, tags, people and organizations. */

enum { NAME_MAX_CHARS = 120 };

/* What can be wrong with a name, in the order in which it is looked for. */
enum name_fault {
    NAME_FAULT_UTF8,
    NAME_FAULT_EMPTY, /* nothing but white space */
    NAME_FAULT_LONG,
    NAME_FAULT_CONTROL,    /* a control or format character, a line or paragraph separator */
    NAME_FAULT_UNASSIGNED, /* a code point that Unicode does not assign */
    NAME_FAULT_BLANK,      /* nothing that can be seen */
    NAME_FAULT_SPACE,      /* white space at an end */
    NAME_FAULT_COUNT
};

/* A sentence for the person for each fault, in static storage; NULL: this is no fault. */
struct name_rule {
    size_t chars_max;
    const char *sentences[NAME_FAULT_COUNT];
};

/* ERR_INVALID sets *problem to the sentence of the first fault. */
MUST_USE enum err name_check_by(const struct name_rule *rule, const char *name,
                                const char **problem) NONNULL;

/* The rule for the names of people, organizations, agents and teams, usable as the check of a
 * form's field: 1 to NAME_MAX_CHARS characters, and none of the faults above but white space at the
 * ends, which name_normalize takes off. ERR_INVALID sets *problem to a sentence for the person, in
 * static storage. */
MUST_USE enum err name_check(const char *name, const char **problem) NONNULL;

/* True if the bytes have no visible character. Well-formed UTF-8. */
bool name_is_blank(const char *name, size_t len);

/* What is stored: NFC, without white space at the ends. What is not UTF-8 stays as it is, for the
 * check to refuse it. Owned by the arena. */
MUST_USE char *name_normalize(struct arena *arena, const char *name) NONNULL;

/* A text whose order by bytes (memcmp; collation C) is the natural order of names: without regard
 * to case and accents, numbers of ASCII digits by their value whatever their length. Accents and
 * leading zeros decide between names that are else equal. Two names have the same sort key only if
 * they are the same name. Well-formed UTF-8 without NUL, at most about 3.5 times as long as the
 * name's key. Owned by the arena. */
MUST_USE char *name_sort_key(struct arena *arena, const char *name) NONNULL;

/* Equal (strcmp) for two names that are the same name: NFKC_Casefold of the normalized name. Owned
 * by the arena. */
MUST_USE char *name_key(struct arena *arena, const char *name) NONNULL;

#endif
