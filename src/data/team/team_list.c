#include "data/team/team_list.h"

#include "data/record/record_table.h"

/* $10 kind. */
#define FILTERS "($10 = '' OR r.kind = $10)"

#define COLUMNS    RECORD_COLUMNS ", r.kind, r.member_count"
#define ROW(key)   "SELECT " COLUMNS " "
#define FOUND(key) RECORD_SEARCH(key, FILTERS, "")
#define ALL        RECORD_FROM("teams")

static const struct record_source sources[] = RECORD_SOURCES(FOUND, "teams", "kind");

static void read_row(struct arena *arena, const struct db_result *result, int at,
                     struct record_row *row)
{
    (void)arena;
    if (team_kind_parse(db_get_text(result, at, RECORD_COLUMN_OWN), &row->kind) != ERR_NONE)
        die("an unknown kind of team");
    row->member_count = db_get_int(result, at, RECORD_COLUMN_OWN + 1);
}

static int set_params(struct arena *arena, const struct record_filter *filter,
                      struct db_value *params, struct record_range *range)
{
    (void)arena;
    (void)range;
    params[0] = db_text(filter->kind);
    return 1;
}

static enum err check(const struct record_filter *filter)
{
    enum team_kind kind;
    return filter->kind[0] == '\0' ? ERR_NONE : team_kind_parse(filter->kind, &kind);
}

static const struct record_table table = {
    .see = PERMISSION_TEAM_SEE,
    .read = PERMISSION_TEAM_READ,
    .plain_sql = RECORD_BY_STATE(ROW, ALL),
    .by_ids_sql = RECORD_BY_IDS(COLUMNS, "teams"),
    .read_row = read_row,
    .walk_sql = RECORD_BY_STATE(FOUND, ALL),
    .sources = sources,
    .source_count = (int)COUNT_OF(sources),
    .set_params = set_params,
    .check = check,
};

enum err team_list(struct db *db, const struct actor *actor, const struct record_filter *filter,
                   struct record_list *list)
{
    return record_list_read(db, actor, &table, filter, list);
}
