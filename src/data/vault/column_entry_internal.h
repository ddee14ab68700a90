#ifndef DATA_COLUMN_ENTRY_INTERNAL_H
#define DATA_COLUMN_ENTRY_INTERNAL_H

#include "data/vault/column_rule.h"

/* The rows of the table of columns: columns.h walks over them. */

/* What an entry is about: one table, or the same table of each kind of records. */
enum column_subject {
    TABLE_ONE,
    TABLE_RECORDS,
    TABLE_VERSIONS,
    TABLE_TAGS,
    TABLE_WORDS,
    TABLE_LABELS
};

struct column_entry {
    enum column_subject subject;
    const char *table; /* of TABLE_ONE */
    const char *what;
    const char *columns[COLUMN_RULE_COUNT]; /* their names, with spaces between them */
};

extern const struct column_entry column_entries[];
extern const int column_entry_count;
extern const struct column_entry column_entries_later[]; /* go on where they end */
extern const int column_entry_later_count;

#endif
