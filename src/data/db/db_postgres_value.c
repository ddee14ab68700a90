#include "data/db/db_postgres_value.h"

#include <string.h>

/* Values in PostgreSQL's binary formats: integers in network byte order, a timestamptz as
 * microseconds since 2000-01-01 UTC, a uuid as its 16 bytes. The OIDs are those of
 * src/include/catalog/pg_type.dat, which never change. */

enum {
    TYPE_BOOL = 16,
    TYPE_BYTEA = 17,
    TYPE_NAME = 19,
    TYPE_INT8 = 20,
    TYPE_INT2 = 21,
    TYPE_INT4 = 23,
    TYPE_TEXT = 25,
    TYPE_UNKNOWN = 705,
    TYPE_VARCHAR = 1043,
    TYPE_TIMESTAMPTZ = 1184,
    TYPE_VOID = 2278,
    TYPE_UUID = 2950,
};

#define EPOCH      INT64_C(946684800000000)     /* 2000-01-01 after 1970-01-01 */
#define FIRST_TIME INT64_C(-211813488000000000) /* the server's first moment after its epoch */

unsigned pg_type_of(const struct db_value *value)
{
    switch (value->type == DB_NULL ? value->of : value->type) {
    case DB_NULL:
        return 0;
    case DB_INT:
        return TYPE_INT8;
    case DB_BOOL:
        return TYPE_BOOL;
    case DB_TIME:
        return TYPE_TIMESTAMPTZ;
    case DB_TEXT:
        return TYPE_TEXT;
    case DB_BYTES:
        return TYPE_BYTEA;
    case DB_UUID:
        return TYPE_UUID;
    }
    die("a value of no type");
}

static void put_integer(int64_t value, char out[8])
{
    for (int i = 0; i < 8; i++)
        out[i] = (char)((uint64_t)value >> (56 - 8 * i) & 0xff);
}

static int64_t get_integer(const char *bytes, int len)
{
    uint64_t value = len > 0 && (bytes[0] & 0x80) != 0 ? UINT64_MAX : 0;
    for (int i = 0; i < len; i++)
        value = value << 8 | (unsigned char)bytes[i];
    return (int64_t)value;
}

/* What is before the server's first moment is -infinity there. */
static int64_t to_server_time(int64_t time)
{
    return time < INT64_MIN + EPOCH || time - EPOCH < FIRST_TIME ? INT64_MIN : time - EPOCH;
}

static int64_t from_server_time(int64_t time)
{
    if (time == INT64_MIN || time == INT64_MAX)
        return time;
    return time > INT64_MAX - EPOCH ? INT64_MAX : time + EPOCH;
}

void pg_encode(const struct db_value *value, char scratch[8], const char **bytes, int *len)
{
    *bytes = scratch;
    *len = 8;
    switch (value->type) {
    case DB_NULL:
        *bytes = NULL;
        *len = 0;
        return;
    case DB_INT:
        put_integer(value->integer, scratch);
        return;
    case DB_TIME:
        put_integer(to_server_time(value->integer), scratch);
        return;
    case DB_BOOL:
        scratch[0] = value->integer != 0;
        *len = 1;
        return;
    case DB_TEXT:
    case DB_BYTES:
        if (value->text.len > INT32_MAX)
            die("a value of %zu bytes", value->text.len);
        *bytes = value->text.len == 0 ? "" : value->text.data;
        *len = (int)value->text.len;
        return;
    case DB_UUID:
        *bytes = (const char *)value->uuid.bytes;
        *len = sizeof value->uuid.bytes;
        return;
    }
}

void pg_decode(struct arena *arena, unsigned type, const char *bytes, int len,
               struct db_value *value)
{
    switch (type) {
    case TYPE_BOOL:
        *value = db_bool(bytes[0] != 0);
        return;
    case TYPE_INT2:
    case TYPE_INT4:
    case TYPE_INT8:
        *value = db_int(get_integer(bytes, len));
        return;
    case TYPE_TIMESTAMPTZ:
        *value = db_time(from_server_time(get_integer(bytes, len)));
        return;
    case TYPE_UUID:
        value->type = DB_UUID;
        memcpy(value->uuid.bytes, bytes, sizeof value->uuid.bytes);
        return;
    case TYPE_TEXT:
    case TYPE_VARCHAR:
    case TYPE_NAME:
    case TYPE_UNKNOWN:
        *value = (struct db_value){.type = DB_TEXT,
                                   .text = {arena_copy(arena, bytes, (size_t)len), (size_t)len}};
        return;
    case TYPE_BYTEA:
        *value = db_blob((struct text){arena_copy(arena, bytes, (size_t)len), (size_t)len});
        return;
    case TYPE_VOID:
        *value = db_null();
        return;
    default:
        die("a column of PostgreSQL's type %u: the SQL text should cast it", type);
    }
}
