#include "data/card/card_serve.h"

#include "data/card/card_content.h"
#include "data/card/card_key.h"
#include "data/db/kept.h"

/* The id is nil if there is no such organization: what is asked next finds nothing either, and
 * costs the same. */
static enum err enter(struct db *db, const char *slug, struct uuid *organization_id)
{
    struct db_result row;
    (void)db_enter(db, (struct db_scope){.reach = DB_IDENTITY});
    enum err err = db_select(db, &row,
                             "SELECT id FROM organizations WHERE slug = $1 AND suspended_at IS "
                             "NULL AND closed_at IS NULL",
                             db_text(slug));
    *organization_id = (struct uuid){{0}};
    if (err == ERR_NONE && row.row_count > 0)
        *organization_id = db_get_uuid(&row, 0, 0);
    (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, *organization_id});
    return err;
}

enum err card_find(struct db *db, const char *organization_slug, const char *slug,
                   struct card *card)
{
    struct db_result row;
    struct uuid organization_id;
    enum err err = enter(db, organization_slug, &organization_id);
    if (err == ERR_NONE)
        err = db_select(db, &row,
                        "SELECT " CARD_COLUMNS ", v.version FROM cards c JOIN content_versions v "
                        "ON v.organization_id = c.organization_id "
                        "WHERE c.organization_id = $1 AND c.slug = $2",
                        db_uuid(&organization_id), db_text(slug));
    if (err != ERR_NONE || row.row_count == 0)
        return err == ERR_NONE ? ERR_NOT_FOUND : err;
    struct uuid version = db_get_uuid(&row, 0, CARD_COLUMN_COUNT);
    kept_enter(db, &organization_id, &version);
    card_read_row(&row, 0, &organization_id, card);
    return ERR_NONE;
}

bool card_may_read(const struct actor *actor, const struct card *card,
                   const struct card_content *content)
{
    struct policy_target target = {card->organization_id, content->owner_id, content->folder};
    return card->is_public || (actor != NULL && policy_allows(actor, card->kind->read, &target));
}

enum err card_find_keys(struct db *db, const char *organization_slug, json_t **set)
{
    struct uuid organization_id;
    enum err err = enter(db, organization_slug, &organization_id);
    return err == ERR_NONE ? card_key_set(db, &organization_id, set) : err;
}
