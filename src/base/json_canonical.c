#include "base/json_canonical.h"

#include <stdlib.h>
#include <string.h>

#include "base/json_string.h"
#include "base/log.h"

/* RFC 8785, 3.2.2.2. */
static void write_text(struct buf *out, const char *text)
{
    json_add_string(out, (struct text){text, strlen(text)}, "0123456789abcdef");
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The order is that of UTF-16; of ASCII it is the same as that of bytes. */
static const char **sorted_keys(struct arena *arena, const json_t *object)
{
    size_t count = 0;
    const char **keys = arena_array(arena, json_object_size(object) + 1, sizeof *keys);
    for (void *at = json_object_iter((json_t *)object); at != NULL;
         at = json_object_iter_next((json_t *)object, at)) {
        keys[count] = json_object_iter_key(at);
        for (const char *c = keys[count]; *c != '\0'; c++)
            if ((unsigned char)*c >= 0x80)
                die("a key that is not ASCII can't be sorted");
        count++;
    }
    qsort(keys, count, sizeof *keys, compare);
    return keys;
}

static void write_value(struct arena *arena, struct buf *out, const json_t *json);

static void write_object(struct arena *arena, struct buf *out, const json_t *json)
{
    const char **keys = sorted_keys(arena, json);
    buf_add_text(out, "{");
    for (size_t i = 0; i < json_object_size(json); i++) {
        if (i > 0)
            buf_add_text(out, ",");
        write_text(out, keys[i]);
        buf_add_text(out, ":");
        write_value(arena, out, json_object_get(json, keys[i]));
    }
    buf_add_text(out, "}");
}

static void write_array(struct arena *arena, struct buf *out, const json_t *json)
{
    buf_add_text(out, "[");
    for (size_t i = 0; i < json_array_size(json); i++) {
        if (i > 0)
            buf_add_text(out, ",");
        write_value(arena, out, json_array_get(json, i));
    }
    buf_add_text(out, "]");
}

static void write_value(struct arena *arena, struct buf *out, const json_t *json)
{
    if (json_is_object(json))
        write_object(arena, out, json);
    else if (json_is_array(json))
        write_array(arena, out, json);
    else if (json_is_string(json))
        write_text(out, json_string_value(json));
    else if (json_is_number(json))
        die("a number has more than one spelling");
    else
        buf_add_text(out, json_is_null(json) ? "null" : json_is_true(json) ? "true" : "false");
}

struct text json_canonical(struct arena *arena, const json_t *json)
{
    struct buf out;
    buf_init(&out, arena);
    write_value(arena, &out, json);
    return (struct text){out.data, out.len};
}
