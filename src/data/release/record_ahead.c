#include "data/release/record_ahead.h"

#include <string.h>

#include "data/db/db_write.h"

enum { FIRST_ROOM = 8 };

struct work_read {
    const struct record_kind *kind;
    struct uuid id;
    struct record_version version;
};

static const struct work_read *find(const struct work_ahead *ahead, const struct record_head *head,
                                    int64_t number)
{
    for (int i = 0; i < ahead->count; i++) {
        const struct work_read *item = &ahead->items[i];
        if (item->version.version == number && item->kind == head->store->kind &&
            uuid_equal(&item->id, &head->id))
            return item;
    }
    return NULL;
}

static void remember(const struct work *work, const struct record_head *head,
                     const struct record_version *version)
{
    struct work_ahead *ahead = work->ahead;
    if (ahead->count == ahead->room) {
        int room = ahead->room == 0 ? FIRST_ROOM : 2 * ahead->room;
        struct work_read *items = arena_array(db_arena(work->db), (size_t)room, sizeof *items);
        if (ahead->count > 0)
            memcpy(items, ahead->items, (size_t)ahead->count * sizeof *items);
        ahead->items = items;
        ahead->room = room;
    }
    ahead->items[ahead->count++] = (struct work_read){head->store->kind, head->id, *version};
}

bool record_ahead_begin(const struct work *work)
{
    work->ahead->is_on = !db_is_writing(work->db);
    return work->ahead->is_on;
}

enum err record_version_read(const struct work *work, const struct record_head *head,
                             int64_t number, struct record_version *version)
{
    const struct work_read *known = find(work->ahead, head, number);
    if (known != NULL) {
        *version = known->version;
        return ERR_NONE;
    }
    enum err err = record_version_load(work->db, head, number, version);
    if (err == ERR_NONE && work->ahead->is_on)
        remember(work, head, version);
    return err;
}

enum err record_ahead_end(const struct work *work, enum err err)
{
    *work->problem = (struct problem){.field = ""};
    return err == ERR_UNAVAILABLE ? err : ERR_NONE;
}
