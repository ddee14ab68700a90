#include "data/record/record_offer.h"

#include <string.h>

#include "data/approval/approval_expire.h"
#include "data/db/query.h"
#include "data/user/person.h"

/* How much of an index one answer reads. A count of so many rows says that there may be more. */
#define READ_LIMIT "200"
#define MANY       " CASE WHEN count(*) < " READ_LIMIT " THEN 0 ELSE 1000 END "
#define COUNT_ACTIVE                                                                               \
    "(SELECT count(CASE WHEN m.archived_at IS NULL THEN 1 END) +" MANY "FROM (SELECT "

_Static_assert(RECORD_OFFER_MANY == 1000, "the text of MANY");

/* The records that changed last, as n. The first value of each question is the organization, so
 * that $1 stands for it. */
static void add_newest(struct query *q, const struct record_kind *kind,
                       const struct uuid *organization_id, const char *column_sql)
{
    query_add(q, "(SELECT ");
    query_add(q, column_sql);
    query_add(q, " FROM ");
    query_add(q, kind->table);
    query_bind(q, " WHERE organization_id = ", db_uuid(organization_id));
    query_add(q, " AND archived_at IS NULL ORDER BY updated_at DESC, id DESC LIMIT " READ_LIMIT
                 ") n ");
}

static void ask_tags(struct db *db, const struct record_kind *kind,
                     const struct uuid *organization_id, struct db_result *result)
{
    struct query q;
    query_begin(&q, db,
                "SELECT g.tag, " COUNT_ACTIVE "r.archived_at FROM (SELECT c.record_id FROM ");
    query_add(&q, kind->tags);
    query_add(&q, " c WHERE c.organization_id = $1 AND c.tag_key = g.tag_key "
                  "ORDER BY c.record_id LIMIT " READ_LIMIT ") c JOIN ");
    query_add(&q, kind->table);
    query_add(&q, " r ON r.organization_id = $1 AND r.id = c.record_id) m) "
                  "FROM (SELECT t.tag_key, min(t.tag) AS tag, count(*) AS uses FROM ");
    add_newest(&q, kind, organization_id, "id");
    query_add(&q, "JOIN ");
    query_add(&q, kind->tags);
    query_add(&q, " t ON t.organization_id = $1 AND t.record_id = n.id GROUP BY t.tag_key");
    query_bind(&q, " ORDER BY uses DESC, t.tag_key LIMIT ", db_int(RECORD_OFFERS_MAX));
    query_add(&q, ") g ORDER BY g.uses DESC, g.tag_key");
    query_later(&q, result);
}

static void ask_owners(struct db *db, const struct record_kind *kind,
                       const struct uuid *organization_id, struct db_result *result)
{
    struct query q;
    query_begin(&q, db,
                "SELECT " PERSON_COLUMNS_OF("g.owner_id", u) ", " COUNT_ACTIVE
                                                             "r.archived_at FROM ");
    query_add(&q, kind->table);
    query_add(&q, " r WHERE r.organization_id = $1 AND r.owner_id = g.owner_id "
                  "ORDER BY r.updated_at, r.id LIMIT " READ_LIMIT ") m) "
                  "FROM (SELECT n.owner_id, count(*) AS uses FROM ");
    add_newest(&q, kind, organization_id, "owner_id");
    query_bind(&q, "GROUP BY n.owner_id ORDER BY uses DESC, n.owner_id LIMIT ",
               db_int(RECORD_OFFERS_MAX));
    query_add(&q, ") g" PERSON_JOIN(u, "$1", "g.owner_id") " ORDER BY g.uses DESC, g.owner_id");
    query_later(&q, result);
}

/* Index alone: of others the rows lie anywhere. */
static void ask_own(struct db *db, const struct actor *actor, const struct record_kind *kind,
                    struct db_result *result)
{
    struct query q;
    query_begin(&q, db, "SELECT " COUNT_ACTIVE "r.archived_at FROM ");
    query_add(&q, kind->table);
    query_bind(&q, " r WHERE r.organization_id = ", db_uuid(&actor->organization_id));
    query_bind(&q, " AND r.owner_id = ", db_uuid(&actor->user_id));
    query_add(&q, " ORDER BY r.updated_at, r.id LIMIT " READ_LIMIT ") m)");
    query_later(&q, result);
}

static void ask_counts(struct db *db, const struct record_kind *kind,
                       const struct uuid *organization_id, struct db_result *result)
{
    struct query q;
    query_begin(&q, db,
                "SELECT (SELECT CAST(COALESCE(SUM(record_count), 0) AS bigint) "
                "FROM record_counts WHERE dimension = 'folder'");
    query_bind(&q, " AND organization_id = ", db_uuid(organization_id));
    query_bind(&q, " AND kind = ", db_text(kind->name));
    query_add(&q, "), (SELECT count(DISTINCT r.id) +" MANY "FROM (SELECT p.record_id "
                  "FROM label_proposals p WHERE p.organization_id = $1 AND p.state = 'open' "
                  "AND p.created_at > ");
    query_bind(&q, "", db_time(approval_proposed_since(db)));
    query_add(&q, " ORDER BY p.created_at, p.id LIMIT " READ_LIMIT ") m LEFT JOIN ");
    query_add(&q, kind->table);
    query_add(&q, " r ON r.organization_id = $1 AND r.id = m.record_id AND r.archived_at IS NULL), "
                  "(SELECT count(*) +" MANY "FROM (SELECT r.id FROM ");
    query_add(&q, kind->table);
    query_add(&q, " r WHERE r.organization_id = $1 AND r.archived_at IS NOT NULL "
                  "ORDER BY r.updated_at, r.id LIMIT " READ_LIMIT ") m)");
    query_later(&q, result);
}

static bool is_kept(struct db *db, const struct record_kind *kind, const char *what,
                    struct kept_rows *part)
{
    return kept_rows_find(db, arena_printf(db_arena(db), "offered %s %s", kind->name, what), part);
}

enum err record_offer_ask(struct db *db, const struct actor *actor, const struct record_kind *kind,
                          struct record_offers *offers)
{
    const struct uuid *organization_id = &actor->organization_id;
    struct policy_target target = {.organization_id = *organization_id};
    *offers = (struct record_offers){.tag_count = 0};
    if (!policy_allows(actor, kind->see, &target))
        return ERR_DENIED;
    char person[UUID_TEXT_LEN];
    uuid_format(&actor->user_id, person);
    struct kept_rows *parts = offers->parts;
    if (!is_kept(db, kind, "tags", &parts[OFFER_TAGS]))
        ask_tags(db, kind, organization_id, &parts[OFFER_TAGS].rows);
    if (!is_kept(db, kind, "owners", &parts[OFFER_OWNERS]))
        ask_owners(db, kind, organization_id, &parts[OFFER_OWNERS].rows);
    if (!is_kept(db, kind, "counts", &parts[OFFER_COUNTS]))
        ask_counts(db, kind, organization_id, &parts[OFFER_COUNTS].rows);
    if (!is_kept(db, kind, person, &parts[OFFER_OWN]))
        ask_own(db, actor, kind, &parts[OFFER_OWN].rows);
    return ERR_NONE;
}

static enum err read_owners(struct db *db, struct record_offers *offers)
{
    const struct db_result *owners = &offers->parts[OFFER_OWNERS].rows;
    for (int i = 0; i < owners->row_count; i++) {
        struct record_offer *owner = &offers->owners[offers->owner_count++];
        *owner = (struct record_offer){.id = db_get_uuid(owners, i, 0),
                                       .count = db_get_int(owners, i, PERSON_COLUMN_COUNT)};
        enum err err = person_name(db, owners, i, 0, &owner->name);
        if (err != ERR_NONE)
            return err;
    }
    return ERR_NONE;
}

enum err record_offer_read(struct db *db, struct record_offers *offers)
{
    enum err err = db_collect(db);
    if (err != ERR_NONE)
        return err;
    for (int i = 0; i < RECORD_OFFER_PARTS; i++)
        kept_rows_keep(db, &offers->parts[i]);
    const struct db_result *tags = &offers->parts[OFFER_TAGS].rows;
    for (int i = 0; i < tags->row_count; i++)
        offers->tags[offers->tag_count++] =
            (struct record_offer){.name = db_get_text(tags, i, 0), .count = db_get_int(tags, i, 1)};
    const struct db_result *counts = &offers->parts[OFFER_COUNTS].rows;
    offers->all_count = db_get_int(counts, 0, 0);
    offers->review_count = db_get_int(counts, 0, 1);
    offers->archived_count = db_get_int(counts, 0, 2);
    offers->own_count = db_get_int(&offers->parts[OFFER_OWN].rows, 0, 0);
    return read_owners(db, offers);
}
