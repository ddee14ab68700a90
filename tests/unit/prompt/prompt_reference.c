#include "test.h"

#include <stdio.h>
#include <string.h>

#include "domain/prompt/prompt_reference.h"

enum { MEGABYTE = 1024 * 1024 };

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(256 * MEGABYTE);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static void assert_references(const char *text, const char *joined)
{
    struct prompt_reference_list list;
    const char *problem = NULL;
    if (prompt_references(arena, text, strlen(text), &list, &problem) != ERR_NONE)
        fail_msg("%s", problem);
    struct buf buf;
    buf_init(&buf, arena);
    for (int i = 0; i < list.count; i++) {
        const struct prompt_reference *one = &list.references[i];
        buf_printf(&buf, "[%s %s %d %zu+%zu]", one->name, one->label == NULL ? "-" : one->label,
                   (int)one->version, one->start, one->len);
    }
    assert_string_equal(buf.data, joined);
}

static void assert_malformed(const char *text, const char *first_part, const char *second_part)
{
    struct prompt_reference_list list;
    const char *problem = NULL;
    assert_int_equal(prompt_references(arena, text, strlen(text), &list, &problem), ERR_INVALID);
    if (strstr(problem, first_part) == NULL || strstr(problem, second_part) == NULL)
        fail_msg("“%s” was refused with: %s", text, problem);
}

static void references_are_found_where_they_stand(void **state)
{
    (void)state;
    assert_references("", "");
    assert_references("plain @@@ text @@ @", "");
    assert_references("@@@prompt:name=a@@@", "[a production 0 0+19]");
    assert_references("x@@@prompt:name=a/b c|label=v1@@@y", "[a/b c v1 0 1+32]");
    assert_references("@@@prompt:name=a|version=12@@@", "[a - 12 0+30]");
    assert_references("@@@prompt:version=1|name=a@@@", "[a - 1 0+29]");
    assert_references("@@@prompt:name=a|label=latest@@@", "[a latest 0 0+32]");
    assert_references("@@@prompt:name=a=b@@@", "[a=b production 0 0+21]");
    assert_references("@@@prompt:name=a@@@@@@prompt:name=b@@@",
                      "[a production 0 0+19][b production 0 19+19]");
    assert_references("@@@@prompt:name=a@@@@", "[a production 0 1+19]");
    assert_references("@@@prompt:name=é@@@\n@@@prompt:name=é@@@",
                      "[é production 0 0+20][é production 0 21+20]");
}

static void references_of_langfuse_mean_the_same(void **state)
{
    (void)state;
    assert_references("@@@langfusePrompt:name=a@@@", "[a production 0 0+27]");
    assert_references("x@@@langfusePrompt:name=a/b c|label=v1@@@@@@prompt:name=d|version=2@@@",
                      "[a/b c v1 0 1+40][d - 2 41+29]");
    assert_references("@@@langfusePrompt @@@langfuseprompt:name=a@@@", "");
    assert_references("@@@@langfusePrompt:name=a@@@", "[a production 0 1+27]");
    assert_malformed("@@@langfusePrompt:nome=a@@@", "“@@@langfusePrompt:nome=a@@@”",
                     "nothing else");
    assert_malformed("@@@langfusePrompt:", "“@@@langfusePrompt:”", "must end with @@@");
}

static void malformed_references_are_named(void **state)
{
    (void)state;
    assert_malformed("x @@@prompt:@@@", "“@@@prompt:@@@”", "nothing else");
    assert_malformed("@@@prompt:label=a@@@", "label=a", "needs a name");
    assert_malformed("@@@prompt:name=@@@", "name=", "Enter a name");
    assert_malformed("@@@prompt:name=/a@@@", "/a", "slash");
    assert_malformed("@@@prompt:name= a@@@", " a", "space");
    assert_malformed("@@@prompt:name=a|name=b@@@", "name=b", "two names");
    assert_malformed("@@@prompt:name=a|label=A@@@", "label=A", "lowercase letters");
    assert_malformed("@@@prompt:name=a|label=@@@", "label=", "lowercase letters");
    assert_malformed("@@@prompt:name=a|version=0@@@", "version=0", "number");
    assert_malformed("@@@prompt:name=a|version=-1@@@", "version=-1", "number");
    assert_malformed("@@@prompt:name=a|version=99999999999999999999@@@", "version=9", "number");
    assert_malformed("@@@prompt:name=a|version=@@@", "version=", "number");
    assert_malformed("@@@prompt:name=a|label=b|version=1@@@", "label=b", "one label or one");
    assert_malformed("@@@prompt:name=a|label=b|label=b@@@", "label=b", "one label or one");
    assert_malformed("@@@prompt:name=a|lable=b@@@", "lable=b", "nothing else");
    assert_malformed("@@@prompt:name=a|@@@", "name=a|", "nothing else");
    assert_malformed("@@@prompt:name=a", "name=a", "must end with @@@");
    assert_malformed("@@@prompt:name=a@@", "name=a@@", "must end with @@@");
    assert_malformed("@@@prompt:name=a\n@@@", "“@@@prompt:name=a”", "must end with @@@");
    assert_malformed("@@@prompt:", "“@@@prompt:”", "must end with @@@");
}

static void a_long_malformed_reference_is_cut_between_characters(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, arena);
    buf_add_text(&text, "@@@prompt:name=");
    for (int i = 0; i < 1000; i++)
        buf_add_text(&text, "🎉");
    struct prompt_reference_list list;
    const char *problem = NULL;
    assert_int_equal(prompt_references(arena, text.data, text.len, &list, &problem), ERR_INVALID);
    assert_true(strlen(problem) < 300);
    assert_non_null(strstr(problem, "🎉…”"));
}

static void a_body_has_a_limit_of_references(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, arena);
    for (int i = 0; i < PROMPT_REFERENCES_MAX; i++)
        buf_add_text(&text, "@@@prompt:name=a@@@");
    struct prompt_reference_list list;
    const char *problem = NULL;
    assert_int_equal(prompt_references(arena, text.data, text.len, &list, &problem), ERR_NONE);
    assert_int_equal(list.count, PROMPT_REFERENCES_MAX);
    buf_add_text(&text, "@@@prompt:name=a@@@");
    assert_int_equal(prompt_references(arena, text.data, text.len, &list, &problem), ERR_INVALID);
    assert_non_null(strstr(problem, "too many"));
}

/* A library in memory: the body of a name is the text after "NAME:" in a list that ends with NULL.
 */
struct library {
    const char *const *bodies;
    int lookups;
    enum err err;
};

static enum err look_up(void *ctx, const struct prompt_reference *reference, const char **body,
                        size_t *body_len, const char **key)
{
    struct library *library = ctx;
    library->lookups++;
    if (library->err != ERR_NONE)
        return library->err;
    size_t name_len = strlen(reference->name);
    for (int i = 0; library->bodies[i] != NULL; i++) {
        const char *entry = library->bodies[i];
        if (strncmp(entry, reference->name, name_len) != 0 || entry[name_len] != ':')
            continue;
        *body = entry + name_len + 1;
        *body_len = strlen(*body);
        *key = entry;
        return ERR_NONE;
    }
    return ERR_NOT_FOUND;
}

#define REF(name) "@@@prompt:name=" name "@@@"

static void assert_resolved(const char *const *bodies, const char *text, const char *expected)
{
    struct library library = {.bodies = bodies};
    struct prompt_resolver resolver = {look_up, &library, "root"};
    struct buf out;
    buf_init(&out, arena);
    const char *problem = NULL;
    if (prompt_resolve(&resolver, text, strlen(text), &out, &problem) != ERR_NONE)
        fail_msg("%s", problem);
    assert_null(problem);
    assert_string_equal(out.data, expected);
    assert_int_equal(prompt_reference_cycle(arena, &resolver, text, strlen(text), &problem),
                     ERR_NONE);
    assert_null(problem);
}

static void assert_not_resolved(const char *const *bodies, const char *text, enum err expected,
                                const char *part_of_problem)
{
    struct library library = {.bodies = bodies};
    struct prompt_resolver resolver = {look_up, &library, "root"};
    struct buf out;
    buf_init(&out, arena);
    const char *problem = NULL;
    assert_int_equal(prompt_resolve(&resolver, text, strlen(text), &out, &problem), expected);
    assert_non_null(problem);
    if (strstr(problem, part_of_problem) == NULL)
        fail_msg("“%s” was refused with: %s", text, problem);
    const char *check_problem = NULL;
    enum err err = prompt_reference_cycle(arena, &resolver, text, strlen(text), &check_problem);
    if (expected == ERR_NOT_FOUND) {
        assert_int_equal(err, ERR_NONE);
        assert_null(check_problem);
    } else {
        assert_int_equal(err, expected);
        assert_string_equal(check_problem, problem);
    }
}

static void references_become_bodies(void **state)
{
    (void)state;
    const char *const bodies[] = {"a:A", "b:<" REF("a") ">", "c:" REF("b") REF("a"), "d:", NULL};
    assert_resolved(bodies, "", "");
    assert_resolved(bodies, "nothing", "nothing");
    assert_resolved(bodies, "x " REF("a") " y", "x A y");
    assert_resolved(bodies, REF("c") REF("c") REF("d"), "<A>A<A>A");
}

static void what_is_inserted_is_not_read_with_what_surrounds_it(void **state)
{
    (void)state;
    const char *const bodies[] = {"a:@@@prompt", "b:{{x}}", NULL};
    assert_resolved(bodies, REF("a") ":name=b@@@ " REF("b"), "@@@prompt:name=b@@@ {{x}}");
}

static void cycles_are_refused_with_their_path(void **state)
{
    (void)state;
    const char *const bodies[] = {"a:" REF("b"),     "b:" REF("a"),    "self:" REF("self"),
                                  "up:" REF("root"), "up2:" REF("up"), NULL};
    assert_not_resolved(bodies, REF("a"), ERR_INVALID, ": root → a → b → a.");
    assert_not_resolved(bodies, REF("self"), ERR_INVALID, ": root → self → self.");
    assert_not_resolved(bodies, REF("root"), ERR_INVALID, ": root → root.");
    assert_not_resolved(bodies, "x" REF("up2"), ERR_INVALID, ": root → up2 → up → root.");
}

static void two_ways_to_the_same_prompt_are_a_cycle(void **state)
{
    (void)state;
    const char *const bodies[] = {"a:@@@prompt:name=b|version=3@@@",
                                  "b:@@@prompt:name=a|label=latest@@@", NULL};
    assert_not_resolved(bodies, REF("a"), ERR_INVALID, ": root → a → b → a.");
}

static void depth_is_limited(void **state)
{
    (void)state;
    const char *const bodies[] = {"1:end",       "2:" REF("1"), "3:" REF("2"), "4:" REF("3"),
                                  "5:" REF("4"), "6:" REF("5"), NULL};
    assert_resolved(bodies, REF("5"), "end");
    assert_not_resolved(bodies, REF("6"), ERR_INVALID,
                        "deeper than 5: root → 6 → 5 → 4 → 3 → 2 → 1.");
    /* What was resolved before keeps its depth. */
    assert_not_resolved(bodies, REF("5") REF("6"), ERR_INVALID, "deeper than 5: root → 6 → 5.");
}

static void what_is_missing_is_named(void **state)
{
    (void)state;
    const char *const bodies[] = {"a:" REF("gone"), NULL};
    assert_not_resolved(bodies, REF("a"), ERR_NOT_FOUND, "“gone” with the label “production”");
    assert_not_resolved(bodies, "@@@prompt:name=x|version=7@@@", ERR_NOT_FOUND,
                        "“x” with a version 7");
}

static void a_malformed_reference_inside_says_where(void **state)
{
    (void)state;
    const char *const bodies[] = {"a:@@@prompt:oops@@@", NULL};
    assert_not_resolved(bodies, REF("a"), ERR_INVALID, "In the prompt “a”: The reference");
    assert_not_resolved(bodies, "@@@prompt:oops@@@", ERR_INVALID, "The reference “@@@prompt:oops");
}

static void other_errors_pass_through(void **state)
{
    (void)state;
    struct library library = {.err = ERR_UNAVAILABLE};
    struct prompt_resolver resolver = {look_up, &library, NULL};
    struct buf out;
    buf_init(&out, arena);
    const char *problem = "old";
    assert_int_equal(prompt_resolve(&resolver, REF("a"), strlen(REF("a")), &out, &problem),
                     ERR_UNAVAILABLE);
    assert_null(problem);
    assert_int_equal(prompt_reference_cycle(arena, &resolver, REF("a"), strlen(REF("a")), &problem),
                     ERR_UNAVAILABLE);
}

/* Without looking each reference up once, 200^5 bodies of nothing would be resolved. */
static void each_reference_is_looked_up_once(void **state)
{
    (void)state;
    const char *bodies[6];
    for (int level = 0; level < 5; level++) {
        struct buf body;
        buf_init(&body, arena);
        buf_printf(&body, "%d:", level);
        for (int i = 0; level > 0 && i < PROMPT_REFERENCES_MAX; i++)
            buf_printf(&body, "@@@prompt:name=%d@@@", level - 1);
        bodies[level] = body.data;
    }
    bodies[5] = NULL;
    struct library library = {.bodies = bodies};
    struct prompt_resolver resolver = {look_up, &library, NULL};
    struct buf out;
    buf_init(&out, arena);
    const char *problem = NULL;
    assert_int_equal(prompt_resolve(&resolver, REF("4"), strlen(REF("4")), &out, &problem),
                     ERR_NONE);
    assert_int_equal(out.len, 0);
    assert_int_equal(library.lookups, 5);
}

static void output_is_limited(void **state)
{
    (void)state;
    char *large = arena_alloc(arena, MEGABYTE + 3);
    memset(large, 'x', MEGABYTE + 2);
    memcpy(large, "a:", 2);
    const char *bodies[] = {large, "b:" REF("a") REF("a") REF("a") REF("a"), NULL};
    struct library library = {.bodies = bodies};
    struct prompt_resolver resolver = {look_up, &library, NULL};
    const char *problem = NULL;
    struct buf out;
    buf_init(&out, arena);
    assert_int_equal(prompt_resolve(&resolver, REF("b"), strlen(REF("b")), &out, &problem),
                     ERR_NONE);
    assert_int_equal(out.len, PROMPT_OUTPUT_MAX);
    buf_init(&out, arena);
    const char *text = REF("b") "!";
    assert_int_equal(prompt_resolve(&resolver, text, strlen(text), &out, &problem), ERR_INVALID);
    assert_non_null(strstr(problem, "4 MiB"));
}

/* Three bodies of 200 references to different names, of which every one is looked up. */
static enum err look_up_anything(void *ctx, const struct prompt_reference *reference,
                                 const char **body, size_t *body_len, const char **key)
{
    ++*(int *)ctx;
    struct buf buf;
    buf_init(&buf, arena);
    for (int i = 0; strlen(reference->name) == 1 && i < PROMPT_REFERENCES_MAX; i++)
        buf_printf(&buf, "@@@prompt:name=%s%d@@@", reference->name, i + 10);
    *body = buf.data;
    *body_len = buf.len;
    *key = reference->name;
    return ERR_NONE;
}

static void lookups_are_limited(void **state)
{
    (void)state;
    int lookups = 0;
    struct prompt_resolver resolver = {look_up_anything, &lookups, NULL};
    const char *problem = NULL;
    const char *two = REF("a") REF("b");
    assert_int_equal(prompt_reference_cycle(arena, &resolver, two, strlen(two), &problem),
                     ERR_NONE);
    assert_int_equal(lookups, 2 + 2 * PROMPT_REFERENCES_MAX);
    lookups = 0;
    const char *three = REF("a") REF("b") REF("c");
    assert_int_equal(prompt_reference_cycle(arena, &resolver, three, strlen(three), &problem),
                     ERR_INVALID);
    assert_int_equal(lookups, PROMPT_LOOKUPS_MAX);
    assert_non_null(strstr(problem, "500"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(references_of_langfuse_mean_the_same),
        cmocka_unit_test(references_are_found_where_they_stand),
        cmocka_unit_test(malformed_references_are_named),
        cmocka_unit_test(a_long_malformed_reference_is_cut_between_characters),
        cmocka_unit_test(a_body_has_a_limit_of_references),
        cmocka_unit_test(references_become_bodies),
        cmocka_unit_test(what_is_inserted_is_not_read_with_what_surrounds_it),
        cmocka_unit_test(cycles_are_refused_with_their_path),
        cmocka_unit_test(two_ways_to_the_same_prompt_are_a_cycle),
        cmocka_unit_test(depth_is_limited),
        cmocka_unit_test(what_is_missing_is_named),
        cmocka_unit_test(a_malformed_reference_inside_says_where),
        cmocka_unit_test(other_errors_pass_through),
        cmocka_unit_test(each_reference_is_looked_up_once),
        cmocka_unit_test(output_is_limited),
        cmocka_unit_test(lookups_are_limited),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
