#ifndef PAGES_SET_CASE_FORM_H
#define PAGES_SET_CASE_FORM_H

#include "domain/set/set_cases.h"
#include "web/form.h"

/* One case of a test set as inputs: rows for variables or messages, and for checks. */

enum set_input { SET_INPUT_VARIABLES, SET_INPUT_MESSAGES };

struct set_case_form {
    const char *id; /* of the case; "": none is open */
    const char *name;
    int input; /* enum set_input */
    struct text_list variable_names, variable_values;
    struct text_list roles, contents;
    struct text expected;
    struct text_list check_types, check_values, check_cases, check_tools;
    bool is_critical;
    struct text note;
};

/* The fields of a form, of a struct that has the case at this offset. */
enum { SET_CASE_FIELDS = 14 };
void set_case_fields(size_t offset, struct form_field fields[SET_CASE_FIELDS]);

/* "variables", "messages"; "" and "any": whether the case of letters counts in a check. */
extern const char *const set_inputs[];
extern const char *const set_letters[];

/* A case as inputs. Messages that are more than a role and a text have none: they stay as they are.
 */
void set_case_form_of(struct arena *arena, const struct set_case *set_case,
                      struct set_case_form *out) NONNULL;
bool set_case_is_rich(struct arena *arena, const struct set_case *set_case) NONNULL;

/* What the button of a row says: "variable-add", "message-up:2", "check-remove:1". */
void set_case_form_press(struct arena *arena, struct set_case_form *typed,
                         const char *button) NONNULL;

/* The case that was typed, in place of the one before. What a browser would send for the case as it
 * is leaves it as it is, byte for byte. ERR_INVALID sets *problem, with its path in the case
 * ("checks[0].value: must be …"). */
MUST_USE enum err set_case_form_read(struct arena *arena, const struct set_case_form *typed,
                                     const struct set_case *before, struct set_case *out,
                                     const char **problem) NONNULL;

#endif
