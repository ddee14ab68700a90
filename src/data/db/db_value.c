#include "data/db/db_value.h"

#include <string.h>

#include "base/buf.h"

struct db_value db_text(const char *text)
{
    if (text == NULL)
        return db_null_of(DB_TEXT);
    return (struct db_value){.type = DB_TEXT, .text = {text, strlen(text)}};
}

struct db_value db_bytes(const void *bytes, size_t len)
{
    return (struct db_value){.type = DB_BYTES, .text = {bytes, len}};
}

struct db_value db_uuid_or_null(const struct uuid *uuid)
{
    return uuid_is_nil(uuid) ? db_null_of(DB_UUID) : db_uuid(uuid);
}

struct db_value db_time_or_null(int64_t time)
{
    return time == 0 ? db_null_of(DB_TIME) : db_time(time);
}

struct db_value db_int_or_null(int64_t value)
{
    return value < 0 ? db_null_of(DB_INT) : db_int(value);
}

static const struct db_value *at(const struct db_result *result, int row, int column)
{
    if (row < 0 || row >= result->row_count || column < 0 || column >= result->column_count)
        die("row %d, column %d of a result of %d x %d", row, column, result->row_count,
            result->column_count);
    return &result->values[row * result->column_count + column];
}

static int64_t get_integer(const struct db_result *result, int row, int column)
{
    const struct db_value *value = at(result, row, column);
    switch (value->type) {
    case DB_NULL:
        return 0;
    case DB_INT:
    case DB_BOOL:
    case DB_TIME:
        return value->integer;
    case DB_TEXT:
    case DB_BYTES:
    case DB_UUID:
        break;
    }
    die("column %d is no integer", column);
}

int64_t db_get_int(const struct db_result *result, int row, int column)
{
    return get_integer(result, row, column);
}

int64_t db_get_int_or(const struct db_result *result, int row, int column, int64_t otherwise)
{
    return db_is_null(result, row, column) ? otherwise : get_integer(result, row, column);
}

int64_t db_get_time(const struct db_result *result, int row, int column)
{
    return get_integer(result, row, column);
}

bool db_get_bool(const struct db_result *result, int row, int column)
{
    return get_integer(result, row, column) != 0;
}

struct text db_get_bytes(const struct db_result *result, int row, int column)
{
    const struct db_value *value = at(result, row, column);
    if (value->type == DB_NULL)
        return (struct text){NULL, 0};
    if (value->type != DB_TEXT && value->type != DB_BYTES)
        die("column %d is no text", column);
    return value->text;
}

const char *db_get_text(const struct db_result *result, int row, int column)
{
    return db_get_bytes(result, row, column).data;
}

const char *db_get_text_or(const struct db_result *result, int row, int column,
                           const char *otherwise)
{
    return db_is_null(result, row, column) ? otherwise : db_get_text(result, row, column);
}

struct uuid db_get_uuid(const struct db_result *result, int row, int column)
{
    const struct db_value *value = at(result, row, column);
    struct uuid uuid = {{0}};
    if (value->type == DB_NULL)
        return uuid;
    if (value->type == DB_UUID)
        return value->uuid;
    if (value->type != DB_BYTES || value->text.len != sizeof uuid.bytes)
        die("column %d is no UUID", column);
    memcpy(uuid.bytes, value->text.data, sizeof uuid.bytes);
    return uuid;
}

bool db_is_null(const struct db_result *result, int row, int column)
{
    return at(result, row, column)->type == DB_NULL;
}
