#include "domain/set_file/set_file_lines_internal.h"

#include <string.h>

static const char first_line[] = "Line 1, ";

void set_file_lines_each(struct set_file_builder *builder, struct text text, set_file_line_fn *read)
{
    const char *end = text.data + text.len;
    int line = 0;
    for (const char *at = text.data; at < end && builder->problem == NULL;) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t len = (size_t)((stop == NULL ? end : stop) - at);
        const char *place = arena_printf(builder->arena, "Line %d", ++line), *problem = NULL;
        const char *trimmed = at;
        size_t trimmed_len = len;
        json_t *json = NULL;
        text_trim_range(&trimmed, &trimmed_len);
        at += len + 1;
        if (trimmed_len == 0)
            continue;
        if (json_parse(builder->arena, trimmed, trimmed_len, &json, &problem) == ERR_NONE)
            read(builder, place, json);
        else
            set_file_refuse(builder, place,
                            arena_printf(builder->arena, "It is not JSON: %s",
                                         text_starts_with(problem, first_line)
                                             ? problem + strlen(first_line)
                                             : problem));
    }
}

void set_file_lines_read(struct set_file_builder *builder, struct text text)
{
    set_file_lines_each(builder, text, set_file_add);
}

void set_file_lines_read_array(struct set_file_builder *builder, const json_t *array)
{
    json_t *json = NULL;
    size_t index = 0;
    json_array_foreach(array, index, json) if (builder->problem == NULL)
        set_file_add(builder, arena_printf(builder->arena, "cases[%zu]", index), json);
}

void set_file_lines_write(struct buf *buf, const struct set_cases *cases)
{
    for (int i = 0; i < cases->count; i++) {
        const json_t *json = set_case_json(buf->arena, &cases->items[i]);
        struct text line = json_format(buf->arena, json, JSON_LINE);
        buf_add(buf, line.data, line.len);
        buf_add_char(buf, '\n');
    }
}
