#include "domain/prompt_reference.h"

#include <string.h>

#include "base/text.h"
#include "domain/label.h"
#include "domain/prompt_name.h"

/* Where the reference whose start mark ends at `from` has its end mark, or NULL: on the same line.
 */
static const char *find_end(const char *text, size_t len, size_t from)
{
    const char *line_end = memchr(text + from, '\n', len - from);
    size_t line_len = line_end == NULL ? len - from : (size_t)(line_end - (text + from));
    return memmem(text + from, line_len, PROMPT_REFERENCE_END, strlen(PROMPT_REFERENCE_END));
}

/* The beginning of a reference, short enough for a message. */
static const char *quote(struct arena *arena, const char *text, size_t len)
{
    enum { QUOTE_MAX = 100 };
    const char *line_end = memchr(text, '\n', len);
    if (line_end != NULL)
        len = (size_t)(line_end - text);
    if (len <= QUOTE_MAX)
        return arena_copy(arena, text, len);
    len = QUOTE_MAX;
    while (len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80)
        len--;
    return arena_printf(arena, "%.*s…", (int)len, text);
}

/* One KEY=VALUE between the bars. NULL, or what is wrong with it. */
static const char *parse_part(struct arena *arena, const char *part, size_t len,
                              struct prompt_reference *out)
{
    const char *equals = memchr(part, '=', len);
    size_t key_len = equals == NULL ? len : (size_t)(equals - part);
    const char *value = equals == NULL ? "" : arena_copy(arena, equals + 1, len - key_len - 1);
    const char *problem = NULL;
    if (key_len == 4 && memcmp(part, "name", 4) == 0) {
        if (out->name != NULL)
            return "It has two names.";
        out->name = value;
        return prompt_name_check(value, &problem) == ERR_NONE ? NULL : problem;
    }
    bool is_label = key_len == 5 && memcmp(part, "label", 5) == 0;
    if (!is_label && !(key_len == 7 && memcmp(part, "version", 7) == 0))
        return "It can say name=, label= and version=, nothing else.";
    if (out->label != NULL || out->version != 0)
        return "It can have one label or one version.";
    if (!is_label)
        return text_parse_int(value, 1, INT32_MAX, &out->version) == ERR_NONE
                   ? NULL
                   : "The version must be a number from 1.";
    out->label = value;
    return label_is_wellformed(value)
               ? NULL
               : "A label is 1 to 36 small letters, digits, underscores, dots or hyphens.";
}

static const char *parse_parts(struct arena *arena, const char *content, size_t len,
                               struct prompt_reference *out)
{
    for (size_t at = 0; at <= len;) {
        const char *bar = at == len ? NULL : memchr(content + at, '|', len - at);
        size_t part_len = bar == NULL ? len - at : (size_t)(bar - (content + at));
        const char *problem = parse_part(arena, content + at, part_len, out);
        if (problem != NULL)
            return problem;
        at += part_len + 1;
    }
    if (out->name == NULL)
        return "It needs a name.";
    if (out->label == NULL && out->version == 0)
        out->label = LABEL_PRODUCTION;
    return NULL;
}

enum err prompt_reference_parse(struct arena *arena, const char *text, size_t len, size_t start,
                                struct prompt_reference *out, const char **problem)
{
    size_t content = start + strlen(PROMPT_REFERENCE_START);
    const char *end = find_end(text, len, content);
    *out = (struct prompt_reference){.start = start, .len = len - start};
    const char *found = "It must end with @@@ on the same line.";
    if (end != NULL) {
        out->len = (size_t)(end - (text + start)) + strlen(PROMPT_REFERENCE_END);
        found = parse_parts(arena, text + content, (size_t)(end - (text + content)), out);
    }
    if (found == NULL)
        return ERR_NONE;
    if (problem != NULL)
        *problem = arena_printf(arena, "The reference “%s” cannot be read. %s",
                                quote(arena, text + start, out->len), found);
    return ERR_INVALID;
}

size_t prompt_reference_find(const char *text, size_t len, size_t from)
{
    if (from >= len)
        return len;
    const char *found =
        memmem(text + from, len - from, PROMPT_REFERENCE_START, strlen(PROMPT_REFERENCE_START));
    return found == NULL ? len : (size_t)(found - text);
}

enum err prompt_references(struct arena *arena, const char *text, size_t len,
                           struct prompt_reference_list *out, const char **problem)
{
    struct prompt_reference found[PROMPT_REFERENCES_MAX];
    out->count = 0;
    size_t at = prompt_reference_find(text, len, 0);
    while (at < len) {
        if (out->count == PROMPT_REFERENCES_MAX) {
            *problem =
                arena_printf(arena, "There are too many references in one prompt: at most %d.",
                             PROMPT_REFERENCES_MAX);
            return ERR_INVALID;
        }
        struct prompt_reference *reference = &found[out->count];
        enum err err = prompt_reference_parse(arena, text, len, at, reference, problem);
        if (err != ERR_NONE)
            return err;
        out->count++;
        at = prompt_reference_find(text, len, at + reference->len);
    }
    size_t size = (size_t)out->count * sizeof found[0];
    out->references = arena_alloc(arena, size);
    memcpy(out->references, found, size);
    return ERR_NONE;
}
