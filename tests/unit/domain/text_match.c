#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "domain/text_excerpt.h"
#include "times.h"

/* Queries, what they find where, what is shown around it, and what it costs. */

static struct arena *arena;
static struct arena *scratch;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(64 << 20);
    scratch = arena_create(256 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    arena_destroy(scratch);
    return 0;
}

static const struct text_query *parse(const char *typed)
{
    const struct text_query *query = NULL;
    const char *problem = NULL;
    if (text_query_parse(arena, typed, &query, &problem) != ERR_NONE)
        fail_msg("“%s” was refused with: %s", typed, problem);
    return query;
}

/* The part of the text where a query first is, "-" if the text does not match. */
static const char *find(const char *typed, const char *text)
{
    struct text_match match;
    struct text_span span = {0, 0};
    text_match_begin(&match, parse(typed), scratch);
    bool is_found = text_match_look(&match, text, strlen(text), &span);
    assert_true(is_found || match.missing > 0);
    assert_true(span.start + span.len <= strlen(text));
    return match.missing > 0 ? "-" : arena_copy(arena, text + span.start, span.len);
}

static void assert_found(const char *typed, const char *text, const char *part)
{
    const char *found = find(typed, text);
    if (strcmp(found, part) != 0)
        fail_msg("“%s” finds “%s” in “%s”", typed, found, text);
}

static void assert_absent(const char *typed, const char *text)
{
    assert_found(typed, text, "-");
}

static void words_are_found_in_any_case_inside_words(void **state)
{
    (void)state;
    assert_found("refund", "The REFUND is due", "REFUND");
    assert_found("Refund", "prefunded", "refund");
    assert_absent("refund", "refun");
    assert_absent("x", "");
    assert_found("aab", "aaab", "aab");
    assert_found("100%", "1000, 100%", "100%");
    assert_found("\\", "a\\b", "\\");
    assert_found("[a-z]*", "z]*[A", "z]*");
    assert_absent("@", "`");
    assert_absent("[", "{");
}

static void all_words_are_found_in_any_order_in_one_text(void **state)
{
    (void)state;
    assert_found("answer refund", "support/refund-answer", "refund");
    assert_found("refund answer", "support/refund-answer", "refund");
    assert_found("refund-answer", "the answer is a refund", "answer");
    assert_found("a.b_c/d-e", "edcba", "e");
    assert_absent("refund answer", "support/refund");
    assert_found("tab\tand\nline\r\n", "line and tab", "line");
    assert_found("one one ONE", "One", "One");
    assert_found("  spaces  \u00a0\u3000around ", "around spaces", "around");
}

static void words_may_be_in_different_fields(void **state)
{
    (void)state;
    struct text_match match;
    struct text_span span = {0, 0};
    text_match_begin(&match, parse("refund caf\u00e9 \"two words\""), scratch);
    assert_int_equal(match.missing, 3);
    assert_true(text_match_look(&match, "a refund", 8, &span));
    assert_int_equal(span.start, 2);
    assert_int_equal(match.missing, 2);
    assert_false(text_match_look(&match, "refund, cafe, two, words", 8, &span));
    assert_true(text_match_look(&match, "Caf\u00e9", 5, &span));
    assert_int_equal(match.missing, 1);
    struct text_match copy = match;
    assert_true(text_match_look(&copy, "the two_words", 13, &span));
    assert_int_equal(copy.missing, 0);
    assert_int_equal(span.start, 4);
    assert_int_equal(span.len, 9);
    assert_int_equal(match.missing, 1);
}

static void accents_matter_only_where_they_are_typed(void **state)
{
    (void)state;
    assert_found("cafe", "un caf\u00e9 noir", "caf\u00e9");
    assert_found("cafe", "un CAFE\u0301 noir", "CAFE\u0301");
    assert_found("caf\u00e9", "cafe, CAFE\u0301", "CAFE\u0301");
    assert_absent("caf\u00e9", "un cafe noir");
    assert_absent("caf\u00e9", "un caf\u00ea noir");
    assert_found("cafe cr\u00e8me", "Cr\u00e8me, caf\u00e9", "Cr\u00e8me");
    assert_absent("cafe cr\u00e8me", "creme, caf\u00e9");
    assert_found("arger", "So ein \u00c4RGER", "\u00c4RGER");
    assert_found("\u00e4rger", "So ein \u00c4RGER", "\u00c4RGER");
    assert_absent("o\u0302", "\u1ed3"); /* another letter of Vietnamese */
}

static void letters_of_other_scripts_are_found(void **state)
{
    (void)state;
    assert_found("f\u00fcr", "F\u00dcR alle", "F\u00dcR");
    assert_found("\u038c\u0394\u039f\u03a3", "\u03cc\u03b4\u03bf\u03c2",
                 "\u03cc\u03b4\u03bf\u03c2");
    assert_found("\u043c\u043e\u0441\u043a\u0432\u0430", "\u041c\u041e\u0421\u041a\u0412\u0410",
                 "\u041c\u041e\u0421\u041a\u0412\u0410");
    assert_found("\u6771\u4eac", "in \u6771\u4eac", "\u6771\u4eac");
    assert_found("stra\u00dfe", "DIE STRASSE", "STRASSE");
    assert_found("strasse", "die Stra\u00dfe", "Stra\u00dfe");
    assert_found("fi", "\ufb01nal", "\ufb01");
    assert_found("abc1", "x\uff21\uff22\uff23\uff11", "\uff21\uff22\uff23\uff11");
    assert_found("\uff21bc", "ABC", "ABC");
    assert_found("softhyphen", "soft\u00adhyphen", "soft\u00adhyphen");
    assert_absent("\uac00", "\uac01"); /* a syllable that only begins alike */
    assert_absent("\u304b", "\u304c");
}

static void phrases_stay_together(void **state)
{
    (void)state;
    assert_found("\"refund answer\"", "Refund-Answer", "Refund-Answer");
    assert_found("\"refund answer\"", "a refund\n - answer", "refund\n - answer");
    assert_found("\"refund/answer\"", "the refund answer", "refund answer");
    assert_absent("\"refund answer\"", "answer refund");
    assert_absent("\"refund answer\"", "refund the answer");
    assert_found("\"d an\"", "refund answer", "d an");
    assert_found("\u201crefund answer\u201d", "refund answer", "refund answer");
    assert_found("x\"refund answer\"y", "y refund.answer x", "y");
    assert_found("\"not closed", "not-closed", "not-closed");
    assert_found("\"cafe noir\"", "un caf\u00e9-noir", "caf\u00e9-noir");
    assert_found("\"caf\u00e9 noir\"", "cafe noir, caf\u00e9 noir", "caf\u00e9 noir");
    assert_found("\" - one - \"", "ONE", "ONE");
    assert_found("\"a b\" \"b c\" \"a b c\"", "a-b--c", "a-b");
}

static void queries_that_can_not_be_read_are_refused(void **state)
{
    (void)state;
    char too_long[TEXT_QUERY_MAX + 2];
    memset(too_long, 'x', sizeof too_long - 1);
    too_long[sizeof too_long - 1] = '\0';
    static const char *const refused[][2] = {{"a\x01", "control"}, {"\x7f", "control"},
                                             {"a\xff", "UTF-8"},   {"- _ / .", "word"},
                                             {"\"\" \"", "word"},  {"\u00ad", "word"}};
    const struct text_query *query = NULL;
    const char *problem = NULL;
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        assert_int_equal(text_query_parse(arena, refused[i][0], &query, &problem), ERR_INVALID);
        assert_non_null(strstr(problem, refused[i][1]));
    }
    assert_int_equal(text_query_parse(arena, too_long, &query, &problem), ERR_INVALID);
    assert_non_null(strstr(problem, "too long"));
    too_long[TEXT_QUERY_MAX] = '\0';
    assert_found(too_long, too_long, too_long);
}

static void nothing_typed_matches_everything(void **state)
{
    (void)state;
    static const char *const typed[] = {"", " ", "\t\n\u3000"};
    for (size_t i = 0; i < COUNT_OF(typed); i++) {
        struct text_match match;
        text_match_begin(&match, parse(typed[i]), scratch);
        assert_int_equal(match.missing, 0);
        assert_true(text_query_is_empty(match.query));
    }
    assert_false(text_query_is_empty(parse("a")));
}

/* As many as fit: the words are found by the automaton, all in one walk. */
static void many_words_are_found_together(void **state)
{
    (void)state;
    struct buf typed;
    struct buf text;
    buf_init(&typed, arena);
    buf_init(&text, arena);
    for (int i = 0; i < 120; i++)
        buf_printf(&typed, "%c%c%s ", 'a' + i % 26, 'a' + i / 26, i == 60 ? "\u00e9" : "");
    for (int i = 119; i >= 0; i--)
        buf_printf(&text, "<%c%c%s>", 'A' + i % 26, 'a' + i / 26, i == 60 ? "\u00c9" : "");
    assert_found(typed.data, text.data, "Pe");
    text.data[text.len - 2] = '?';
    assert_absent(typed.data, text.data);
    assert_found("he she hers e s rs", "Ushers", "s");
    assert_found("a aa aaa aaaa aaaaa", "aaaaa", "a");
    assert_absent("a aa aaa aaaa aaaaa aaaaaa", "aaaaa");
}

/* The pieces that the search takes at a time overlap. */
static void a_word_is_found_at_every_place(void **state)
{
    enum { LEN = 9000 };
    (void)state;
    static const char *const typed[] = {"NeEdLe", "ne ed dl l le nee", "\"needle\""};
    char *text = arena_alloc(arena, LEN + 1);
    for (size_t i = 0; i < COUNT_OF(typed); i++) {
        const struct text_query *query = parse(typed[i]);
        for (size_t at = 0; at + 6 <= LEN; at += 7) {
            struct text_match match;
            struct text_span span;
            memset(text, '.', LEN);
            memcpy(text + at, "nEeDlE", 6);
            text_match_begin(&match, query, scratch);
            assert_true(text_match_look(&match, text, LEN, &span));
            assert_int_equal(match.missing, 0);
            assert_int_equal(span.start, at);
            text_match_begin(&match, query, scratch);
            (void)text_match_look(&match, text, at + 5, &span);
            assert_true(match.missing > 0);
        }
    }
}

static bool may_be(const char *typed, const char *json)
{
    struct text_match match;
    text_match_begin(&match, parse(typed), scratch);
    return text_match_may_be_in_json(&match, json, strlen(json));
}

static void json_without_a_word_need_not_be_parsed(void **state)
{
    (void)state;
    assert_true(may_be("say hi", "{\"a\": \"Say \\\"hi\\\"\"}"));
    assert_false(may_be("say ho", "{\"a\": \"Say \\\"hi\\\"\"}"));
    assert_true(may_be("a\\b", "[\"a\\\\b\"]"));
    assert_true(may_be("\"one two\"", "[\"one\\ntwo\"]"));
    assert_true(may_be("cafe", "[\"caf\u00e9\"]"));
    assert_true(may_be("caf\u00e9", "[\"cafe\\u0301\"]"));
    assert_true(may_be("b", "[\"\\u0062\"]"));
    assert_false(may_be("x", "[\"\u00e9\"]"));
}

/* ---- time ------------------------------------------------------------------------------------ */

enum { MIB = 1 << 20 };

/* The least of some measurements of looking at a text, in seconds. */
static double seconds_of(const struct text_query *query, const char *text, size_t len)
{
    double best = 1e9;
    for (int round = 0; round < 5; round++) {
        struct text_match match;
        struct text_span span;
        text_match_begin(&match, query, scratch);
        int64_t began = times_used();
        (void)text_match_look(&match, text, len, &span);
        double took = (double)(times_used() - began) / 1e6;
        assert_true(match.missing > 0);
        best = took < best ? took : best;
    }
    return best;
}

static void fill(char *to, size_t len, const char *with)
{
    for (size_t i = 0; i < len; i++)
        to[i] = with[i % strlen(with)];
    to[len] = '\0';
}

/* "aaa…ab" in "aaa…": a search that begins again at each place takes 30 times as long for a query
 * that is 50 times as long. Here it may take some times as long, for the machine is shared. */
static void a_long_hostile_word_costs_no_more_than_a_short_one(void **state)
{
    enum { LONG = 495, SHORT = 10, MOST = 8 };
    (void)state;
    static char text[MIB + 1];
    static const char *const fillings[] = {"a", "ab"};
    for (size_t i = 0; i < COUNT_OF(fillings); i++) {
        for (int place = 0; place < 3; place++) {
            char longer[LONG + 1];
            char shorter[SHORT + 1];
            fill(text, MIB, fillings[i]);
            fill(longer, LONG, fillings[i]);
            fill(shorter, SHORT, fillings[i]);
            longer[place * (LONG - 1) / 2] = 'c';
            shorter[place * (SHORT - 1) / 2] = 'c';
            double short_s = seconds_of(parse(shorter), text, MIB);
            double long_s = seconds_of(parse(longer), text, MIB);
            if (long_s > MOST * short_s)
                fail_msg("“%s”, c at %d: %g s and %g s", fillings[i], place, short_s, long_s);
        }
    }
}

/* The same for phrases and for many words, which are searched in another way; the text without a
 * match is the measure. */
static void many_hostile_words_cost_no_more_than_few(void **state)
{
    enum { MOST = 12 };
    (void)state;
    static char text[MIB + 1];
    struct buf many;
    buf_init(&many, arena);
    for (int i = 1; i <= 25; i++) {
        for (int j = 0; j < i; j++)
            buf_add_char(&many, 'a');
        buf_add_text(&many, "b ");
    }
    assert_true(many.len < TEXT_QUERY_MAX);
    fill(text, MIB, "a");
    double few_s = seconds_of(parse("aab ab b aaab aaaab"), text, MIB);
    assert_true(seconds_of(parse(many.data), text, MIB) < MOST * few_s);
    double phrase_s = seconds_of(parse("\"a b\""), text, MIB);
    char phrase[TEXT_QUERY_MAX + 1];
    fill(phrase, TEXT_QUERY_MAX, "a ");
    phrase[0] = phrase[TEXT_QUERY_MAX - 1] = '"';
    fill(text, MIB, "aa -");
    assert_true(seconds_of(parse(phrase), text, MIB) < 4 * MOST * (phrase_s + few_s));
}

/* Text that is not ASCII is folded first. Eight times as much takes eight times as long. */
static void folding_takes_linear_time(void **state)
{
    enum { PART = MIB / 8, MOST = 24 };
    (void)state;
    static char text[MIB + 1];
    static const char *const fillings[] = {"\u00e9", "e\u0301\u0323", "\ufdfa", "a\u0301",
                                           "\u0301\u0323"};
    for (size_t i = 0; i < COUNT_OF(fillings); i++) {
        fill(text, MIB, fillings[i]);
        size_t whole = MIB - MIB % (8 * strlen(fillings[i]));
        double part_s = seconds_of(parse("xyz"), text, whole / 8);
        double whole_s = seconds_of(parse("xyz"), text, whole);
        if (whole_s > MOST * part_s)
            fail_msg("“%s”: %g s and %g s", fillings[i], part_s, whole_s);
    }
}

static struct text_excerpt excerpt(const char *typed, const char *text, bool is_whole)
{
    struct text_match match;
    struct text_span span;
    text_match_begin(&match, parse(typed), scratch);
    assert_true(text_match_look(&match, text, strlen(text), &span));
    return text_excerpt_make(arena, (struct text){text, strlen(text)}, &span, is_whole);
}

static void an_excerpt_shows_what_is_around(void **state)
{
    (void)state;
    struct text_excerpt e = excerpt("two", "One\n\n  TWO\tthree", false);
    assert_string_equal(e.before, "One ");
    assert_string_equal(e.match, "TWO");
    assert_string_equal(e.after, " three");
    e = excerpt("b", "abc", true);
    assert_string_equal(e.before, "a");
    assert_string_equal(e.after, "c");
}

static void long_excerpts_are_cut(void **state)
{
    (void)state;
    char text[2001];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    for (size_t i = 0; i < sizeof text - 2; i += 2)
        memcpy(text + i, "ä", 2);
    memcpy(text + 1000, "needle", 6);
    struct text_excerpt e = excerpt("needle", text, false);
    assert_true(text_is_utf8(e.before, strlen(e.before)));
    assert_true(text_is_utf8(e.after, strlen(e.after)));
    assert_int_equal(strncmp(e.before, "…", strlen("…")), 0);
    assert_string_equal(e.after + strlen(e.after) - strlen("…"), "…");
    assert_in_range(strlen(e.before), 40, 64);
    assert_in_range(strlen(e.after), 100, 130);
    assert_true(strlen(excerpt("needle", text, true).after) > 900);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(words_are_found_in_any_case_inside_words),
        TEST(all_words_are_found_in_any_order_in_one_text),
        TEST(words_may_be_in_different_fields),
        TEST(accents_matter_only_where_they_are_typed),
        TEST(letters_of_other_scripts_are_found),
        TEST(phrases_stay_together),
        TEST(queries_that_can_not_be_read_are_refused),
        TEST(nothing_typed_matches_everything),
        TEST(many_words_are_found_together),
        TEST(a_word_is_found_at_every_place),
        TEST(json_without_a_word_need_not_be_parsed),
        TEST(a_long_hostile_word_costs_no_more_than_a_short_one),
        TEST(many_hostile_words_cost_no_more_than_few),
        TEST(folding_takes_linear_time),
        TEST(an_excerpt_shows_what_is_around),
        TEST(long_excerpts_are_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
