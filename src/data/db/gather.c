#include "data/db/gather.h"

#include <string.h>

#include "base/keyed_hash.h"
#include "data/db/db_internal.h"

enum { GATHER_ARENA = 64 << 20, GATHER_BUCKETS = 4096 };

struct gathered {
    struct gathered *next; /* in its bucket */
    gather_write *write;
    struct uuid organization_id;
    const char *key;
    int change;
};

/* Lives in an arena of its own: those of the parts come and go. */
struct gather {
    struct arena *arena;
    struct gathered *buckets[GATHER_BUCKETS];
    struct uuid organization_id; /* whose events seq numbers */
    int64_t seq;
};

void gather_begin(struct db *db)
{
    gather_end(db);
    struct arena *arena = arena_create(GATHER_ARENA);
    db->gather = arena_alloc(arena, sizeof *db->gather);
    db->gather->arena = arena;
}

void gather_end(struct db *db)
{
    if (db->gather != NULL)
        arena_destroy(db->gather->arena);
    db->gather = NULL;
}

bool gather_add(struct db *db, gather_write *write, const struct uuid *organization_id,
                const char *key, int change)
{
    struct gather *gather = db->gather;
    if (gather == NULL)
        return false;
    struct gathered **bucket = &gather->buckets[keyed_hash(key, strlen(key)) % GATHER_BUCKETS];
    for (struct gathered *one = *bucket; one != NULL; one = one->next) {
        if (one->write != write || strcmp(one->key, key) != 0 ||
            !uuid_equal(&one->organization_id, organization_id))
            continue;
        one->change += change;
        return true;
    }
    struct gathered *added = arena_alloc(gather->arena, sizeof *added);
    *added = (struct gathered){*bucket, write, *organization_id, arena_strdup(gather->arena, key),
                               change};
    *bucket = added;
    return true;
}

int64_t *gather_seq(struct db *db, const struct uuid *organization_id)
{
    struct gather *gather = db->gather;
    if (gather == NULL)
        return NULL;
    if (gather->seq == 0)
        gather->organization_id = *organization_id;
    return uuid_equal(&gather->organization_id, organization_id) ? &gather->seq : NULL;
}

/* What is written now is not gathered again. It is sent before the keys are gone. */
enum err gather_finish(struct db *db)
{
    struct gather *gather = db->gather;
    db->gather = NULL;
    for (size_t i = 0; i < GATHER_BUCKETS; i++)
        for (const struct gathered *one = gather->buckets[i]; one != NULL; one = one->next)
            if (one->change != 0)
                one->write(db, &one->organization_id, one->key, one->change);
    enum err err = db_flush(db);
    arena_destroy(gather->arena);
    return err;
}
