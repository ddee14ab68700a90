#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/text.h"
#include "domain/diff/diff.h"

enum { MEGABYTE = 1024 * 1024 };

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_create((size_t)512 * MEGABYTE);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_destroy(arena);
    return 0;
}

static struct diff *compare(const char *old_text, const char *new_text)
{
    return diff_lines(arena, old_text, strlen(old_text), new_text, strlen(new_text));
}

static void add_pieces(struct buf *out, const struct diff_line *line)
{
    for (int i = 0; i < line->piece_count; i++)
        buf_printf(out, line->pieces[i].kind == DIFF_SAME ? "%.*s" : "[%.*s]",
                   (int)line->pieces[i].len, line->pieces[i].text);
    if (line->is_missing_newline)
        buf_add_text(out, "\\");
}

/* "=1:1 a" same, "-2 b" removed, "+2 c" added, "~3:3 old|new" changed with [pieces]; "\" after a
 * line without a line break. */
static const char *show(const struct diff *diff)
{
    struct buf out;
    buf_init(&out, arena);
    for (int i = 0; i < diff->row_count; i++) {
        const struct diff_row *row = &diff->rows[i];
        const struct diff_line *line = row->kind == DIFF_ADDED ? &row->new_line : &row->old_line;
        buf_printf(&out, "%s%c", i == 0 ? "" : "\n", "=-+~"[row->kind]);
        if (row->kind == DIFF_SAME || row->kind == DIFF_CHANGED)
            buf_printf(&out, "%d:%d ", row->old_line.number, row->new_line.number);
        else
            buf_printf(&out, "%d ", line->number);
        if (row->kind == DIFF_CHANGED) {
            add_pieces(&out, &row->old_line);
            buf_add_text(&out, "|");
            add_pieces(&out, &row->new_line);
        } else {
            buf_printf(&out, "%.*s%s", (int)line->len, line->text,
                       line->is_missing_newline ? "\\" : "");
        }
    }
    return out.data;
}

static void assert_diff(const char *old_text, const char *new_text, const char *expected)
{
    assert_string_equal(show(compare(old_text, new_text)), expected);
}

static void same_texts_have_no_difference(void **state)
{
    (void)state;
    assert_diff("", "", "");
    assert_diff("a\nb\n", "a\nb\n", "=1:1 a\n=2:2 b");
    assert_diff("a", "a", "=1:1 a\\");
    assert_diff("\n\n", "\n\n", "=1:1 \n=2:2 ");
    const struct diff *diff = compare("a\n", "a\n");
    assert_int_equal(diff->removed + diff->added + diff->changed, 0);
}

static void lines_are_removed_and_added(void **state)
{
    (void)state;
    assert_diff("", "a\nb\n", "+1 a\n+2 b");
    assert_diff("a\nb\n", "", "-1 a\n-2 b");
    assert_diff("a\nc\n", "a\nb\nc\n", "=1:1 a\n+2 b\n=2:3 c");
    assert_diff("a\nb\nc\n", "a\nc\n", "=1:1 a\n-2 b\n=3:2 c");
    assert_diff("a\n", "\na\n", "+1 \n=1:2 a");
    const struct diff *diff = compare("a\nb\nc\n", "a\nc\nd\ne\n");
    assert_int_equal(diff->removed, 1);
    assert_int_equal(diff->added, 2);
    assert_int_equal(diff->changed, 0);
    assert_false(diff->is_coarse);
}

static void runs_side_by_side_are_changed_lines(void **state)
{
    (void)state;
    assert_diff("a\none two\nz\n", "a\none six\nz\n", "=1:1 a\n~2:2 one [two]|one [six]\n=3:3 z");
    assert_diff("x 1\nx 2\n", "x 3\n", "~1:1 x [1]|x [3]\n-2 x 2");
    assert_diff("x 1\n", "x 3\nx 4\n", "~1:1 x [1]|x [3]\n+2 x 4");
    assert_int_equal(compare("x 1\n", "x 2\n")->changed, 1);
}

static void words_are_the_pieces(void **state)
{
    (void)state;
    assert_diff("say foo(bar);\n", "say foo(baz, 1);\n", "~1:1 say foo([bar]);|say foo([baz, 1]);");
    assert_diff("a b c d\n", "a c d e\n", "~1:1 a [b ]c d|a c d[ e]");
    assert_diff("  x\n", "    x\n", "~1:1 [  ]x|[    ]x");
    assert_diff("x \n", "x\n", "~1:1 x[ ]|x");
    assert_diff("x\r\n", "x\n", "~1:1 x[\r]|x");
    assert_diff("one two\n", "three four\n", "~1:1 [one two]|[three four]");
    assert_diff("\n", "x\n", "~1:1 |[x]");
    assert_diff("snake_case_1 x\n", "snake_case_2 x\n", "~1:1 [snake_case_1] x|[snake_case_2] x");
}

static void words_know_other_scripts(void **state)
{
    (void)state;
    assert_diff("schöne Grüße\n", "schöne Grüsse\n", "~1:1 schöne [Grüße]|schöne [Grüsse]");
    assert_diff("日本語\n", "日本人\n", "~1:1 日本[語]|日本[人]");
    assert_diff("ok 🎉\n", "ok 🚀\n", "~1:1 ok [🎉]|ok [🚀]");
    assert_diff("ok🎉\n", "ok\n", "~1:1 ok[🎉]|ok");
    assert_diff("a\xc2\xa0z\n", "a z\n", "~1:1 a[\xc2\xa0]z|a[ ]z");
    assert_diff("a\xe2\x80\xa8z\n", "a z\n", "~1:1 a[\xe2\x80\xa8]z|a[ ]z");
}

static void a_missing_line_break_at_the_end_is_a_change(void **state)
{
    (void)state;
    assert_diff("a\nb\n", "a\nb", "=1:1 a\n~2:2 b|b\\");
    assert_diff("b", "b\n", "~1:1 b\\|b");
    assert_diff(" ", " \n", "~1:1  \\| ");
    assert_diff("a", "a\nb", "~1:1 a\\|a\n+2 b\\");
    assert_diff("a\nb", "a\nc", "=1:1 a\n~2:2 [b]\\|[c]\\");
    assert_diff("a\n", "a\nb", "=1:1 a\n+2 b\\");
}

static void only_lf_breaks_lines(void **state)
{
    (void)state;
    assert_diff("a\rb\xe2\x80\xa8"
                "c\x0b"
                "d\n",
                "a\rb\xe2\x80\xa8"
                "c\x0b"
                "d\n",
                "=1:1 a\rb\xe2\x80\xa8"
                "c\x0b"
                "d");
}

static void the_smallest_difference_is_found(void **state)
{
    (void)state;
    /* The example of Myers's paper: ABCABBA and CBABAC differ in five places. */
    const struct diff *diff = compare("A\nB\nC\nA\nB\nB\nA\n", "C\nB\nA\nB\nA\nC\n");
    assert_int_equal(diff->removed + diff->added + 2 * diff->changed, 5);
}

static const char *show_hunks(const char *old_text, const char *new_text, int context)
{
    struct diff_hunks hunks;
    diff_hunks(arena, compare(old_text, new_text), context, &hunks);
    struct buf out;
    buf_init(&out, arena);
    for (int i = 0; i < hunks.count; i++) {
        const struct diff_hunk *hunk = &hunks.hunks[i];
        buf_printf(&out, "[%d+%d -%d,%d +%d,%d]", hunk->first, hunk->count, hunk->old_start,
                   hunk->old_count, hunk->new_start, hunk->new_count);
    }
    return out.data;
}

static void hunks_have_context(void **state)
{
    (void)state;
    const char *ten = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n";
    assert_string_equal(show_hunks(ten, ten, DIFF_CONTEXT), "");
    const char *five = "1\n2\n3\n4\nx\n6\n7\n8\n9\n10\n";
    assert_string_equal(show_hunks(ten, five, DIFF_CONTEXT), "[1+7 -2,7 +2,7]");
    assert_string_equal(show_hunks(ten, five, 0), "[4+1 -5,1 +5,1]");
    assert_string_equal(show_hunks(ten, five, 100), "[0+10 -1,10 +1,10]");
    assert_string_equal(show_hunks(ten, five, DIFF_CONTEXT_ALL), "[0+10 -1,10 +1,10]");
    assert_string_equal(show_hunks(ten, ten, DIFF_CONTEXT_ALL), "[0+10 -1,10 +1,10]");
    assert_string_equal(show_hunks("", "", DIFF_CONTEXT_ALL), "");
    const char *first_and_last = "x\n2\n3\n4\n5\n6\n7\n8\n9\ny\n";
    assert_string_equal(show_hunks(ten, first_and_last, DIFF_CONTEXT),
                        "[0+4 -1,4 +1,4][6+4 -7,4 +7,4]");
    assert_string_equal(show_hunks(ten, first_and_last, 4), "[0+10 -1,10 +1,10]");
}

static void hunks_without_lines_on_a_side_name_the_line_before(void **state)
{
    (void)state;
    assert_string_equal(show_hunks("", "a\n", DIFF_CONTEXT), "[0+1 -0,0 +1,1]");
    assert_string_equal(show_hunks("a\n", "", DIFF_CONTEXT), "[0+1 -1,1 +0,0]");
    assert_string_equal(show_hunks("a\nb\n", "a\nx\nb\n", 0), "[1+1 -1,0 +2,1]");
}

static void add_side(struct buf *text, const struct diff_line *line, enum diff_kind changed_kind,
                     bool has_pieces)
{
    if (line->number == 0) {
        assert_int_equal(line->len, 0);
        assert_false(line->is_missing_newline);
        return;
    }
    assert_true(text_is_utf8(line->text, line->len));
    size_t at = 0;
    for (int i = 0; i < line->piece_count; i++) {
        const struct diff_piece *piece = &line->pieces[i];
        assert_ptr_equal(piece->text, line->text + at);
        assert_true(piece->len > 0 && text_is_utf8(piece->text, piece->len));
        assert_true(piece->kind == DIFF_SAME || piece->kind == changed_kind);
        at += piece->len;
    }
    assert_int_equal(at, has_pieces ? line->len : 0);
    buf_add(text, line->text, line->len);
    if (!line->is_missing_newline)
        buf_add_char(text, '\n');
}

/* The rows, applied, are both texts; numbers go up by one; same rows are the same. */
static void assert_sound(const struct diff *diff, const struct buf *old_text,
                         const struct buf *new_text)
{
    struct buf old_side, new_side;
    buf_init(&old_side, arena);
    buf_init(&new_side, arena);
    int old_number = 0, new_number = 0;
    for (int i = 0; i < diff->row_count; i++) {
        const struct diff_row *row = &diff->rows[i];
        bool is_changed = row->kind == DIFF_CHANGED;
        assert_int_equal(row->old_line.number, row->kind == DIFF_ADDED ? 0 : ++old_number);
        assert_int_equal(row->new_line.number, row->kind == DIFF_REMOVED ? 0 : ++new_number);
        if (row->kind == DIFF_SAME) {
            assert_int_equal(row->old_line.len, row->new_line.len);
            assert_memory_equal(row->old_line.text, row->new_line.text, row->old_line.len + 1);
        }
        add_side(&old_side, &row->old_line, DIFF_REMOVED, is_changed);
        add_side(&new_side, &row->new_line, DIFF_ADDED, is_changed);
    }
    assert_int_equal(old_side.len, old_text->len);
    assert_int_equal(new_side.len, new_text->len);
    assert_memory_equal(old_side.data, old_text->data, old_text->len + 1);
    assert_memory_equal(new_side.data, new_text->data, new_text->len + 1);
}

/* The length of the longest common subsequence of lines of one character, the slow sure way. */
static int count_common(const char *old_text, const char *new_text)
{
    enum { MAX = 64 };
    int table[MAX + 1][MAX + 1] = {0};
    int old_count = (int)strlen(old_text) / 2, new_count = (int)strlen(new_text) / 2;
    for (int i = 1; i <= old_count; i++) {
        for (int j = 1; j <= new_count; j++) {
            int up = table[i - 1][j], left = table[i][j - 1];
            table[i][j] = up > left ? up : left;
            if (old_text[2 * (i - 1)] == new_text[2 * (j - 1)])
                table[i][j] = table[i - 1][j - 1] + 1;
        }
    }
    return table[old_count][new_count];
}

static void start_random(void)
{
    const char *given = getenv("TEST_SEED");
    unsigned seed = given != NULL ? (unsigned)strtoul(given, NULL, 10) : (unsigned)time(NULL);
    print_message("# TEST_SEED=%u\n", seed);
    srandom(seed);
}

static void random_texts_come_back(void **state)
{
    (void)state;
    static const char *const units[] = {"\n", "a", "b", " ", ".", "ü", "🎉", "\r", "語", "\n\n"};
    start_random();
    for (int round = 0; round < 5000; round++) {
        struct buf texts[2];
        long variety = 2 + random() % 9;
        for (int i = 0; i < 2; i++) {
            buf_init(&texts[i], arena);
            for (long left = random() % 60; left > 0; left--)
                buf_add_text(&texts[i], units[random() % variety]);
        }
        const struct diff *diff =
            diff_lines(arena, texts[0].data, texts[0].len, texts[1].data, texts[1].len);
        assert_sound(diff, &texts[0], &texts[1]);
        arena_reset(arena);
    }
}

static void random_differences_are_the_smallest(void **state)
{
    (void)state;
    start_random();
    for (int round = 0; round < 3000; round++) {
        struct buf texts[2];
        long variety = 1 + random() % 6;
        for (int i = 0; i < 2; i++) {
            buf_init(&texts[i], arena);
            for (long left = random() % 50; left > 0; left--)
                buf_printf(&texts[i], "%c\n", 'a' + (int)(random() % variety));
        }
        const struct diff *diff = compare(texts[0].data, texts[1].data);
        int common = count_common(texts[0].data, texts[1].data);
        assert_int_equal(diff->removed + diff->changed, (int)texts[0].len / 2 - common);
        assert_int_equal(diff->added + diff->changed, (int)texts[1].len / 2 - common);
        arena_reset(arena);
    }
}

/* Long enough for the search for the middle to be cut off. */
static void long_random_texts_come_back(void **state)
{
    (void)state;
    start_random();
    for (int round = 0; round < 30; round++) {
        struct buf texts[2];
        buf_init(&texts[0], arena);
        buf_init(&texts[1], arena);
        long variety = 2 + random() % 50, damage = 2 + random() % 20;
        for (int i = 0; i < 3000; i++) {
            const char *line = arena_printf(arena, "%ld\n", random() % variety);
            if (random() % damage != 0)
                buf_add_text(&texts[0], line);
            if (random() % damage != 0)
                buf_add_text(&texts[1], line);
        }
        const struct diff *diff =
            diff_lines(arena, texts[0].data, texts[0].len, texts[1].data, texts[1].len);
        assert_sound(diff, &texts[0], &texts[1]);
        assert_false(diff->is_coarse);
        arena_reset(arena);
    }
}

enum hostile {
    ALL_DIFFERENT,
    REVERSED,
    TWO_LETTERS,
    HUNDRED_LINES,
    SHIFTED,
    ONE_LINE_OF_NUMBERS,
    ONE_LINE_OF_SIGNS,
    ONLY_NEWLINES,
    HOSTILE_COUNT,
};

static void make_hostile(enum hostile kind, int side, struct buf *out)
{
    buf_init(out, arena);
    buf_reserve(out, MEGABYTE);
    for (int i = 0; out->len < MEGABYTE - 16; i++) {
        if (kind == ALL_DIFFERENT)
            buf_add(out, side == 0 ? "a\n" : "b\n", 2);
        else if (kind == REVERSED)
            buf_printf(out, "%d\n", side == 0 ? i : 160000 - i);
        else if (kind == TWO_LETTERS)
            buf_add(out, random() % 2 == 0 ? "a\n" : "b\n", 2);
        else if (kind == HUNDRED_LINES)
            buf_printf(out, "%ld\n", random() % 100);
        else if (kind == SHIFTED)
            buf_add(out, (i + side) % 511 == 0 ? "x\n" : i % 2 == 0 ? "a\n" : "b\n", 2);
        else if (kind == ONE_LINE_OF_NUMBERS)
            buf_printf(out, "%ld ", random() % 100000);
        else if (kind == ONE_LINE_OF_SIGNS)
            buf_printf(out, "%c.", 'a' + (int)(random() % 3));
        else
            buf_add(out, side == 0 && i % 2 == 0 ? "a\n" : "\n\n", 2);
    }
}

#if defined(__SANITIZE_ADDRESS__)
static const double seconds_limit = 20; /* ten times as slow */
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
static const double seconds_limit = 20;
#else
static const double seconds_limit = 2;
#endif
#else
static const double seconds_limit = 2;
#endif

static void hostile_megabytes_end_soon(void **state)
{
    (void)state;
    start_random();
    for (int kind = 0; kind < HOSTILE_COUNT; kind++) {
        struct buf old_text, new_text;
        make_hostile((enum hostile)kind, 0, &old_text);
        make_hostile((enum hostile)kind, 1, &new_text);
        clock_t begin = clock(); /* of the processor: other programs do not count */
        const struct diff *diff =
            diff_lines(arena, old_text.data, old_text.len, new_text.data, new_text.len);
        double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
        if (seconds > seconds_limit)
            fail_msg("kind %d took %.1f s", kind, seconds);
        int smaller = (int)(old_text.len < new_text.len ? old_text.len : new_text.len);
        assert_true(diff->row_count > 0 && diff->row_count <= 2 * smaller);
        struct diff_hunks hunks;
        diff_hunks(arena, diff, DIFF_CONTEXT, &hunks);
        assert_true(hunks.count > 0);
        arena_reset(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_texts_have_no_difference),
        cmocka_unit_test(lines_are_removed_and_added),
        cmocka_unit_test(runs_side_by_side_are_changed_lines),
        cmocka_unit_test(words_are_the_pieces),
        cmocka_unit_test(words_know_other_scripts),
        cmocka_unit_test(a_missing_line_break_at_the_end_is_a_change),
        cmocka_unit_test(only_lf_breaks_lines),
        cmocka_unit_test(the_smallest_difference_is_found),
        cmocka_unit_test(hunks_have_context),
        cmocka_unit_test(hunks_without_lines_on_a_side_name_the_line_before),
        cmocka_unit_test(random_texts_come_back),
        cmocka_unit_test(random_differences_are_the_smallest),
        cmocka_unit_test(long_random_texts_come_back),
        cmocka_unit_test(hostile_megabytes_end_soon),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
