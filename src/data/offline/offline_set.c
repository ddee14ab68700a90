#include "data/offline/offline_set_internal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"

void offline_set_begin(struct offline_set *set)
{
    struct arena *arena = db_arena(set->db);
    set->items = arena_array(arena, OFFLINE_RECORDS_MAX, sizeof *set->items);
    set->places = json_keep(arena, json_object());
    set->chosen = json_keep(arena, json_object());
    set->problems = json_keep(arena, json_array());
}

int64_t offline_set_chosen(const struct offline_set *set, const struct uuid *id)
{
    char key[UUID_TEXT_LEN];
    uuid_format(id, key);
    return number_of_json(NUMBER_VERSION, json_object_get(set->chosen, key), 0);
}

enum err offline_set_add(struct offline_set *set, const struct offline_item *item)
{
    char id[UUID_TEXT_LEN];
    uuid_format(&item->id, id);
    if (item->is_asked && offline_set_chosen(set, &item->id) != 0)
        return ERR_NONE;
    const char *place = arena_printf(db_arena(set->db), "%s@%" PRId64, id, item->version);
    if (item->is_asked)
        json_object_set_new(set->chosen, id, json_integer(item->version));
    if (json_object_get(set->places, place) != NULL)
        return ERR_NONE;
    if (set->count == OFFLINE_RECORDS_MAX)
        return problem_refuse(set->problem, ERR_INVALID, "label",
                              "These are more than 5,000 records: ask with a token for a folder, "
                              "or for what is pinned.");
    json_object_set_new(set->places, place, json_integer(set->count));
    set->items[set->count++] = *item;
    return ERR_NONE;
}

void offline_set_note(struct offline_set *set, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    json_array_append_new(set->problems,
                          json_string(arena_vprintf(db_arena(set->db), format, args)));
    va_end(args);
}

static int compare(const void *left, const void *right)
{
    const struct offline_item *a = left, *b = right;
    if (a->store->kind->id != b->store->kind->id)
        return a->store->kind->id < b->store->kind->id ? -1 : 1;
    int order = a->name == NULL || b->name == NULL ? (a->name != NULL) - (b->name != NULL)
                                                   : strcmp(a->name, b->name);
    if (order == 0)
        order = a->version < b->version ? -1 : a->version > b->version;
    return order;
}

void offline_set_sort(struct offline_set *set)
{
    qsort(set->items, (size_t)set->count, sizeof *set->items, compare);
}
