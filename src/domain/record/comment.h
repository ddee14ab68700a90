#ifndef DOMAIN_COMMENT_H
#define DOMAIN_COMMENT_H

#include "base/arena.h"
#include "base/err.h"

enum { COMMENT_MAX = 10000 /* characters */ };

/* The text of a comment as it is stored: NFC, line breaks as LF, without white space at the ends;
 * owned by the arena. 1 to COMMENT_MAX characters, something that can be seen among them, no
 * control characters but line breaks and tabs, and nothing that turns the direction of the text
 * around it. ERR_INVALID sets *problem to a sentence for the person. */
MUST_USE enum err comment_parse(struct arena *arena, const char *typed, const char **body,
                                const char **problem) NONNULL;

#endif
