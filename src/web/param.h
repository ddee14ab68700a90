#ifndef WEB_PARAM_H
#define WEB_PARAM_H

#include "base/text.h"

/* What a query or a form brings: names with their values, and files. */

struct param {
    const char *name;
    struct text value; /* text: without NUL */
    bool had_nul;      /* a form's value had some, which were left out: form_parse refuses it */
};

struct param_list {
    struct param *items;
    int count;
};

/* Takes NUL out of a value that was just read, and notes whether there was any. */
void param_leave_out_nul(struct arena *arena, struct param *param) NONNULL;

/* A file of a form. */
struct upload {
    const char *field;
    const char *name; /* its last path segment, for people to read: UTF-8, no control characters */
    struct text bytes;
};

struct upload_list {
    struct upload *items;
    int count;
};

#endif
