#include "data/db/kept.h"

#include <string.h>

#include "base/clock.h"
#include "base/keyed_hash.h"
#include "base/metric.h"
#include "base/worker.h"
#include "data/db/db.h"
#include "data/db/db_internal.h"
#include "data/db/kept_internal.h"

/* Bytes lie in blocks of one size, so that no hole is too small for anything. Rows, such as those
 * of a session, and rendered pages make room for their own sort first: many pages that nobody asks
 * for again leave a share to what each person's next page needs. */
enum {
    BLOCK_LEN = 512,
    ENTRIES = 4096,
    BUCKETS = 4096,                                  /* a power of two */
    SEEN = 1024,                                     /* likewise */
    BLOCKS = (KEPT_BUDGET - 512 * 1024) / BLOCK_LEN, /* the arena's limit holds the budget */
    LARGE = 4096,                                    /* bytes: of a page */
    LARGE_SHARE = BLOCKS / 2,
    NONE = -1,
};

struct entry {
    struct uuid organization_id;
    struct uuid version;
    uint64_t hash; /* of the key */
    int64_t until;
    uint32_t key_len;
    uint32_t len; /* of the key and the value behind it */
    int block;    /* the first one */
    int next;     /* of the same bucket, the newest first, or of the free ones */
    int newer, older;
};

/* In the order of use. */
struct order {
    int newest, oldest;
    int used_blocks;
};

/* Of an organization nothing is there under an earlier version. */
struct seen {
    struct uuid organization_id;
    struct uuid version;
};

struct kept {
    struct arena *home;
    int64_t session; /* of the connection */
    struct order small, large;
    int free_entry, free_block;
    struct entry entries[ENTRIES];
    int buckets[BUCKETS]; /* by the hash of the key */
    struct seen seen[SEEN];
    int next_block[BLOCKS];
    unsigned char (*blocks)[BLOCK_LEN];
};

static struct kept *make(void)
{
    struct arena *home = arena_create_lasting(KEPT_BUDGET);
    struct kept *kept = arena_alloc(home, sizeof *kept);
    kept->home = home;
    kept->blocks = arena_array(home, BLOCKS, BLOCK_LEN);
    kept->small = kept->large = (struct order){.newest = NONE, .oldest = NONE};
    for (int i = 0; i < ENTRIES; i++)
        kept->entries[i].next = i + 1 < ENTRIES ? i + 1 : NONE;
    for (int i = 0; i < BLOCKS; i++)
        kept->next_block[i] = i + 1 < BLOCKS ? i + 1 : NONE;
    for (int i = 0; i < BUCKETS; i++)
        kept->buckets[i] = NONE;
    return kept;
}

static int *bucket_of(struct kept *kept, uint64_t hash)
{
    return &kept->buckets[hash % BUCKETS];
}

/* ---- the order of use --------------------------------------------------------------------- */

static struct order *order_of(struct kept *kept, size_t len)
{
    return len > LARGE ? &kept->large : &kept->small;
}

static int blocks_of(size_t len)
{
    return (int)((len + BLOCK_LEN - 1) / BLOCK_LEN);
}

static void unlink_use(struct kept *kept, const struct entry *entry)
{
    struct order *order = order_of(kept, entry->len);
    *(entry->newer == NONE ? &order->newest : &kept->entries[entry->newer].older) = entry->older;
    *(entry->older == NONE ? &order->oldest : &kept->entries[entry->older].newer) = entry->newer;
    order->used_blocks -= blocks_of(entry->len);
}

static void link_use(struct kept *kept, struct entry *entry)
{
    struct order *order = order_of(kept, entry->len);
    int place = (int)(entry - kept->entries);
    entry->newer = NONE;
    entry->older = order->newest;
    *(order->newest == NONE ? &order->oldest : &kept->entries[order->newest].newer) = place;
    order->newest = place;
    order->used_blocks += blocks_of(entry->len);
}

static void tell_size(const struct kept *kept)
{
    int64_t used = kept->small.used_blocks + kept->large.used_blocks;
    worker_set(WORKER_KEPT, used * BLOCK_LEN);
}

/* ---- wiping ------------------------------------------------------------------------------- */

static void wipe_blocks(struct kept *kept, int first)
{
    for (int block = first; block != NONE;) {
        int next = kept->next_block[block];
        explicit_bzero(kept->blocks[block], BLOCK_LEN);
        kept->next_block[block] = kept->free_block;
        kept->free_block = block;
        block = next;
    }
}

static void wipe(struct kept *kept, int place)
{
    struct entry *entry = &kept->entries[place];
    int *at = bucket_of(kept, entry->hash);
    while (*at != place)
        at = &kept->entries[*at].next;
    *at = entry->next;
    unlink_use(kept, entry);
    wipe_blocks(kept, entry->block);
    explicit_bzero(entry, sizeof *entry);
    entry->next = kept->free_entry;
    kept->free_entry = place;
    tell_size(kept);
}

static void wipe_all(struct kept *kept)
{
    while (kept->small.oldest != NONE)
        wipe(kept, kept->small.oldest);
    while (kept->large.oldest != NONE)
        wipe(kept, kept->large.oldest);
}

/* Whoever was used last in an earlier minute ends earlier: the first that still holds ends it. */
static void wipe_ended_of(struct kept *kept, const struct order *order, int64_t now)
{
    while (order->oldest != NONE && kept->entries[order->oldest].until <= now)
        wipe(kept, order->oldest);
}

static void wipe_ended(struct kept *kept, int64_t now)
{
    wipe_ended_of(kept, &kept->small, now);
    wipe_ended_of(kept, &kept->large, now);
}

/* Of the sort that has more than its share, what was not used longest. */
static void make_room(struct kept *kept)
{
    bool is_large = kept->large.used_blocks > LARGE_SHARE || kept->small.oldest == NONE;
    wipe(kept, is_large ? kept->large.oldest : kept->small.oldest);
}

/* Only once after the version has moved, for all that is there is looked at. */
static void wipe_older(struct kept *kept, const struct uuid *organization_id,
                       const struct uuid *version)
{
    uint64_t hash = keyed_hash(organization_id->bytes, sizeof organization_id->bytes);
    struct seen *seen = &kept->seen[hash % SEEN];
    if (uuid_equal(&seen->organization_id, organization_id) && uuid_equal(&seen->version, version))
        return;
    *seen = (struct seen){*organization_id, *version};
    for (int place = 0; place < ENTRIES; place++) {
        const struct entry *entry = &kept->entries[place];
        if (entry->len > 0 && uuid_equal(&entry->organization_id, organization_id) &&
            !uuid_equal(&entry->version, version))
            wipe(kept, place);
    }
}

/* ---- bytes -------------------------------------------------------------------------------- */

static int take_block(struct kept *kept)
{
    while (kept->free_block == NONE)
        make_room(kept);
    int block = kept->free_block;
    kept->free_block = kept->next_block[block];
    kept->next_block[block] = NONE;
    return block;
}

/* A chain of blocks, and where the next byte goes. */
struct chain {
    int first, last;
    size_t used; /* of the last one */
};

static void append(struct kept *kept, struct chain *chain, struct text bytes)
{
    for (size_t done = 0; done < bytes.len;) {
        if (chain->last == NONE || chain->used == BLOCK_LEN) {
            int block = take_block(kept);
            *(chain->last == NONE ? &chain->first : &kept->next_block[chain->last]) = block;
            chain->last = block;
            chain->used = 0;
        }
        size_t room = BLOCK_LEN - chain->used;
        size_t len = bytes.len - done < room ? bytes.len - done : room;
        memcpy(kept->blocks[chain->last] + chain->used, bytes.data + done, len);
        chain->used += len;
        done += len;
    }
}

static char *read_bytes(const struct kept *kept, const struct entry *entry, struct arena *arena)
{
    char *bytes = arena_alloc(arena, entry->len + 1);
    size_t done = 0;
    for (int block = entry->block; block != NONE; block = kept->next_block[block]) {
        size_t len = entry->len - done < BLOCK_LEN ? entry->len - done : BLOCK_LEN;
        memcpy(bytes + done, kept->blocks[block], len);
        done += len;
    }
    return bytes;
}

/* ---- in and out --------------------------------------------------------------------------- */

void kept_leave(struct db *db)
{
    db->kept_version = (struct uuid){{0}};
}

void kept_close(struct db *db)
{
    if (db->kept != NULL)
        arena_destroy(db->kept->home); /* wipes */
    db->kept = NULL;
}

static int64_t session_of(const struct db *db)
{
    return db->driver->session == NULL ? 0 : db->driver->session(db->connection);
}

void kept_enter(struct db *db, const struct uuid *organization_id, const struct uuid *version)
{
    db->kept_organization_id = *organization_id;
    db->kept_version = *version;
    struct kept *kept = db->kept;
    if (kept == NULL)
        return;
    if (kept->session != session_of(db))
        wipe_all(kept);
    kept->session = session_of(db);
    wipe_ended(kept, clock_now());
    wipe_older(kept, organization_id, version);
}

static bool is_usable(const struct db *db)
{
    return !uuid_is_nil(&db->kept_version) && db->state != DB_WRITING && !db->has_failed;
}

/* The place of a key, and its bytes; NONE if it is not there. version NULL: any. */
static int find(struct db *db, const struct uuid *organization_id, const struct uuid *version,
                struct text key, char **bytes)
{
    struct kept *kept = db->kept;
    uint64_t hash = keyed_hash(key.data, key.len);
    int place = *bucket_of(kept, hash);
    for (; place != NONE; place = kept->entries[place].next) {
        const struct entry *entry = &kept->entries[place];
        if (entry->hash != hash || entry->key_len != key.len ||
            !uuid_equal(&entry->organization_id, organization_id) ||
            (version != NULL && !uuid_equal(&entry->version, version)))
            continue;
        *bytes = read_bytes(kept, entry, db->arena);
        if (memcmp(*bytes, key.data, key.len) == 0)
            break;
    }
    return place;
}

bool kept_may_hold(struct db *db, const struct uuid *organization_id, struct text key)
{
    char *bytes = NULL;
    if (db->kept == NULL || db->state == DB_WRITING || db->has_failed ||
        db->kept->session != session_of(db))
        return false;
    int place = find(db, organization_id, NULL, key, &bytes); /* the newest */
    return place != NONE && db->kept->entries[place].until > clock_now();
}

static int find_usable(struct db *db, struct text key, char **bytes)
{
    if (db->kept == NULL || !is_usable(db))
        return NONE;
    return find(db, &db->kept_organization_id, &db->kept_version, key, bytes);
}

struct text kept_find(struct db *db, struct text key)
{
    char *bytes = NULL;
    int place = find_usable(db, key, &bytes);
    bool is_found = place != NONE && db->kept->entries[place].until > clock_now();
    metric_add(is_found ? METRIC_KEPT_HITS : METRIC_KEPT_MISSES, 1);
    if (!is_found)
        return (struct text){NULL, 0};
    struct entry *entry = &db->kept->entries[place];
    unlink_use(db->kept, entry);
    link_use(db->kept, entry);
    return (struct text){bytes + entry->key_len, entry->len - entry->key_len};
}

static int take_entry(struct kept *kept)
{
    if (kept->free_entry == NONE)
        make_room(kept);
    int place = kept->free_entry;
    kept->free_entry = kept->entries[place].next;
    return place;
}

static void add(struct db *db, struct text key, struct text value, int64_t until)
{
    struct kept *kept = db->kept;
    int place = take_entry(kept);
    struct chain chain = {NONE, NONE, 0};
    append(kept, &chain, key);
    append(kept, &chain, value);
    uint64_t hash = keyed_hash(key.data, key.len);
    int *bucket = bucket_of(kept, hash);
    kept->entries[place] = (struct entry){.organization_id = db->kept_organization_id,
                                          .version = db->kept_version,
                                          .hash = hash,
                                          .until = until,
                                          .key_len = (uint32_t)key.len,
                                          .len = (uint32_t)(key.len + value.len),
                                          .block = chain.first,
                                          .next = *bucket};
    *bucket = place;
    link_use(kept, &kept->entries[place]);
    tell_size(kept);
}

void kept_store(struct db *db, struct text key, struct text value, int64_t until)
{
    if (!is_usable(db) || key.len + value.len > KEPT_LEN_MAX)
        return;
    if (db->kept == NULL) {
        db->kept = make();
        db->kept->session = session_of(db);
    }
    char *bytes = NULL;
    int before = find_usable(db, key, &bytes);
    if (before != NONE)
        wipe(db->kept, before);
    add(db, key, value, until);
}
