#ifndef DATA_RECORD_TABLE_H
#define DATA_RECORD_TABLE_H

#include "data/record/record_list.h"

/* Inside the data module: what the list of one noun is made of. SQL texts are constants, so they
 * are put together here, of the noun's columns and conditions over its table as r. */

/* An order in two directions: forward, backward. select is a macro that takes the column of the
 * order. $1 organization, $2 time or name and $3 id to go on behind, $4 how many. */
#define RECORD_BY_TIME(select, source, column)                                                     \
    {                                                                                              \
        select("r." column) source "AND (r." column ", r.id) < ($2, $3) ORDER BY r." column        \
                                   " DESC, r.id DESC LIMIT $4",                                    \
            select("r." column) source "AND (r." column ", r.id) > ($2, $3) ORDER BY r." column    \
                                       ", r.id LIMIT $4"                                           \
    }
#define RECORD_BY_NAME(select, source)                                                             \
    {                                                                                              \
        select("r.name") source "AND r.name > $2 ORDER BY r.name LIMIT $4",                        \
            select("r.name") source "AND r.name < $2 ORDER BY r.name DESC LIMIT $4"                \
    }

/* The same in every order. */
#define RECORD_WALKS(select, source)                                                               \
    {                                                                                              \
        RECORD_BY_TIME(select, source, "updated_at"),                                              \
            RECORD_BY_TIME(select, source, "created_at"), RECORD_BY_NAME(select, source)           \
    }

/* And by state. all is RECORD_FROM the table. */
#define RECORD_BY_STATE(select, all)                                                               \
    {                                                                                              \
        [RECORD_ACTIVE] = RECORD_WALKS(select, all "AND r.archived_at IS NULL "),                  \
        [RECORD_ARCHIVED] = RECORD_WALKS(select, all "AND r.archived_at IS NOT NULL "),            \
        [RECORD_ALL] = RECORD_WALKS(select, all)                                                   \
    }
#define RECORD_FROM(table) "FROM " table " r WHERE r.organization_id = $1 "

/* A few ids that an inner query gives, read whole and sorted. */
#define RECORD_FEW(table, ids)                                                                     \
    "FROM (" ids ") f CROSS JOIN " table " r WHERE r.id = f.id AND r.organization_id = $1 "
#define RECORD_FEW_OF(table, condition)                                                            \
    RECORD_FEW(table, "SELECT id FROM " table " WHERE organization_id = $1 AND " condition)
#define RECORD_COUNT_FEW(table, condition)                                                         \
    "SELECT count(*) FROM (SELECT 1 AS one FROM " table                                            \
    " WHERE organization_id = $1 AND " condition " LIMIT $3) f"

/* What a search selects of each row that it walks over: the filters and the words are columns, so
 * that a walk can stop anywhere. $5 is there an owner, $6 owner, $7 active ones, $8 archived ones,
 * $9 pattern of the words; the noun's own are $10 and on. */
#define RECORD_SEARCH(key, filters, words)                                                         \
    "SELECT r.id, " key ", r.version, "                                                            \
    "CASE WHEN (($7 AND r.archived_at IS NULL) OR ($8 AND r.archived_at IS NOT NULL)) "            \
    "AND (NOT $5 OR r.owner_id = $6) AND " filters " THEN 1 ELSE 0 END, "                          \
    "CASE WHEN $9 = '' OR lower(r.name) LIKE $9 ESCAPE '\\' "                                      \
    "OR lower(r.description) LIKE $9 ESCAPE '\\' " words " THEN 1 ELSE 0 END "

enum { RECORD_PARAM_OWNER = 5, RECORD_PARAM_OWN = 9, RECORD_PARAM_MAX = 14 };

/* The columns that every row has, before the noun's own. */
#define RECORD_COLUMNS                                                                             \
    "r.id, r.name, r.description, r.version, r.archived_at, r.created_at, r.updated_at, "          \
    "r.owner_id"
enum { RECORD_COLUMN_OWN = 8 };

/* Rows of some ids: they are bound in groups of RECORD_GROUP, the rest filled with the nil UUID, as
 * texts of SQL are few and fixed. The organization is said the other way round: SQLite keeps no
 * statistics and would walk all its rows instead of finding these. */
enum { RECORD_GROUP = 25 };
#define RECORD_BY_IDS(columns, table)                                                              \
    "SELECT " columns " FROM " table                                                               \
    " r WHERE NOT (r.organization_id <> $1) AND r.id IN ($2, $3, "                                 \
    "$4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, "    \
    "$23, $24, $25, $26)"

/* Where a search can walk if a filter is set. */
struct record_source {
    int param; /* index of the parameter that is this filter's value; 0: no filter */
    /* Counts the filter's rows up to a limit: the source is for few. $1 organization, $2 the value,
     * $3 limit, $4 end of the range of names. NULL: an index for RECORD_SORT_UPDATED. */
    const char *count_sql;
    const char *walk_sql[RECORD_SORT_COUNT][2];
};

/* The sources of a noun whose only filter of its own is a column with an index, $10. */
#define RECORD_SOURCES(select, table, column)                                                      \
    {                                                                                              \
        {RECORD_PARAM_OWN, RECORD_COUNT_FEW(table, column " = $2"),                                \
         RECORD_WALKS(select, RECORD_FEW_OF(table, column " = $10"))},                             \
            {RECORD_PARAM_OWNER, RECORD_COUNT_FEW(table, "owner_id = $2"),                         \
             RECORD_WALKS(select, RECORD_FEW_OF(table, "owner_id = $6"))},                         \
            {RECORD_PARAM_OWNER, NULL,                                                             \
             RECORD_WALKS(select, RECORD_FROM(table) "AND r.owner_id = $6 ")},                     \
        {                                                                                          \
            RECORD_PARAM_OWN, NULL,                                                                \
                RECORD_WALKS(select, RECORD_FROM(table) "AND r." column " = $10 ")                 \
        }                                                                                          \
    }

/* Names between which everything lies that a filter can find: "" for all. */
struct record_range {
    const char *low;
    const char *high;
};

struct record_table {
    enum permission see;
    enum permission read;
    /* Rows without a filter: each follows its own index. */
    const char *plain_sql[RECORD_SHOWN_COUNT][RECORD_SORT_COUNT][2];
    const char *by_ids_sql;
    /* The noun's own columns, from RECORD_COLUMN_OWN on. */
    void (*read_row)(struct arena *arena, const struct db_result *result, int at,
                     struct record_row *row);
    /* The search over rows of any kind, by state, and from filters: the few first. */
    const char *walk_sql[RECORD_SHOWN_COUNT][RECORD_SORT_COUNT][2];
    const struct record_source *sources;
    int source_count;
    /* Sets the noun's own parameters, from index RECORD_PARAM_OWN on; gives how many there are. */
    int (*set_params)(struct arena *arena, const struct record_filter *filter,
                      struct db_value *params, struct record_range *range);
    /* ERR_INVALID for a filter that is none; NULL: any text may be looked for. */
    enum err (*check)(const struct record_filter *filter);
    /* The current sealed content of a record: "SELECT id, column … WHERE id = $1, version = $2,
     * organization = $3", and where it is sealed. NULL: there is none. */
    const char *content_sql;
    const char *content_table;
    const char *content_column;
};

/* The verb of a table. */
MUST_USE enum err record_list_read(struct db *db, const struct actor *actor,
                                   const struct record_table *table,
                                   const struct record_filter *filter,
                                   struct record_list *list) NONNULL;

#endif
