#ifndef DOMAIN_SET_FILE_CSV_INTERNAL_H
#define DOMAIN_SET_FILE_CSV_INTERNAL_H

#include "base/buf.h"
#include "domain/set_file/set_file_build_internal.h"

/* Cases as a table: a row a case, with the columns id, name, critical, expected, note, origin,
 * var:NAME for each variable, messages and checks (both JSON). Where people made the table, a
 * column of another name is a variable as well. An empty cell is nothing; a text that is empty is
 * a single ', and one that a spreadsheet would take for a formula gets a ' in front. */

/* Does a text begin with a line of such columns? */
bool set_file_csv_is(struct arena *arena, struct text text) NONNULL;

void set_file_csv_read(struct set_file_builder *builder, struct text text) NONNULL;

/* ERR_INVALID if there are too many variables for a table. */
MUST_USE enum err set_file_csv_write(struct buf *buf, const struct set_cases *cases) NONNULL;

#endif
