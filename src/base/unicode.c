#include "base/unicode.h"

#include <string.h>
#include <utf8proc.h>

#include "base/budget.h"
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
    const struct folded *table; /* or NULL */
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

static bool is_mark(const utf8proc_property_t *property)
{
    return property->category >= UTF8PROC_CATEGORY_MN && property->category <= UTF8PROC_CATEGORY_ME;
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

/* Marks that people leave out when they type: those above, below and through a letter, the points
 * of Hebrew and Arabic. Not the vowel signs of Indic scripts or the voicing marks of kana, which
 * make another letter. */
static bool is_accent(uint32_t c)
{
    enum { OVERLAY = 1, HEBREW = 10, SYRIAC = 36, ATTACHED = 200 };
    if (c < 0x300)
        return false;
    int class = property_of(c)->combining_class;
    return class == OVERLAY || (class >= HEBREW && class <= SYRIAC) || class >= ATTACHED;
}

static void drop_accents(struct run *run)
{
    size_t kept = 0;
    for (size_t i = 0; i < run->count; i++)
        if (!is_accent((uint32_t)run->chars[i]))
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
    sort_marks(run);
    if (run->drops_accents)
        drop_accents(run);
    if (run->count > 1) {
        utf8proc_ssize_t composed = utf8proc_normalize_utf32(
            run->chars, (utf8proc_ssize_t)run->count, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
        run->count = composed > 0 ? (size_t)composed : 0;
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
    return class_of(c) == 0 && !is_mark(utf8proc_get_property(c));
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
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text + at;
    utf8proc_int32_t c = 0, parts[DECOMPOSED_MAX];
    utf8proc_ssize_t step = utf8proc_iterate(bytes, (utf8proc_ssize_t)(len - at), &c);
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

/* ---- characters that are folded without looking around --------------------------------------- */

/* What the characters of two bytes are folded to when no mark follows: most texts that are not
 * ASCII are made of these and of Han characters. Made once for each way to fold. */
enum { TABLE_FIRST = 0x80, TABLE_END = 0x800, FOLDED_MAX = 7 };
struct folded {
    uint8_t len; /* bytes; FOLDED_MAX + 1: not in the table */
    char bytes[FOLDED_MAX];
};
static struct folded table[2][TABLE_END - TABLE_FIRST];

/* True if what begins with this byte can't combine with what stands before it: ASCII, the Latin,
 * Greek and Cyrillic letters of two bytes (below U+0300, U+0380 to U+047F), and Han characters. */
static bool begins_simply(unsigned char first)
{
    return first < 0x80 || (first >= 0xc2 && first <= 0xcb) || (first >= 0xce && first <= 0xd1) ||
           (first >= 0xe5 && first <= 0xe9);
}

/* Writes one such character. Returns its length, or 0: it needs the long way. */
static size_t add_simple(struct run *run, const char *text, size_t len, size_t at)
{
    const unsigned char *p = (const unsigned char *)text + at;
    size_t left = len - at;
    bool is_short = p[0] >= 0xc2 && p[0] <= 0xdf && left >= 2;
    bool is_han = p[0] >= 0xe5 && p[0] <= 0xe9 && left >= 3; /* U+5000 to U+9FFF */
    size_t step = is_short ? 2 : 3;
    if (!(is_short || is_han) || (left > step && !begins_simply(p[step])) ||
        (p[1] & 0xc0) != 0x80 || (is_han && (p[2] & 0xc0) != 0x80))
        return 0;
    int place = is_short ? ((p[0] & 0x1f) << 6 | (p[1] & 0x3f)) - TABLE_FIRST : 0;
    const struct folded *entry = run->table + place;
    if (is_short && entry->len > FOLDED_MAX)
        return 0;
    write_run(run);
    note_place(run, at, false);
    write_bytes(run, is_short ? entry->bytes : text + at, is_short ? entry->len : step);
    return step;
}

/* Writes plain letters as they are, but for the last if a mark may follow it. */
static void add_ascii(struct run *run, const char *text, size_t len, size_t at, size_t count)
{
    bool is_folded = (run->options & UTF8PROC_CASEFOLD) != 0;
    bool is_alone = at + count == len || begins_simply((unsigned char)text[at + count]);
    size_t done = is_alone ? count : count - 1;
    write_run(run);
    if (done > 0) {
        note_place(run, at, true);
        write_bytes(run, text + at, done);
    }
    if (run->out != NULL && is_folded) {
        char *written = run->out->data + run->out->len - done;
        text_fold_ascii(written, written, done);
    }
    if (!is_alone) {
        char last = text[at + done];
        if (is_folded)
            text_fold_ascii(&last, &last, 1);
        add_char(run, last, at + done);
    }
}

static void run_all(struct run *run, const char *text, size_t len)
{
    run->chars = run->usual;
    run->capacity = COUNT_OF(run->usual);
    if (run->out != NULL) {
        buf_init(run->out, run->arena);
        buf_reserve(run->out, len);
    }
    for (size_t at = 0; at < len;) {
        budget_look();
        size_t plain = ascii_len(text + at, len - at);
        if (plain > 0)
            add_ascii(run, text, len, at, plain);
        if ((at += plain) == len)
            break;
        size_t simple = run->table == NULL ? 0 : add_simple(run, text, len, at);
        at = simple > 0 ? at + simple : add_decomposed(run, text, len, at);
    }
    write_run(run);
}

static const utf8proc_option_t fold_options =
    UTF8PROC_DECOMPOSE | UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;

struct text unicode_nfc(struct arena *arena, const char *text, size_t len)
{
    struct buf out;
    struct run run = {.arena = arena, .options = UTF8PROC_DECOMPOSE | UTF8PROC_STABLE, .out = &out};
    run_all(&run, text, len);
    return (struct text){out.data, out.len};
}

/* The table is filled the long way, and never left half full. */
static const struct folded *table_of(bool drops_accents)
{
    enum { ARENA_LEN = 4 * 1024 * 1024 };
    struct folded *filled = table[drops_accents];
    if (filled->len > 0) /* U+0080 is folded to itself */
        return filled;
    budget_hold();
    struct arena *arena = arena_create(ARENA_LEN);
    for (int c = TABLE_FIRST; c < TABLE_END; c++) {
        const char text[] = {(char)(0xc0 | c >> 6), (char)(0x80 | (c & 0x3f))};
        struct folded *entry = &filled[c - TABLE_FIRST];
        struct buf out;
        struct run run = {arena, fold_options, .drops_accents = drops_accents, .out = &out};
        run_all(&run, text, sizeof text);
        bool is_simple = begins_run(c) && out.len <= FOLDED_MAX;
        entry->len = is_simple ? (uint8_t)out.len : FOLDED_MAX + 1;
        memcpy(entry->bytes, out.data, is_simple ? out.len : 0);
    }
    arena_destroy(arena);
    budget_release();
    return filled;
}

static struct run fold_run(struct arena *arena, enum unicode_fold fold)
{
    bool drops = fold == UNICODE_UNACCENTED;
    return (struct run){arena, fold_options, .drops_accents = drops, .table = table_of(drops)};
}

struct text unicode_fold(struct arena *arena, const char *text, size_t len, enum unicode_fold fold)
{
    struct buf out;
    struct run run = fold_run(arena, fold);
    run.out = &out;
    run_all(&run, text, len);
    return (struct text){out.data, out.len};
}

/* The last place that begins at or before a byte of the folded text. */
static size_t find_place(const struct place *places, size_t count, size_t folded)
{
    size_t low = 0, high = count;
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
    struct run run = fold_run(arena, fold);
    run.places = &noted;
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
    size_t next = last + 1 < places + count ? last[1].source : last->source;
    range.end = last->is_ascii ? last->source + (folded.end - last->folded) : next;
    return range;
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
    return c == BRAILLE_BLANK || property->ignorable || is_mark(property) ||
           text_char_is_space(c) || unicode_is_control(c);
}
