#ifndef DOMAIN_CONFIG_TEXT_H
#define DOMAIN_CONFIG_TEXT_H

#include "base/json.h"

/* A value of a config as a person types it into one input of a form, and back. Every value can be
 * written: one that does not fit its kind (a list where a number belongs) is written as JSON. What
 * was written and comes back unchanged stands for the value it was written from: the caller
 * compares before reading. */

enum config_text_kind {
    CONFIG_TEXT_LINE,    /* a string of one line, or a reference {"secret": "NAME"} */
    CONFIG_TEXT_LINES,   /* a string of several lines */
    CONFIG_TEXT_NUMBER,  /* a number */
    CONFIG_TEXT_INTEGER, /* a whole number that is not negative */
    CONFIG_TEXT_LIST, /* strings, one a line; \n, \t and \\ are a line break, a tab, a backslash */
    CONFIG_TEXT_COMMAS,  /* strings, separated by commas */
    CONFIG_TEXT_HEADERS, /* an object of strings, "Name: value" a line; or a JSON object, which a
                            value may be as well */
    CONFIG_TEXT_PAIRS,   /* an object, "key: value" a line, values that are JSON read as such */
    CONFIG_TEXT_JSON,    /* anything */
};

/* The text of a value; "" for none (NULL). In the arena. */
MUST_USE struct text config_text_write(struct arena *arena, enum config_text_kind kind,
                                       const json_t *json) __attribute__((nonnull(1)));

/* The value of a text that is not blank, owned by the arena. ERR_INVALID: *problem says
 * why and goes on after the name of the input, "must be a number …". */
MUST_USE enum err config_text_read(struct arena *arena, enum config_text_kind kind,
                                   struct text text, json_t **json, const char **problem) NONNULL;

/* True if there is nothing but white space. */
bool config_text_is_blank(struct text text);

#endif
