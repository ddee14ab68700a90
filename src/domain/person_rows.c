#include "domain/person_rows.h"

#include <string.h>

enum column { COLUMN_NAME, COLUMN_EMAIL, COLUMN_PERSONA, COLUMN_COUNT };

static const char *const headings[COLUMN_COUNT][4] = {
    [COLUMN_NAME] = {"name", "full name", "full_name"},
    [COLUMN_EMAIL] = {"email", "e-mail", "mail", "email address"},
    [COLUMN_PERSONA] = {"persona", "user_persona", "role"},
};

/* The column that a heading names; -1 for another one. */
static int column_of(struct arena *arena, const char *heading)
{
    const char *folded = text_lower_ascii(arena, heading);
    for (int column = 0; column < COLUMN_COUNT; column++)
        for (size_t i = 0; i < COUNT_OF(headings[0]) && headings[column][i] != NULL; i++)
            if (strcmp(headings[column][i], folded) == 0)
                return column;
    return -1;
}

/* Where the columns are, or -1. True if the row names them. */
static bool find_columns(struct arena *arena, const struct csv_row *row, int at[COLUMN_COUNT])
{
    bool is_heading = false;
    for (int i = row->count - 1; i >= 0; i--) {
        int column = column_of(arena, row->cells[i]);
        if (column >= 0)
            at[column] = i;
        is_heading = is_heading || column == COLUMN_EMAIL;
    }
    if (is_heading)
        return true;
    int next = COLUMN_NAME;
    for (int i = 0; i < row->count; i++) {
        if (at[COLUMN_EMAIL] < 0 && strchr(row->cells[i], '@') != NULL)
            at[COLUMN_EMAIL] = i;
        else if (next != COLUMN_COUNT) {
            at[next] = i;
            next = next == COLUMN_NAME ? COLUMN_PERSONA : COLUMN_COUNT;
        }
    }
    return false;
}

static int persona_of(struct arena *arena, const char *text)
{
    const char *folded = text_lower_ascii(arena, text);
    for (int i = 0; i < PERSONA_COUNT; i++)
        if (strcmp(text_lower_ascii(arena, persona_names[i]), folded) == 0)
            return i;
    return -1;
}

static const char *cell_of(const struct csv_row *row, int at)
{
    return at >= 0 && at < row->count ? row->cells[at] : "";
}

static struct person_row read_person(struct arena *arena, const struct csv_row *row,
                                     const int at[COLUMN_COUNT])
{
    struct person_row person = {
        .line = row->line,
        .full_name = cell_of(row, at[COLUMN_NAME]),
        .email = cell_of(row, at[COLUMN_EMAIL]),
        .persona_text = cell_of(row, at[COLUMN_PERSONA]),
    };
    person.persona = persona_of(arena, person.persona_text);
    if (person.full_name[0] == '\0')
        person.full_name = arena_copy(arena, person.email, strcspn(person.email, "@"));
    return person;
}

enum err person_rows_read(struct arena *arena, struct text text, struct person_rows *rows,
                          const char **problem)
{
    struct csv_table table;
    int at[COLUMN_COUNT] = {-1, -1, -1};
    *rows = (struct person_rows){.count = 0};
    enum err err = csv_read(arena, text, PERSON_ROWS_MAX + 1, &table, problem);
    if (err != ERR_NONE)
        return err;
    int first = table.count > 0 && find_columns(arena, &table.rows[0], at) ? 1 : 0;
    *problem = table.count == first ? "There is nobody in this list." : NULL;
    if (*problem == NULL && at[COLUMN_EMAIL] < 0)
        *problem = "The first line has no address: name the columns in it, or begin with a person.";
    if (*problem == NULL && table.count - first > PERSON_ROWS_MAX)
        *problem = arena_printf(arena,
                                "There are more than %d people in this list: invite them "
                                "in several steps.",
                                PERSON_ROWS_MAX);
    if (*problem != NULL)
        return ERR_INVALID;
    rows->items = arena_array(arena, (size_t)(table.count - first), sizeof *rows->items);
    for (int i = first; i < table.count; i++)
        rows->items[rows->count++] = read_person(arena, &table.rows[i], at);
    return ERR_NONE;
}
