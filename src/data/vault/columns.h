#ifndef DATA_VAULT_COLUMNS_H
#define DATA_VAULT_COLUMNS_H

#include "base/text.h"
#include "data/vault/column_rule.h"

/* THE table of columns: what each column of each table holds, whether it is sealed and under whose
 * key, and if not, why not. vault_seal seals for no other columns; a test holds the schema of both
 * engines against it; docs/data.md is printed from it. */

struct column_reason {
    const char *title;
    const char *key; /* whose key seals it: "organization" or "person"; NULL: it is in clear */
    const char *why;
    const char *types; /* that such a column may have in the schema: " uuid text " */
};
extern const struct column_reason column_reasons[COLUMN_RULE_COUNT];

enum { COLUMN_NAME_LEN = 64 };

/* A column, and where it stands in the table of columns: {0} is before the first. */
struct column {
    char table[COLUMN_NAME_LEN];
    char name[COLUMN_NAME_LEN];
    const char *what; /* a row of its table is */
    enum column_rule rule;
    int entry, kind, part;
    size_t at;
};

/* Goes on to the next column, table by table and rule by rule. False: there are no more. */
bool columns_next(struct column *column) NONNULL;

static inline bool column_is_sealed(const struct column *column)
{
    return column_reasons[column->rule].key != NULL;
}

#endif
