#include "data/comment/record_mention.h"

#include "data/user/person.h"
#include "domain/record/mention.h"

/* As many people of an organization can be mentioned. */
enum { PEOPLE_MAX = 20000 };

struct people {
    struct uuid *ids;
    const char **names;
    int count;
};

static enum err load_people(struct db *db, const struct uuid *organization_id,
                            struct people *people)
{
    struct db_result result;
    enum err err =
        db_select(db, &result,
                  "SELECT " PERSON_COLUMNS(u) " FROM users u" VAULT_KEY_JOIN(
                      u_key, u) "WHERE u.organization_id = $1 AND u.is_active "
                                "AND u.hashed_password IS NOT NULL ORDER BY u.id LIMIT $2",
                  db_uuid(organization_id), db_int(PEOPLE_MAX));
    if (err != ERR_NONE)
        return err;
    size_t room = (size_t)result.row_count + 1;
    *people = (struct people){arena_array(db_arena(db), room, sizeof(struct uuid)),
                              arena_array(db_arena(db), room, sizeof(char *)), 0};
    for (int i = 0; err == ERR_NONE && i < result.row_count; i++) {
        const char *name = NULL;
        err = person_name(db, &result, i, 0, &name);
        if (name == NULL)
            continue;
        people->ids[people->count] = db_get_uuid(&result, i, 0);
        people->names[people->count++] = name;
    }
    return err;
}

/* Who was mentioned, and since when. */
static enum err load_before(struct db *db, const struct uuid *organization_id,
                            const struct uuid *comment_id, struct db_result *before)
{
    return db_select(db, before,
                     "SELECT user_id, min(created_at) FROM comment_mentions "
                     "WHERE organization_id = $1 AND comment_id = $2 GROUP BY user_id LIMIT 1000",
                     db_uuid(organization_id), db_uuid(comment_id));
}

static int64_t time_of(const struct db_result *before, const struct uuid *user_id, int64_t now)
{
    for (int i = 0; i < before->row_count; i++) {
        struct uuid id = db_get_uuid(before, i, 0);
        if (uuid_equal(&id, user_id))
            return db_get_time(before, i, 1);
    }
    return now;
}

enum err record_mention_write(const struct work *work, const struct uuid *comment_id,
                              const char *body, int64_t now)
{
    struct db *db = work->db;
    const struct uuid *organization_id = &work->actor->organization_id;
    struct mention mentions[MENTION_MAX];
    struct people people = {.count = 0};
    struct db_result before;
    enum err err = load_before(db, organization_id, comment_id, &before);
    if (err == ERR_NONE && mention_is_possible(body))
        err = load_people(db, organization_id, &people);
    if (err != ERR_NONE)
        return err;
    if (before.row_count > 0)
        db_change_later(
            db, "DELETE FROM comment_mentions WHERE organization_id = $1 AND comment_id = $2",
            db_uuid(organization_id), db_uuid(comment_id));
    int count = people.count == 0
                    ? 0
                    : mention_find(db_arena(db), body, people.names, people.count, mentions);
    for (int i = 0; i < count; i++)
        db_change_later(
            db,
            "INSERT INTO comment_mentions (organization_id, comment_id, position, length, user_id, "
            "created_at) VALUES ($1, $2, $3, $4, $5, $6)",
            db_uuid(organization_id), db_uuid(comment_id), db_int((int64_t)mentions[i].start),
            db_int((int64_t)mentions[i].len), db_uuid(&people.ids[mentions[i].person]),
            db_time(time_of(&before, &people.ids[mentions[i].person], now)));
    return ERR_NONE;
}
