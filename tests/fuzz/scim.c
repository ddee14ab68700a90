/* SCIM: a filter or a path that is taken has a name that fits; and what a resource or a PATCH makes
 * of a person is whole, has a persona below Platform Admin and a name that splits into what it was
 * put together from. The input is a filter, a path and a body, a NUL between them. */

#include <string.h>

#include "base/json.h"
#include "domain/scim/scim_path.h"
#include "domain/scim/scim_person.h"
#include "fuzz.h"

static void check_filter(struct arena *arena, const char *text)
{
    struct scim_filter filter;
    if (scim_filter_parse(arena, text, &filter) != ERR_NONE)
        return;
    FUZZ_REQUIRE(filter.attribute[0] != '\0' && filter.text != NULL);
    FUZZ_REQUIRE(memchr(filter.attribute, '\0', sizeof filter.attribute) != NULL);
}

static void check_path(struct arena *arena, const char *text)
{
    struct scim_path path;
    if (scim_path_parse(arena, text, &path) != ERR_NONE)
        return;
    FUZZ_REQUIRE(memchr(path.attribute, '\0', sizeof path.attribute) != NULL);
    FUZZ_REQUIRE(memchr(path.rest, '\0', sizeof path.rest) != NULL);
    FUZZ_REQUIRE(path.has_filter || !path.is_elsewhere);
}

static void check_person(struct arena *arena, const struct scim_person *person)
{
    FUZZ_REQUIRE(person->user_name != NULL && person->full_name != NULL);
    FUZZ_REQUIRE(person->persona < PERSONA_PLATFORM_ADMIN);
    struct scim_name name = scim_name_split(arena, person->full_name, person->given_name);
    bool has_both = name.given[0] != '\0' && name.family[0] != '\0';
    const char *again = arena_printf(arena, "%s%s%s", name.given, has_both ? " " : "", name.family);
    FUZZ_REQUIRE(strlen(again) + 1 >= strlen(person->full_name));
}

typedef enum err reader(struct arena *arena, const json_t *body, struct scim_change *change,
                        struct scim_problem *problem);

static void check_body(struct arena *arena, const json_t *body, reader *read, bool is_new)
{
    struct scim_change change;
    struct scim_problem problem = {NULL, NULL};
    struct scim_rules rules = {is_new, PERSONA_PRODUCT_MANAGER};
    struct scim_person person = {.user_name = NULL};
    if (!is_new)
        person = (struct scim_person){.user_name = "a@example.org", .full_name = "Ann van Lee"};
    enum err err = read(arena, body, &change, &problem);
    if (err == ERR_NONE)
        err = scim_person_change(arena, &change, &rules, &person, &problem);
    if (err == ERR_NONE)
        check_person(arena, &person);
    else
        FUZZ_REQUIRE(problem.type != NULL && problem.detail != NULL &&
                     text_is_utf8(problem.detail, strlen(problem.detail)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *arena;
    const char *problem = NULL;
    json_t *body = NULL;
    if (arena == NULL)
        arena = arena_create((size_t)256 * 1024 * 1024);
    const char *text = arena_copy(arena, size == 0 ? "" : (const char *)data, size);
    const char *end = text + size;
    check_filter(arena, text);
    text += strlen(text) + 1;
    if (text < end) {
        check_path(arena, text);
        text += strlen(text) + 1;
    }
    if (text < end && json_parse(arena, text, (size_t)(end - text), &body, &problem) == ERR_NONE) {
        check_body(arena, body, scim_resource_read, true);
        check_body(arena, body, scim_patch_read, false);
    }
    arena_reset(arena);
    return 0;
}
