#include "data/register/register_entry.h"

#include "data/db/query.h"
#include "data/register/register_provider.h"
#include "data/user/person.h"

enum {
    COLUMN_ID,
    COLUMN_REVISION,
    COLUMN_RISK,
    COLUMN_REVIEW,
    COLUMN_CREATED,
    COLUMN_TEXTS,
    COLUMN_ACTIVE = COLUMN_TEXTS + REGISTER_TEXT_COUNT,
    COLUMN_OVERSIGHT,
    COLUMN_AUTHOR = COLUMN_OVERSIGHT + PERSON_COLUMN_COUNT,
};

struct seal_place register_text_place(enum register_text text, const struct uuid *organization_id,
                                      const struct uuid *version_id)
{
    return (struct seal_place){.table = "register_versions",
                               .column = register_text_names[text],
                               .organization_id = *organization_id,
                               .row_id = *version_id};
}

void register_entry_add_columns(struct query *query)
{
    query_add(query, "v.id, v.revision, v.risk_class, v.review_on, v.created_at, v.purpose, "
                     "v.data_categories, v.affected_people, v.risk_reason, "
                     "CASE WHEN p.is_active THEN 1 ELSE 0 END, " PERSON_COLUMNS_OF(
                         "v.oversight_id", p) ", " PERSON_COLUMNS_OF("v.author_id", a));
}

void register_entry_add_joins(struct query *query)
{
    query_add(query, PERSON_JOIN(p, "v.organization_id", "v.oversight_id")
                         PERSON_JOIN(a, "v.organization_id", "v.author_id"));
}

static enum err open_texts(struct db *db, const struct uuid *organization_id,
                           const struct db_result *result, int row, int first,
                           struct register_entry *entry)
{
    struct uuid id = db_get_uuid(result, row, first + COLUMN_ID);
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < REGISTER_TEXT_COUNT; i++) {
        struct seal_place place = register_text_place((enum register_text)i, organization_id, &id);
        err = vault_open_text(db, &place, db_get_bytes(result, row, first + COLUMN_TEXTS + i),
                              &entry->texts[i]);
    }
    return err;
}

void register_entry_find_missing(struct db *db, struct register_entry *entry)
{
    struct register_facts facts = {.risk = entry->risk,
                                   .has_oversight = entry->is_oversight_active,
                                   .has_review = entry->review_on != 0,
                                   .has_provider = entry->has_provider};
    for (int i = 0; i < REGISTER_TEXT_COUNT; i++)
        facts.texts[i] = entry->texts[i];
    entry->missing = register_missing(db_arena(db), &facts);
}

static void set_empty(struct db *db, bool has_provider, struct register_entry *entry)
{
    *entry = (struct register_entry){.risk = RISK_NOT_ASSESSED, .has_provider = has_provider};
    for (int i = 0; i < REGISTER_TEXT_COUNT; i++)
        entry->texts[i] = "";
    register_entry_find_missing(db, entry);
}

enum err register_entry_read(struct db *db, const struct uuid *organization_id,
                             const struct db_result *result, int row, int first,
                             struct register_entry *entry)
{
    bool has_provider = db_get_int(result, row, first - 1) != 0;
    if (db_is_null(result, row, first + COLUMN_ID)) {
        set_empty(db, has_provider, entry);
        return ERR_NONE;
    }
    *entry = (struct register_entry){
        .revision = db_get_int(result, row, first + COLUMN_REVISION),
        .review_on = db_get_time(result, row, first + COLUMN_REVIEW),
        .created_at = db_get_time(result, row, first + COLUMN_CREATED),
        .is_oversight_active = db_get_int(result, row, first + COLUMN_ACTIVE) != 0,
        .oversight_id = db_get_uuid(result, row, first + COLUMN_OVERSIGHT),
        .author_id = db_get_uuid(result, row, first + COLUMN_AUTHOR),
        .has_provider = has_provider,
    };
    if (register_risk_parse(db_get_text(result, row, first + COLUMN_RISK), &entry->risk) !=
        ERR_NONE)
        die("an unknown risk class in the register");
    enum err err = open_texts(db, organization_id, result, row, first, entry);
    if (err == ERR_NONE)
        err = person_name(db, result, row, first + COLUMN_OVERSIGHT, &entry->oversight_name);
    if (err == ERR_NONE)
        err = person_name(db, result, row, first + COLUMN_AUTHOR, &entry->author_name);
    register_entry_find_missing(db, entry);
    return err;
}

/* From the record r. */
static void select_from(struct query *q, struct db *db, const struct record_kind *kind)
{
    query_begin(q, db, "SELECT ");
    register_provider_add_known(q, kind);
    query_add(q, ", ");
    register_entry_add_columns(q);
    query_add(q, " FROM ");
    query_add(q, kind->table);
}

static void add_where(struct query *q, const struct record_head *head)
{
    register_entry_add_joins(q);
    query_bind(q, "WHERE r.organization_id = ", db_uuid(&head->organization_id));
    query_bind(q, " AND r.id = ", db_uuid(&head->id));
}

static void select_current(struct query *q, struct db *db, const struct record_head *head)
{
    select_from(q, db, head->store->kind);
    query_add(q, " r LEFT JOIN register_entries e ON e.organization_id = r.organization_id AND "
                 "e.record_id = r.id LEFT JOIN register_versions v ON v.organization_id = "
                 "e.organization_id AND v.record_id = e.record_id AND v.revision = e.revision");
    add_where(q, head);
}

void register_entry_ahead(struct db *db, const struct record_head *head)
{
    struct query q;
    select_current(&q, db, head);
    query_ahead(&q);
}

enum err register_entry_load(struct db *db, const struct record_head *head,
                             struct register_entry *entry)
{
    struct query q;
    struct db_result result;
    select_current(&q, db, head);
    enum err err = query_run(&q, &result);
    if (err != ERR_NONE)
        return err;
    if (result.row_count == 0)
        return ERR_NOT_FOUND;
    return register_entry_read(db, &head->organization_id, &result, 0, 1, entry);
}

static enum err check_may_read(const struct actor *actor, const struct record_head *head)
{
    struct policy_target target = record_target(head);
    return policy_check(actor, head->store->kind->read, head->store->kind->see, &target);
}

enum err register_entry_get(struct db *db, const struct actor *actor,
                            const struct record_head *head, struct register_entry *entry)
{
    enum err err = check_may_read(actor, head);
    return err == ERR_NONE ? register_entry_load(db, head, entry) : err;
}

static void select_versions(struct query *q, struct db *db, const struct record_head *head)
{
    select_from(q, db, head->store->kind);
    query_add(q, " r JOIN register_versions v ON v.organization_id = r.organization_id AND "
                 "v.record_id = r.id");
    add_where(q, head);
    query_bind(q, " ORDER BY v.revision DESC LIMIT ", db_int(REGISTER_VERSION_LIMIT + 1));
}

void register_entry_versions_ahead(struct db *db, const struct record_head *head)
{
    struct query q;
    select_versions(&q, db, head);
    query_ahead(&q);
}

enum err register_entry_versions(struct db *db, const struct actor *actor,
                                 const struct record_head *head, struct register_entry_list *list)
{
    struct query q;
    struct db_result result;
    enum err err = check_may_read(actor, head);
    if (err != ERR_NONE)
        return err;
    select_versions(&q, db, head);
    err = query_run(&q, &result);
    if (err != ERR_NONE)
        return err;
    list->has_more = result.row_count > REGISTER_VERSION_LIMIT;
    list->count = list->has_more ? REGISTER_VERSION_LIMIT : result.row_count;
    list->items = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->items);
    for (int i = 0; err == ERR_NONE && i < list->count; i++)
        err = register_entry_read(db, &head->organization_id, &result, i, 1, &list->items[i]);
    return err;
}
