#ifndef WEB_FORM_STATE_H
#define WEB_FORM_STATE_H

#include <stddef.h>

#include "base/number.h"
#include "base/text.h"
#include "base/uuid.h"
#include "web/request.h"

/* A form as it is declared (see form.h), and the messages that it holds once it was read. */

enum form_kind {
    /* const char *: one line, no control characters, outer white space trimmed; "" if absent */
    FORM_LINE,
    FORM_SECRET, /* const char *: as typed, not trimmed, never shown again */
    FORM_TEXT,   /* struct text: lines, CRLF stored as LF, otherwise byte for byte */
    FORM_INT,    /* int64_t within the limits of its number; fallback if absent */
    FORM_BOOL,   /* bool: a checkbox; any value is true, absent is false */
    FORM_CHOICE, /* int: index into choices; -1 if absent and not required */
    FORM_UUID,   /* struct uuid; nil if absent or empty and not required */
    FORM_DAY,    /* int64_t: first microsecond of a day; 0 if absent or empty */
    FORM_UUIDS,  /* struct uuid_list: may be sent several times, for checkboxes in a list */
    FORM_TEXTS,  /* struct text_list: may be sent several times, each as FORM_TEXT */
    FORM_FILE,   /* struct upload of a multipart form; bytes.data NULL if none was chosen */
};

struct uuid_list {
    const struct uuid *items;
    int count;
};

struct form_field {
    const char *name;
    const char *label; /* as the person sees it: "Change message" */
    enum form_kind kind;
    size_t offset; /* into the struct that form_parse fills */
    bool is_required;
    size_t max_chars;           /* characters; 0 is no limit */
    size_t max_bytes;           /* bytes; 0 is no limit */
    enum number number;         /* FORM_INT: what it counts */
    int64_t fallback;           /* FORM_INT */
    const char *const *choices; /* FORM_CHOICE, NULL-terminated */
    /* A rule of the domain over a line or text that is not empty: ERR_INVALID with a sentence. */
    enum err (*check)(const char *value, const char **problem);
};

enum { FORM_ERRORS_MAX = 32 };

struct form_error {
    const char *field; /* name; "" for the form as a whole */
    const char *label;
    const char *path; /* of a value inside the field; NULL: the field as a whole */
    const char *message;
    const char *url; /* of a page to look at; NULL: none */
    const char *url_text;
};

struct form {
    const struct request *request;
    const struct param_list *params;
    const struct form_field *fields; /* NULL until parsed */
    int field_count;
    struct form_error errors[FORM_ERRORS_MAX];
    int error_count;
};

/* The declaration of a field, or NULL. */
const struct form_field *form_find(const struct form *form, const char *name) NONNULL;

/* Adds a message to a field (name) or to the form as a whole (""). Arena or static text. */
void form_error(struct form *form, const char *field, const char *message) NONNULL;

/* The same for a value inside a field that holds a structure, such as "tools[2].name". field may
 * be the id of an input that the table of fields does not name, for the link to it. */
void form_error_at(struct form *form, const char *field, const char *path,
                   const char *message) NONNULL;

/* Gives the last message a page to look at. */
void form_error_link(struct form *form, const char *url, const char *text) NONNULL;

/* The message of a field, or NULL. */
const char *form_message(const struct form *form, const char *field) NONNULL;

#endif
