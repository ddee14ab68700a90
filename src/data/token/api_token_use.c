#include "data/token/api_token_use.h"

#include "base/clock.h"

enum {
    USES_MAX = 256
}; /* tokens that a process remembers; of more the one used longest ago goes */

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
};

struct api_token_uses *api_token_uses_create(void)
{
    struct arena *arena = arena_create_lasting(sizeof(struct api_token_uses) * 2);
    struct api_token_uses *uses = arena_alloc(arena, sizeof *uses);
    *uses = (struct api_token_uses){.count = 0};
    return uses;
}

static struct use *find(struct api_token_uses *uses, const struct uuid *token_id)
{
    struct use *oldest = &uses->items[0];
    for (int i = 0; i < uses->count; i++) {
        struct use *use = &uses->items[i];
        if (uuid_equal(&use->token_id, token_id))
            return use;
        if (use->used_at < oldest->used_at)
            oldest = use;
    }
    struct use *place = uses->count < USES_MAX ? &uses->items[uses->count++] : oldest;
    *place = (struct use){.token_id = *token_id};
    return place;
}

void api_token_uses_note(struct api_token_uses *uses, const struct api_caller *caller)
{
    struct use *use = find(uses, &caller->actor.token->id);
    use->organization_id = caller->actor.organization_id;
    use->used_at = clock_now();
    use->is_written = false;
}

static bool is_due(const struct use *use, int64_t now)
{
    return !use->is_written && now - use->written_at >= CLOCK_MINUTE;
}

bool api_token_uses_due(const struct api_token_uses *uses)
{
    int64_t now = clock_now();
    for (int i = 0; i < uses->count; i++)
        if (is_due(&uses->items[i], now))
            return true;
    return false;
}

/* A token that is gone meanwhile has no row to write. */
static enum err write_one(struct db *db, const struct use *use)
{
    return db_change(
        db,
        "INSERT INTO api_token_uses (organization_id, token_id, last_used_at) "
        "SELECT organization_id, id, $3 FROM api_tokens WHERE organization_id = $1 AND id = $2 "
        "ON CONFLICT (organization_id, token_id) DO UPDATE SET last_used_at = "
        "excluded.last_used_at WHERE api_token_uses.last_used_at < excluded.last_used_at",
        db_uuid(&use->organization_id), db_uuid(&use->token_id), db_time(use->used_at));
}

/* Those of one organization together: whose scope it is. */
static enum err write_of(struct api_token_uses *uses, struct db *db, int64_t now, int first)
{
    struct uuid organization_id = uses->items[first].organization_id;
    (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, organization_id});
    enum err err = db_begin_alone(db);
    if (err != ERR_NONE)
        return err;
    for (int i = first; err == ERR_NONE && i < uses->count; i++)
        if (is_due(&uses->items[i], now) &&
            uuid_equal(&uses->items[i].organization_id, &organization_id))
            err = write_one(db, &uses->items[i]);
    return db_finish(db, err);
}

static void write_due(struct api_token_uses *uses, struct db *db)
{
    int64_t now = clock_now();
    for (int first = 0; first < uses->count; first++) {
        if (!is_due(&uses->items[first], now))
            continue;
        bool is_written = write_of(uses, db, now, first) == ERR_NONE;
        struct uuid organization_id = uses->items[first].organization_id;
        for (int i = first; i < uses->count; i++) {
            struct use *use = &uses->items[i];
            if (!is_due(use, now) || !uuid_equal(&use->organization_id, &organization_id))
                continue;
            use->is_written = is_written;
            use->written_at = now;
        }
    }
}

void api_token_uses_write(struct api_token_uses *uses, struct db *db, struct arena *arena)
{
    struct uuid request_id = uuid_make();
    db_begin_request(db, arena, &request_id);
    write_due(uses, db);
    (void)!db_end_request(db);
}
