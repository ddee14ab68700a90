#include "data/organization/organization_overview.h"

#include <string.h>

#include "data/db/query.h"
#include "data/organization/organization.h"

/* The pattern of a search: the letters as they are, wherever they stand in the name. */
static const char *pattern_of(struct arena *arena, const char *search)
{
    struct buf pattern;
    buf_init(&pattern, arena);
    buf_add_char(&pattern, '%');
    for (const char *p = text_lower_ascii(arena, search); *p != '\0'; p++) {
        if (strchr("%_!", *p) != NULL)
            buf_add_char(&pattern, '!');
        buf_add_char(&pattern, *p);
    }
    buf_add_char(&pattern, '%');
    return pattern.data;
}

static enum err read_names(struct db *db, const struct organization_overview_filter *filter,
                           struct organization_overview_list *list)
{
    struct db_result result;
    enum err err = db_select(db, &result,
                             "SELECT id, name, suspended_at, slug, created_at, closed_at "
                             "FROM organizations "
                             "WHERE (name, id) > ($1, $2) AND lower(name) LIKE $3 ESCAPE '!' "
                             "ORDER BY name, id LIMIT $4",
                             db_text(filter->after), db_uuid(&filter->after_id),
                             db_text(pattern_of(db_arena(db), filter->search)),
                             db_int(ORGANIZATION_OVERVIEW_MAX + 1));
    if (err != ERR_NONE)
        return err;
    list->has_more = result.row_count > ORGANIZATION_OVERVIEW_MAX;
    list->count = list->has_more ? ORGANIZATION_OVERVIEW_MAX : result.row_count;
    list->items = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->items);
    for (int i = 0; i < list->count; i++)
        list->items[i] = (struct organization_overview){
            .id = db_get_uuid(&result, i, 0),
            .name = db_get_text(&result, i, 1),
            .suspended_at = db_get_time(&result, i, 2),
            .slug = db_get_text(&result, i, 3),
            .created_at = db_get_time(&result, i, 4),
            .closed_at = db_get_time(&result, i, 5),
        };
    return ERR_NONE;
}

/* The organizations of the page, which a query is about. The list has always the
 * same length, so that there is one statement to prepare. */
static void add_organizations(struct query *q, const struct organization_overview_list *list)
{
    query_add(q, " AND organization_id IN (");
    for (int i = 0; i < ORGANIZATION_OVERVIEW_MAX; i++)
        query_bind(q, i == 0 ? "" : ", ",
                   db_uuid(&list->items[i < list->count ? i : list->count - 1].id));
    query_add(q, ")");
}

/* The organization of a row of numbers. */
static struct organization_overview *find(const struct organization_overview_list *list,
                                          const struct db_result *result, int row)
{
    struct uuid id = db_get_uuid(result, row, 0);
    for (int i = 0; i < list->count; i++)
        if (uuid_equal(&list->items[i].id, &id))
            return &list->items[i];
    die("numbers of an organization that was not asked for");
}

static enum err read_numbers(struct db *db, const struct organization_overview_list *list)
{
    struct query q;
    struct db_result users;
    struct db_result records;
    struct db_result days;
    struct db_result usage;
    query_begin(&q, db, "SELECT organization_id, count(*) FROM users WHERE is_active");
    add_organizations(&q, list);
    query_add(&q, " GROUP BY organization_id");
    query_later(&q, &users);
    query_begin(&q, db,
                "SELECT organization_id, kind, CAST(sum(record_count) AS bigint) "
                "FROM record_counts WHERE dimension = 'folder'");
    add_organizations(&q, list);
    query_add(&q, " GROUP BY organization_id");
    query_add(&q, ", kind");
    query_later(&q, &records);
    query_begin(&q, db, "SELECT organization_id, max(day) FROM daily_counts WHERE day > 0");
    add_organizations(&q, list);
    query_add(&q, " GROUP BY organization_id");
    query_later(&q, &days);
    query_begin(&q, db,
                "SELECT organization_id, " ORGANIZATION_USAGE_COLUMNS(
                    organization_usage) " FROM "
                                        "organization_usage WHERE record_count >= 0");
    add_organizations(&q, list);
    query_later(&q, &usage);
    enum err err = db_collect(db);
    if (err != ERR_NONE)
        return err;
    for (int i = 0; i < usage.row_count; i++)
        organization_usage_read(&usage, i, 1, &find(list, &usage, i)->usage);
    for (int i = 0; i < users.row_count; i++)
        find(list, &users, i)->user_count = db_get_int(&users, i, 1);
    for (int i = 0; i < records.row_count; i++) {
        const struct record_kind *kind = record_kind_find(db_get_text(&records, i, 1));
        if (kind != NULL)
            find(list, &records, i)->record_counts[kind->id] = db_get_int(&records, i, 2);
    }
    for (int i = 0; i < days.row_count; i++)
        find(list, &days, i)->last_day = db_get_int(&days, i, 1);
    return ERR_NONE;
}

static enum err read_one(struct db *db, const struct uuid *id,
                         struct organization_overview_list *list)
{
    struct organization organization;
    enum err err = organization_find(db, id, &organization);
    if (err != ERR_NONE)
        return err;
    list->count = 1;
    list->items[0] = (struct organization_overview){
        .id = *id,
        .name = organization.name,
        .slug = organization.slug,
        .suspended_at = organization.suspended_at,
        .closed_at = organization.closed_at,
        .created_at = organization.created_at,
    };
    return read_numbers(db, list);
}

enum err organization_overview_get(struct db *db, const struct actor *actor, const struct uuid *id,
                                   struct organization_overview *organization)
{
    struct organization_overview_list list = {.items = organization};
    if (!policy_allows_some(actor, PERMISSION_ORGANIZATION_ENTER))
        return ERR_DENIED;
    struct db_scope before = db_enter(db, (struct db_scope){DB_ORGANIZATION, *id});
    enum err err = read_one(db, id, &list);
    (void)db_enter(db, before);
    return err;
}

enum err organization_overview(struct db *db, const struct actor *actor,
                               const struct organization_overview_filter *filter,
                               struct organization_overview_list *list)
{
    *list = (struct organization_overview_list){0};
    if (!policy_allows_some(actor, PERMISSION_ORGANIZATION_ENTER))
        return ERR_DENIED;
    struct db_scope before = db_enter(db, (struct db_scope){.reach = DB_ALL});
    enum err err = read_names(db, filter, list);
    if (err == ERR_NONE && list->count > 0)
        err = read_numbers(db, list);
    (void)db_enter(db, before);
    return err;
}
