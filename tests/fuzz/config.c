/* Configs of agents: JSON that is accepted comes back the same from what is written of it, differs
 * from itself in nothing, and from another value in something; a config has problems or what a
 * valid one must have, and what is stored of it is valid again. The input is one JSON text, or two
 * with a NUL between them. */

#include <string.h>

#include "domain/agent/agent_config.h"
#include "domain/diff/json_diff.h"
#include "domain/secret.h"
#include "fuzz.h"

static void check_format(struct arena *arena, const json_t *json, enum json_layout layout)
{
    json_t *again = NULL;
    const char *problem = NULL;
    struct text text = json_format(arena, json, layout);
    FUZZ_REQUIRE(text.data[text.len] == '\0');
    FUZZ_REQUIRE(json_parse(arena, text.data, text.len, &again, &problem) == ERR_NONE);
    FUZZ_REQUIRE(json_equal(json, again));
    struct text same = json_format(arena, again, layout);
    FUZZ_REQUIRE(same.len == text.len && memcmp(same.data, text.data, text.len) == 0);
}

static json_t *check_json(struct arena *arena, const char *text, size_t len)
{
    json_t *json = NULL;
    const char *problem = NULL;
    struct json_diff diff;
    enum err err = json_parse(arena, text, len, &json, &problem);
    FUZZ_REQUIRE((err == ERR_NONE) == (json != NULL) && (err == ERR_NONE) == (problem == NULL));
    if (err != ERR_NONE) {
        FUZZ_REQUIRE(text_is_utf8(problem, strlen(problem)));
        return NULL;
    }
    check_format(arena, json, JSON_LINE);
    check_format(arena, json, JSON_INDENTED);
    json_diff(arena, json, json, &diff);
    FUZZ_REQUIRE(diff.count == 0 && !diff.has_more);
    return json;
}

static void check_diff(struct arena *arena, const json_t *before, const json_t *after)
{
    struct json_diff diff;
    json_diff(arena, before, after, &diff);
    FUZZ_REQUIRE((diff.count == 0) == json_equal(before, after));
    for (int i = 0; i < diff.count; i++) {
        const struct json_change *change = &diff.changes[i];
        FUZZ_REQUIRE(text_is_utf8(change->path, strlen(change->path)));
        FUZZ_REQUIRE((change->before.data == NULL) == (change->kind == JSON_ADDED));
        FUZZ_REQUIRE((change->after.data == NULL) == (change->kind == JSON_REMOVED));
    }
}

static void check_valid(struct arena *arena, const json_t *config)
{
    struct config_problems problems;
    json_t *again = NULL;
    struct text stored = json_format(arena, config, JSON_LINE);
    struct agent_config_prompt prompt = agent_config_prompt(config);
    FUZZ_REQUIRE(agent_config_model(config) != NULL);
    FUZZ_REQUIRE(prompt.name == NULL || (prompt.label == NULL) == (prompt.version > 0));
    for (size_t i = 0; i < agent_config_handoff_count(config); i++)
        FUZZ_REQUIRE(agent_config_handoff(config, i) != NULL);
    FUZZ_REQUIRE(agent_config_parse(arena, stored.data, stored.len, &again, &problems) == ERR_NONE);
    FUZZ_REQUIRE(json_equal(config, again));
}

static void check_config(struct arena *arena, const char *text, size_t len)
{
    struct config_problems problems;
    json_t *config = NULL;
    enum err err = agent_config_parse(arena, text, len, &config, &problems);
    FUZZ_REQUIRE((err == ERR_NONE) == (problems.count == 0));
    FUZZ_REQUIRE(err == ERR_INVALID || config != NULL);
    for (int i = 0; i < problems.count; i++) {
        FUZZ_REQUIRE(text_is_utf8(problems.items[i].path, strlen(problems.items[i].path)));
        FUZZ_REQUIRE(text_is_utf8(problems.items[i].message, strlen(problems.items[i].message)));
    }
    if (err == ERR_NONE)
        check_valid(arena, config);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *arena;
    const char *text = (const char *)data;
    const char *end = size == 0 ? NULL : memchr(text, '\0', size);
    size_t len = end == NULL ? size : (size_t)(end - text);
    if (arena == NULL)
        arena = arena_create((size_t)1024 * 1024 * 1024);
    (void)secret_find(text == NULL ? "" : text, size);
    check_config(arena, text == NULL ? "" : text, len);
    const json_t *before = check_json(arena, text == NULL ? "" : text, len);
    const json_t *after = end == NULL ? NULL : check_json(arena, end + 1, size - len - 1);
    if (before != NULL && after != NULL)
        check_diff(arena, before, after);
    arena_reset(arena);
    return 0;
}
