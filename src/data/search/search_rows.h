#ifndef DATA_SEARCH_ROWS_H
#define DATA_SEARCH_ROWS_H

#include "data/db/cursor.h"
#include "data/listing/record_lookup.h"

/* Inside the data module: the rows that a search looks at, the last changed first. */

/* The columns: id, place in the walk; of a record then name, description, what lists show of it,
 * facet, version, archived, and with_len how long its content is; of a person their name. */
enum { SEARCH_NAME_COLUMN = 2, SEARCH_PERSON_COLUMN = 2, SEARCH_LEN_COLUMN = 8 };

struct search_rows {
    struct cursor place;                /* behind which they are */
    int size;                           /* at most so many */
    const struct record_lookup *lookup; /* records: those that it names; NULL: all */
    bool with_len;
    bool only_active; /* people */
    bool may_keep;    /* people: of the actor's own organization */
};

MUST_USE enum err search_rows_records(const struct record_row_source *source,
                                      const struct search_rows *asked,
                                      struct db_result *rows) NONNULL;

/* Opening a name takes longer than comparing it: opened names are kept (kept_row.h). */
MUST_USE enum err search_rows_people(struct db *db, const struct uuid *organization_id,
                                     const struct search_rows *asked,
                                     struct db_result *rows) NONNULL;

/* Is the record of a row in this folder, or below it? Every one is below "". */
bool search_rows_is_below(const struct db_result *rows, int row, const char *folder) NONNULL;

#endif
