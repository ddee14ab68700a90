#ifndef DATA_RECORD_CONTENT_H
#define DATA_RECORD_CONTENT_H

#include <stdbool.h>

#include "base/text.h"
#include "domain/record/kind.h"

/* What a version of a record says: the facet, a short text in clear by which lists filter (the type
 * of a prompt, the model of an agent, the kind of a team), and its sealed parts in the order of the
 * kind's columns (body and settings; config; members and settings). */

struct record_content {
    const char *facet;
    struct text parts[RECORD_PARTS_MAX]; /* data NULL: none, or the actor may not read them */
};

/* The same, byte for byte? */
bool record_content_equal(const struct record_content *a, const struct record_content *b) NONNULL;

#endif
