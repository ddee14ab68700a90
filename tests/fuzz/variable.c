/* Variables: the segments are the text, rendering without values changes nothing, and what is
 * rendered with values is what the segments say. */

#include <string.h>

#include "base/text.h"
#include "domain/prompt/prompt_reference.h"
#include "domain/prompt/prompt_template.h"
#include "fuzz.h"

static const char value_text[] = "{{a}}<value>";

static struct prompt_value *make_values(struct arena *arena,
                                        const struct prompt_variables *variables)
{
    struct prompt_value *values =
        arena_array(arena, (size_t)variables->count, sizeof(struct prompt_value));
    for (int i = 0; i < variables->count; i++)
        values[i] = (struct prompt_value){variables->names[i], value_text, strlen(value_text)};
    return values;
}

static void check_segments(struct arena *arena, const char *text, size_t len, struct buf *expected)
{
    struct prompt_segments segments;
    prompt_segments(arena, text, len, &segments);
    size_t at = 0;
    for (int i = 0; i < segments.count; i++) {
        const struct prompt_segment *segment = &segments.segments[i];
        FUZZ_REQUIRE(segment->text == text + at && segment->len > 0);
        FUZZ_REQUIRE((segment->kind == SEGMENT_MISTAKE) == (segment->why != NULL));
        if (segment->kind == SEGMENT_MISTAKE)
            FUZZ_REQUIRE(segment->len > 2 && memcmp(segment->text, "{{", 2) == 0 &&
                         text_is_utf8(segment->text, segment->len) &&
                         memchr(segment->text, '\n', segment->len) == NULL);
        at += segment->len;
        if (segment->kind == SEGMENT_VARIABLE)
            buf_add_text(expected, value_text);
        else
            buf_add(expected, segment->text, segment->len);
    }
    FUZZ_REQUIRE(at == len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *arena;
    const char *text = (const char *)data;
    if (!text_is_utf8(text, size) || text_has_nul(text, size))
        return 0;
    if (arena == NULL)
        arena = arena_create((size_t)256 * 1024 * 1024);
    struct prompt_variables variables;
    prompt_variables(arena, text, size, &variables);
    for (int i = 0; i < variables.count; i++)
        FUZZ_REQUIRE(prompt_variable_is_name(variables.names[i]));
    struct buf same, rendered, expected;
    buf_init(&same, arena);
    FUZZ_REQUIRE(prompt_render(text, size, NULL, 0, &same) == ERR_NONE);
    FUZZ_REQUIRE(same.len == size && memcmp(same.data, text, size) == 0);
    buf_init(&expected, arena);
    check_segments(arena, text, size, &expected);
    buf_init(&rendered, arena);
    enum err err =
        prompt_render(text, size, make_values(arena, &variables), variables.count, &rendered);
    FUZZ_REQUIRE((err == ERR_NONE) == (expected.len <= PROMPT_OUTPUT_MAX));
    if (err == ERR_NONE)
        FUZZ_REQUIRE(rendered.len == expected.len &&
                     memcmp(rendered.data, expected.data, expected.len) == 0);
    arena_reset(arena);
    return 0;
}
