#ifndef DOMAIN_SET_CASES_H
#define DOMAIN_SET_CASES_H

#include "base/json.h"

/* The cases of a test set: a JSON array of objects, all keys optional,
 *
 *   id (given where it is absent)   name   variables {name: text}  or  messages [{role, content}]
 *   expected (text)   checks [{type, value, …}]   critical   note   origin
 *
 * A key that is none of these is refused: nothing of a case is dropped silently. */

enum {
    SET_CASES_MAX = 2000,
    SET_CASES_BYTES_MAX = 1024 * 1024, /* as they were typed, and as they are stored */
    SET_CASE_ID_MAX = 40,              /* of a to z, digits, _ and - */
    SET_CASE_NAME_MAX = 200,           /* characters, on one line */
    SET_CASE_NOTE_MAX = 4000,          /* characters */
};

/* Where a case came from. */
enum set_origin { SET_TYPED, SET_IMPORTED, SET_TRY, SET_INCIDENT, SET_ORIGIN_COUNT };

struct set_case {
    const char *id;          /* unique in the set: what versions and runs are compared by */
    const char *name, *note; /* "" if there is none */
    const char *expected;    /* NULL: none */
    json_t *variables;       /* an object of texts; NULL: none */
    json_t *messages;        /* an array of chat messages (prompt_chat.h); NULL: none */
    json_t *checks;          /* an array, maybe empty (grade.h) */
    bool is_critical;
    enum set_origin origin;
};

struct set_cases {
    struct set_case *items;
    int count;
};

/* "typed" … "incident", as stored, in the order above. */
extern const char *const set_origin_names[SET_ORIGIN_COUNT];

/* Reads and checks. A case without an id gets "c" and a number: one more than the highest of such
 * ids in the array so far. ERR_INVALID sets *problem to the first thing that is wrong, with its
 * path, counted from 0: "cases[3].checks[0].value: must be …": no JSON, no array, more than
 * SET_CASES_MAX cases or SET_CASES_BYTES_MAX bytes, an id twice, variables and messages at once, a
 * placeholder among the messages, a check that grade_checks_read refuses, an unknown key. What the
 * cases point to is owned by the arena. */
MUST_USE enum err set_cases_parse(struct arena *arena, struct text text, struct set_cases *cases,
                                  const char **problem) NONNULL;

/* The same of a value that was parsed, which the cases then point into. before: the cases of the
 * version before, of whose numbers a new case gets none; NULL: there is none. */
MUST_USE enum err set_cases_read_after(struct arena *arena, const json_t *json,
                                       const struct set_cases *before, struct set_cases *cases,
                                       const char **problem) __attribute__((nonnull(1, 4, 5)));

/* One case, where path is what its problem begins with ("cases[3]", or "" for a case that stands
 * alone). Its id stays NULL if it has none. */
MUST_USE enum err set_case_read(struct arena *arena, const json_t *json, const char *path,
                                struct set_case *out, const char **problem)
    __attribute__((nonnull(1, 3, 4, 5)));

/* The canonical JSON, as it is stored: no white space, keys in the order above, what is absent left
 * out. Owned by the arena, NUL-terminated. */
MUST_USE const char *set_cases_format(struct arena *arena, const struct set_cases *cases) NONNULL;

/* The same as a value, of one case and of all. */
MUST_USE json_t *set_case_json(struct arena *arena, const struct set_case *set_case) NONNULL;
MUST_USE json_t *set_cases_json(struct arena *arena, const struct set_cases *cases) NONNULL;

#endif
