#ifndef CRYPT_QR_CODE_H
#define CRYPT_QR_CODE_H

#include "base/arena.h"

/* QR codes (ISO/IEC 18004) of texts, as the path of an SVG picture. */

struct qr_code {
    int width;        /* of the picture and its height, in modules, with the quiet zone around */
    const char *path; /* the d of a path that fills the dark modules; owned by the arena */
};

/* Error correction of level M. ERR_INVALID for a text that is too long for any code. */
MUST_USE enum err qr_code_make(struct arena *arena, const char *text, struct qr_code *code) NONNULL;

#endif
