#ifndef PAGES_PASSWORD_FIELD_H
#define PAGES_PASSWORD_FIELD_H

#include <stddef.h>

#include "web/form.h"

/* The field that page_reauthenticate() asks for, for the tables of forms: the struct that is filled
 * has a member of the same name. */

enum { PASSWORD_BYTES_MAX = 4096 };

/* Asked for again before a sensitive change; empty while the session is fresh. */
#define FIELD_CURRENT_PASSWORD(form)                                                               \
    {                                                                                              \
        .name = "current_password", .label = "Your password", .kind = FORM_SECRET,                 \
        .max_bytes = PASSWORD_BYTES_MAX, .offset = offsetof(form, current_password)                \
    }

#endif
