#include "base/json_raw.h"

#include <string.h>

#include "base/json.h"

/* Where a text that is known to be JSON is read. */
struct reader {
    const char *at, *end;
};

static bool is_one_of(const struct reader *reader, const char *characters)
{
    return reader->at < reader->end && *reader->at != '\0' && strchr(characters, *reader->at);
}

static void skip(struct reader *reader, const char *characters)
{
    while (is_one_of(reader, characters))
        reader->at++;
}

/* From its first quote to behind its last. */
static void skip_string(struct reader *reader)
{
    reader->at++;
    while (reader->at < reader->end && *reader->at != '"')
        reader->at += *reader->at == '\\' ? 2 : 1;
    reader->at++;
}

static void skip_scalar(struct reader *reader)
{
    while (reader->at < reader->end && !is_one_of(reader, ",]} \t\r\n"))
        reader->at++;
}

static void skip_value(struct reader *reader)
{
    int depth = 0;
    do {
        bool is_open = is_one_of(reader, "[{");
        bool is_close = is_one_of(reader, "]}");
        depth += is_open ? 1 : is_close ? -1 : 0;
        if (is_one_of(reader, "\""))
            skip_string(reader);
        else if (depth > 0 || is_close)
            reader->at++;
        else
            skip_scalar(reader);
    } while (depth > 0 && reader->at < reader->end);
}

/* A key may be spelled with escapes. */
static bool is_key(struct arena *arena, struct text spelled, const char *key)
{
    json_t *value = json_keep(
        arena, json_loadb(spelled.data, spelled.len, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL));
    return json_string_length(value) == strlen(key) && strcmp(json_string_value(value), key) == 0;
}

bool json_raw_member(struct arena *arena, struct text object, const char *key, struct text *raw)
{
    static const char space[] = " \t\r\n";
    struct reader reader = {object.data, object.data + object.len};
    skip(&reader, space);
    reader.at++; /* the brace */
    for (skip(&reader, space); is_one_of(&reader, "\""); skip(&reader, " \t\r\n,")) {
        struct text name = {reader.at, 0};
        skip_string(&reader);
        name.len = (size_t)(reader.at - name.data);
        skip(&reader, " \t\r\n:");
        *raw = (struct text){reader.at, 0};
        skip_value(&reader);
        raw->len = (size_t)(reader.at - raw->data);
        if (is_key(arena, name, key))
            return true;
    }
    return false;
}
