#include "domain/grade/check_text_internal.h"

#include <string.h>

#include "base/pattern.h"
#include "base/unicode.h"

enum { QUOTED_MAX = 80 /* characters */ };

const char *check_quote(struct arena *arena, const char *text)
{
    size_t len = strlen(text), at = 0;
    for (int chars = 0; chars < QUOTED_MAX && at < len; chars++)
        (void)text_next_char(text, len, &at);
    return arena_printf(arena, "“%s%s”", arena_copy(arena, text, at), at < len ? "…" : "");
}

static bool ignores_case(const json_t *check)
{
    return json_is_true(json_object_get(check, "ignore_case"));
}

/* As texts are compared. */
static struct text compared(struct arena *arena, const char *text, bool without_case)
{
    size_t len = strlen(text);
    if (without_case)
        return unicode_fold(arena, text, len, UNICODE_SAME);
    return text_is_ascii(text, len) ? (struct text){text, len} : unicode_nfc(arena, text, len);
}

static bool is_in(struct arena *arena, struct text output, const json_t *value, bool without_case)
{
    struct text wanted = compared(arena, json_string_value(value), without_case);
    return memmem(output.data, output.len, wanted.data, wanted.len) != NULL;
}

const char *check_text_equals(struct arena *arena, const char *value, bool without_case,
                              const char *output)
{
    struct text is = compared(arena, output, without_case);
    struct text should_be = compared(arena, value, without_case);
    text_trim_range(&is.data, &is.len);
    text_trim_range(&should_be.data, &should_be.len);
    if (is.len == should_be.len && memcmp(is.data, should_be.data, is.len) == 0)
        return NULL;
    return arena_printf(arena, "Does not equal %s.", check_quote(arena, value));
}

const char *check_equals(struct arena *arena, const json_t *check,
                         const struct grade_subject *subject)
{
    return check_text_equals(arena, json_text(check, "value"), ignores_case(check),
                             subject->output);
}

const char *check_contains(struct arena *arena, const json_t *check,
                           const struct grade_subject *subject)
{
    struct text output = compared(arena, subject->output, ignores_case(check));
    if (is_in(arena, output, json_object_get(check, "value"), ignores_case(check)))
        return NULL;
    return arena_printf(arena, "Does not contain %s.",
                        check_quote(arena, json_text(check, "value")));
}

const char *check_contains_not(struct arena *arena, const json_t *check,
                               const struct grade_subject *subject)
{
    struct text output = compared(arena, subject->output, ignores_case(check));
    if (!is_in(arena, output, json_object_get(check, "value"), ignores_case(check)))
        return NULL;
    return arena_printf(arena, "Contains %s.", check_quote(arena, json_text(check, "value")));
}

/* The first few of those texts that are not in the answer, "“a”, “b” and 3 more"; NULL: none. */
static const char *missing_texts(struct arena *arena, const json_t *check, const char *output_text,
                                 size_t *count)
{
    enum { SHOWN = 3 };
    const char *missing = NULL;
    json_t *value = NULL;
    size_t index = 0;
    struct text output = compared(arena, output_text, ignores_case(check));
    *count = 0;
    json_array_foreach(json_object_get(check, "value"), index, value)
    {
        if (is_in(arena, output, value, ignores_case(check)) || (*count)++ >= SHOWN)
            continue;
        const char *quoted = check_quote(arena, json_string_value(value));
        missing = missing == NULL ? quoted : arena_printf(arena, "%s, %s", missing, quoted);
    }
    if (*count > SHOWN)
        missing = arena_printf(arena, "%s and %zu more", missing, *count - SHOWN);
    return missing;
}

const char *check_contains_any(struct arena *arena, const json_t *check,
                               const struct grade_subject *subject)
{
    size_t count = 0;
    const char *missing = missing_texts(arena, check, subject->output, &count);
    if (count < json_array_size(json_object_get(check, "value")))
        return NULL;
    return arena_printf(arena, "Contains none of %s.", missing);
}

const char *check_contains_all(struct arena *arena, const json_t *check,
                               const struct grade_subject *subject)
{
    size_t count = 0;
    const char *missing = missing_texts(arena, check, subject->output, &count);
    return count == 0 ? NULL : arena_printf(arena, "Does not contain %s.", missing);
}

const char *check_matches(struct arena *arena, const json_t *check,
                          const struct grade_subject *subject)
{
    const char *source = json_text(check, "value"), *problem = NULL;
    struct pattern *pattern = NULL;
    int effort = PATTERN_EFFORT, how = ignores_case(check) ? PATTERN_IGNORES_CASE : 0;
    if (pattern_compile(arena, (struct text){source, strlen(source)}, how, &pattern, &problem) !=
        ERR_NONE)
        return arena_printf(arena, "The pattern is invalid: %s", problem);
    switch (
        pattern_find(pattern, (struct text){subject->output, strlen(subject->output)}, &effort)) {
    case PATTERN_FOUND:
        return NULL;
    case PATTERN_TOO_MUCH:
        return arena_printf(arena, "The pattern %s takes too long on this answer.",
                            check_quote(arena, source));
    case PATTERN_ABSENT:
        break;
    }
    return arena_printf(arena, "Does not match %s.", check_quote(arena, source));
}

const char *check_starts_with(struct arena *arena, const json_t *check,
                              const struct grade_subject *subject)
{
    struct text output = compared(arena, subject->output, ignores_case(check));
    struct text wanted = compared(arena, json_text(check, "value"), ignores_case(check));
    text_trim_range(&output.data, &output.len);
    text_trim_range(&wanted.data, &wanted.len);
    if (output.len >= wanted.len && memcmp(output.data, wanted.data, wanted.len) == 0)
        return NULL;
    return arena_printf(arena, "Does not start with %s.",
                        check_quote(arena, json_text(check, "value")));
}
