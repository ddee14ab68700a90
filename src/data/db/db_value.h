#ifndef DATA_DB_VALUE_H
#define DATA_DB_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/uuid.h"

/* What goes into a statement and comes out of it. */

enum db_type { DB_NULL, DB_INT, DB_BOOL, DB_TIME, DB_TEXT, DB_BYTES, DB_UUID };

struct db_value {
    enum db_type type;
    union {
        int64_t integer;  /* DB_INT, DB_BOOL, DB_TIME (microseconds UTC) */
        enum db_type of;  /* DB_NULL: the type that it has no value of, or DB_NULL if unknown */
        struct text text; /* DB_TEXT, DB_BYTES */
        struct uuid uuid;
    };
};

/* A null whose type the SQL text tells, by a column that it is compared with or stored in. Where it
 * does not ("$1 IS NULL"), the null needs one: db_null_of, or db_text(NULL) and the like. */
static inline struct db_value db_null(void)
{
    return (struct db_value){.type = DB_NULL};
}

static inline struct db_value db_null_of(enum db_type type)
{
    return (struct db_value){.type = DB_NULL, .of = type};
}

static inline struct db_value db_int(int64_t value)
{
    return (struct db_value){.type = DB_INT, .integer = value};
}

static inline struct db_value db_bool(bool value)
{
    return (struct db_value){.type = DB_BOOL, .integer = value};
}

static inline struct db_value db_time(int64_t value)
{
    return (struct db_value){.type = DB_TIME, .integer = value};
}

struct db_value db_text(const char *text); /* NULL gives a null */
struct db_value db_bytes(const void *bytes, size_t len);

static inline struct db_value db_blob(struct text blob)
{
    return (struct db_value){.type = DB_BYTES, .text = blob};
}

static inline struct db_value db_uuid(const struct uuid *uuid)
{
    return (struct db_value){.type = DB_UUID, .uuid = *uuid};
}

/* The nil UUID as a null: for columns that may be empty. */
struct db_value db_uuid_or_null(const struct uuid *uuid) NONNULL;
struct db_value db_time_or_null(int64_t time); /* 0 gives a null */
struct db_value db_int_or_null(int64_t value); /* what is below 0 gives a null */

/* Finished rows, in the request's arena. */
struct db_result {
    const struct db_value *values;
    int row_count;
    int column_count;
    int64_t change_count; /* rows that the statement inserted, updated or deleted */
};

/* Reading results. A value of another type than asked for is a bug: die(). NULL texts are NULL,
 * null UUIDs nil, null times and integers 0. */
const char *db_get_text(const struct db_result *result, int row, int column) NONNULL;
const char *db_get_text_or(const struct db_result *result, int row, int column,
                           const char *otherwise) NONNULL; /* of a null */
struct text db_get_bytes(const struct db_result *result, int row, int column) NONNULL;
int64_t db_get_int(const struct db_result *result, int row, int column) NONNULL;
int64_t db_get_int_or(const struct db_result *result, int row, int column,
                      int64_t otherwise) NONNULL; /* of a null */
int64_t db_get_time(const struct db_result *result, int row, int column) NONNULL;
bool db_get_bool(const struct db_result *result, int row, int column) NONNULL;
struct uuid db_get_uuid(const struct db_result *result, int row, int column) NONNULL;
bool db_is_null(const struct db_result *result, int row, int column) NONNULL;

#endif
