#include "data/card/card_serve.h"

#include <string.h>

#include "base/keyed_hash.h"
#include "data/card/card_content.h"
#include "data/card/card_key.h"
#include "data/db/db_slot.h"
#include "data/db/kept.h"
#include "data/db/kept_row.h"

/* Whose address it was when it was asked for last: where its row may be kept. Whether it still is
 * that organization's, and of nobody suspended, the version of that organization's content tells:
 * the row was found through it. */
enum { HINTS = 64 };
struct hints {
    struct hint {
        uint64_t hash; /* of the organization's slug */
        struct uuid organization_id;
    } items[HINTS];
};

static struct hint *hint_of(struct db *db, const char *slug)
{
    static const char owner;
    void **slot = db_slot(db, &owner);
    if (*slot == NULL)
        *slot = arena_alloc(db_slot_arena(db), sizeof(struct hints));
    uint64_t hash = keyed_hash(slug, strlen(slug));
    struct hint *hint = &((struct hints *)*slot)->items[hash % HINTS];
    if (hint->hash != hash)
        *hint = (struct hint){.hash = hash};
    return hint;
}

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

static enum err ask(struct db *db, const char *organization_slug, const char *slug,
                    struct uuid *organization_id, struct db_result *row)
{
    enum err err = enter(db, organization_slug, organization_id);
    if (err == ERR_NONE)
        err = db_select(db, row,
                        "SELECT " CARD_COLUMNS ", v.version FROM cards c JOIN content_versions v "
                        "ON v.organization_id = c.organization_id "
                        "WHERE c.organization_id = $1 AND c.slug = $2",
                        db_uuid(organization_id), db_text(slug));
    return err == ERR_NONE && row->row_count == 0 ? ERR_NOT_FOUND : err;
}

enum err card_find(struct db *db, const char *organization_slug, const char *slug,
                   struct card *card)
{
    struct db_result row = {.values = NULL};
    enum err err = ERR_NONE;
    struct hint *hint = hint_of(db, organization_slug);
    const char *name = arena_printf(db_arena(db), "card %s/%s", organization_slug, slug);
    struct text key = {name, strlen(name)};
    if (!uuid_is_nil(&hint->organization_id)) {
        (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, hint->organization_id});
        err = kept_row_find(db, &hint->organization_id, key, &row);
    }
    bool is_kept = row.row_count > 0;
    if (err == ERR_NONE && !is_kept)
        err = ask(db, organization_slug, slug, &hint->organization_id, &row);
    if (err != ERR_NONE)
        return err;
    struct uuid version = db_get_uuid(&row, 0, CARD_COLUMN_COUNT);
    kept_enter(db, &hint->organization_id, &version);
    card_read_row(&row, 0, &hint->organization_id, card);
    if (!is_kept && card->is_public) /* others take as long as what is not there */
        kept_row_store(db, key, &row);
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
