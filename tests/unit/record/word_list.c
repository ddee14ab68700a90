#include "test.h"

#include <string.h>

#include "base/buf.h"
#include "domain/record/word_list.h"

/* The words that an index of names keeps, and which queries find a record by them. */

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create(16 * 1024 * 1024);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static struct word_list words_of(const char *name, const char *typed_tags)
{
    struct tag_list tags;
    const char *problem = NULL;
    assert_int_equal(tag_list_parse(arena, typed_tags, &tags, &problem), ERR_NONE);
    return word_list_of_record(arena, name, &tags);
}

static struct word_list query_words(const char *typed)
{
    const struct text_query *query = NULL;
    const char *problem = NULL;
    assert_int_equal(text_query_parse(arena, typed, &query, &problem), ERR_NONE);
    return word_list_of_query(arena, query);
}

static void assert_words(struct word_list list, const char *joined)
{
    struct buf buf;
    buf_init(&buf, arena);
    for (int i = 0; i < list.count; i++)
        buf_printf(&buf, "[%s]", list.words[i]);
    assert_string_equal(buf.data, joined);
}

static void names_and_tags_are_cut_into_folded_words(void **state)
{
    (void)state;
    assert_words(words_of("support/Billing_letter-two.final", ""),
                 "[support][billing][letter][two][final]");
    assert_words(words_of("a  b", "C-d, e f"), "[a][b][c][d][e][f]");
    assert_words(words_of("Caf\xc3\xa9 A\xcc\x88rger", ""), "[cafe][arger]");
    assert_words(words_of("\xef\xbc\xa1\xef\xbc\xa2\xef\xbc\x8f\xef\xbc\xa3", ""), "[ab][c]");
    assert_words(words_of("Stra\xc3\x9f"
                          "e",
                          ""),
                 "[strasse]");
}

static void a_word_stands_once(void **state)
{
    (void)state;
    assert_words(words_of("one/One-ONE", "one, two"), "[one][two]");
}

static void what_follows_another_sign_is_a_word_too(void **state)
{
    (void)state;
    assert_words(words_of("(beta)", "lang:en"), "[(beta)][beta)][lang:en][en]");
    assert_words(words_of("c++ 100%", ""), "[c++][100%]");
    assert_words(words_of("!!", ""), "[!!]");
}

static void a_number_is_found_without_its_zeros(void **state)
{
    (void)state;
    assert_words(words_of("ticket-000123", ""), "[ticket][000123][123]");
    assert_words(words_of("v007 007b 000 0", ""), "[v007][007b][7b][000][0]");
}

static void long_words_are_cut_between_characters(void **state)
{
    (void)state;
    struct buf name;
    buf_init(&name, arena);
    buf_add_text(&name, "x");
    for (int i = 0; i < WORD_BYTES_MAX; i++)
        buf_add_text(&name, "\xd1\x8f"); /* two bytes, so that the limit is within one */
    struct word_list list = words_of(name.data, "");
    assert_int_equal(list.count, 1);
    assert_int_equal(strlen(list.words[0]), WORD_BYTES_MAX - 1);
    struct word_list query = query_words(name.data);
    assert_true(word_list_begins(&list, &query));
}

static void there_are_only_so_many(void **state)
{
    (void)state;
    struct buf name;
    buf_init(&name, arena);
    for (int i = 0; i < 2 * WORD_LIST_MAX; i++)
        buf_printf(&name, "w%d ", i);
    assert_int_equal(words_of(name.data, "").count, WORD_LIST_MAX);
}

static void a_query_gives_its_words(void **state)
{
    (void)state;
    assert_words(query_words("Refund \"Caf\xc3\xa9 in Paris\" refund"),
                 "[cafe][in][paris][refund]");
    assert_words(query_words("a/b"), "[a][b]");
    assert_words(query_words(" "), "");
}

static void assert_begins(const char *typed, bool expected)
{
    struct word_list list = words_of("support/Refund (letter) 0042", "Caf\xc3\xa9");
    struct word_list query = query_words(typed);
    if (word_list_begins(&list, &query) != expected)
        fail_msg("%s", typed);
}

static void every_word_of_a_query_must_begin_a_word(void **state)
{
    (void)state;
    static const char *const found[] = {"s",       "refund",       "REF sup",    "let", "(let",
                                        "42",      "caf",          "0042",       "004", "letter)",
                                        "cafe re", "\"refund l\"", "caf\xc3\xa9"};
    static const char *const missed[] = {"upport", "refunds", "support x", "2", " ", "etter"};
    for (size_t i = 0; i < COUNT_OF(found); i++)
        assert_begins(found[i], true);
    for (size_t i = 0; i < COUNT_OF(missed); i++)
        assert_begins(missed[i], false);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(names_and_tags_are_cut_into_folded_words),
        TEST(a_word_stands_once),
        TEST(what_follows_another_sign_is_a_word_too),
        TEST(a_number_is_found_without_its_zeros),
        TEST(long_words_are_cut_between_characters),
        TEST(there_are_only_so_many),
        TEST(a_query_gives_its_words),
        TEST(every_word_of_a_query_must_begin_a_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
