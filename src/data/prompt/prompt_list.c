#include "data/prompt/prompt_list.h"

#include <string.h>

#include "data/prompt/prompt_mark.h"
#include "data/record/record_table.h"

/* $10 type, $11 tag, $12 label, $13 and $14 the range of names of a folder. */
#define FILTERS                                                                                    \
    "($10 = '' OR r.type = $10) AND ($13 = '' OR (r.name > $13 AND r.name < $14)) "                \
    "AND ($11 = '' OR EXISTS (SELECT 1 FROM prompt_tags t "                                        \
    "WHERE t.prompt_id = r.id AND t.tag = $11)) "                                                  \
    "AND ($12 = '' OR EXISTS (SELECT 1 FROM prompt_labels l "                                      \
    "WHERE l.prompt_id = r.id AND l.label = $12))"
#define WORDS                                                                                      \
    "OR EXISTS (SELECT 1 FROM prompt_tags w "                                                      \
    "WHERE w.prompt_id = r.id AND lower(w.tag) LIKE $9 ESCAPE '\\')"
enum { PARAM_TAG = RECORD_PARAM_OWN + 1, PARAM_LABEL, PARAM_FOLDER };

#define COLUMNS    RECORD_COLUMNS ", r.type, r.marks"
#define ROW(key)   "SELECT " COLUMNS " "
#define FOUND(key) RECORD_SEARCH(key, FILTERS, WORDS)
#define ALL        RECORD_FROM("prompts")
#define FEW(ids)   RECORD_WALKS(FOUND, RECORD_FEW("prompts", ids))

static const struct record_source sources[] = {
    {.param = PARAM_TAG,
     .count_sql = RECORD_COUNT_FEW("prompt_tags", "tag = $2"),
     .walk_sql = FEW("SELECT prompt_id AS id FROM prompt_tags "
                     "WHERE organization_id = $1 AND tag = $11")},
    {.param = PARAM_LABEL,
     .count_sql = RECORD_COUNT_FEW("prompt_labels", "label = $2"),
     .walk_sql = FEW("SELECT prompt_id AS id FROM prompt_labels "
                     "WHERE organization_id = $1 AND label = $12")},
    {.param = PARAM_FOLDER,
     .count_sql = RECORD_COUNT_FEW("prompts", "name > $2 AND name < $4"),
     .walk_sql = FEW("SELECT id FROM prompts "
                     "WHERE organization_id = $1 AND name > $13 AND name < $14")},
    {.param = RECORD_PARAM_OWNER,
     .count_sql = RECORD_COUNT_FEW("prompts", "owner_id = $2"),
     .walk_sql = FEW("SELECT id FROM prompts WHERE organization_id = $1 AND owner_id = $6")},
    {.param = RECORD_PARAM_OWNER, .walk_sql = RECORD_WALKS(FOUND, ALL "AND r.owner_id = $6 ")},
};

static void read_row(struct arena *arena, const struct db_result *result, int at,
                     struct record_row *row)
{
    char *marks = arena_strdup(arena, db_get_text(result, at, RECORD_COLUMN_OWN + 1));
    prompt_mark_read(arena, marks, row);
    if (prompt_type_parse(db_get_text(result, at, RECORD_COLUMN_OWN), &row->type) != ERR_NONE)
        die("an unknown type of prompt");
}

static int set_params(struct arena *arena, const struct record_filter *filter,
                      struct db_value *params, struct record_range *range)
{
    bool is_latest = strcmp(filter->label, LABEL_LATEST) == 0; /* on every prompt */
    if (filter->folder[0] != '\0')
        *range = (struct record_range){arena_printf(arena, "%s/", filter->folder),
                                       arena_printf(arena, "%s0", filter->folder)};
    int count = 0;
    params[count++] = db_text(filter->type);
    params[count++] = db_text(filter->tag);
    params[count++] = db_text(is_latest ? "" : filter->label);
    params[count++] = db_text(range->low);
    params[count++] = db_text(range->high);
    return count;
}

static enum err check(const struct record_filter *filter)
{
    enum prompt_type type;
    return filter->type[0] == '\0' ? ERR_NONE : prompt_type_parse(filter->type, &type);
}

static const struct record_table table = {
    .see = PERMISSION_PROMPT_SEE,
    .read = PERMISSION_PROMPT_READ,
    .plain_sql = RECORD_BY_STATE(ROW, ALL),
    .by_ids_sql = RECORD_BY_IDS(COLUMNS, "prompts"),
    .read_row = read_row,
    .walk_sql = RECORD_BY_STATE(FOUND, ALL),
    .sources = sources,
    .source_count = (int)COUNT_OF(sources),
    .set_params = set_params,
    .check = check,
    .content_sql = "SELECT id, body FROM prompt_versions WHERE prompt_id = $1 AND version = $2 "
                   "AND organization_id = $3",
    .content_table = "prompt_versions",
    .content_column = "body",
};

enum err prompt_list(struct db *db, const struct actor *actor, const struct record_filter *filter,
                     struct record_list *list)
{
    return record_list_read(db, actor, &table, filter, list);
}
