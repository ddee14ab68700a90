#include "base/unicode.h"

#include <string.h>
#include <utf8proc.h>

#include "base/buf.h"

/* A text is decomposed character by character into runs: a starter and what follows it and may
 * combine with it. A run is put into canonical order, composed and written. */

enum {
    DECOMPOSED_MAX = 32, /* of one character; the longest of Unicode, U+FDFA, has 18 */
    REPLACEMENT = 0xfffd,
};

/* Where a run, or some ASCII, begins in both texts. Runs of one character share a place. */
struct place {
    size_t folded, source;
    bool is_ascii; /* byte by byte the same length in both */
};

struct run {
    struct arena *arena;
    utf8proc_option_t options;
    bool drops_accents;
    utf8proc_int32_t usual[64]; /* where chars points to unless a run is longer */
    utf8proc_int32_t *chars;
    size_t count, capacity;
    size_t source;      /* where it begins */
    size_t len;         /* of what was written */
    struct buf *out;    /* what was written, or NULL: only its length is wanted */
    struct buf *places; /* struct place after struct place, or NULL */
    size_t last_source; /* of the last place */
};

static const utf8proc_property_t *property_of(uint32_t c)
{
    return utf8proc_get_property((utf8proc_int32_t)c);
}

static int class_of(utf8proc_int32_t c)
{
    return utf8proc_get_property(c)->combining_class;
}

/* Stable, and linear for runs of any length: a few are inserted, many are counted. */
static void sort_few(utf8proc_int32_t *marks, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        utf8proc_int32_t mark = marks[i];
        size_t at = i;
        for (; at > 0 && class_of(marks[at - 1]) > class_of(mark); at--)
            marks[at] = marks[at - 1];
        marks[at] = mark;
    }
}

static void sort_many(struct arena *arena, utf8proc_int32_t *marks, size_t count)
{
    enum { CLASSES = 256 };
    size_t starts[CLASSES + 1] = {0};
    utf8proc_int32_t *unsorted = arena_array(arena, count, sizeof *unsorted);
    memcpy(unsorted, marks, count * sizeof *marks);
    for (size_t i = 0; i < count; i++)
        starts[class_of(unsorted[i]) + 1]++;
    for (int i = 0; i < CLASSES; i++)
        starts[i + 1] += starts[i];
    for (size_t i = 0; i < count; i++)
        marks[starts[class_of(unsorted[i])]++] = unsorted[i];
}

/* The canonical ordering algorithm: the marks between two starters by their classes. */
static void sort_marks(struct run *run)
{
    enum { FEW = 16 };
    for (size_t start = 0; start < run->count;) {
        size_t end = start;
        while (end < run->count && class_of(run->chars[end]) != 0)
            end++;
        if (end - start > FEW)
            sort_many(run->arena, run->chars + start, end - start);
        else
            sort_few(run->chars + start, end - start);
        start = end + 1;
    }
}

static void drop_accents(struct run *run)
{
    size_t kept = 0;
    for (size_t i = 0; i < run->count; i++)
        if (!unicode_is_accent((uint32_t)run->chars[i]))
            run->chars[kept++] = run->chars[i];
    run->count = kept;
}

static void note_place(struct run *run, size_t source, bool is_ascii)
{
    struct place place = {run->len, source, is_ascii};
    if (run->places == NULL || (run->places->len > 0 && run->last_source == source))
        return;
    buf_add(run->places, &place, sizeof place);
    run->last_source = source;
}

static void write_bytes(struct run *run, const void *bytes, size_t len)
{
    if (run->out != NULL)
        buf_add(run->out, bytes, len);
    run->len += len;
}

static void write_run(struct run *run)
{
    if (run->count == 0)
        return;
    note_place(run, run->source, false);
    if (run->count > 1) {
        sort_marks(run);
        if (run->drops_accents)
            drop_accents(run);
        utf8proc_ssize_t composed = utf8proc_normalize_utf32(
            run->chars, (utf8proc_ssize_t)run->count, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
        run->count = composed > 0 ? (size_t)composed : 0;
    } else if (run->drops_accents) {
        drop_accents(run);
    }
    for (size_t i = 0; i < run->count; i++) {
        utf8proc_uint8_t bytes[4];
        utf8proc_ssize_t len = utf8proc_encode_char(run->chars[i], bytes);
        write_bytes(run, bytes, len > 0 ? (size_t)len : 0);
    }
    run->count = 0;
}

/* Marks combine with what stands before them, and so do the vowels and finals of Hangul. */
static bool begins_run(utf8proc_int32_t c)
{
    if (c < 0x300)
        return true;
    if (c >= 0x1160 && c <= 0x11ff)
        return false;
    const utf8proc_property_t *property = utf8proc_get_property(c);
    return property->combining_class == 0 && property->category != UTF8PROC_CATEGORY_MN &&
           property->category != UTF8PROC_CATEGORY_MC && property->category != UTF8PROC_CATEGORY_ME;
}

static void add_char(struct run *run, utf8proc_int32_t c, size_t source)
{
    if (begins_run(c))
        write_run(run);
    if (run->count == 0)
        run->source = source;
    if (run->count == run->capacity) {
        size_t capacity = run->capacity * 2;
        utf8proc_int32_t *chars = arena_array(run->arena, capacity, sizeof *chars);
        memcpy(chars, run->chars, run->count * sizeof *chars);
        run->chars = chars;
        run->capacity = capacity;
    }
    run->chars[run->count++] = c;
}

/* Returns where the next character begins. */
static size_t add_decomposed(struct run *run, const char *text, size_t len, size_t at)
{
    utf8proc_int32_t c = 0;
    utf8proc_int32_t parts[DECOMPOSED_MAX];
    utf8proc_ssize_t step =
        utf8proc_iterate((const utf8proc_uint8_t *)text + at, (utf8proc_ssize_t)(len - at), &c);
    if (step <= 0) {
        c = REPLACEMENT;
        step = 1;
    }
    utf8proc_ssize_t count = utf8proc_decompose_char(c, parts, DECOMPOSED_MAX, run->options, NULL);
    for (utf8proc_ssize_t i = 0; i < count && i < DECOMPOSED_MAX; i++)
        add_char(run, parts[i], at);
    return at + (size_t)step;
}

/* The length of the ASCII at the beginning. */
static size_t ascii_len(const char *text, size_t len)
{
    size_t at = 0;
    uint64_t word = 0;
    for (; len - at >= sizeof word; at += sizeof word) {
        memcpy(&word, text + at, sizeof word);
        if ((word & UINT64_C(0x8080808080808080)) != 0)
            break;
    }
    while (at < len && (unsigned char)text[at] < 0x80)
        at++;
    return at;
}

/* Plain letters are written as they are, but for the last, which a mark may follow. */
static void add_ascii(struct run *run, const char *text, size_t at, size_t len, bool is_folded)
{
    write_run(run);
    if (len > 1) {
        note_place(run, at, true);
        write_bytes(run, text + at, len - 1);
    }
    if (run->out != NULL && len > 1 && is_folded) {
        char *written = run->out->data + run->out->len - (len - 1);
        unicode_fold_ascii(written, written, len - 1);
    }
    char last = text[at + len - 1];
    if (is_folded)
        unicode_fold_ascii(&last, &last, 1);
    add_char(run, last, at + len - 1);
}

static void run_all(struct run *run, const char *text, size_t len)
{
    bool is_folded = (run->options & UTF8PROC_CASEFOLD) != 0;
    run->chars = run->usual;
    run->capacity = COUNT_OF(run->usual);
    if (run->out != NULL) {
        buf_init(run->out, run->arena);
        buf_reserve(run->out, len);
    }
    for (size_t at = 0; at < len;) {
        size_t plain = ascii_len(text + at, len - at);
        if (plain > 0)
            add_ascii(run, text, at, plain, is_folded);
        at += plain;
        if (at < len)
            at = add_decomposed(run, text, len, at);
    }
    write_run(run);
}

static const utf8proc_option_t nfc_options = UTF8PROC_DECOMPOSE | UTF8PROC_STABLE;
static const utf8proc_option_t fold_options =
    UTF8PROC_DECOMPOSE | UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;

struct text unicode_nfc(struct arena *arena, const char *text, size_t len)
{
    struct buf out;
    struct run run = {.arena = arena, .options = nfc_options, .out = &out};
    run_all(&run, text, len);
    return (struct text){out.data, out.len};
}

struct text unicode_fold(struct arena *arena, const char *text, size_t len, enum unicode_fold fold)
{
    struct buf out;
    struct run run = {.arena = arena,
                      .options = fold_options,
                      .drops_accents = fold == UNICODE_UNACCENTED,
                      .out = &out};
    run_all(&run, text, len);
    return (struct text){out.data, out.len};
}

/* The last place that begins at or before a byte of the folded text. */
static size_t find_place(const struct place *places, size_t count, size_t folded)
{
    size_t low = 0;
    size_t high = count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (places[middle].folded <= folded)
            low = middle;
        else
            high = middle;
    }
    return low;
}

struct unicode_range unicode_unfold(struct arena *arena, struct text text, enum unicode_fold fold,
                                    struct unicode_range folded)
{
    struct buf noted;
    struct run run = {.arena = arena,
                      .options = fold_options,
                      .drops_accents = fold == UNICODE_UNACCENTED,
                      .places = &noted};
    buf_init(&noted, arena);
    run_all(&run, text.data, text.len);
    note_place(&run, text.len, false);
    const struct place *places = (const struct place *)(const void *)noted.data;
    size_t count = noted.len / sizeof *places;
    const struct place *first = &places[find_place(places, count, folded.start)];
    struct unicode_range range = {first->source, first->source};
    if (first->is_ascii)
        range.start += folded.start - first->folded;
    if (folded.end <= folded.start)
        return (struct unicode_range){range.start, range.start};
    const struct place *last = &places[find_place(places, count, folded.end - 1)];
    if (last->is_ascii) {
        range.end = last->source + (folded.end - last->folded);
        return range;
    }
    range.end = last + 1 < places + count ? last[1].source : last->source;
    return range;
}

/* Blocks of a fixed size, and no branch in them, so that the compiler does many bytes at a time. */
enum { BLOCK = 64 };

bool unicode_is_ascii(const char *text, size_t len)
{
    enum { CHUNK = 64 * BLOCK }; /* how far to go between two looks at the result */
    const unsigned char *bytes = (const unsigned char *)text;
    unsigned char all[BLOCK] = {0};
    unsigned char any = 0;
    size_t at = 0;
    for (; len - at >= BLOCK; at += BLOCK) {
        for (size_t i = 0; i < BLOCK; i++)
            all[i] |= bytes[at + i];
        if (at % CHUNK == 0)
            for (size_t i = 0; i < BLOCK; i++)
                any |= all[i];
        if (any >= 0x80)
            return false;
    }
    for (size_t i = 0; i < BLOCK; i++)
        any |= all[i];
    for (; at < len; at++)
        any |= bytes[at];
    return any < 0x80;
}

static char fold_byte(char byte)
{
    unsigned char c = (unsigned char)byte;
    return (char)(c + ((unsigned char)(c - 'A') < 26 ? 'a' - 'A' : 0));
}

void unicode_fold_ascii(char *to, const char *from, size_t len)
{
    size_t at = 0;
    for (; len - at >= BLOCK; at += BLOCK) {
        char block[BLOCK];
        memcpy(block, from + at, BLOCK);
        for (size_t i = 0; i < BLOCK; i++)
            block[i] = fold_byte(block[i]);
        memcpy(to + at, block, BLOCK);
    }
    for (; at < len; at++)
        to[at] = fold_byte(from[at]);
}

bool unicode_is_accent(uint32_t c)
{
    enum { OVERLAY = 1, HEBREW = 10, SYRIAC = 36, ATTACHED = 200 };
    if (c < 0x300)
        return false;
    int class = property_of(c)->combining_class;
    return class == OVERLAY || (class >= HEBREW && class <= SYRIAC) || class >= ATTACHED;
}

bool unicode_is_control(uint32_t c)
{
    utf8proc_propval_t category = property_of(c)->category;
    return category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF ||
           category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
}

bool unicode_is_unassigned(uint32_t c)
{
    utf8proc_propval_t category = property_of(c)->category;
    return category == UTF8PROC_CATEGORY_CN || category == UTF8PROC_CATEGORY_CS;
}

bool unicode_is_blank(uint32_t c)
{
    enum { BRAILLE_BLANK = 0x2800 };
    const utf8proc_property_t *property = property_of(c);
    if (c == BRAILLE_BLANK || property->ignorable || text_char_is_space(c))
        return true;
    return property->category == UTF8PROC_CATEGORY_MN ||
           property->category == UTF8PROC_CATEGORY_MC ||
           property->category == UTF8PROC_CATEGORY_ME || unicode_is_control(c);
}
