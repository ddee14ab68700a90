#ifndef DOMAIN_SET_FILE_H
#define DOMAIN_SET_FILE_H

#include "domain/set_file/set_file_shape.h"

/* Test cases from and to files. What a format holds comes back byte for byte; what one can't take
 * along is named, never dropped silently. */

enum { SET_FILE_MAX = 2 * 1024 * 1024 /* bytes of a file; of YAML half of it */ };

struct set_file_kind {
    const char *name;  /* "promptfoo-yaml": in addresses */
    const char *title; /* "promptfoo (YAML)" */
    const char *end;   /* what names of files end with: ".yaml" */
    const char *type;  /* the media type */
    const char *hint;  /* what is in it, a sentence */
};

extern const struct set_file_kind set_file_kinds[SET_FILE_FORMAT_COUNT];

/* ERR_INVALID for a name that is none. */
MUST_USE enum err set_file_format_parse(const char *name, enum set_file_format *format) NONNULL;

/* Reads a file of any of the formats, known by what is in it. ERR_INVALID: nothing of it can be
 * read, and *problem is a sentence that says why. Otherwise each row has a case or its problem, and
 * notes say what was left out. In the arena. */
MUST_USE enum err set_file_read(struct arena *arena, struct text text, struct set_file *file,
                                const char **problem) NONNULL;

/* Writes cases; name: of the set. ERR_INVALID if there are too many variables for a table. */
MUST_USE enum err set_file_write(struct arena *arena, enum set_file_format format,
                                 const struct set_cases *cases, const char *name,
                                 struct text *out) NONNULL;

#endif
