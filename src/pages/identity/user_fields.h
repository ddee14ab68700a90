#ifndef PAGES_USER_FIELDS_H
#define PAGES_USER_FIELDS_H

#include "crypt/blind_index.h"
#include "data/identity/user_shape.h"
#include "web/form.h"

/* Fields that several forms about people have, for their tables: the struct that is filled has a
 * member of the same name. */

enum { EMAIL_MAX = 254, PASSWORD_BYTES_MAX = 4096 };

#define FIELD_FULL_NAME(form)                                                                      \
    {                                                                                              \
        .name = "full_name", .label = "Full name", .kind = FORM_LINE, .is_required = true,         \
        .max_chars = USER_NAME_MAX, .check = name_check, .offset = offsetof(form, full_name)       \
    }

#define FIELD_EMAIL(form)                                                                          \
    {                                                                                              \
        .name = "email", .label = "Email", .kind = FORM_LINE, .is_required = true,                 \
        .max_chars = EMAIL_MAX, .check = email_check, .offset = offsetof(form, email)              \
    }

/* A new password: its own rules need the person's words, and the verb knows them. */
#define FIELD_PASSWORD(form)                                                                       \
    {                                                                                              \
        .name = "password", .label = "Password", .kind = FORM_SECRET, .is_required = true,         \
        .max_bytes = PASSWORD_BYTES_MAX, .offset = offsetof(form, password)                        \
    }

/* Asked for again before a sensitive change; empty while the session is fresh. */
#define FIELD_CURRENT_PASSWORD(form)                                                               \
    {                                                                                              \
        .name = "current_password", .label = "Your password", .kind = FORM_SECRET,                 \
        .max_bytes = PASSWORD_BYTES_MAX, .offset = offsetof(form, current_password)                \
    }

/* The version of the record that the form was based on. */
#define FIELD_VERSION(form)                                                                        \
    {                                                                                              \
        .name = "version", .label = "Version", .kind = FORM_INT, .is_required = true, .min = 1,    \
        .max = INT64_MAX, .offset = offsetof(form, version)                                        \
    }

#endif
