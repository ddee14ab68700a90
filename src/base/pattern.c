#include "base/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/budget.h"

enum {
    GROUPS_DEEP = 50,
    STEPS_MAX = 400000, /* of matching, over all places where a match may begin */
    MATCH_MAX = 400000, /* PCRE2's own limits, of one place */
    DEPTH_MAX = 20000,
    HEAP_MAX = 4096,       /* KiB */
    SCRATCH_MAX = 32 << 20 /* bytes */
};

struct pattern {
    pcre2_code *code;
    bool has_back_reference;
};

static void *get(PCRE2_SIZE size, void *arena)
{
    return arena_alloc(arena, size);
}

static void leave(void *memory, void *arena) /* it goes with its arena */
{
    (void)memory;
    (void)arena;
}

static const char *problem_of(struct arena *arena, int error, size_t offset)
{
    PCRE2_UCHAR message[200];
    if (pcre2_get_error_message(error, message, sizeof message) < 0)
        message[0] = '\0';
    return arena_printf(arena, "At character %zu: %s.", offset + 1, (const char *)message);
}

enum err pattern_compile(struct arena *arena, struct text source, int how, struct pattern **pattern,
                         const char **problem)
{
    int error = 0;
    PCRE2_SIZE offset = 0;
    uint32_t options = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_AUTO_CALLOUT |
                       ((how & PATTERN_IGNORES_CASE) != 0 ? PCRE2_CASELESS : 0) |
                       ((how & PATTERN_OF_JSON) != 0 ? PCRE2_ALT_BSUX | PCRE2_DOLLAR_ENDONLY : 0);
    *pattern = arena_alloc(arena, sizeof **pattern);
    *problem = "";
    if (source.len > PATTERN_MAX) {
        *problem = arena_printf(arena, "A pattern may have %d bytes.", PATTERN_MAX);
        return ERR_INVALID;
    }
    pcre2_general_context *memory = pcre2_general_context_create(get, leave, arena);
    pcre2_compile_context *context = pcre2_compile_context_create(memory);
    pcre2_set_parens_nest_limit(context, GROUPS_DEEP);
    (*pattern)->code =
        pcre2_compile((PCRE2_SPTR)source.data, source.len, options, &error, &offset, context);
    if ((*pattern)->code == NULL) {
        *problem = problem_of(arena, error, text_count_chars(source.data, offset));
        return ERR_INVALID;
    }
    uint32_t back_reference = 0;
    pcre2_pattern_info((*pattern)->code, PCRE2_INFO_BACKREFMAX, &back_reference);
    (*pattern)->has_back_reference = back_reference > 0;
    return ERR_NONE;
}

/* What matching has cost so far. */
struct effort {
    const struct pattern *pattern;
    size_t steps, at;
};

static int look(pcre2_callout_block *block, void *data)
{
    enum { CHARS_OF_STEP = 8 };
    struct effort *effort = data;
    size_t here = block->current_position;
    size_t moved = here > effort->at ? here - effort->at : 0;
    effort->at = here;
    effort->steps += 1 + moved / CHARS_OF_STEP;
    if (effort->pattern->has_back_reference) /* it may be compared, and not be there */
        effort->steps += (here - block->start_match) / CHARS_OF_STEP;
    budget_look();
    return effort->steps > STEPS_MAX ? PCRE2_ERROR_CALLOUT : 0;
}

static int match(struct arena *scratch, const struct pattern *pattern, struct text text)
{
    struct effort effort = {.pattern = pattern};
    pcre2_general_context *memory = pcre2_general_context_create(get, leave, scratch);
    pcre2_match_context *context = pcre2_match_context_create(memory);
    pcre2_set_match_limit(context, MATCH_MAX);
    pcre2_set_depth_limit(context, DEPTH_MAX);
    pcre2_set_heap_limit(context, HEAP_MAX);
    pcre2_set_callout(context, look, &effort);
    pcre2_match_data *data = pcre2_match_data_create(1, memory);
    return pcre2_match(pattern->code, (PCRE2_SPTR)text.data, text.len, 0, 0, data, context);
}

enum pattern_result pattern_find(const struct pattern *pattern, struct text text)
{
    struct arena *scratch = arena_create(SCRATCH_MAX);
    int found = match(scratch, pattern, text);
    arena_destroy(scratch);
    if (found >= 0)
        return PATTERN_FOUND;
    return found == PCRE2_ERROR_NOMATCH ? PATTERN_ABSENT : PATTERN_TOO_MUCH;
}
