#include "data/prompt/prompt_mark.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

static enum err add_tags(struct db *db, const struct uuid *organization_id,
                         const struct uuid *prompt_id, struct buf *marks)
{
    struct db_result result;
    enum err err = db_select(db, &result,
                             "SELECT tag FROM prompt_tags WHERE organization_id = $1 "
                             "AND prompt_id = $2 ORDER BY position LIMIT 100",
                             db_uuid(organization_id), db_uuid(prompt_id));
    for (int i = 0; err == ERR_NONE && i < result.row_count; i++)
        buf_printf(marks, "#%s\n", db_get_text(&result, i, 0));
    return err;
}

static enum err add_labels(struct db *db, const struct uuid *organization_id,
                           const struct uuid *prompt_id, struct buf *marks)
{
    struct db_result result;
    enum err err = db_select(db, &result,
                             "SELECT version, label FROM prompt_labels WHERE organization_id = $1 "
                             "AND prompt_id = $2 ORDER BY label LIMIT 1000",
                             db_uuid(organization_id), db_uuid(prompt_id));
    for (int i = 0; err == ERR_NONE && i < result.row_count; i++)
        buf_printf(marks, "%lld %s\n", (long long)db_get_int(&result, i, 0),
                   db_get_text(&result, i, 1));
    return err;
}

enum err prompt_mark_store(struct db *db, const struct uuid *organization_id,
                           const struct uuid *prompt_id)
{
    struct buf marks;
    buf_init(&marks, db_arena(db));
    enum err err = add_tags(db, organization_id, prompt_id, &marks);
    if (err == ERR_NONE)
        err = add_labels(db, organization_id, prompt_id, &marks);
    if (err != ERR_NONE)
        return err;
    return db_change_one(db, "UPDATE prompts SET marks = $1 WHERE organization_id = $2 AND id = $3",
                         db_text(marks.data), db_uuid(organization_id), db_uuid(prompt_id));
}

/* How many lines there are of each kind. */
static void count_marks(const char *marks, struct record_row *row)
{
    row->tag_count = row->label_count = 0;
    for (const char *line = marks; *line != '\0'; line = strchr(line, '\n') + 1)
        ++*(*line == '#' ? &row->tag_count : &row->label_count);
}

static void add_label(char *line, struct record_row *row)
{
    char *label = NULL;
    int64_t version = strtoll(line, &label, 10);
    row->labels[row->label_count++] = (struct prompt_label){.label = label + 1, .version = version};
}

void prompt_mark_read(struct arena *arena, char *marks, struct record_row *row)
{
    count_marks(marks, row);
    row->tags = arena_array(arena, (size_t)row->tag_count, sizeof *row->tags);
    row->labels = arena_array(arena, (size_t)row->label_count, sizeof *row->labels);
    row->tag_count = row->label_count = 0;
    while (*marks != '\0') {
        char *end = strchr(marks, '\n');
        *end = '\0';
        if (*marks == '#')
            row->tags[row->tag_count++] = marks + 1;
        else
            add_label(marks, row);
        marks = end + 1;
    }
}
