/* Normal forms, names and the matcher: the first line is a query, the rest a text. Whatever the
 * bytes are, folding gives well-formed text and is done once; what is found lies in the text, and a
 * text matches what was found in it. */

#include <string.h>

#include "base/unicode.h"
#include "domain/record/name.h"
#include "domain/text_match.h"
#include "fuzz.h"

static bool is_same(struct text a, struct text b)
{
    return a.len == b.len && memcmp(a.data, b.data, a.len) == 0;
}

static void fold(struct arena *arena, struct text text)
{
    struct text nfc = unicode_nfc(arena, text.data, text.len);
    FUZZ_REQUIRE(text_is_utf8(nfc.data, nfc.len));
    FUZZ_REQUIRE(is_same(nfc, unicode_nfc(arena, nfc.data, nfc.len)));
    for (int i = UNICODE_SAME; i <= UNICODE_UNACCENTED; i++) {
        struct text folded = unicode_fold(arena, text.data, text.len, (enum unicode_fold)i);
        FUZZ_REQUIRE(text_is_utf8(folded.data, folded.len));
        size_t half = folded.len / 2;
        struct unicode_range range = unicode_unfold(arena, text, (enum unicode_fold)i,
                                                    (struct unicode_range){half, folded.len});
        FUZZ_REQUIRE(range.start <= range.end && range.end <= text.len);
    }
}

static void name(struct arena *arena, const char *typed)
{
    const char *problem = NULL;
    const char *name = name_normalize(arena, typed);
    if (name_check(name, &problem) != ERR_NONE)
        return;
    FUZZ_REQUIRE(strcmp(name, name_normalize(arena, name)) == 0);
    const char *key = name_sort_key(arena, name);
    FUZZ_REQUIRE(text_is_utf8(key, strlen(key)));
    FUZZ_REQUIRE(strcmp(name_key(arena, typed), name_key(arena, name)) == 0);
}

static void match(struct arena *arena, struct arena *scratch, const char *typed, struct text text)
{
    const struct text_query *query = NULL;
    const char *problem = NULL;
    struct text_match match;
    struct text_span span;
    if (text_query_parse(arena, typed, &query, &problem) != ERR_NONE) {
        FUZZ_REQUIRE(problem != NULL);
        return;
    }
    text_match_begin(&match, query, scratch);
    FUZZ_REQUIRE((match.missing == 0) == text_query_is_empty(query));
    int missing = match.missing;
    bool is_found = text_match_look(&match, text.data, text.len, &span);
    FUZZ_REQUIRE(is_found == (match.missing < missing));
    if (!is_found)
        return;
    FUZZ_REQUIRE(span.start <= text.len && span.len <= text.len - span.start);
    FUZZ_REQUIRE(text_is_utf8(text.data + span.start, span.len));
    text_match_begin(&match, query, scratch);
    FUZZ_REQUIRE(text_match_look(&match, text.data + span.start, span.len, &span));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *arena;
    static struct arena *scratch;
    if (arena == NULL) {
        arena = arena_create(256 * 1024 * 1024);
        scratch = arena_create(256 * 1024 * 1024);
    }
    const char *input = arena_copy(arena, data, size);
    size_t line = strcspn(input, "\n");
    const char *typed = arena_copy(arena, input, line);
    struct text text = {input + line, size - line};
    fold(arena, text);
    name(arena, typed);
    if (text_is_utf8(text.data, text.len))
        match(arena, scratch, typed, text);
    arena_reset(arena);
    return 0;
}
