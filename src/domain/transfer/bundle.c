#include "domain/transfer/bundle.h"

#include <string.h>

#include "base/number.h"
#include "domain/record/name.h"

void bundle_begin(struct bundle *bundle, struct arena *arena)
{
    *bundle = (struct bundle){.arena = arena, .format = "", .organization = ""};
    bundle->index = json_keep(arena, json_object());
    bundle->agent_ids = json_keep(arena, json_object());
    for (int i = 0; i < RECORD_KIND_COUNT; i++)
        json_object_set_new(bundle->index, record_kinds[i].name, json_object());
}

static void make_room(struct bundle *bundle)
{
    struct bundle_entry *before = bundle->entries;
    if (bundle->count < bundle->room)
        return;
    bundle->room = bundle->room == 0 ? 64 : bundle->room * 2;
    bundle->entries = arena_array(bundle->arena, (size_t)bundle->room, sizeof *bundle->entries);
    if (before != NULL)
        memcpy(bundle->entries, before, (size_t)bundle->count * sizeof *before);
}

struct bundle_entry *bundle_add(struct bundle *bundle, enum record_kind_id kind, const char *path,
                                const json_t *json, const char *typed)
{
    const char *name = name_normalize(bundle->arena, typed);
    const char *key = name_key(bundle->arena, name);
    json_t *places = json_object_get(bundle->index, record_kinds[kind].name);
    make_room(bundle);
    if (json_object_get(places, key) == NULL)
        json_object_set_new(places, key, json_integer(bundle->count));
    bundle->entries[bundle->count] =
        (struct bundle_entry){.kind = kind, .name = name, .path = path, .json = json};
    return &bundle->entries[bundle->count++];
}

int bundle_find(const struct bundle *bundle, enum record_kind_id kind, const char *name)
{
    const json_t *place = json_object_get(json_object_get(bundle->index, record_kinds[kind].name),
                                          name_key(bundle->arena, name));
    return (int)number_of_json(NUMBER_PLACE, place, -1);
}
