#ifndef WEB_FORM_H
#define WEB_FORM_H

#include <stddef.h>

#include "base/text.h"
#include "base/uuid.h"
#include "web/request.h"
#include "web/template.h"

/* Forms are declared as tables of fields; one call checks everything and fills a struct, or leaves
 * what was typed and one message per field, from which the page is shown again.
 *
 *     struct invite_form { const char *email; const char *full_name; int persona; };
 *     static const struct form_field invite_fields[] = {
 *         {.name = "email", .label = "Email", .kind = FORM_LINE, .is_required = true, .max_chars =
 * 254, .offset = offsetof(struct invite_form, email)},
 *         ...
 */

enum form_kind {
    /* const char *: one line, no control characters, outer white space trimmed; "" if absent */
    FORM_LINE,
    FORM_SECRET, /* const char *: as typed, not trimmed, never shown again */
    FORM_TEXT,   /* struct text: lines, CRLF stored as LF, otherwise byte for byte */
    FORM_INT,    /* int64_t within min..max; fallback if absent */
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
    int64_t min, max, fallback; /* FORM_INT */
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
};

struct form {
    const struct request *request;
    const struct param_list *params;
    const struct form_field *fields; /* NULL until parsed */
    int field_count;
    struct form_error errors[FORM_ERRORS_MAX];
    int error_count;
};

/* Parses the request's form into *out (of the struct the offsets are for). ERR_INVALID if any field
 * broke a rule, a field came that is not declared (besides csrf), a single one came twice, or the
 * request carries form_refusal; the form then holds the messages. Fields that are right are filled
 * in any case. */
MUST_USE enum err form_parse(struct form *form, const struct request *request,
                             const struct form_field *fields, int field_count, void *out) NONNULL;

/* The same over the query string of a GET; unknown parameters are ignored there, and wrong values
 * count as absent and leave a message. */
MUST_USE enum err form_parse_query(struct form *form, const struct request *request,
                                   const struct form_field *fields, int field_count,
                                   void *out) NONNULL;

/* The declaration of a field, or NULL. */
const struct form_field *form_find(const struct form *form, const char *name) NONNULL;

/* Adds a message to a field (name) or to the form as a whole (""). Arena or static text. */
void form_error(struct form *form, const char *field, const char *message) NONNULL;

/* The same for a value inside a field that holds a structure, such as "tools[2].name". field may
 * be the id of an input that the table of fields does not name, for the link to it. */
void form_error_at(struct form *form, const char *field, const char *path,
                   const char *message) NONNULL;

/* The message of a field, or NULL. */
const char *form_message(const struct form *form, const char *field) NONNULL;

/* Puts what was typed and the messages into a view. For a field "full_name": {{FULL_NAME}} the
 * value as typed (not for secrets, lists, files and what is no day),
 * {{#FULL_NAME_ERROR}}{{MESSAGE}}{{/FULL_NAME_ERROR}}; and the summary
 * {{#FORM_ERRORS}}{{#FORM_ERROR}}{{FIELD}}{{LABEL}}{{MESSAGE}}{{/FORM_ERROR}}{{/FORM_ERRORS}}
 * (FIELD as the id of the input to link to, {{#HAS_FIELD}}; {{#AT}}{{PATH}}{{/AT}} of a value in
 * the field). For a checkbox {{#FULL_NAME_CHECKED}}. A field that was not sent leaves what the page
 * has set, or is "". */
void form_render(const struct form *form, struct view *view) NONNULL;

/* Adds the options of a <select> to a view:
 * {{#SECTION}}{{VALUE}}{{TEXT}}{{#SELECTED}}{{/SELECTED}}{{/SECTION}}. selected is the value that
 * is chosen, or NULL. */
void form_options(struct view *view, const char *section, const char *const *choices,
                  const char *selected) __attribute__((nonnull(1, 2, 3)));

#endif
