#ifndef PAGES_USER_FIELDS_H
#define PAGES_USER_FIELDS_H

#include "crypt/blind_index.h"
#include "data/user/user_shape.h"
#include "pages/shell/password_field.h"

/* Fields that several forms about people have, for their tables: the struct that is filled has a
 * member of the same name. */

enum { EMAIL_MAX = 254 };

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

/* The version of the record that the form was based on. */
#define FIELD_VERSION(form)                                                                        \
    {                                                                                              \
        .name = "version", .label = "Version", .kind = FORM_INT, .is_required = true,              \
        .number = NUMBER_COUNTER, .offset = offsetof(form, version)                                \
    }

#endif
