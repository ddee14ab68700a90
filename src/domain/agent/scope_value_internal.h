#ifndef DOMAIN_SCOPE_VALUE_INTERNAL_H
#define DOMAIN_SCOPE_VALUE_INTERNAL_H

#include "domain/record/scope.h"

/* What agent_scope() is made of: the same value in the live config and in the next one. */

/* The two sides of a value; NULL: it is not there. */
enum { SCOPE_LIVE, SCOPE_NEXT, SCOPE_SIDES };

/* The members of two objects that have this key; null is as if it was not there. */
void scope_value_members(const json_t *const objects[SCOPE_SIDES], const char *key,
                         const json_t *members[SCOPE_SIDES]) NONNULL;
bool scope_value_is_same(const json_t *const sides[SCOPE_SIDES]) NONNULL;

/* A value in a line, cut, in the arena. */
const char *scope_value_text(const struct scope *scope, const json_t *value)
    __attribute__((nonnull(1)));

/* Compares the members with this key: as a value that has no order, and as a limit. */
void scope_value_add_member(struct scope *scope, enum scope_subject subject, const char *title,
                            const json_t *const objects[SCOPE_SIDES], const char *key)
    __attribute__((nonnull(1, 3, 4, 5)));
void scope_value_add_limit(struct scope *scope, enum scope_subject subject,
                           const struct scope_limit *limit,
                           const json_t *const objects[SCOPE_SIDES], const char *key)
    __attribute__((nonnull(1, 3, 4, 5)));

/* A list whose items are matched by what they are called. */
struct scope_list {
    enum scope_subject subject;
    const char *noun;
    enum scope_verdict added, removed;
    /* What an item is called; NULL: nothing. */
    const char *(*name)(const struct scope *scope, const json_t *item);
    /* Something more about an item that was added, or "". May be NULL, as the next. */
    const char *(*about)(const struct scope *scope, const json_t *item);
    void (*compare)(struct scope *scope, const char *title, const json_t *const sides[SCOPE_SIDES]);
};

/* Compares the members with this key as lists. */
void scope_value_add_list(struct scope *scope, const struct scope_list *list,
                          const json_t *const objects[SCOPE_SIDES], const char *key) NONNULL;

/* "Tool refund_payment: parameters, strict changed": the keys of an item that differ but for the
 * known ones (NULL at the end). */
void scope_value_add_keys(struct scope *scope, const struct scope_list *list, const char *title,
                          const json_t *const sides[SCOPE_SIDES], const char *const *known) NONNULL;

#endif
