#include "domain/prompt/prompt_template.h"

#include <string.h>

#include "base/budget.h"
#include "domain/diff/intern.h"
#include "domain/prompt/prompt_mistake.h"
#include "domain/prompt/prompt_reference.h"

/* The text is read once from front to back: what comes next, from `at` on. */
struct scan {
    struct arena *arena;
    const char *text;
    size_t len;
    size_t at;
    size_t next_reference; /* the next start mark at or after `at`, or len */
};

struct special { /* a variable or a reference */
    enum prompt_segment_kind kind;
    size_t start, len;
    const char *name; /* of a variable; inside the text */
    size_t name_len;
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Bytes of the variable name at the start of the text; 0 if there is none. */
static size_t measure_name(const char *text, size_t len)
{
    if (len == 0 || !is_letter(text[0]))
        return 0;
    size_t end = 1;
    while (end < len &&
           (is_letter(text[end]) || (text[end] >= '0' && text[end] <= '9') || text[end] == '_'))
        end++;
    return end;
}

bool prompt_variable_is_name(const char *text)
{
    size_t len = strlen(text);
    return len > 0 && measure_name(text, len) == len;
}

static size_t skip_blanks(const char *text, size_t len, size_t at)
{
    while (at < len && (text[at] == ' ' || text[at] == '\t'))
        at++;
    return at;
}

static bool parse_variable(const struct scan *scan, size_t start, struct special *out)
{
    const char *text = scan->text;
    size_t len = scan->len;
    if (len - start < 2 || text[start] != '{' || text[start + 1] != '{')
        return false;
    size_t name = skip_blanks(text, len, start + 2);
    size_t name_len = measure_name(text + name, len - name);
    size_t end = skip_blanks(text, len, name + name_len);
    if (name_len == 0 || len - end < 2 || text[end] != '}' || text[end + 1] != '}')
        return false;
    *out = (struct special){SEGMENT_VARIABLE, start, end + 2 - start, text + name, name_len};
    return true;
}

static bool parse_reference(const struct scan *scan, size_t start, struct special *out)
{
    struct prompt_reference reference;
    if (prompt_reference_parse(scan->arena, scan->text, scan->len, start, &reference, NULL) !=
        ERR_NONE)
        return false;
    *out = (struct special){SEGMENT_REFERENCE, start, reference.len, NULL, 0};
    return true;
}

static struct scan scan_start(struct arena *arena, const char *text, size_t len)
{
    return (struct scan){arena, text, len, 0, prompt_reference_find(text, len, 0)};
}

/* The next variable or reference; false at the end. */
static bool scan_next(struct scan *scan, struct special *out)
{
    while (scan->at < scan->len) {
        budget_look();
        const char *brace = memchr(scan->text + scan->at, '{', scan->next_reference - scan->at);
        size_t start = brace == NULL ? scan->next_reference : (size_t)(brace - scan->text);
        if (start == scan->len)
            break;
        bool is_found =
            brace == NULL ? parse_reference(scan, start, out) : parse_variable(scan, start, out);
        scan->at = is_found ? start + out->len : start + 1;
        if (scan->at > scan->next_reference)
            scan->next_reference = prompt_reference_find(scan->text, scan->len, scan->at);
        if (is_found)
            return true;
    }
    return false;
}

void prompt_variables(struct arena *arena, const char *text, size_t len,
                      struct prompt_variables *out)
{
    struct intern names;
    struct buf list;
    intern_init(&names, arena);
    buf_init(&list, arena);
    struct scan scan = scan_start(arena, text, len);
    for (struct special found; scan_next(&scan, &found);) {
        int count = names.count;
        if (found.kind != SEGMENT_VARIABLE ||
            intern_add(&names, found.name, found.name_len) < count)
            continue;
        const char *name = arena_copy(arena, found.name, found.name_len);
        buf_add(&list, &name, sizeof name);
    }
    out->count = names.count;
    out->names = (const char **)(void *)list.data;
}

/* False if the text would become too long. */
static bool add_limited(struct buf *out, size_t start_len, const char *text, size_t len)
{
    if (out->len - start_len + len > PROMPT_OUTPUT_MAX)
        return false;
    buf_add(out, text, len);
    return true;
}

enum err prompt_render(const char *text, size_t len, const struct prompt_value *values, int count,
                       struct buf *out)
{
    struct intern names;
    intern_init(&names, out->arena);
    const struct prompt_value **by_id =
        arena_array(out->arena, (size_t)count, sizeof(const struct prompt_value *));
    for (int i = 0; i < count; i++) {
        int id = intern_add(&names, values[i].name, strlen(values[i].name));
        if (by_id[id] == NULL)
            by_id[id] = &values[i];
    }
    size_t start_len = out->len;
    size_t done = 0;
    struct scan scan = scan_start(out->arena, text, len);
    for (struct special found; scan_next(&scan, &found);) {
        int id = found.kind == SEGMENT_VARIABLE ? intern_find(&names, found.name, found.name_len)
                                                : INTERN_NONE;
        if (id == INTERN_NONE)
            continue;
        if (!add_limited(out, start_len, text + done, found.start - done) ||
            !add_limited(out, start_len, by_id[id]->text, by_id[id]->len))
            return ERR_INVALID;
        done = found.start + found.len;
    }
    return add_limited(out, start_len, text + done, len - done) ? ERR_NONE : ERR_INVALID;
}

static void add_segment(struct buf *list, enum prompt_segment_kind kind, const char *text,
                        size_t len)
{
    struct prompt_segment segment = {kind, text, len, NULL};
    if (len > 0)
        buf_add(list, &segment, sizeof segment);
}

/* Text without variables and references, its mistakes apart. */
static void add_plain(struct buf *list, const char *text, size_t len)
{
    struct prompt_mistake mistake;
    size_t done = 0;
    for (size_t at = 0; prompt_mistake_next(list->arena, text, len, &at, &mistake); done = at) {
        struct prompt_segment segment = {SEGMENT_MISTAKE, mistake.text, mistake.len, mistake.why};
        add_segment(list, SEGMENT_PLAIN, text + done, (size_t)(mistake.text - text) - done);
        buf_add(list, &segment, sizeof segment);
    }
    add_segment(list, SEGMENT_PLAIN, text + done, len - done);
}

void prompt_segments(struct arena *arena, const char *text, size_t len, struct prompt_segments *out)
{
    struct buf list;
    buf_init(&list, arena);
    size_t done = 0;
    struct scan scan = scan_start(arena, text, len);
    for (struct special found; scan_next(&scan, &found);) {
        add_plain(&list, text + done, found.start - done);
        add_segment(&list, found.kind, text + found.start, found.len);
        done = found.start + found.len;
    }
    add_plain(&list, text + done, len - done);
    out->count = (int)(list.len / sizeof(struct prompt_segment));
    out->segments = (struct prompt_segment *)(void *)list.data;
}
