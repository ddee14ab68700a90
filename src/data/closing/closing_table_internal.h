#ifndef DATA_CLOSING_TABLE_INTERNAL_H
#define DATA_CLOSING_TABLE_INTERNAL_H

/* A customer's table, and what is in its primary key beside the organization. */
struct closing_table {
    const char *name_sql;
    const char *key_sql;
};

/* Children before their parents; those of the kinds of records stand between the two. */
extern const struct closing_table closing_before_records[];
extern const int closing_before_records_count;
extern const struct closing_table closing_after_records[];
extern const int closing_after_records_count;

#endif
