#include "domain/diff/json_diff.h"

#include <string.h>

#include "base/budget.h"
#include "base/number.h"
#include "domain/json_path.h"

struct differ {
    struct arena *arena;
    struct json_diff *diff;
};

static struct text show(struct arena *arena, const json_t *json, bool is_text)
{
    if (json == NULL)
        return (struct text){NULL, 0};
    if (is_text)
        return (struct text){arena_copy(arena, json_string_value(json), json_string_length(json)),
                             json_string_length(json)};
    return json_format(arena, json, JSON_INDENTED);
}

/* One change; before or after is NULL for what was not there. */
static void tell(const struct differ *differ, const struct json_path *path, const json_t *before,
                 const json_t *after)
{
    struct json_diff *diff = differ->diff;
    if (diff->count == JSON_CHANGES_MAX) {
        diff->has_more = true;
        return;
    }
    bool is_text =
        (before == NULL || json_is_string(before)) && (after == NULL || json_is_string(after));
    diff->changes[diff->count++] = (struct json_change){
        .kind = before == NULL  ? JSON_ADDED
                : after == NULL ? JSON_REMOVED
                                : JSON_CHANGED,
        .path = json_path_format(differ->arena, path),
        .before = show(differ->arena, before, is_text),
        .after = show(differ->arena, after, is_text),
        .is_text = is_text,
    };
}

static void compare(const struct differ *differ, const struct json_path *path, const json_t *before,
                    const json_t *after);

static void compare_objects(const struct differ *differ, const struct json_path *path,
                            const json_t *before, const json_t *after)
{
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach((json_t *)after, key, value)
    {
        struct json_path place = json_path_key(path, key);
        compare(differ, &place, json_object_get(before, key), value);
    }
    json_object_foreach((json_t *)before, key, value)
    {
        struct json_path place = json_path_key(path, key);
        if (json_object_get(after, key) == NULL)
            tell(differ, &place, value, NULL);
    }
}

/* What an item is called: itself if it is a string, else its name or its id. NULL: nothing. */
static const char *item_name(const json_t *item)
{
    if (json_is_string(item))
        return json_string_value(item);
    const char *name = json_string_value(json_object_get(item, "name"));
    return name != NULL ? name : json_string_value(json_object_get(item, "id"));
}

/* The place of each item by its name; NULL if one has none, or two have the same. */
static json_t *index_items(struct arena *arena, const json_t *array)
{
    json_t *item = NULL;
    size_t index = 0;
    json_t *places = json_keep(arena, json_object());
    json_array_foreach(array, index, item)
    {
        const char *name = item_name(item);
        if (name == NULL || json_object_get(places, name) != NULL)
            return NULL;
        if (json_object_set_new(places, name, json_integer((json_int_t)index)) != 0)
            die("out of memory for JSON");
    }
    return places;
}

/* The names of the items that both sides have, in the order of one of them. */
static json_t *common_names(struct arena *arena, const json_t *array, const json_t *other_places)
{
    json_t *item = NULL;
    size_t index = 0;
    json_t *names = json_keep(arena, json_array());
    json_array_foreach(array, index, item)
    {
        const char *name = item_name(item);
        if (json_object_get(other_places, name) != NULL &&
            json_array_append_new(names, json_string(name)) != 0)
            die("out of memory for JSON");
    }
    return names;
}

struct places {
    const json_t *before, *after; /* by name, as index_items gives them */
};

static void compare_named(const struct differ *differ, const struct json_path *path,
                          const json_t *before, const json_t *after, const struct places *places)
{
    json_t *item = NULL;
    size_t index = 0;
    json_t *old_order = common_names(differ->arena, before, places->after);
    json_t *new_order = common_names(differ->arena, after, places->before);
    if (!json_equal(old_order, new_order))
        tell(differ, path, old_order, new_order);
    json_array_foreach(after, index, item)
    {
        struct json_path place = json_path_item(path, index);
        const json_t *old_index = json_object_get(places->before, item_name(item));
        const json_t *old =
            old_index == NULL
                ? NULL
                : json_array_get(before, (size_t)number_of_json(NUMBER_COUNTER, old_index, 0));
        compare(differ, &place, old, item);
    }
    json_array_foreach(before, index, item)
    {
        struct json_path place = json_path_item(path, index);
        if (json_object_get(places->after, item_name(item)) == NULL)
            tell(differ, &place, item, NULL);
    }
}

static void compare_arrays(const struct differ *differ, const struct json_path *path,
                           const json_t *before, const json_t *after)
{
    struct places places = {index_items(differ->arena, before), index_items(differ->arena, after)};
    if (places.before != NULL && places.after != NULL) {
        compare_named(differ, path, before, after, &places);
        return;
    }
    size_t old_size = json_array_size(before);
    size_t new_size = json_array_size(after);
    for (size_t i = 0; i < old_size || i < new_size; i++) {
        struct json_path place = json_path_item(path, i);
        compare(differ, &place, json_array_get(before, i), json_array_get(after, i));
    }
}

static void compare(const struct differ *differ, const struct json_path *path, const json_t *before,
                    const json_t *after)
{
    budget_look();
    if (before == NULL || after == NULL)
        tell(differ, path, before, after);
    else if (json_is_object(before) && json_is_object(after))
        compare_objects(differ, path, before, after);
    else if (json_is_array(before) && json_is_array(after))
        compare_arrays(differ, path, before, after);
    else if (!json_equal(before, after))
        tell(differ, path, before, after);
}

void json_diff(struct arena *arena, const json_t *before, const json_t *after,
               struct json_diff *diff)
{
    struct differ differ = {arena, diff};
    struct json_path whole = {.parent = NULL};
    *diff =
        (struct json_diff){.changes = arena_array(arena, JSON_CHANGES_MAX, sizeof *diff->changes)};
    compare(&differ, &whole, before, after);
}
