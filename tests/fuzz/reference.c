/* References: what is found is well-formed and stands where it says; a text resolved in a library
 * whose every body is that same text ends, in a result or in a refusal with a message. */

#include <string.h>

#include "base/text.h"
#include "domain/record/record_name.h"
#include "domain/prompt/prompt_reference.h"
#include "domain/record/label.h"
#include "fuzz.h"

struct library {
    const char *text;
    size_t len;
    int lookups;
};

/* Names of one character are the text itself, other names something short, "missing" nothing. */
static enum err look_up(void *ctx, const struct prompt_reference *reference, const char **body,
                        size_t *body_len, const char **key)
{
    struct library *library = ctx;
    library->lookups++;
    if (strcmp(reference->name, "missing") == 0)
        return ERR_NOT_FOUND;
    bool is_text = strlen(reference->name) == 1;
    *body = is_text ? library->text : "short";
    *body_len = is_text ? library->len : strlen("short");
    *key = reference->name;
    return ERR_NONE;
}

static void check_list(const char *text, size_t len, const struct prompt_reference_list *list)
{
    size_t end = 0;
    const char *problem = NULL;
    for (int i = 0; i < list->count; i++) {
        const struct prompt_reference *one = &list->references[i];
        FUZZ_REQUIRE(one->start >= end && one->len <= len - one->start);
        FUZZ_REQUIRE(prompt_reference_find(text, len, end) == one->start);
        end = one->start + one->len;
        FUZZ_REQUIRE(memcmp(text + end - 3, PROMPT_REFERENCE_END, 3) == 0);
        FUZZ_REQUIRE(memchr(text + one->start, '\n', one->len) == NULL);
        FUZZ_REQUIRE(record_name_check(one->name, &problem) == ERR_NONE);
        FUZZ_REQUIRE((one->label == NULL) == (one->version > 0));
        FUZZ_REQUIRE(one->label == NULL || label_is_wellformed(one->label));
    }
    FUZZ_REQUIRE(prompt_reference_find(text, len, end) == len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *arena;
    const char *text = (const char *)data;
    if (!text_is_utf8(text, size) || text_has_nul(text, size))
        return 0;
    if (arena == NULL)
        arena = arena_create((size_t)1024 * 1024 * 1024);
    struct prompt_reference_list list;
    const char *problem = NULL;
    enum err parsed = prompt_references(arena, text, size, &list, &problem);
    FUZZ_REQUIRE(parsed == ERR_NONE || (parsed == ERR_INVALID && problem != NULL));
    FUZZ_REQUIRE(problem == NULL || text_is_utf8(problem, strlen(problem)));
    if (parsed == ERR_NONE)
        check_list(text, size, &list);
    struct library library = {text, size, 0};
    struct prompt_resolver resolver = {look_up, &library, "root"};
    struct buf out;
    buf_init(&out, arena);
    enum err err = prompt_resolve(&resolver, text, size, &out, &problem);
    FUZZ_REQUIRE((err == ERR_NONE) == (problem == NULL) && out.len <= PROMPT_OUTPUT_MAX);
    FUZZ_REQUIRE(parsed == ERR_NONE || err == ERR_INVALID);
    FUZZ_REQUIRE(library.lookups <= PROMPT_LOOKUPS_MAX);
    if (parsed == ERR_NONE && list.count == 0)
        FUZZ_REQUIRE(out.len == size && memcmp(out.data, text, size) == 0);
    if (err == ERR_NONE)
        FUZZ_REQUIRE(prompt_reference_cycle(arena, &resolver, text, size, &problem) == ERR_NONE);
    arena_reset(arena);
    return 0;
}
