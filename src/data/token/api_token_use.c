#include "data/token/api_token_use.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/keyed_hash.h"
#include "data/db/query.h"

enum {
    USES_MAX = 4096,      /* tokens that a process remembers */
    SLOTS = 2 * USES_MAX, /* a power of two */
    USES_AT_ONCE = 60,    /* in one transaction */
    ROWS = 20             /* of one statement; those that are missing are of no token */
};

struct use {
    struct uuid organization_id;
    struct uuid token_id;
    int64_t used_at;
    int64_t written_at; /* or tried; 0: not yet */
    bool is_written;
};

struct api_token_uses {
    struct use items[USES_MAX];
    int count;
    uint16_t slots[SLOTS]; /* where a token is, from 1; 0: free */
    int64_t due_at;        /* the first of them; INT64_MAX: none is */
};

struct api_token_uses *api_token_uses_create(void)
{
    struct arena *arena = arena_create_lasting(sizeof(struct api_token_uses) * 2);
    struct api_token_uses *uses = arena_alloc(arena, sizeof *uses);
    uses->due_at = INT64_MAX;
    return uses;
}

/* The slot of a token, or the free one where it goes. At most half of them are taken. */
static uint16_t *find_slot(struct api_token_uses *uses, const struct uuid *token_id)
{
    size_t at = (size_t)keyed_hash(token_id, sizeof *token_id) % SLOTS;
    while (uses->slots[at] != 0 &&
           !uuid_equal(&uses->items[uses->slots[at] - 1].token_id, token_id))
        at = (at + 1) % SLOTS;
    return &uses->slots[at];
}

/* Makes room: what is written is known to the database. */
static void forget_written(struct api_token_uses *uses)
{
    int count = 0;
    for (int i = 0; i < uses->count; i++)
        if (!uses->items[i].is_written)
            uses->items[count++] = uses->items[i];
    uses->count = count;
    memset(uses->slots, 0, sizeof uses->slots);
    for (int i = 0; i < count; i++)
        *find_slot(uses, &uses->items[i].token_id) = (uint16_t)(i + 1);
}

/* NULL: there is no room, as all that is there waits to be written. */
static struct use *find(struct api_token_uses *uses, const struct uuid *token_id)
{
    uint16_t *slot = find_slot(uses, token_id);
    if (*slot != 0)
        return &uses->items[*slot - 1];
    if (uses->count == USES_MAX) {
        forget_written(uses);
        slot = find_slot(uses, token_id);
    }
    if (uses->count == USES_MAX)
        return NULL;
    struct use *use = &uses->items[uses->count++];
    *use = (struct use){.token_id = *token_id};
    *slot = (uint16_t)uses->count;
    return use;
}

static int64_t due_at(const struct use *use)
{
    return use->is_written        ? INT64_MAX
           : use->written_at == 0 ? use->used_at
                                  : use->written_at + CLOCK_MINUTE;
}

void api_token_uses_note(struct api_token_uses *uses, const struct api_caller *caller)
{
    struct use *use = find(uses, &caller->actor.token->id);
    if (use == NULL)
        return;
    use->organization_id = caller->actor.organization_id;
    use->used_at = clock_now();
    use->is_written = false;
    if (due_at(use) < uses->due_at)
        uses->due_at = due_at(use);
}

bool api_token_uses_due(const struct api_token_uses *uses)
{
    return uses->due_at <= clock_now();
}

/* ---- writing ------------------------------------------------------------------------------ */

static int compare(const void *a, const void *b)
{
    const struct use *const *first = a;
    const struct use *const *second = b;
    return memcmp(&(*first)->token_id, &(*second)->token_id, sizeof(struct uuid));
}

/* What is due, of one organization, whose scope it is: in an order that is the same in all
 * processes, which therefore never wait for each other's rows in a circle. */
static int choose(struct api_token_uses *uses, int64_t now, struct use **chosen)
{
    int count = 0;
    for (int i = 0; i < uses->count && count < USES_AT_ONCE; i++) {
        struct use *use = &uses->items[i];
        if (due_at(use) <= now &&
            (count == 0 || uuid_equal(&use->organization_id, &chosen[0]->organization_id)))
            chosen[count++] = use;
    }
    qsort(chosen, (size_t)count, sizeof(struct use *), compare);
    return count;
}

/* A token that is gone meanwhile has no row to write. */
static void write_rows(struct db *db, struct use *const *chosen, int count)
{
    struct query q;
    query_begin(&q, db,
                "INSERT INTO api_token_uses (organization_id, token_id, last_used_at) "
                "SELECT t.organization_id, t.id, f.column2 FROM (VALUES (");
    for (int i = 0; i < ROWS; i++) {
        query_bind(&q, i == 0 ? "" : "), (",
                   i < count ? db_uuid(&chosen[i]->token_id) : db_null_of(DB_UUID));
        query_bind(&q, ", ", db_time(chosen[i < count ? i : 0]->used_at));
    }
    query_add(&q, ")) f JOIN api_tokens t ON t.id = f.column1");
    query_bind(&q, " WHERE t.organization_id = ", db_uuid(&chosen[0]->organization_id));
    query_add(&q, " ON CONFLICT (organization_id, token_id) DO UPDATE SET last_used_at = "
                  "excluded.last_used_at "
                  "WHERE api_token_uses.last_used_at < excluded.last_used_at");
    query_change_later(&q);
}

static enum err write_of(struct db *db, struct use *const *chosen, int count)
{
    (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, chosen[0]->organization_id});
    enum err err = db_begin_alone(db);
    if (err != ERR_NONE)
        return err;
    for (int from = 0; from < count; from += ROWS)
        write_rows(db, chosen + from, count - from < ROWS ? count - from : ROWS);
    return db_finish(db, ERR_NONE);
}

void api_token_uses_write(struct api_token_uses *uses, struct db *db, struct arena *arena)
{
    struct use *chosen[USES_AT_ONCE];
    int64_t now = clock_now();
    struct uuid request_id = uuid_make();
    int count = choose(uses, now, chosen);
    db_begin_request(db, arena, &request_id);
    bool is_written = count > 0 && write_of(db, chosen, count) == ERR_NONE;
    (void)!db_end_request(db);
    for (int i = 0; i < count; i++) {
        chosen[i]->is_written = is_written;
        chosen[i]->written_at = now;
    }
    uses->due_at = INT64_MAX;
    for (int i = 0; i < uses->count; i++)
        if (due_at(&uses->items[i]) < uses->due_at)
            uses->due_at = due_at(&uses->items[i]);
}
