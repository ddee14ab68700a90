#ifndef WEB_MULTIPART_H
#define WEB_MULTIPART_H

#include <stdbool.h>

#include "web/param.h"

/* Forms with files: multipart/form-data (RFC 7578, over RFC 2046 and the quoted strings of
 * RFC 7230), as browsers send it and no wider: no preamble, no padding, no folded headers, no
 * nested parts, no transfer encodings, no filename*. */

enum {
    MULTIPART_PARTS_MAX = 20,
    MULTIPART_BOUNDARY_MAX = 70, /* characters (RFC 2046, 5.1.1) */
    MULTIPART_HEADERS_MAX = 8,   /* of a part */
    MULTIPART_HEADER_MAX = 2048, /* bytes of one */
};

/* True if a Content-Type names this format, whatever its parameters are. */
bool multipart_is(const char *content_type) NONNULL;

/* Reads a body. Parts without a file name become parameters of form (UTF-8 without NUL), those with
 * one become files, whose bytes may be anything; a file field where nothing was chosen (no name, no
 * bytes) is left out. Everything is copied to the arena. Returns 0; 400 for anything malformed; 413
 * for more than MULTIPART_PARTS_MAX parts. */
MUST_USE int multipart_parse(struct arena *arena, const char *content_type, struct text body,
                             struct param_list *form, struct upload_list *files) NONNULL;

#endif
