#include "base/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/budget.h"

enum {
    GROUPS_DEEP = 50,
    BEHIND_MAX = 100,
    STEP = 8,           /* what a step costs, in characters that one goes over */
    MATCH_MAX = 400000, /* PCRE2's own limits, of one place where a match may begin */
    DEPTH_MAX = 20000,
    HEAP_MAX = 4096,       /* KiB */
    SCRATCH_MAX = 32 << 20 /* bytes */
};

struct pattern {
    pcre2_code *code;
    struct text source;
    size_t behind; /* characters that a lookbehind goes back at most */
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
    uint32_t back_reference = 0, behind = 0;
    (void)pcre2_pattern_info((*pattern)->code, PCRE2_INFO_BACKREFMAX, &back_reference);
    (void)pcre2_pattern_info((*pattern)->code, PCRE2_INFO_MAXLOOKBEHIND, &behind);
    if (behind > BEHIND_MAX) {
        *problem = arena_printf(arena, "A lookbehind may be %d characters long.", BEHIND_MAX);
        return ERR_INVALID;
    }
    (*pattern)->source = source;
    (*pattern)->has_back_reference = back_reference > 0;
    (*pattern)->behind = behind;
    return ERR_NONE;
}

/* A search: what it has cost so far. */
struct search {
    const struct pattern *pattern;
    size_t cost, most;
    size_t at;     /* where the step before was */
    size_t weight; /* what a character costs that its item goes over */
};

/* The longest of what was captured, which a back reference may compare to its end. */
static size_t longest_capture(const pcre2_callout_block *block)
{
    size_t longest = 0;
    for (uint32_t i = 1; i < block->capture_top; i++) {
        PCRE2_SIZE from = block->offset_vector[2 * i], to = block->offset_vector[2 * i + 1];
        if (from != PCRE2_UNSET && to > from && to - from > longest)
            longest = to - from;
    }
    return longest + block->capture_top;
}

/* What an item goes over before anything else is asked: 60000 of "a{60000}". */
static size_t least_repeats(const struct text *source, const pcre2_callout_block *block)
{
    size_t from = block->pattern_position, to = from + block->next_item_length, count = 0;
    if (to > source->len || to - from < 2)
        return 0;
    to -= source->data[to - 2] == '}' ? 1 : 0; /* "a{60000}+" and "a{60000}?" */
    if (source->data[to - 1] != '}')
        return 0;
    for (; to > from && source->data[to - 1] != '{'; to--) {
    }
    for (; source->data[to] >= '0' && source->data[to] <= '9'; to++)
        count = 10 * count + (size_t)(source->data[to] - '0');
    return count; /* PCRE2 takes at most 65535 */
}

/* PCRE2 calls this before each item of the pattern (AUTO_CALLOUT). */
static int look(pcre2_callout_block *block, void *data)
{
    enum { ITEM_OF_WEIGHT = 16 }; /* a class of many characters is looked through for each one */
    struct search *search = data;
    const struct pattern *pattern = search->pattern;
    size_t here = block->current_position;
    size_t forward = here > search->at ? here - search->at : 0;
    size_t least = least_repeats(&pattern->source, block);
    size_t left = block->subject_length - here;
    search->cost += forward * search->weight + pattern->behind;
    search->at = here;
    search->weight = 1 + block->next_item_length / ITEM_OF_WEIGHT;
    search->cost += (STEP + (least < left ? least : left)) * search->weight;
    if (pattern->has_back_reference)
        search->cost += longest_capture(block);
    budget_look();
    return search->cost > search->most ? PCRE2_ERROR_CALLOUT : 0;
}

static int match(struct arena *scratch, struct search *search, struct text text)
{
    pcre2_general_context *memory = pcre2_general_context_create(get, leave, scratch);
    pcre2_match_context *context = pcre2_match_context_create(memory);
    pcre2_set_match_limit(context, MATCH_MAX);
    pcre2_set_depth_limit(context, DEPTH_MAX);
    pcre2_set_heap_limit(context, HEAP_MAX);
    pcre2_set_callout(context, look, search);
    pcre2_match_data *data = pcre2_match_data_create(1, memory);
    return pcre2_match(search->pattern->code, (PCRE2_SPTR)text.data, text.len, 0, 0, data, context);
}

enum pattern_result pattern_find(const struct pattern *pattern, struct text text, int *effort)
{
    struct search search = {
        .pattern = pattern, .weight = 1, .most = *effort < 0 ? 0 : (size_t)*effort * STEP};
    struct arena *scratch = arena_create(SCRATCH_MAX);
    int found = match(scratch, &search, text);
    arena_destroy(scratch);
    *effort -= (int)(search.cost / STEP);
    if (found >= 0)
        return PATTERN_FOUND;
    return found == PCRE2_ERROR_NOMATCH ? PATTERN_ABSENT : PATTERN_TOO_MUCH;
}
