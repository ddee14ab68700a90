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
    int64_t since;               /* the oldest of the entries */
    struct entry due[USAGE_MAX]; /* sorted: what is being written */
    int due_count, written_count;
    int64_t go_on_at; /* with writing them */
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
    if (usage->count == 0)
        usage->since = now;
    if (usage->count == 0 && usage->due_count == 0)
        worker_set(WORKER_USAGE_SINCE, now);
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
    if (usage->count == 0 && usage->due_count == 0)
        return -1;
    bool is_full = usage->count >= USAGE_FULL && !usage->has_failed;
    int64_t at = usage->due_count > 0 ? usage->go_on_at : usage->since + USAGE_WRITE_EVERY;
    int64_t wait = at - clock_now();
    return wait <= 0 || (is_full && usage->due_count == 0) ? 0 : (int)(wait / 1000) + 1;
}

/* ---- writing ------------------------------------------------------------------------------ */

/* Rows of one statement; those that are missing are of no record. With more parameters there would
 * be more texts, and of few rows each is as cheap. */
enum { SERVINGS_AT_ONCE = 6, RECORDS_AT_ONCE = 16 };

static void bind_serving(struct query *q, const struct entry *entry, bool is_there)
{
    const struct key *key = &entry->key;
    query_bind(q, "", is_there ? db_uuid(&key->record_id) : db_null_of(DB_UUID));
    query_bind(q, ", ", db_int(key->day));
    query_bind(q, ", ", db_int(key->version));
    query_bind(q, ", ", db_text(key->label));
    query_bind(q, ", ", db_text(usage_protocol_names[key->protocol]));
    query_bind(q, ", ", db_uuid(&key->token_id));
    query_bind(q, ", ", db_int(entry->count));
    query_bind(q, ", ", db_time(entry->first_at));
    query_bind(q, ", ", db_time(entry->last_at));
}

/* " FROM (VALUES …) s JOIN …": a record that is gone meanwhile, or whose organization is, has no
 * row to write. */
static void join_record(struct query *q, const struct key *key)
{
    query_add(q, ")) s JOIN ");
    query_add(q, record_kinds[key->kind].table);
    query_bind(q,
               " r ON r.id = s.column1 AND r.organization_id = ", db_uuid(&key->organization_id));
    query_bind(q, " WHERE r.organization_id = ", db_uuid(&key->organization_id));
}

/* Entries of one kind of record. */
static void write_servings(struct db *db, const struct entry *const *entries, int count)
{
    const struct key *key = &entries[0]->key;
    struct query q;
    query_begin(&q, db,
                "INSERT INTO servings (organization_id, record_id, day, version, label, protocol, "
                "token_id, kind, serving_count, first_served_at, last_served_at) "
                "SELECT r.organization_id, r.id, s.column2, s.column3, s.column4, s.column5, "
                "s.column6, ");
    query_bind(&q, "", db_text(record_kinds[key->kind].name));
    query_add(&q, ", s.column7, s.column8, s.column9 FROM (VALUES (");
    for (int i = 0; i < SERVINGS_AT_ONCE; i++) {
        query_add(&q, i == 0 ? "" : "), (");
        bind_serving(&q, entries[i < count ? i : 0], i < count);
    }
    join_record(&q, key);
    query_add(&q, " ON CONFLICT (organization_id, record_id, day, version, label, protocol, "
                  "token_id) DO UPDATE SET serving_count = servings.serving_count + "
                  "excluded.serving_count, first_served_at = CASE WHEN excluded.first_served_at < "
                  "servings.first_served_at THEN excluded.first_served_at ELSE "
                  "servings.first_served_at END, last_served_at = CASE WHEN "
                  "excluded.last_served_at > servings.last_served_at THEN excluded.last_served_at "
                  "ELSE servings.last_served_at END");
    query_change_later(&q);
}

/* When records were served last, of all that was noted: and whether they were archived then. */
static void write_last(struct db *db, const struct entry *const *entries, int count)
{
    const struct key *key = &entries[0]->key;
    struct query q;
    query_begin(&q, db,
                "INSERT INTO served_records (organization_id, record_id, kind, last_served_at, "
                "archived_served_at) SELECT r.organization_id, r.id, ");
    query_bind(&q, "", db_text(record_kinds[key->kind].name));
    query_add(&q, ", s.column2, CASE WHEN r.archived_at < s.column2 THEN s.column2 END "
                  "FROM (VALUES (");
    for (int i = 0; i < RECORDS_AT_ONCE; i++) {
        query_add(&q, i == 0 ? "" : "), (");
        query_bind(&q, "", i < count ? db_uuid(&entries[i]->key.record_id) : db_null_of(DB_UUID));
        query_bind(&q, ", ", db_time(entries[i < count ? i : 0]->last_at));
    }
    join_record(&q, key);
    query_add(&q, " ON CONFLICT (organization_id, record_id) DO UPDATE SET last_served_at = CASE "
                  "WHEN excluded.last_served_at > served_records.last_served_at THEN "
                  "excluded.last_served_at ELSE served_records.last_served_at END, "
                  "archived_served_at = COALESCE(excluded.archived_served_at, "
                  "served_records.archived_served_at)");
    query_change_later(&q);
}

/* Some entries in their order, as statements of one kind of record and as many as fit. */
static void write_all(struct db *db, const struct entry *const *entries, int count, int at_once,
                      void write(struct db *, const struct entry *const *, int))
{
    for (int from = 0, len = 0; from < count; from += len) {
        len = 1;
        while (len < at_once && from + len < count &&
               entries[from + len]->key.kind == entries[from]->key.kind)
            len++;
        write(db, &entries[from], len);
    }
}

/* Entries of one organization, sorted: first what was served, then when each record was. */
static void write_inside(struct db *db, const struct entry *entries, int count)
{
    const struct entry *served[USAGE_BATCH];
    const struct entry *last[USAGE_BATCH];
    int served_count = 0;
    int last_count = 0;
    for (int i = 0; i < count; i++) {
        const struct entry *entry = &entries[i];
        if (entry->count == 0)
            continue;
        served[served_count++] = entry;
        bool is_same = last_count > 0 &&
                       uuid_equal(&last[last_count - 1]->key.record_id, &entry->key.record_id);
        if (!is_same)
            last[last_count++] = entry;
        else if (entry->last_at > last[last_count - 1]->last_at)
            last[last_count - 1] = entry;
    }
    write_all(db, served, served_count, SERVINGS_AT_ONCE, write_servings);
    write_all(db, last, last_count, RECORDS_AT_ONCE, write_last);
}

/* How many of the sorted entries from here on are one transaction: of one organization, whose scope
 * it is. */
static int batch_len(const struct entry *entries, int count)
{
    int len = 0;
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

/* What is noted from now on is the next to be written. */
static void begin_writing(struct usage_notes *usage)
{
    memcpy(usage->due, usage->entries, (size_t)usage->count * sizeof *usage->entries);
    usage->due_count = usage->count;
    usage->written_count = usage->count = 0;
    memset(usage->slots, 0, sizeof usage->slots);
    qsort(usage->due, (size_t)usage->due_count, sizeof *usage->due, compare);
}

static void end_writing(struct usage_notes *usage)
{
    usage->due_count = usage->written_count = 0;
    worker_set(WORKER_USAGE_SINCE, usage->count > 0 ? usage->since : 0);
}

void usage_write_some(struct usage_notes *usage, struct db *db, struct arena *arena)
{
    struct uuid request_id = uuid_make();
    say_lost(usage);
    if (usage->due_count == 0)
        begin_writing(usage);
    const struct entry *next = &usage->due[usage->written_count];
    int len = batch_len(next, usage->due_count - usage->written_count);
    db_begin_request(db, arena, &request_id);
    enum err err = len == 0 ? ERR_NONE : write_batch(db, next, len);
    (void)!db_end_request(db);
    usage->has_failed = err != ERR_NONE;
    usage->go_on_at = clock_now() + (err == ERR_NONE ? USAGE_PAUSE : USAGE_WRITE_EVERY);
    if (err == ERR_NONE)
        usage->written_count += len;
    if (usage->written_count == usage->due_count)
        end_writing(usage);
}

void usage_write(struct usage_notes *usage, struct db *db, struct arena *arena)
{
    do
        usage_write_some(usage, db, arena);
    while (!usage->has_failed && usage->count + usage->due_count > 0);
}
