/* Documents that are no JSON: YAML, front matter and tables. What YAML reads is JSON within its
 * limits; whatever is recognized opens the same twice, has its kinds in their order and names that
 * are clean, and nothing in it breaks a record. */

#include <string.h>

#include "base/yaml.h"
#include "domain/transfer/bundle_open.h"
#include "domain/transfer/bundle_read.h"
#include "fuzz.h"

static void check_yaml(struct arena *arena, const char *text, size_t size)
{
    json_t *json = NULL;
    json_t *again = NULL;
    const char *problem = NULL;
    if (yaml_parse(arena, (struct text){text, size}, &json, &problem) != ERR_NONE) {
        FUZZ_REQUIRE(problem != NULL && text_is_utf8(problem, strlen(problem)));
        return;
    }
    FUZZ_REQUIRE(!json_is_deeper(json, JSON_DEPTH));
    struct text line = json_format(arena, json, JSON_LINE);
    FUZZ_REQUIRE(json_parse(arena, line.data, line.len, &again, &problem) == ERR_NONE);
    FUZZ_REQUIRE(json_equal(json, again));
}

static void check_records(struct arena *arena, const struct bundle *bundle)
{
    for (int i = 0; i < bundle->count; i++) {
        const struct bundle_entry *entry = &bundle->entries[i];
        struct bundle_record record;
        struct config_problems problems;
        FUZZ_REQUIRE(i == 0 || bundle->entries[i - 1].kind <= entry->kind);
        FUZZ_REQUIRE(text_is_utf8(entry->name, strlen(entry->name)));
        if (entry->notes != NULL)
            FUZZ_REQUIRE(strpbrk(entry->name, "/|<>\n") == NULL);
        enum err err = bundle_read(arena, bundle, i, &record, &problems);
        FUZZ_REQUIRE((err == ERR_NONE) == (problems.count == 0));
        for (int j = 0; j < record.notes.count; j++)
            FUZZ_REQUIRE(
                text_is_utf8(record.notes.items[j].path, strlen(record.notes.items[j].path)));
    }
}

static void check_document(struct arena *arena, const char *before, const char *text, size_t size)
{
    struct bundle bundle;
    struct bundle again;
    const char *problem = NULL;
    size_t len = strlen(before);
    char *document = arena_alloc(arena, len + size + 1);
    memcpy(document, before, len);
    memcpy(document + len, text, size);
    if (bundle_open(arena, document, len + size, &bundle, &problem) != ERR_NONE) {
        FUZZ_REQUIRE(problem != NULL && text_is_utf8(problem, strlen(problem)));
        return;
    }
    FUZZ_REQUIRE(bundle.count > 0 && bundle.format[0] != '\0');
    FUZZ_REQUIRE(bundle_open(arena, document, len + size, &again, &problem) == ERR_NONE);
    FUZZ_REQUIRE(again.count == bundle.count && again.format == bundle.format);
    check_records(arena, &bundle);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *arena;
    if (arena == NULL)
        arena = arena_create(1024 * 1024 * 1024);
    const char *text = arena_copy(arena, data, size);
    check_yaml(arena, text, size);
    check_document(arena, "", text, size);
    check_document(arena, "---\nname: a\n", text, size);
    check_document(arena, "act,prompt,tags\n", text, size);
    check_document(arena, "a:\n  role: x\n  goal: y\n  ", text, size);
    check_document(arena, "{\"mcpServers\": {\"a\": ", text, size);
    arena_reset(arena);
    return 0;
}
