#include "web/view.h"

#include "base/text.h"
#include "web/view_internal.h"

enum { FIRST_VALUES = 4, FIRST_GROUPS = 2 };

struct view *view_create(struct arena *arena)
{
    struct view *view = arena_alloc(arena, sizeof *view);
    view->arena = arena;
    return view;
}

/* The hash tells nearly all keys apart; the bytes decide. */
static bool is_key(const struct view_key *key, const struct view_key *other)
{
    return key->hash == other->hash && key->len == other->len &&
           memcmp(key->name, other->name, other->len) == 0;
}

struct view_value *view_find_value(const struct view *view, struct view_key key)
{
    for (int i = 0; i < view->value_count; i++)
        if (is_key(&view->values[i].key, &key))
            return &view->values[i];
    return NULL;
}

struct view_group *view_find_group(const struct view *view, struct view_key key)
{
    for (int i = 0; i < view->group_count; i++)
        if (is_key(&view->groups[i].key, &key))
            return &view->groups[i];
    return NULL;
}

/* The array with room for one more; the old copy is left to the arena. */
static void *grown(struct arena *arena, const void *items, size_t item_size, int count,
                   int *capacity)
{
    *capacity *= 2;
    void *larger = arena_array(arena, (size_t)*capacity, item_size);
    memcpy(larger, items, (size_t)count * item_size);
    return larger;
}

void view_set_key(struct view *view, struct view_key key, const char *value, size_t len)
{
    struct view_value *place = view_find_value(view, key);
    if (place == NULL) {
        if (view->values == NULL) {
            if (view->value_capacity == 0)
                view->value_capacity = FIRST_VALUES;
            view->values =
                arena_array(view->arena, (size_t)view->value_capacity, sizeof *view->values);
        } else if (view->value_count == view->value_capacity) {
            view->values = grown(view->arena, view->values, sizeof *view->values, view->value_count,
                                 &view->value_capacity);
        }
        place = &view->values[view->value_count++];
        place->key = key;
    }
    place->text = value == NULL ? "" : value;
    place->len = value == NULL ? 0 : len;
}

static struct view_group *group_for(struct view *view, struct view_key key)
{
    struct view_group *place = view_find_group(view, key);
    if (place != NULL)
        return place;
    if (view->groups == NULL) {
        if (view->group_capacity == 0)
            view->group_capacity = FIRST_GROUPS;
        view->groups = arena_array(view->arena, (size_t)view->group_capacity, sizeof *view->groups);
    } else if (view->group_count == view->group_capacity) {
        view->groups = grown(view->arena, view->groups, sizeof *view->groups, view->group_count,
                             &view->group_capacity);
    }
    place = &view->groups[view->group_count++];
    place->key = key;
    return place;
}

struct view *view_add_key(struct view *view, struct view_key key)
{
    struct view_group *group = group_for(view, key);
    struct view *added = view_create(view->arena);
    if (group->last == NULL) {
        group->first = added;
    } else {
        group->last->next = added;
        /* Rows are alike: the next one needs as much room as the last. */
        added->value_capacity = group->last->value_count;
        added->group_capacity = group->last->group_count;
    }
    group->last = added;
    return added;
}

bool view_has_text(const struct view *view, const char *key)
{
    return view_find_value(view, view_key(key)) != NULL;
}

void view_number(struct view *view, const char *key, int64_t number)
{
    char text[TEXT_NUMBER_LEN];
    size_t len = text_format_int(number, text);
    view_set_key(view, view_key(key), arena_copy(view->arena, text, len), len);
}

void view_limits(struct view *view, const char *key, enum number number)
{
    const struct number_limit *limit = &number_limits[number];
    view_number(view, arena_printf(view->arena, "%s_MIN", key), limit->from);
    view_number(view, arena_printf(view->arena, "%s_MAX", key), limit->to);
    view_text(view, arena_printf(view->arena, "%s_RANGE", key), limit->range);
}

void view_include(struct view *view, const char *key, const char *file)
{
    group_for(view, view_key(key))->file = file;
}

void view_html(struct view *view, const char *key, struct text html)
{
    group_for(view, view_key(key))->html = html;
}
