#include "data/identity/name_cache.h"

#include <string.h>

#include "data/db/db_slot.h"
#include "data/identity/person.h"

enum { NO_EVENT = -1, NAMES_CACHED = 64 };

struct cached_name {
    struct uuid user_id;
    char name[112];
};

struct name_cache {
    struct uuid organization_id;
    int64_t seq;             /* how many events the organization had when the names were read */
    struct db_result *asked; /* the stamp of asked_id, on its way; NULL: not asked */
    struct uuid asked_id;
    int64_t asked_in; /* this request of the connection: the answer ends with it */
    struct cached_name names[NAMES_CACHED];
};

static struct name_cache *cache_of(struct db *db)
{
    static const char owner;
    void **slot = db_slot(db, &owner);
    if (*slot == NULL)
        *slot = arena_alloc(db_slot_arena(db), sizeof(struct name_cache));
    return *slot;
}

static void ask(struct db *db, struct name_cache *cache, const struct uuid *organization_id)
{
    cache->asked = arena_alloc(db_arena(db), sizeof *cache->asked);
    cache->asked_id = *organization_id;
    cache->asked_in = db_request_number(db);
    db_later(db, cache->asked,
             "SELECT COALESCE((SELECT last_seq FROM audit_heads WHERE organization_id = $1), 0) + "
             "(SELECT count(*) FROM audit_queue WHERE organization_id = $1)",
             db_uuid(organization_id));
}

void name_cache_ask(struct db *db, const struct uuid *organization_id)
{
    ask(db, cache_of(db), organization_id);
}

/* Once asked, it is used once: what is asked again must be newer. */
static enum err read_stamp(struct db *db, const struct uuid *organization_id, int64_t *seq)
{
    struct name_cache *cache = cache_of(db);
    if (cache->asked == NULL || cache->asked_in != db_request_number(db) ||
        !uuid_equal(&cache->asked_id, organization_id))
        ask(db, cache, organization_id);
    const struct db_result *stamp = cache->asked;
    cache->asked = NULL;
    enum err err = db_collect(db);
    *seq = err == ERR_NONE && stamp->row_count > 0 ? db_get_int(stamp, 0, 0) : NO_EVENT;
    return err;
}

enum err name_cache_check(struct db *db, const struct uuid *organization_id)
{
    struct name_cache *cache = cache_of(db);
    int64_t seq = NO_EVENT;
    enum err err = read_stamp(db, organization_id, &seq);
    if (err != ERR_NONE)
        return err;
    bool is_same = cache->seq == seq && seq != NO_EVENT &&
                   uuid_equal(&cache->organization_id, organization_id);
    if (is_same && !db_is_writing(db)) /* inside a transaction the event may still be to come */
        return ERR_NONE;
    explicit_bzero(cache->names, sizeof cache->names);
    cache->organization_id = *organization_id;
    cache->seq = db_is_writing(db) ? NO_EVENT : seq;
    return ERR_NONE;
}

/* The random end of a UUID chooses the place; a later name takes it over. */
static struct cached_name *place_of(struct name_cache *cache, const struct uuid *user_id)
{
    return &cache->names[user_id->bytes[15] % NAMES_CACHED];
}

static void keep(struct cached_name *place, const struct uuid *user_id, const char *name)
{
    size_t len = strlen(name);
    if (len >= sizeof place->name)
        return;
    place->user_id = *user_id;
    memcpy(place->name, name, len + 1);
}

enum err name_cache_get(struct db *db, const struct uuid *organization_id,
                        const struct uuid *user_id, const char **name)
{
    struct name_cache *cache = cache_of(db);
    struct cached_name *place = place_of(cache, user_id);
    if (uuid_equal(&cache->organization_id, organization_id) &&
        uuid_equal(&place->user_id, user_id)) {
        *name = arena_strdup(db_arena(db), place->name);
        return ERR_NONE;
    }
    struct db_result result;
    enum err err =
        db_select(db, &result,
                  "SELECT " PERSON_COLUMNS(u) " FROM users u "
                                              "WHERE u.organization_id = $1 AND u.id = $2",
                  db_uuid(organization_id), db_uuid(user_id));
    *name = NULL;
    if (err == ERR_NONE && result.row_count > 0)
        err = person_name(db, &result, 0, 0, name);
    if (err == ERR_NONE && *name != NULL && cache->seq != NO_EVENT &&
        uuid_equal(&cache->organization_id, organization_id))
        keep(place, user_id, *name);
    return err;
}
