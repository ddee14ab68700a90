#ifndef DOMAIN_CONFIG_CHECK_H
#define DOMAIN_CONFIG_CHECK_H

#include "base/number.h"
#include "domain/agent/config_problem.h"
#include "domain/json_path.h"

/* Checking a JSON value against a table of its known keys; what breaks a rule becomes a problem
 * with its path. Unknown keys pass. Messages go on after the path: "must be a whole number …". */

struct config_check {
    struct arena *arena;
    struct config_problems *problems;
};

struct config_field;
typedef void config_check_fn(const struct config_check *check, const struct json_path *path,
                             const json_t *value, const struct config_field *field);

/* A known key: how its value is checked. Numbers are within their limits; texts have
 * min..max characters; lists at most max items (0: any number). */
struct config_field {
    const char *key;
    config_check_fn *check;
    int min, max;
    bool is_required;
    enum number number;
};

void config_refuse(const struct config_check *check, const struct json_path *path,
                   const char *format, ...) PRINTF(3, 4);

/* Checks the members of an object by the table, in their order, then tells the required ones that
 * are not there. False, and a problem, if it is no object. */
bool config_check_object(const struct config_check *check, const struct json_path *path,
                         const json_t *value, const struct config_field *fields, size_t count)
    __attribute__((nonnull(1, 2, 4)));

/* Checks the items of a list, each with the function (and the field "item"). False, and a problem,
 * if it is no list. */
bool config_check_list(const struct config_check *check, const struct json_path *path,
                       const json_t *value, const struct config_field *item)
    __attribute__((nonnull(1, 2, 4)));

/* The items of a list of objects have the text under this key only once each; or, with key NULL,
 * the texts of a list. */
void config_check_unique(const struct config_check *check, const struct json_path *path,
                         const json_t *list, const char *key) __attribute__((nonnull(1, 2, 3)));

/* Values. A line has no control characters; a word only letters, digits, and _ . - */
config_check_fn config_check_text, config_check_line, config_check_word, config_check_texts,
    config_check_number, config_check_url;

/* {"secret": "NAME"} */
bool config_is_secret(const json_t *value);

/* True, and a problem, for a credential in any text or key of the value. */
bool config_refuse_secrets(const struct config_check *check, const struct json_path *path,
                           const json_t *value) __attribute__((nonnull(1, 2)));

#endif
