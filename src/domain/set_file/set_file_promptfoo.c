#include "domain/set_file/set_file_promptfoo_internal.h"

#include <string.h>

#include "domain/set_file/set_file_assert_internal.h"

static const json_t *tests_of(const json_t *json)
{
    return json_is_array(json) ? json : json_object_get(json, "tests");
}

bool set_file_promptfoo_is(const json_t *json)
{
    const json_t *first = json_array_get(tests_of(json), 0);
    return json_object_get(json, "tests") != NULL || json_object_get(first, "vars") != NULL ||
           json_object_get(first, "assert") != NULL;
}

/* ---- reading ------------------------------------------------------------------------------- */

/* Those of all tests, and those of one, which win. */
static json_t *merged(struct arena *arena, const json_t *common, const json_t *own)
{
    json_t *json = json_keep(arena, json_object());
    if (json_is_object(common))
        (void)json_object_update(json, (json_t *)common);
    if (json_is_object(own))
        (void)json_object_update(json, (json_t *)own);
    return json;
}

static const char *put_variables(struct set_file_builder *builder, const char *place,
                                 const json_t *vars, json_t *json)
{
    const char *key = NULL;
    json_t *value = NULL;
    json_t *variables = json_keep(builder->arena, json_object());
    json_object_foreach((json_t *)vars, key, value)
    {
        const char *text = set_file_text(builder->arena, value);
        if (json_is_array(value))
            return arena_printf(builder->arena,
                                "vars.%s: a list makes one test of each item: write them out.",
                                key);
        if (text_starts_with(text, "file://"))
            return arena_printf(builder->arena, "vars.%s: a file is not read.", key);
        if (json_is_object(value))
            set_file_note(builder, place,
                          arena_printf(builder->arena, "vars.%s: kept as a text of JSON", key));
        set_file_put(variables, key, text);
    }
    if (json_object_size(variables) > 0)
        json_object_set(json, "variables", variables);
    return NULL;
}

static void add_checks(struct set_file_builder *builder, const char *place, const json_t *asserts,
                       json_t *checks)
{
    json_t *assertion = NULL;
    size_t index = 0;
    json_array_foreach(asserts, index, assertion)
    {
        json_t *check = set_file_assert_read(builder, place, assertion);
        if (check != NULL)
            json_array_append(checks, check);
    }
}

/* A case without checks has its expected text as an assertion; a check that says the same has a
 * config. */
static bool is_expected_alone(const json_t *test, const json_t *checks, const json_t *json)
{
    const json_t *assertion = json_array_get(json_object_get(test, "assert"), 0);
    const json_t *check = json_array_get(checks, 0);
    const json_t *expected = json_object_get(json, "expected");
    return json_array_size(checks) == 1 && expected != NULL && json_object_size(check) == 2 &&
           json_object_get(assertion, "config") == NULL &&
           strcmp(json_text(check, "type"), "equals") == 0 &&
           json_equal((json_t *)expected, json_object_get(check, "value"));
}

static void note_rest(struct set_file_builder *builder, const char *place, const json_t *test)
{
    static const char *const read[] = {"description", "vars", "assert", "metadata"};
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach((json_t *)test, key, value)
    {
        size_t i = 0;
        while (i < COUNT_OF(read) && strcmp(read[i], key) != 0)
            i++;
        if (i == COUNT_OF(read))
            set_file_note(builder, place, key);
    }
}

static void read_test(struct set_file_builder *builder, const char *place, const json_t *common,
                      const json_t *test)
{
    struct arena *arena = builder->arena;
    json_t *json = json_keep(arena, json_object());
    json_t *checks = json_keep(arena, json_array());
    if (!json_is_object(test)) {
        set_file_refuse(builder, place, "It must be a test, an object; files are not read.");
        return;
    }
    const json_t *vars =
        merged(arena, json_object_get(common, "vars"), json_object_get(test, "vars"));
    const json_t *metadata =
        merged(arena, json_object_get(common, "metadata"), json_object_get(test, "metadata"));
    const char *problem = put_variables(builder, place, vars, json);
    if (problem != NULL) {
        set_file_refuse(builder, place, problem);
        return;
    }
    set_file_put_name(builder, json, place, json_text(test, "description"));
    add_checks(builder, place, json_object_get(common, "assert"), checks);
    add_checks(builder, place, json_object_get(test, "assert"), checks);
    set_file_take(builder, place, metadata, "metadata.", json);
    if (!is_expected_alone(test, checks, json))
        json_object_set(json, "checks", checks);
    note_rest(builder, place, test);
    set_file_add(builder, place, json);
}

void set_file_promptfoo_read(struct set_file_builder *builder, const json_t *json)
{
    const char *key = NULL;
    json_t *test = NULL, *value = NULL;
    size_t index = 0;
    const json_t *common = json_object_get(json, "defaultTest");
    if (!json_is_array(tests_of(json))) {
        builder->problem = "“tests” must be a list of tests: files are not read.";
        return;
    }
    json_object_foreach((json_t *)json, key, value) if (strcmp(key, "tests") != 0 &&
                                                        strcmp(key, "defaultTest") != 0 &&
                                                        strcmp(key, "description") != 0)
        set_file_note(builder, "The configuration", key);
    if (json_is_object(common))
        note_rest(builder, "defaultTest", common);
    json_array_foreach(tests_of(json), index, test) if (builder->problem == NULL)
        read_test(builder, arena_printf(builder->arena, "tests[%zu]", index), common, test);
}

/* ---- writing ------------------------------------------------------------------------------- */

static json_t *asserts_of(struct arena *arena, const struct set_case *set_case)
{
    json_t *asserts = json_keep(arena, json_array());
    json_t *check = NULL;
    size_t index = 0;
    json_array_foreach(set_case->checks, index, check)
        json_array_append(asserts, set_file_assert_write(arena, check, set_case->expected));
    if (index == 0 && set_case->expected != NULL)
        json_array_append_new(
            asserts, json_pack("{s:s, s:s}", "type", "equals", "value", set_case->expected));
    return asserts;
}

static json_t *metadata_of(struct arena *arena, const struct set_case *set_case)
{
    static const char *const elsewhere[] = {"name", "variables", "checks"};
    json_t *json = set_case_json(arena, set_case);
    for (size_t i = 0; i < COUNT_OF(elsewhere); i++)
        (void)json_object_del(json, elsewhere[i]);
    return json;
}

static json_t *test_of(struct arena *arena, const struct set_case *set_case)
{
    json_t *json = json_keep(arena, json_object());
    json_t *asserts = asserts_of(arena, set_case);
    if (set_case->name[0] != '\0')
        set_file_put(json, "description", set_case->name);
    if (set_case->variables != NULL)
        json_object_set(json, "vars", set_case->variables);
    if (json_array_size(asserts) > 0)
        json_object_set(json, "assert", asserts);
    json_object_set(json, "metadata", metadata_of(arena, set_case));
    return json;
}

json_t *set_file_promptfoo_write(struct arena *arena, const struct set_cases *cases,
                                 const char *description)
{
    json_t *tests = json_keep(arena, json_array());
    for (int i = 0; i < cases->count; i++)
        json_array_append(tests, test_of(arena, &cases->items[i]));
    return json_keep(arena, json_pack("{s:s, s:O}", "description", description, "tests", tests));
}
