#include "data/trail/inbox_news_read.h"

#include "base/clock.h"
#include "data/comment/record_follow.h"

enum err inbox_news_mark_read(struct db *db, const struct actor *actor, int64_t until)
{
    int64_t now = clock_now();
    if (!record_follow_is_possible(actor))
        return ERR_DENIED;
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = db_change(db,
                    "INSERT INTO inbox_reads (organization_id, user_id, read_at) "
                    "VALUES ($1, $2, $3) ON CONFLICT (organization_id, user_id) DO UPDATE SET "
                    "read_at = CASE WHEN inbox_reads.read_at > excluded.read_at "
                    "THEN inbox_reads.read_at ELSE excluded.read_at END",
                    db_uuid(&actor->organization_id), db_uuid(&actor->user_id),
                    db_time(until > now ? now : until));
    return db_finish(db, err);
}
