#ifndef PAGES_FORM_ROWS_H
#define PAGES_FORM_ROWS_H

#include "web/form.h"

/* Repeated rows of an editor, such as the messages of a chat or the members of a team: each field
 * of a row is a FORM_TEXTS of its own, and row n is made of the n-th value of each. The buttons of
 * a row ("up:3", "down:3", "remove:3") are submits of the same form: they change the list and show
 * the form again, without saving and without a script. */

enum { FORM_ROWS_COLUMNS = 8 };

struct form_rows {
    struct text_list *lists[FORM_ROWS_COLUMNS]; /* always as long as count */
    struct text *cells[FORM_ROWS_COLUMNS];
    int column_count;
    int count;
    int room;
};

/* Makes the lists of equal length (that of the shortest), with room for `more` rows. The lists then
 * follow every change. */
void form_rows_begin(struct arena *arena, struct form_rows *rows, int more) NONNULL;

/* Appends a row of the given texts, one for each column; nothing happens without room. */
void form_rows_append(struct form_rows *rows, const struct text *row) NONNULL;

/* Does what a button says: "remove:N", "up:N" and "down:N", N from 1, after the prefix, which may
 * be "". False for anything else, and for a number that is none of the list: nothing changes. */
bool form_rows_press(struct form_rows *rows, const char *prefix, const char *button) NONNULL;

/* Buttons that do not save leave the messages about what is not ready yet for later; those about
 * the form as a whole stay. */
void form_rows_forgive(struct form *form) NONNULL;

#endif
