#ifndef BASE_CSV_H
#define BASE_CSV_H

#include "base/buf.h"

/* Rows of comma-separated values (RFC 4180), UTF-8. A cell that a spreadsheet would take for a
 * formula, because it begins with = + - @ or white space that is skipped, gets a ' before it. */

/* Adds a cell, with a comma before it unless it begins a line. NULL is an empty one. */
void csv_add(struct buf *buf, const char *cell) __attribute__((nonnull(1)));

/* The same as it is, in quotes: for texts that must come back byte for byte. Whoever calls it sees
 * to formulas. */
void csv_add_quoted(struct buf *buf, const char *cell) NONNULL;

/* Ends the line. */
void csv_end(struct buf *buf) NONNULL;

#endif
