#ifndef PAGES_AUDIT_LINES_H
#define PAGES_AUDIT_LINES_H

#include "base/buf.h"
#include "data/trail/audit_list.h"

/* Events as lines of a file: CSV (RFC 4180, in UTF-8) or JSON Lines, with the same fields. */

enum audit_format { AUDIT_CSV, AUDIT_JSON };

/* The first line: of CSV the names of the columns, of JSON Lines nothing. */
void audit_lines_begin(struct buf *buf, enum audit_format format) NONNULL;

/* A cell that a spreadsheet would take for a formula begins with an apostrophe: what people type
 * into names and messages never calculates anything where it is opened. */
void audit_lines_add(struct buf *buf, enum audit_format format,
                     const struct audit_entry *entry) NONNULL;

#endif
