#include "data/usage/usage.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/keyed_hash.h"
#include "base/log.h"
#include "base/metric.h"
#include "base/worker.h"
#include "data/db/query.h"

enum { SLOTS = 2 * USAGE_MAX }; /* a power of two */

const char *const usage_protocol_names[USAGE_PROTOCOL_COUNT] = {"api", "langfuse", "mcp",
                                                                "a2a", "mlflow",   "bundle"};
const char *const usage_protocol_titles[USAGE_PROTOCOL_COUNT] = {"API", "Langfuse", "MCP",
                                                                 "A2A", "MLflow",   "Bundle"};

/* What is counted apart, without gaps: it is compared, hashed and sorted as bytes. The order is the
 * same in all processes, which therefore never wait for each other's rows in a circle. */
struct key {
    struct uuid organization_id;
    struct uuid record_id;
    struct uuid token_id;
    int64_t version;
    int64_t day;
    char label[USAGE_LABEL_SIZE];
    int32_t kind;
    int32_t protocol;
};

struct entry {
    struct key key;
    int64_t count; /* 0: an answer was not given after all, or it is written */
    int64_t first_at;
    int64_t last_at;
};

struct usage_notes {
    struct entry entries[USAGE_MAX];
    int count;
    uint16_t slots[SLOTS];    /* where an entry is, from 1; 0: free */
    uint16_t open[USAGE_MAX]; /* entries that the open request noted */
    int open_count;
    int64_t due_from; /* the oldest note, or the last failure to write */
    bool has_failed;
    int64_t lost;
};

struct usage_notes *usage_create(void)
{
    _Static_assert(sizeof(struct key) == 3 * 16 + 2 * 8 + USAGE_LABEL_SIZE + 2 * 4, "no gaps");
    _Static_assert((int)LABEL_MAX < (int)USAGE_LABEL_SIZE, "a label has its place");
    struct arena *arena = arena_create_lasting(sizeof(struct usage_notes) * 2);
    struct usage_notes *usage = arena_alloc(arena, sizeof *usage);
    return usage;
}

void usage_set_label(struct usage_served *served, const char *label)
{
    (void)snprintf(served->label, sizeof served->label, "%s", label == NULL ? "" : label);
}

/* ---- noting ------------------------------------------------------------------------------- */

/* The slot of a key, or the free one where it goes. At most half of them are taken. */
static uint16_t *find_slot(struct usage_notes *usage, const struct key *key)
{
    size_t at = (size_t)keyed_hash(key, sizeof *key) % SLOTS;
    while (usage->slots[at] != 0 &&
           memcmp(&usage->entries[usage->slots[at] - 1].key, key, sizeof *key) != 0)
        at = (at + 1) % SLOTS;
    return &usage->slots[at];
}

/* NULL: there is no room. */
static struct entry *find_entry(struct usage_notes *usage, const struct key *key, int64_t now)
{
    uint16_t *slot = find_slot(usage, key);
    if (*slot != 0)
        return &usage->entries[*slot - 1];
    if (usage->count == USAGE_MAX)
        return NULL;
    if (usage->count == 0) {
        usage->due_from = now;
        worker_set(WORKER_USAGE_SINCE, now);
    }
    struct entry *entry = &usage->entries[usage->count++];
    *entry = (struct entry){.key = *key, .first_at = now};
    *slot = (uint16_t)usage->count;
    return entry;
}

void usage_note(struct usage_notes *usage, const struct uuid *organization_id,
                const struct uuid *token_id, const struct usage_served *served)
{
    int64_t now = clock_now();
    struct key key = {.organization_id = *organization_id,
                      .record_id = served->record_id,
                      .token_id = *token_id,
                      .version = served->version,
                      .day = now / CLOCK_DAY,
                      .kind = (int32_t)served->kind,
                      .protocol = (int32_t)served->protocol};
    (void)snprintf(key.label, sizeof key.label, "%s", served->label);
    struct entry *entry = usage->open_count < USAGE_MAX ? find_entry(usage, &key, now) : NULL;
    if (entry == NULL) {
        usage->lost++;
        return;
    }
    entry->count++;
    entry->last_at = now;
    usage->open[usage->open_count++] = (uint16_t)(entry - usage->entries);
}

void usage_settle(struct usage_notes *usage, bool is_served)
{
    for (int i = 0; !is_served && i < usage->open_count; i++)
        usage->entries[usage->open[i]].count--;
    usage->open_count = 0;
}

int usage_due_in_ms(const struct usage_notes *usage)
{
    if (usage->count == 0)
        return -1;
    int64_t wait = usage->due_from + USAGE_WRITE_EVERY - clock_now();
    bool is_full = usage->count >= USAGE_FULL && !usage->has_failed;
    return wait <= 0 || is_full ? 0 : (int)(wait / 1000) + 1;
}

/* ---- writing ------------------------------------------------------------------------------ */

/* A record that is gone meanwhile, or whose organization is, has no row to write. */
static void write_entry(struct db *db, const struct entry *entry)
{
    const struct key *key = &entry->key;
    struct query q;
    query_begin(&q, db,
                "INSERT INTO servings (organization_id, record_id, day, version, label, protocol, "
                "token_id, kind, serving_count, first_served_at, last_served_at) "
                "SELECT r.organization_id, r.id, ");
    query_bind(&q, "", db_int(key->day));
    query_bind(&q, ", ", db_int(key->version));
    query_bind(&q, ", ", db_text(key->label));
    query_bind(&q, ", ", db_text(usage_protocol_names[key->protocol]));
    query_bind(&q, ", ", db_uuid(&key->token_id));
    query_bind(&q, ", ", db_text(record_kinds[key->kind].name));
    query_bind(&q, ", ", db_int(entry->count));
    query_bind(&q, ", ", db_time(entry->first_at));
    query_bind(&q, ", ", db_time(entry->last_at));
    query_add(&q, " FROM ");
    query_add(&q, record_kinds[key->kind].table);
    query_bind(&q, " r WHERE r.organization_id = ", db_uuid(&key->organization_id));
    query_bind(&q, " AND r.id = ", db_uuid(&key->record_id));
    query_add(&q, " ON CONFLICT (organization_id, record_id, day, version, label, protocol, "
                  "token_id) DO UPDATE SET serving_count = servings.serving_count + "
                  "excluded.serving_count, first_served_at = CASE WHEN excluded.first_served_at < "
                  "servings.first_served_at THEN excluded.first_served_at ELSE "
                  "servings.first_served_at END, last_served_at = CASE WHEN "
                  "excluded.last_served_at > servings.last_served_at THEN excluded.last_served_at "
                  "ELSE servings.last_served_at END");
    query_change_later(&q);
}

/* When the record was served last, of all that was noted: and whether it was archived then. */
static void write_last(struct db *db, const struct key *key, int64_t last_at)
{
    struct query q;
    query_begin(&q, db,
                "INSERT INTO served_records (organization_id, record_id, kind, last_served_at, "
                "archived_served_at) SELECT r.organization_id, r.id, ");
    query_bind(&q, "", db_text(record_kinds[key->kind].name));
    query_bind(&q, ", ", db_time(last_at));
    query_bind(&q, ", CASE WHEN r.archived_at < ", db_time(last_at));
    query_bind(&q, " THEN ", db_time(last_at));
    query_add(&q, " END FROM ");
    query_add(&q, record_kinds[key->kind].table);
    query_bind(&q, " r WHERE r.organization_id = ", db_uuid(&key->organization_id));
    query_bind(&q, " AND r.id = ", db_uuid(&key->record_id));
    query_add(&q, " ON CONFLICT (organization_id, record_id) DO UPDATE SET last_served_at = CASE "
                  "WHEN excluded.last_served_at > served_records.last_served_at THEN "
                  "excluded.last_served_at ELSE served_records.last_served_at END, "
                  "archived_served_at = COALESCE(excluded.archived_served_at, "
                  "served_records.archived_served_at)");
    query_change_later(&q);
}

static bool is_of_same_record(const struct entry *a, const struct entry *b)
{
    return memcmp(&a->key, &b->key, offsetof(struct key, token_id)) == 0;
}

/* Entries of one organization, sorted. */
static void write_inside(struct db *db, const struct entry *entries, int count)
{
    int64_t last_at = 0;
    for (int i = 0; i < count; i++) {
        const struct entry *entry = &entries[i];
        if (entry->count > 0)
            write_entry(db, entry);
        if (entry->count > 0 && entry->last_at > last_at)
            last_at = entry->last_at;
        if (i + 1 < count && is_of_same_record(entry, &entries[i + 1]))
            continue;
        if (last_at > 0)
            write_last(db, &entry->key, last_at);
        last_at = 0;
    }
}

/* How many of the sorted entries from here on are one transaction: of one organization, whose scope
 * it is. */
static int batch_len(const struct entry *entries, int count)
{
    int len = 1;
    while (len < count && len < USAGE_BATCH &&
           uuid_equal(&entries[len].key.organization_id, &entries[0].key.organization_id))
        len++;
    return len;
}

static enum err write_batch(struct db *db, const struct entry *entries, int count)
{
    (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, entries[0].key.organization_id});
    enum err err = db_begin_alone(db);
    if (err != ERR_NONE)
        return err;
    write_inside(db, entries, count);
    return db_finish(db, ERR_NONE);
}

static int compare(const void *a, const void *b)
{
    return memcmp(&((const struct entry *)a)->key, &((const struct entry *)b)->key,
                  sizeof(struct key));
}

/* What was written makes room; what was not is found again. */
static void keep_from(struct usage_notes *usage, int written)
{
    usage->count -= written;
    memmove(usage->entries, &usage->entries[written],
            (size_t)usage->count * sizeof *usage->entries);
    memset(usage->slots, 0, sizeof usage->slots);
    for (int i = 0; i < usage->count; i++)
        *find_slot(usage, &usage->entries[i].key) = (uint16_t)(i + 1);
}

static void say_lost(struct usage_notes *usage)
{
    char number[24];
    if (usage->lost == 0)
        return;
    metric_add(METRIC_USAGE_LOST, (uint64_t)usage->lost);
    (void)snprintf(number, sizeof number, "%lld", (long long)usage->lost);
    log_line("error", "usage.lost", (const struct log_field[]){{"servings", number}}, 1);
    usage->lost = 0;
}

void usage_write(struct usage_notes *usage, struct db *db, struct arena *arena)
{
    struct uuid request_id = uuid_make();
    enum err err = ERR_NONE;
    int written = 0;
    say_lost(usage);
    db_begin_request(db, arena, &request_id);
    qsort(usage->entries, (size_t)usage->count, sizeof *usage->entries, compare);
    while (err == ERR_NONE && written < usage->count) {
        int len = batch_len(&usage->entries[written], usage->count - written);
        err = write_batch(db, &usage->entries[written], len);
        written += err == ERR_NONE ? len : 0;
    }
    (void)!db_end_request(db);
    keep_from(usage, written);
    usage->has_failed = err != ERR_NONE;
    if (usage->count == 0)
        worker_set(WORKER_USAGE_SINCE, 0);
    usage->due_from = clock_now();
}
