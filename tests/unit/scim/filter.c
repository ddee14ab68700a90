#include "test.h"

#include <string.h>

#include "domain/scim/scim_path.h"

/* Filters and paths of SCIM: what is understood, and that everything else is refused. */

static void filters_that_are_understood(void **state)
{
    static const struct {
        const char *filter;
        const char *attribute;
        const char *text;
    } rows[] = {
        {"userName eq \"ann@example.org\"", "username", "ann@example.org"},
        {"USERNAME EQ \"a\"", "username", "a"},
        {"  externalId   eq   \"00u1\"  ", "externalid", "00u1"},
        {"active eq true", "active", "true"},
        {"active eq false", "active", "false"},
        {"urn:ietf:params:scim:schemas:core:2.0:User:userName eq \"a\"", "username", "a"},
        {"userName eq \"say \\\"hi\\\" \\u00e9\"", "username", "say \"hi\" é"},
        {"userName eq \"\"", "username", ""},
        {"userName eq \"a eq b or c\"", "username", "a eq b or c"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct scim_filter filter;
        assert_int_equal(scim_filter_parse(*state, rows[i].filter, &filter), ERR_NONE);
        assert_string_equal(filter.attribute, rows[i].attribute);
        assert_string_equal(filter.text, rows[i].text);
        assert_int_equal(filter.is_boolean, strcmp(filter.attribute, "active") == 0);
    }
}

static void filters_that_are_refused(void **state)
{
    static const char *const rows[] = {
        "",
        " ",
        "eq",
        "userName",
        "userName eq",
        "userName eq ",
        "userName eq \"",
        "userName eq \"a",
        "userName eq a",
        "userName eq 7",
        "userName eq null",
        "userName eq {}",
        "userName eq [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\"a\"]]]]]",
        "userName eq \"a\" and active eq true",
        "userName eq \"a\\u0000b\"",
        "userName eq \"\xff\"",
        "userName ne \"a\"",
        "userName pr",
        "eq \"a\"",
        "(userName eq \"a\")",
        "not (userName eq \"a\")",
        "urn:ietf:params:scim:schemas:core:2.0:User: eq \"a\"",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa eq \"a\"",
    };
    struct scim_filter filter;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (scim_filter_parse(*state, rows[i], &filter) != ERR_INVALID)
            fail_msg("taken: %s", rows[i]);
    char large[SCIM_FILTER_MAX + 40] = "userName eq \"";
    memset(large + strlen(large), 'a', SCIM_FILTER_MAX);
    assert_int_equal(scim_filter_parse(*state, large, &filter), ERR_INVALID);
}

static void paths_that_are_understood(void **state)
{
    static const struct {
        const char *path;
        const char *attribute;
        const char *rest;
        bool has_filter;
        bool is_elsewhere;
    } rows[] = {
        {"active", "active", "", false, false},
        {"name", "name", "", false, false},
        {"name.givenName", "name.givenName", "", false, false},
        {"NAME.familyName", "NAME.familyName", "", false, false},
        {"emails", "emails", "", false, false},
        {"emails.value", "emails", "value", false, false},
        {"emails[type eq \"work\"].value", "emails", "value", true, false},
        {"emails[type eq \"Work\"]", "emails", "", true, false},
        {"emails[primary eq true].value", "emails", "value", true, false},
        {"roles[primary eq \"True\"].value", "roles", "value", true, false},
        {"emails[primary eq false].value", "emails", "value", true, true},
        {"emails[type eq \"home\"].value", "emails", "value", true, true},
        {"emails[value eq \"a]b\"].value", "emails", "value", true, true},
        {"urn:ietf:params:scim:schemas:core:2.0:User:name.givenName", "name.givenName", "", false,
         false},
        {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:userType", "userType", "",
         false, false},
        {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "", "", false, false},
        {"urn:example:other:2.0:User:shoeSize", ":", "", false, false},
        {"members.$ref", "members", "$ref", false, false},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct scim_path path;
        if (scim_path_parse(*state, rows[i].path, &path) != ERR_NONE)
            fail_msg("refused: %s", rows[i].path);
        assert_string_equal(path.attribute, rows[i].attribute);
        assert_string_equal(path.rest, rows[i].rest);
        assert_int_equal(path.has_filter, rows[i].has_filter);
        assert_int_equal(path.is_elsewhere, rows[i].is_elsewhere);
    }
}

static void paths_that_are_refused(void **state)
{
    static const char *const rows[] = {
        "",
        " ",
        ".",
        "[",
        "a b",
        "name.",
        "name..givenName",
        "name.given.more",
        "emails[",
        "emails[]",
        "emails[type]",
        "emails[type eq \"work\"",
        "emails[type eq \"work\"]]",
        "emails[type eq \"work\"]value",
        "emails[type eq \"work\"].",
        "emails[type eq \"work].value",
        "emails[type eq \"work\\",
        "emails[primary eq \"perhaps\"].value",
        "emails[type eq \"work\" or type eq \"home\"].value",
        "näme",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "name.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    };
    struct scim_path path;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (scim_path_parse(*state, rows[i], &path) != ERR_INVALID)
            fail_msg("taken: %s", rows[i]);
}

static int setup(void **state)
{
    *state = arena_create(4 << 20);
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
        cmocka_unit_test(filters_that_are_understood),
        cmocka_unit_test(filters_that_are_refused),
        cmocka_unit_test(paths_that_are_understood),
        cmocka_unit_test(paths_that_are_refused),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
