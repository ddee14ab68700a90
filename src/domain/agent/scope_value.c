#include "base/number.h"
#include "domain/agent/scope_value_internal.h"

#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "domain/agent/config_check.h"

void scope_value_members(const json_t *const objects[SCOPE_SIDES], const char *key,
                         const json_t *members[SCOPE_SIDES])
{
    for (int side = SCOPE_LIVE; side < SCOPE_SIDES; side++) {
        members[side] = json_object_get(objects[side], key);
        if (json_is_null(members[side]))
            members[side] = NULL;
    }
}

bool scope_value_is_same(const json_t *const sides[SCOPE_SIDES])
{
    return sides[SCOPE_LIVE] == sides[SCOPE_NEXT] ||
           json_equal(sides[SCOPE_LIVE], sides[SCOPE_NEXT]) != 0;
}

const char *scope_value_text(const struct scope *scope, const json_t *value)
{
    if (json_is_string(value))
        return scope_text(scope, json_string_value(value));
    if (config_is_secret(value))
        return arena_printf(scope->arena, "the secret %s",
                            scope_text(scope, json_string_value(json_object_get(value, "secret"))));
    return scope_text(scope, json_format(scope->arena, value, JSON_LINE).data);
}

/* A value that has no order. */
static void add_value(struct scope *scope, enum scope_subject subject, const char *title,
                      const json_t *const sides[SCOPE_SIDES])
{
    if (scope_value_is_same(sides))
        return;
    if (sides[SCOPE_NEXT] == NULL)
        scope_add(scope, subject, SCOPE_CHANGED, "%s no longer set", title);
    else if (sides[SCOPE_LIVE] == NULL)
        scope_add(scope, subject, scope->is_first ? SCOPE_WIDER : SCOPE_CHANGED, "%s %s%s", title,
                  scope_value_text(scope, sides[SCOPE_NEXT]),
                  scope->is_first ? "" : ", not set before");
    else
        scope_add(scope, subject, SCOPE_CHANGED, "%s %s → %s", title,
                  scope_value_text(scope, sides[SCOPE_LIVE]),
                  scope_value_text(scope, sides[SCOPE_NEXT]));
}

void scope_value_add_member(struct scope *scope, enum scope_subject subject, const char *title,
                            const json_t *const objects[SCOPE_SIDES], const char *key)
{
    const json_t *sides[SCOPE_SIDES];
    scope_value_members(objects, key, sides);
    add_value(scope, subject, title, sides);
}

/* What a limit must be to be compared. */
static bool read_limit(const json_t *value, int64_t *number)
{
    *number = number_of_json(NUMBER_COUNTER, value, 0);
    return value == NULL || *number > 0;
}

void scope_value_add_limit(struct scope *scope, enum scope_subject subject,
                           const struct scope_limit *limit,
                           const json_t *const objects[SCOPE_SIDES], const char *key)
{
    const json_t *sides[SCOPE_SIDES];
    int64_t values[SCOPE_SIDES];
    scope_value_members(objects, key, sides);
    bool is_number = read_limit(sides[SCOPE_LIVE], &values[SCOPE_LIVE]);
    if (read_limit(sides[SCOPE_NEXT], &values[SCOPE_NEXT]) && is_number)
        scope_add_limit(scope, subject, limit, values);
    else
        add_value(scope, subject, limit->title, sides);
}

/* ---- lists -------------------------------------------------------------------------------- */

/* The items of one side by their keys, which no two share: a second one of a name is "name (2)".
 * What has no name, and a value that is no list, is called by all that it says. */
static json_t *index_items(const struct scope *scope, const struct scope_list *list,
                           const json_t *items)
{
    json_t *index = json_keep(scope->arena, json_object());
    json_t *places = json_keep(scope->arena, json_object());
    size_t count = json_is_array(items) ? json_array_size(items) : items != NULL;
    for (size_t i = 0; i < count; i++) {
        const json_t *item = json_is_array(items) ? json_array_get(items, i) : items;
        const char *key = list->name(scope, item);
        if (key == NULL)
            key = json_format(scope->arena, item, JSON_LINE).data;
        json_int_t place = number_of_json(NUMBER_COUNTER, json_object_get(places, key), 0);
        const char *place_key = key;
        while (json_object_get(index, place_key) != NULL)
            place_key =
                arena_printf(scope->arena, "%s (%" JSON_INTEGER_FORMAT ")", key, ++place + 1);
        json_object_set_new(places, key, json_integer(place));
        json_object_set(index, place_key, (json_t *)item);
    }
    return index;
}

static void add_item(struct scope *scope, const struct scope_list *list, const char *key,
                     const json_t *item)
{
    const char *about = list->about == NULL ? "" : list->about(scope, item);
    scope_add(scope, list->subject, list->added, "%s %s%s%s", list->noun, scope_text(scope, key),
              scope->is_first ? "" : " added", about);
}

static void compare_lists(struct scope *scope, const struct scope_list *list,
                          const json_t *const items[SCOPE_SIDES])
{
    json_t *index[SCOPE_SIDES];
    const char *key = NULL;
    json_t *item = NULL;
    if (scope_value_is_same(items))
        return;
    for (int side = SCOPE_LIVE; side < SCOPE_SIDES; side++)
        index[side] = index_items(scope, list, items[side]);
    json_object_foreach(index[SCOPE_NEXT], key, item)
    {
        const json_t *sides[SCOPE_SIDES] = {json_object_get(index[SCOPE_LIVE], key), item};
        if (sides[SCOPE_LIVE] == NULL)
            add_item(scope, list, key, item);
        else if (list->compare != NULL && !scope_value_is_same(sides))
            list->compare(scope,
                          arena_printf(scope->arena, "%s %s", list->noun, scope_text(scope, key)),
                          sides);
    }
    json_object_foreach(index[SCOPE_LIVE], key, item)
    {
        if (json_object_get(index[SCOPE_NEXT], key) == NULL)
            scope_add(scope, list->subject, list->removed, "%s %s removed", list->noun,
                      scope_text(scope, key));
    }
}

void scope_value_add_list(struct scope *scope, const struct scope_list *list,
                          const json_t *const objects[SCOPE_SIDES], const char *key)
{
    const json_t *sides[SCOPE_SIDES];
    scope_value_members(objects, key, sides);
    compare_lists(scope, list, sides);
}

/* ---- keys --------------------------------------------------------------------------------- */

static void add_word(struct buf *words, const char *key, const char *const *known)
{
    for (; *known != NULL; known++)
        if (strcmp(*known, key) == 0)
            return;
    buf_printf(words, "%s%s", words->len > 0 ? ", " : "", key[0] == '\0' ? "“”" : key);
}

void scope_value_add_keys(struct scope *scope, const struct scope_list *list, const char *title,
                          const json_t *const sides[SCOPE_SIDES], const char *const *known)
{
    struct buf words;
    const char *key = NULL;
    json_t *value = NULL;
    buf_init(&words, scope->arena);
    json_object_foreach((json_t *)sides[SCOPE_NEXT], key, value)
    {
        if (!json_equal(json_object_get(sides[SCOPE_LIVE], key), value))
            add_word(&words, key, known);
    }
    json_object_foreach((json_t *)sides[SCOPE_LIVE], key, value)
    {
        if (json_object_get(sides[SCOPE_NEXT], key) == NULL)
            add_word(&words, key, known);
    }
    if (words.len > 0)
        scope_add(scope, list->subject, SCOPE_CHANGED, "%s: %s changed", title,
                  scope_text(scope, words.data));
}
