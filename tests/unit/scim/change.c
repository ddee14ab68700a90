#include "test.h"

#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "domain/scim/scim_person.h"

/* What a resource or a PATCH makes of a person, and what is refused. */

static json_t *parse(void **state, const char *text)
{
    json_t *json = NULL;
    const char *problem = NULL;
    if (json_parse(*state, text, strlen(text), &json, &problem) != ERR_NONE)
        fail_msg("%s: %s", problem, text);
    return json;
}

static const struct scim_person ann = {.user_name = "ann@example.org",
                                       .full_name = "Ann van Lee",
                                       .given_name = "Ann",
                                       .external_id = "00u1",
                                       .persona = PERSONA_PRODUCT_MANAGER,
                                       .is_active = true};

/* Applies one operation; the person as "address|name|given|id|persona|active", or "TYPE" of what is
 * refused. */
static const char *apply(void **state, const char *operations)
{
    struct scim_change change;
    struct scim_problem problem = {NULL, NULL};
    struct scim_person person = ann;
    struct scim_rules rules = {false, PERSONA_ENTERPRISE_TEAM};
    const char *body = arena_printf(*state, "{\"Operations\":[%s]}", operations);
    if (scim_patch_read(*state, parse(state, body), &change, &problem) != ERR_NONE ||
        scim_person_change(*state, &change, &rules, &person, &problem) != ERR_NONE) {
        assert_non_null(problem.detail);
        return problem.type;
    }
    return arena_printf(*state, "%s|%s|%s|%s|%s|%d", person.user_name, person.full_name,
                        person.given_name == NULL ? "-" : person.given_name,
                        person.external_id == NULL ? "-" : person.external_id,
                        persona_names[person.persona], person.is_active);
}

#define REST "|00u1|Product Manager|1"
#define SAME "ann@example.org|Ann van Lee|Ann" REST

static const struct {
    const char *operation;
    const char *person;
} understood[] = {
    {"{\"op\":\"replace\",\"value\":{\"active\":false}}",
     "ann@example.org|Ann van Lee|Ann|00u1|Product Manager|0"},
    {"{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"False\"}",
     "ann@example.org|Ann van Lee|Ann|00u1|Product Manager|0"},
    {"{\"op\":\"replace\",\"path\":\"active\",\"value\":\"True\"}", SAME},
    {"{\"op\":\"replace\",\"path\":\"name.givenName\",\"value\":\"Anna\"}",
     "ann@example.org|Anna van Lee|Anna" REST},
    {"{\"op\":\"replace\",\"path\":\"name.familyName\",\"value\":\"Roe\"}",
     "ann@example.org|Ann Roe|Ann" REST},
    {"{\"op\":\"remove\",\"path\":\"name.givenName\"}", "ann@example.org|van Lee|" REST},
    {"{\"op\":\"remove\",\"path\":\"name.familyName\"}", "ann@example.org|Ann|Ann" REST},
    {"{\"op\":\"remove\",\"path\":\"displayName\"}", SAME},
    {"{\"op\":\"replace\",\"path\":\"name\",\"value\":{\"formatted\":\"A. Lee\"}}",
     "ann@example.org|A. Lee|-" REST},
    {"{\"op\":\"replace\",\"value\":{\"displayName\":\"B\",\"name.formatted\":\"A. Lee\"}}",
     "ann@example.org|A. Lee|-" REST},
    {"{\"op\":\"add\",\"path\":\"emails\",\"value\":[{\"value\":\"home@example.org\",\"type\":"
     "\"home\"},{\"value\":\"work@example.org\",\"type\":\"work\"}]}",
     "work@example.org|Ann van Lee|Ann" REST},
    {"{\"op\":\"add\",\"path\":\"emails\",\"value\":[{\"value\":\"work@example.org\",\"type\":"
     "\"work\"},{\"value\":\"main@example.org\",\"primary\":\"True\"}]}",
     "main@example.org|Ann van Lee|Ann" REST},
    {"{\"op\":\"replace\",\"path\":\"emails[type eq \\\"work\\\"].value\",\"value\":"
     "\"a@example.org\"}",
     "a@example.org|Ann van Lee|Ann" REST},
    {"{\"op\":\"replace\",\"path\":\"emails[type eq \\\"work\\\"].type\",\"value\":\"home\"}",
     SAME},
    {"{\"op\":\"replace\",\"value\":{\"userName\":\"u@example.org\",\"emails\":[{\"value\":"
     "\"e@example.org\"}]}}",
     "u@example.org|Ann van Lee|Ann" REST},
    {"{\"op\":\"replace\",\"value\":{\"USERNAME\":\" u@example.org \"}}",
     "u@example.org|Ann van Lee|Ann" REST},
    {"{\"op\":\"replace\",\"path\":\"userType\",\"value\":\"devops engineer\"}",
     "ann@example.org|Ann van Lee|Ann|00u1|DevOps Engineer|1"},
    {"{\"op\":\"replace\",\"path\":\"roles\",\"value\":[]}",
     "ann@example.org|Ann van Lee|Ann|00u1|Enterprise Team|1"},
    {"{\"op\":\"add\",\"path\":\"roles\",\"value\":[\"Customer Admin\"]}",
     "ann@example.org|Ann van Lee|Ann|00u1|Customer Admin|1"},
    {"{\"op\":\"replace\",\"value\":{\"userType\":\"Product Manager\",\"roles\":"
     "[\"Customer Admin\"]}}",
     "ann@example.org|Ann van Lee|Ann|00u1|Customer Admin|1"},
    {"{\"op\":\"replace\",\"value\":{\"userType\":\"Customer Admin\",\"roles\":"
     "[\"Product Manager\"]}}",
     "ann@example.org|Ann van Lee|Ann|00u1|Customer Admin|1"},
    {"{\"op\":\"replace\",\"value\":{\"userType\":\"Customer Admin\",\"roles\":"
     "[\"DevOps Engineer\"]}}",
     "ann@example.org|Ann van Lee|Ann|00u1|Customer Admin|1"},
    {"{\"op\":\"remove\",\"path\":\"externalId\"}",
     "ann@example.org|Ann van Lee|Ann|-|Product Manager|1"},
    {"{\"op\":\"replace\",\"value\":{\"externalId\":null}}",
     "ann@example.org|Ann van Lee|Ann|-|Product Manager|1"},
    {"{\"op\":\"replace\",\"value\":{\"externalId\":\"\"}}",
     "ann@example.org|Ann van Lee|Ann|-|Product Manager|1"},
    {"{\"op\":\"add\",\"path\":\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:"
     "department\",\"value\":\"Tools\"}",
     SAME},
    {"{\"op\":\"add\",\"value\":{\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:"
     "User\":"
     "{\"userType\":\"DevOps Engineer\",\"manager\":{\"value\":\"x\"}}}}",
     "ann@example.org|Ann van Lee|Ann|00u1|DevOps Engineer|1"},
    {"{\"op\":\"add\",\"path\":\"phoneNumbers[type eq \\\"mobile\\\"].value\",\"value\":\"1\"}",
     SAME},
    {"{\"OP\":\"add\",\"Path\":\"active\",\"VALUE\":false},"
     "{\"op\":\"replace\",\"path\":\"active\",\"value\":true}",
     SAME},
    {"{\"op\":\"replace\",\"value\":{\"name\":{\"name\":{\"givenName\":\"x\"}}}}", SAME},
};

static void operations_that_are_understood(void **state)
{
    for (size_t i = 0; i < COUNT_OF(understood); i++) {
        const char *found = apply(state, understood[i].operation);
        if (strcmp(found, understood[i].person) != 0)
            fail_msg("%s: %s", understood[i].operation, found);
    }
}

static void operations_that_are_refused(void **state)
{
    static const struct {
        const char *operation;
        const char *type;
    } rows[] = {
        {"7", "invalidSyntax"},
        {"{}", "invalidSyntax"},
        {"{\"op\":7}", "invalidSyntax"},
        {"{\"op\":\"move\",\"path\":\"a\"}", "invalidSyntax"},
        {"{\"op\":\"add\",\"path\":7,\"value\":1}", "invalidSyntax"},
        {"{\"op\":\"add\"}", "invalidValue"},
        {"{\"op\":\"add\",\"value\":\"active\"}", "invalidValue"},
        {"{\"op\":\"add\",\"path\":\"active\",\"value\":\"yes\"}", "invalidValue"},
        {"{\"op\":\"add\",\"path\":\"active\",\"value\":[true]}", "invalidValue"},
        {"{\"op\":\"add\",\"path\":\"userName\",\"value\":{}}", "invalidValue"},
        {"{\"op\":\"add\",\"path\":\"name\",\"value\":\"Ann\"}", "invalidValue"},
        {"{\"op\":\"add\",\"path\":\"emails\",\"value\":[{\"type\":\"work\"}]}", "invalidValue"},
        {"{\"op\":\"add\",\"path\":\"emails\",\"value\":[]}", "invalidValue"},
        {"{\"op\":\"add\",\"path\":\"roles\",\"value\":[[\"Customer Admin\"]]}", "invalidValue"},
        {"{\"op\":\"add\",\"path\":\"userType\",\"value\":\"Platform Admin\"}", "invalidValue"},
        {"{\"op\":\"add\",\"path\":\"userType\",\"value\":\"\"}", "invalidValue"},
        {"{\"op\":\"add\",\"path\":\"urn:ietf:params:scim:schemas:core:2.0:User\",\"value\":1}",
         "invalidValue"},
        {"{\"op\":\"add\",\"path\":\"active[type eq \\\"work\\\"]\",\"value\":true}",
         "invalidPath"},
        {"{\"op\":\"add\",\"path\":\"emails[\",\"value\":true}", "invalidPath"},
        {"{\"op\":\"remove\"}", "noTarget"},
        {"{\"op\":\"remove\",\"path\":\"\"}", "noTarget"},
        {"{\"op\":\"remove\",\"path\":\"userName\"}", "mutability"},
        {"{\"op\":\"remove\",\"path\":\"emails\"}", "mutability"},
        {"{\"op\":\"remove\",\"path\":\"active\"}", "mutability"},
        {"{\"op\":\"remove\",\"path\":\"name\"}", "mutability"},
        {"{\"op\":\"replace\",\"value\":{\"userName\":null}}", "mutability"},
        {"{\"op\":\"replace\",\"path\":\"id\",\"value\":\"x\"}", "mutability"},
        {"{\"op\":\"replace\",\"path\":\"meta.created\",\"value\":\"x\"}", "mutability"},
        {"{\"op\":\"add\",\"path\":\"groups\",\"value\":[]}", "mutability"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const char *found = apply(state, rows[i].operation);
        if (strcmp(found, rows[i].type) != 0)
            fail_msg("%s: %s", rows[i].operation, found);
    }
}

static void a_hundred_operations_are_enough(void **state)
{
    static const char one[] = "{\"op\":\"add\",\"path\":\"nickName\",\"value\":\"x\"}";
    struct buf many;
    buf_init(&many, *state);
    for (int i = 0; i < SCIM_OPERATIONS_MAX; i++) {
        buf_add_text(&many, i == 0 ? "" : ",");
        buf_add_text(&many, one);
    }
    assert_string_equal(apply(state, many.data), SAME);
    buf_add_text(&many, ",");
    buf_add_text(&many, one);
    assert_string_equal(apply(state, many.data), "tooMany");
}

static const char *create(void **state, const char *body, const char **type)
{
    struct scim_change change;
    struct scim_problem problem = {NULL, NULL};
    struct scim_person person = {.user_name = NULL, .is_active = true};
    struct scim_rules rules = {false, PERSONA_ENTERPRISE_TEAM};
    if (scim_resource_read(*state, parse(state, body), &change, &problem) != ERR_NONE ||
        scim_person_change(*state, &change, &rules, &person, &problem) != ERR_NONE) {
        *type = problem.type;
        return NULL;
    }
    return arena_printf(*state, "%s|%s|%s", person.user_name, person.full_name,
                        persona_names[person.persona]);
}

static void resources_that_are_understood(void **state)
{
    static const struct {
        const char *body;
        const char *person;
    } rows[] = {
        {"{\"userName\":\"ann@example.org\"}", "ann@example.org|ann|Enterprise Team"},
        {"{\"emails\":[{\"value\":\"a@example.org\"}],\"userName\":\"ann@example.org\"}",
         "ann@example.org|ann|Enterprise Team"},
        {"{\"userName\":\"a@b.org\",\"name\":{\"familyName\":\"Lee\",\"formatted\":\"Dr. Lee\"}}",
         "a@b.org|Lee|Enterprise Team"},
        {"{\"userName\":\"a@b.org\",\"displayName\":\"\",\"name\":{}}",
         "a@b.org|a|Enterprise Team"},
        {"{\"userName\":\"a@b.org\",\"displayName\":null,\"id\":\"x\",\"meta\":7,\"groups\":[1],"
         "\"a b\":1,\"x[\":[],\"active\":null,\"userType\":null}",
         "a@b.org|a|Enterprise Team"},
        {"{\"userName\":\"a@b.org\",\"roles\":[{\"value\":\"Individual Developer\"},{\"value\":"
         "\"Product Manager\",\"primary\":true}]}",
         "a@b.org|a|Product Manager"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const char *type = "";
        const char *found = create(state, rows[i].body, &type);
        if (found == NULL || strcmp(found, rows[i].person) != 0)
            fail_msg("%s: %s %s", rows[i].body, found == NULL ? "" : found, type);
    }
    static const char *const refused[] = {"{}", "{\"displayName\":\"Ann\"}", "{\"userName\":[]}",
                                          "{\"userName\":\"a@b.org\",\"active\":1}",
                                          "{\"userName\":null}"};
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        const char *type = "";
        if (create(state, refused[i], &type) != NULL || strcmp(type, "invalidValue") != 0)
            fail_msg("%s: %s", refused[i], type);
    }
    const char *type = "";
    assert_null(create(state, "[]", &type));
    assert_string_equal(type, "invalidSyntax");
}

static void a_name_is_split_as_it_was_said(void **state)
{
    static const struct {
        const char *full_name, *said, *given, *family;
    } rows[] = {
        {"Ann van Lee", "Ann", "Ann", "van Lee"}, {"Ann van Lee", NULL, "Ann van", "Lee"},
        {"Ann van Lee", "Bob", "Ann van", "Lee"}, {"Anna Lee", "Ann", "Anna", "Lee"},
        {"Madonna", NULL, "Madonna", ""},         {"Madonna", "Madonna", "Madonna", ""},
        {"van Lee", "", "", "van Lee"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct scim_name name = scim_name_split(*state, rows[i].full_name, rows[i].said);
        assert_string_equal(name.given, rows[i].given);
        assert_string_equal(name.family, rows[i].family);
    }
}

static int setup(void **state)
{
    *state = arena_create(16 << 20);
    return 0;
}

static int teardown(void **state)
{
    arena_destroy(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operations_that_are_understood),
        cmocka_unit_test(operations_that_are_refused),
        cmocka_unit_test(a_hundred_operations_are_enough),
        cmocka_unit_test(resources_that_are_understood),
        cmocka_unit_test(a_name_is_split_as_it_was_said),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
