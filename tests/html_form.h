#ifndef TESTS_HTML_FORM_H
#define TESTS_HTML_FORM_H

#include <stdbool.h>

#include "base/arena.h"

/* The forms of a page, as a browser reads them. */

struct html_field {
    const char *tag;  /* "input", "textarea", "select", "button" */
    const char *type; /* of an input or a button: "text" if it has none */
    const char *name; /* "" if it has none */
    const char *value;
    const char *action; /* of a button that sends the form elsewhere; or NULL */
    bool is_sent;       /* unless someone clicks: no unchecked box, no button */
    bool is_primary;    /* the button that a person would press */
    bool is_invalid;    /* was refused */
    bool is_required;
    bool is_repeated; /* another field of the form before it has its name */
};

struct html_form {
    const char *action; /* without a fragment */
    bool is_post;
    bool is_multipart;
    struct html_field *fields;
    int count;
};

struct html_forms {
    struct html_form *forms;
    int count;
};

/* All that a browser would find in this page. The arena's. */
struct html_forms html_forms_read(struct arena *arena, const char *html);

/* Can a person type any text into it? */
bool html_field_is_text(const struct html_field *field);

#endif
