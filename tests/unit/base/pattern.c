#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/pattern.h"
#include "times.h"

/* Regular expressions: what they find, which are refused, and that none takes long. */

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(256 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static struct text text_of(const char *text)
{
    return (struct text){text, strlen(text)};
}

static const struct pattern *compile(const char *source, int how)
{
    struct pattern *pattern = NULL;
    const char *problem = NULL;
    if (pattern_compile(arena, text_of(source), how, &pattern, &problem) != ERR_NONE)
        fail_msg("“%s” was refused: %s", source, problem);
    return pattern;
}

static enum pattern_result find(const char *source, int how, const char *text)
{
    int effort = PATTERN_EFFORT;
    return pattern_find(compile(source, how), text_of(text), &effort);
}

static void assert_refused(const char *source, const char *part_of_problem)
{
    struct pattern *pattern = NULL;
    const char *problem = NULL;
    if (pattern_compile(arena, text_of(source), 0, &pattern, &problem) == ERR_NONE)
        fail_msg("“%s” was taken", source);
    if (strstr(problem, part_of_problem) == NULL)
        fail_msg("“%s” was refused with: %s", source, problem);
}

static void a_pattern_is_found_anywhere_in_a_text(void **state)
{
    (void)state;
    assert_int_equal(find("b+c", 0, "aabbbcd"), PATTERN_FOUND);
    assert_int_equal(find("^b+c", 0, "aabbbcd"), PATTERN_ABSENT);
    assert_int_equal(find("", 0, ""), PATTERN_FOUND);
    assert_int_equal(find("\\bORD-\\d{5}\\b", 0, "Your order ORD-10442."), PATTERN_FOUND);
    assert_int_equal(find("\\bORD-\\d{5}\\b", 0, "Your order ORD-104427."), PATTERN_ABSENT);
    assert_int_equal(find("(\\w+) \\1", 0, "the the"), PATTERN_FOUND);
    assert_int_equal(find("^(?s).{3}$", 0, "ä€\n"), PATTERN_FOUND); /* characters, not bytes */
}

static void case_is_that_of_unicode(void **state)
{
    (void)state;
    assert_int_equal(find("ÄRGER", 0, "ärger"), PATTERN_ABSENT);
    assert_int_equal(find("ÄRGER", PATTERN_IGNORES_CASE, "großer ärger"), PATTERN_FOUND);
    assert_int_equal(find("(?i)refund", 0, "REFUND"), PATTERN_FOUND);
    assert_int_equal(find("^\\w+$", 0, "Größe"), PATTERN_ABSENT);
    assert_int_equal(find("(*UCP)^\\w+$", 0, "Größe"), PATTERN_FOUND);
    assert_int_equal(find("^\\d$", 0, "٣"), PATTERN_ABSENT);
}

static void json_schema_has_its_own_dialect(void **state)
{
    (void)state;
    assert_int_equal(find("^\\u0041$", PATTERN_OF_JSON, "A"), PATTERN_FOUND);
    assert_int_equal(find("^a$", PATTERN_OF_JSON, "a\n"), PATTERN_ABSENT);
    assert_int_equal(find("^a$", 0, "a\n"), PATTERN_FOUND);
}

static void a_bad_pattern_is_refused_with_its_place(void **state)
{
    (void)state;
    assert_refused("a(b", "At character 4: missing closing parenthesis");
    assert_refused("ä(b", "At character 4: ");
    assert_refused("[a", "missing terminating ]");
    assert_refused("\\Ca", "\\C");
    assert_refused("a\xff", "At character 2: UTF-8 error");
    assert_refused("(((((((((((((((((((((((((((((((((((((((((((((((((((a)))))))))))))))))))))))))))"
                   "))))))))))))))))))))))))",
                   "nested");
    assert_refused("(?:(?:(?:a{10}){1000}){90})", "too large");
    assert_refused("(?<=.{101})a", "A lookbehind may be 100");
    char *many = arena_alloc(arena, PATTERN_MAX + 2);
    memset(many, 'a', PATTERN_MAX + 1);
    assert_refused(many, "may have 2000 bytes");
    many[PATTERN_MAX] = '\0';
    (void)compile(many, 0);
}

static const char *repeat(const char *unit, size_t len)
{
    struct buf buf;
    buf_init(&buf, arena);
    while (buf.len < len)
        buf_add_text(&buf, unit);
    return buf.data;
}

/* Patterns that go over texts again and again, by every way there is. */
static const char *const slow[] = {
    "^(a+)+$",
    "(a+)+b",
    "(a*)*b",
    "(?:a|a)*b",
    "(?:a|aa)+$",
    "(x+x+)+y",
    "a*a*a*a*a*a*b",
    ".*.*.*.*.*b",
    "(?s).*b",
    "(.*)(.*)(.*)(.*)(.*)[xyz]",
    "a*+b",
    "(?>a*)b",
    "(?:(?=(a*+))a)*b",
    "^(?:(?=(a*+))a)*b",
    "(a*)\\1b",
    "^(a*)(?:\\1a)*\\1b",
    "(?i)(a*)\\1b",
    "(?<=a{0})(a*)\\1\\1c",
    "(?:(a*)\\1?)*b",
    "\\X*b",
    "(?:\\X+)*b",
    "(?:\\p{L}*)*\\d",
    "(?:[^b]*)*b",
    "(?i)(?:[ä-ü]|a)*+b",
    "(?:a?){300}a{300}b",
    "a{0,1000}a{0,1000}b",
    "((((((((((a*)*)*)*)*)*)*)*)*)*b",
    "(a)?(?(1)a*|b)*c",
    "(?R)?a*b",
    "(a(?1)?)+b",
    "^(?:a(?R)?)*b",
    "(?:(?!b)a*)*c",
    "(?:a(?=.*b)|a)*c",
    "(*NO_START_OPT)b",
    "(*NO_AUTO_POSSESS)a*b",
    "(?:.*?,){20}b",
    "(a|b|c|d|e|f|g|h)*z",
    "(?s)(?=(.*a))(?=(.*a))(?=(.*a)).*b",
    "([a-z]+\\s?)+$",
    "(?|(a*)|(b*))*c",
    "(*UCP)(?i)\\b(?:\\w+\\b)*\\d",
    "(?<!a)(?<!aa)a*a*b",
    "(*MARK:x)a*(*SKIP:y)b",
    "a*(*PRUNE)b",
    "a{60000}",
    "a{60000}b",
    "a{60000,}+b",
    "a{60000}?b",
    "(?:a{30000}){2}b",
    "[^z]{50000}z",
    "(?=(a*))(?:a\\1|a\\1|a\\1|a\\1|a\\1|a\\1|a\\1|a\\1|a\\1|a\\1|a\\1|a\\1|a\\1|a\\1)z",
    "(?<=(.{100}))\\1z",
    "(?<=.{98}z)b",
    "(?<=(?:(?:ab){10}){5})z",
    "(?:(?<=(?:a{10}){10})|a)*z",
    "^(?:a|ab)(?1)?z",
    "((?1)?a)*z",
    "(?:[\\p{Lu}\\p{Ll}\\p{Lt}\\p{Lm}\\p{Lo}\\p{Mn}\\p{Mc}\\p{Me}\\p{Nd}]*)*+z",
};

/* Classes that are looked through for each character. */
static const char *wide_class(const char *item, const char *after)
{
    return arena_printf(arena, "(*NO_START_OPT)[%s]%s", repeat(item, PATTERN_MAX - 60), after);
}

struct longest {
    int64_t used;
    int refused;
};

static void measure(const char *source, const char *text, struct longest *longest)
{
    struct pattern *pattern = NULL;
    const char *problem = NULL;
    int effort = PATTERN_EFFORT;
    int64_t begin = times_used();
    if (pattern_compile(arena, text_of(source), 0, &pattern, &problem) == ERR_NONE &&
        pattern_find(pattern, text_of(text), &effort) == PATTERN_TOO_MUCH)
        longest->refused++;
    int64_t used = times_used() - begin;
    if (used > 25000)
        printf("# %.40s on %zu bytes, %.8s: %lld us\n", source, strlen(text), text,
               (long long)used);
    longest->used = used > longest->used ? used : longest->used;
}

static void no_pattern_takes_longer_than_50_ms(void **state)
{
    (void)state;
    static const char *const units[] = {"a", "ab",       "x",           "aaaaaaaaaaaaaaaab,",
                                        "ä", "\xcc\x81", "👩‍🚀", "a\n"};
    static const size_t lengths[] = {30, 2000, 1024 * 1024};
    struct longest longest = {0};
    for (size_t i = 0; i < COUNT_OF(units) * COUNT_OF(lengths); i++) {
        const char *text = repeat(units[i % COUNT_OF(units)], lengths[i / COUNT_OF(units)]);
        for (size_t j = 0; j < COUNT_OF(slow); j++) {
            measure(slow[j], text, &longest);
            measure(arena_printf(arena, "(*NO_START_OPT)%s", slow[j]), text, &longest);
        }
        measure(wide_class("\\p{Lu}", "z"), text, &longest);
        measure(wide_class("\\p{Lu}", "*z"), text, &longest);
        measure(wide_class("\\P{Lu}", "*z"), text, &longest);
        measure(wide_class("Ȁ", "{2}z"), text, &longest);
        measure(wide_class("Ȁ-Ȃ", "z"), text, &longest);
        measure(arena_printf(arena, "%s(?i)", wide_class("Ȁ", "z")), text, &longest);
        arena_reset(arena);
    }
    printf("# the longest took %lld us, %d took too long\n", (long long)longest.used,
           longest.refused);
    assert_in_range(longest.refused, 100, 10000);
    assert_true(longest.used < 50000);
}

static void what_takes_long_is_said_and_always_the_same(void **state)
{
    (void)state;
    const char *text = repeat("a", 5000);
    for (int i = 0; i < 3; i++)
        assert_int_equal(find("^(a+)+$|b", 0, arena_printf(arena, "%s!", text)), PATTERN_TOO_MUCH);
    assert_int_equal(find("a+b", 0, "aab"), PATTERN_FOUND);
}

static void searches_share_an_effort(void **state)
{
    (void)state;
    int effort = PATTERN_EFFORT, count = 0;
    const struct pattern *pattern = compile("^[a-z]+$", 0);
    while (count < 1000000 && pattern_find(pattern, text_of("abc"), &effort) == PATTERN_FOUND)
        count++;
    assert_in_range(count, 1000, PATTERN_EFFORT);
    assert_int_equal(pattern_find(pattern, text_of("abc"), &effort), PATTERN_TOO_MUCH);
}

/* What people write, over a long answer, is not near the limit. */
static void an_ordinary_pattern_looks_through_a_mebibyte(void **state)
{
    (void)state;
    static const char *const usual[] = {
        "refund",
        "\\brefund(ed|s)?\\b",
        "(?i)order\\s+#?\\d{5,}",
        "[A-Z]{2}\\d{2}[ ]?\\d{4}",
        "https?://[^\\s]+",
        "(yes|no)\\.?$",
        "^\\s*\\{",
        "\\d+([.,]\\d+)?\\s*(EUR|€)",
    };
    const char *prose =
        repeat("Your parcel left our house on Monday, and will be there soon. ", 1024 * 1024);
    for (size_t i = 0; i < COUNT_OF(usual); i++)
        if (find(usual[i], 0, prose) != PATTERN_ABSENT)
            fail_msg("%s", usual[i]);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_pattern_is_found_anywhere_in_a_text),
        TEST(case_is_that_of_unicode),
        TEST(json_schema_has_its_own_dialect),
        TEST(a_bad_pattern_is_refused_with_its_place),
        TEST(no_pattern_takes_longer_than_50_ms),
        TEST(what_takes_long_is_said_and_always_the_same),
        TEST(searches_share_an_effort),
        TEST(an_ordinary_pattern_looks_through_a_mebibyte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
