#include "domain/record/scope.h"

#include <inttypes.h>
#include <string.h>

#include "base/buf.h"

static const struct subject {
    const char *name;
    const char *words;
} subjects[SCOPE_SUBJECT_COUNT] = {
    [SCOPE_KIND] = {"kind", "kind"},
    [SCOPE_MEMBERS] = {"members", "members"},
    [SCOPE_EDGES] = {"edges", "edges"},
    [SCOPE_MODEL] = {"model", "model"},
    [SCOPE_TOOLS] = {"tools", "tools"},
    [SCOPE_MCP_SERVERS] = {"mcp_servers", "MCP servers"},
    [SCOPE_HANDOFFS] = {"handoffs", "handoffs"},
    [SCOPE_ENDPOINT] = {"endpoint", "endpoint"},
    [SCOPE_LIMITS] = {"limits", "limits"},
    [SCOPE_OUTPUT] = {"output", "output"},
    [SCOPE_OTHER] = {"other", "other settings"},
};

enum { SHOWN_MAX = 80 }; /* characters of a text */

/* U+2068 and U+2069: what stands between them, from the right to the left perhaps, does not turn
 * what stands around it (Unicode Annex 9). */
#define FIRST_STRONG_ISOLATE "\xe2\x81\xa8"
#define POP_ISOLATE          "\xe2\x81\xa9"

json_t *scope_wider_names(const struct scope *scope)
{
    if (scope->wider == 0)
        return NULL;
    json_t *names = json_array();
    for (int i = 0; i < SCOPE_SUBJECT_COUNT; i++)
        if ((scope->wider & 1U << i) != 0)
            json_array_append_new(names, json_string(subjects[i].name));
    return json_keep(scope->arena, names);
}

static const char *words_of(const char *name)
{
    for (int i = 0; i < SCOPE_SUBJECT_COUNT; i++)
        if (strcmp(subjects[i].name, name) == 0)
            return subjects[i].words;
    return name;
}

const char *scope_wider_words(struct arena *arena, const json_t *names)
{
    struct buf words;
    size_t index = 0;
    const json_t *name = NULL;
    buf_init(&words, arena);
    json_array_foreach(names, index, name)
    {
        if (json_is_string(name))
            buf_printf(&words, "%s%s", words.len > 0 ? ", " : "",
                       words_of(json_string_value(name)));
    }
    return words.len > 0 ? words.data : NULL;
}

/* ---- adding ------------------------------------------------------------------------------- */

void scope_begin(struct scope *scope, struct arena *arena, bool is_first)
{
    const size_t most = SCOPE_VERDICT_COUNT * SCOPE_FINDINGS_MAX;
    *scope = (struct scope){.arena = arena, .is_first = is_first};
    scope->findings = arena_array(arena, most, sizeof *scope->findings);
}

void scope_add(struct scope *scope, enum scope_subject subject, enum scope_verdict verdict,
               const char *format, ...)
{
    va_list args;
    scope->found |= 1U << subject;
    if (verdict == SCOPE_WIDER || verdict == SCOPE_CHANGED)
        scope->wider |= 1U << subject;
    if (++scope->counts[verdict] > SCOPE_FINDINGS_MAX)
        return;
    va_start(args, format);
    scope->findings[scope->count++] =
        (struct scope_finding){subject, verdict, arena_vprintf(scope->arena, format, args)};
    va_end(args);
}

void scope_add_same(struct scope *scope, enum scope_subject subject)
{
    if ((scope->found & 1U << subject) == 0)
        scope_add(scope, subject, SCOPE_SAME, "%s", subjects[subject].words);
}

void scope_add_limit(struct scope *scope, enum scope_subject subject,
                     const struct scope_limit *limit, const int64_t values[2])
{
    if (values[0] == values[1])
        return;
    if (values[1] == 0)
        scope_add(scope, subject, SCOPE_WIDER, "No longer limited in %s", limit->what);
    else if (values[0] == 0)
        scope_add(scope, subject, SCOPE_NARROWER, "%s %" PRId64 "%s%s", limit->title, values[1],
                  limit->unit, scope->is_first ? "" : ", not limited before");
    else
        scope_add(scope, subject, values[1] > values[0] ? SCOPE_WIDER : SCOPE_NARROWER,
                  "%s %" PRId64 "%s → %" PRId64 "%s", limit->title, values[0], limit->unit,
                  values[1], limit->unit);
}

const char *scope_text(const struct scope *scope, const char *text)
{
    size_t len = strlen(text);
    size_t at = 0;
    for (int i = 0; i < SHOWN_MAX && at < len; i++)
        (void)text_next_char(text, len, &at);
    if (text_is_ascii(text, len))
        return at == len ? text : arena_printf(scope->arena, "%.*s…", (int)at, text);
    return arena_printf(scope->arena, FIRST_STRONG_ISOLATE "%.*s%s" POP_ISOLATE, (int)at, text,
                        at == len ? "" : "…");
}

/* ---- keys --------------------------------------------------------------------------------- */

static bool is_known(const char *key, const char *const *known)
{
    for (; *known != NULL; known++)
        if (strcmp(*known, key) == 0)
            return true;
    return false;
}

static void add_key(struct scope *scope, enum scope_subject subject, const char *prefix,
                    const char *key, const char *verb)
{
    scope_add(scope, subject, scope->is_first ? SCOPE_WIDER : SCOPE_CHANGED, "%s%s%s%s", prefix,
              scope_text(scope, key), scope->is_first ? "" : " ", scope->is_first ? "" : verb);
}

void scope_add_keys(struct scope *scope, enum scope_subject subject, const char *prefix,
                    const json_t *const sides[2], const char *const *known)
{
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach((json_t *)sides[1], key, value)
    {
        const json_t *before = json_object_get(sides[0], key);
        if (!is_known(key, known) && !json_equal(before, value))
            add_key(scope, subject, prefix, key, before == NULL ? "added" : "changed");
    }
    json_object_foreach((json_t *)sides[0], key, value)
    {
        if (!is_known(key, known) && json_object_get(sides[1], key) == NULL)
            add_key(scope, subject, prefix, key, "removed");
    }
}
