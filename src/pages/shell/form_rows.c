#include "pages/shell/form_rows.h"
#include "base/number.h"

#include <string.h>

static void store(struct form_rows *rows)
{
    for (int i = 0; i < rows->column_count; i++)
        *rows->lists[i] = (struct text_list){rows->cells[i], rows->count};
}

void form_rows_begin(struct arena *arena, struct form_rows *rows, int more)
{
    rows->count = rows->lists[0]->count;
    for (int i = 1; i < rows->column_count; i++)
        if (rows->lists[i]->count < rows->count)
            rows->count = rows->lists[i]->count;
    rows->room = rows->count + more;
    for (int i = 0; i < rows->column_count; i++) {
        rows->cells[i] = arena_array(arena, (size_t)rows->room, sizeof *rows->cells[i]);
        for (int row = 0; row < rows->count; row++)
            rows->cells[i][row] = rows->lists[i]->items[row];
    }
    store(rows);
}

void form_rows_append(struct form_rows *rows, const struct text *row)
{
    if (rows->count == rows->room)
        return;
    for (int i = 0; i < rows->column_count; i++)
        rows->cells[i][rows->count] = row[i];
    rows->count++;
    store(rows);
}

static void swap(struct form_rows *rows, int a, int b)
{
    for (int i = 0; i < rows->column_count; i++) {
        struct text kept = rows->cells[i][a];
        rows->cells[i][a] = rows->cells[i][b];
        rows->cells[i][b] = kept;
    }
}

static void cut(struct form_rows *rows, int place)
{
    for (int row = place; row + 1 < rows->count; row++)
        swap(rows, row, row + 1);
    rows->count--;
    store(rows);
}

bool form_rows_press(struct form_rows *rows, const char *prefix, const char *button)
{
    static const char *const verbs[] = {"remove:", "up:", "down:"};
    int64_t number = 0;
    if (!text_starts_with(button, prefix))
        return false;
    button += strlen(prefix);
    for (size_t i = 0; i < COUNT_OF(verbs); i++) {
        if (!text_starts_with(button, verbs[i]) ||
            number_parse(NUMBER_ROW, button + strlen(verbs[i]), &number) != ERR_NONE ||
            number > rows->count)
            continue;
        int place = (int)number - 1;
        int other = i == 1 ? place - 1 : place + 1;
        if (i == 0)
            cut(rows, place);
        else if (other >= 0 && other < rows->count)
            swap(rows, place, other);
        return true;
    }
    return false;
}

void form_rows_forgive(struct form *form)
{
    int kept = 0;
    for (int i = 0; i < form->error_count; i++)
        if (form->errors[i].field[0] == '\0')
            form->errors[kept++] = form->errors[i];
    form->error_count = kept;
}
