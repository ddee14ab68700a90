#include "data/mail/mail_queue.h"

#include "base/clock.h"
#include "data/db/db_slot.h"
#include "data/vault/vault.h"

static bool *switch_of(struct db *db)
{
    static const char owner;
    void **slot = db_slot(db, &owner);
    if (*slot == NULL)
        *slot = arena_alloc(db_slot_arena(db), sizeof(bool));
    return *slot;
}

void mail_switch(struct db *db, bool is_on)
{
    *switch_of(db) = is_on;
}

bool mail_is_on(struct db *db)
{
    return *switch_of(db);
}

struct seal_place mail_place(const char *column, const struct uuid *organization_id,
                             const struct uuid *id)
{
    return (struct seal_place){"mails", column, *organization_id, *id};
}

static enum err key_of(struct db *db, const struct mail_draft *draft, struct uuid *data_key_id)
{
    struct db_result result;
    enum err err =
        db_select(db, &result,
                  "SELECT u.data_key_id, " VAULT_KEY_COLUMNS(k) " FROM users u" VAULT_KEY_JOIN(
                      k, u) "WHERE u.organization_id = $1 AND u.id = $2",
                  db_uuid(&draft->organization_id), db_uuid(&draft->user_id));
    *data_key_id = (struct uuid){{0}};
    if (err != ERR_NONE || result.row_count == 0)
        return err;
    *data_key_id = db_get_uuid(&result, 0, 0);
    return vault_learn_key(db, &draft->organization_id, data_key_id, &result, 0, 1);
}

static enum err insert(struct db *db, const struct mail_draft *draft,
                       const struct uuid *data_key_id, struct text content)
{
    struct db_value sealed;
    struct uuid id = uuid_make();
    int64_t now = clock_now();
    int64_t end = draft->expires_at;
    const struct mail_kind_row *kind = &mail_kinds[draft->kind];
    struct seal_place place = mail_place("content", &draft->organization_id, &id);
    enum err err = vault_seal(db, data_key_id, &place, content, &sealed);
    if (err != ERR_NONE)
        return err;
    return db_change_one(
        db,
        "INSERT INTO mails (organization_id, id, user_id, kind, state, created_at, due_at, "
        "expires_at, content) VALUES ($1, $2, $3, $4, 'waiting', $5, $5, $6, $7)",
        db_uuid(&draft->organization_id), db_uuid(&id), db_uuid(&draft->user_id),
        db_text(kind->name), db_time(now), db_time(end == 0 ? now + kind->lifetime_us : end),
        sealed);
}

enum err mail_queue(struct db *db, const struct mail_draft *draft)
{
    struct uuid data_key_id;
    json_t *content = json_keep(db_arena(db), json_object());
    json_t *facts = draft->facts == NULL ? json_object() : draft->facts;
    if (json_object_set_new(content, "facts", facts) != 0 ||
        (draft->to != NULL && json_object_set_new(content, "to", json_string(draft->to)) != 0))
        die("out of memory");
    if (!mail_is_on(db))
        return ERR_NONE;
    enum err err = key_of(db, draft, &data_key_id);
    if (err != ERR_NONE || uuid_is_nil(&data_key_id))
        return err;
    return insert(db, draft, &data_key_id, json_format(db_arena(db), content, JSON_LINE));
}

enum err notice_queue(struct db *db, const struct uuid *organization_id, const struct uuid *user_id,
                      enum mail_kind kind, const char *what, const char *where)
{
    json_t *facts = json_object();
    if ((what != NULL && json_object_set_new(facts, "what", json_string(what)) != 0) ||
        (where != NULL && json_object_set_new(facts, "where", json_string(where)) != 0))
        die("out of memory");
    return mail_queue(db, &(struct mail_draft){.organization_id = *organization_id,
                                               .user_id = *user_id,
                                               .kind = kind,
                                               .facts = facts});
}
