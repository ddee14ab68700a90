#include "domain/person_match.h"

#include <ctype.h>
#include <string.h>

#include "base/unicode.h"
#include "domain/text_unescape.h"

enum { PART_LEN_MIN = 3, DEPTH_MAX = 3 /* of JSON in JSON */ };

const char *const person_match_names[PERSON_MATCH_COUNT] = {"", "part", "name", "address"};

/* Letters beyond ASCII are part of a word. */
static bool is_word(char c)
{
    unsigned char byte = (unsigned char)c;
    return byte >= 0x80 || isalnum(byte) != 0;
}

/* Does a letter of a script that puts no spaces between words, or none before endings, start here?
 * Thai, and everything from U+3000 to U+D7FF: kana, Han, Hangul. */
static bool is_unspaced(const char *at, const char *end)
{
    unsigned char first = (unsigned char)at[0];
    unsigned char second = end - at > 1 ? (unsigned char)at[1] : 0;
    return (first >= 0xE3 && first <= 0xED) ||
           (first == 0xE0 && (second == 0xB8 || second == 0xB9));
}

static bool has_text(const struct text *texts, int count, struct text text)
{
    for (int i = 0; i < count; i++)
        if (texts[i].len == text.len && memcmp(texts[i].data, text.data, text.len) == 0)
            return true;
    return false;
}

static void add_word(struct person_words *words, const char *start, size_t len)
{
    size_t min =
        is_unspaced(start, start + len) ? 2 * PART_LEN_MIN : PART_LEN_MIN; /* two letters */
    struct text word = {start, len};
    if (len >= min && words->count < PERSON_WORDS_MAX &&
        !has_text(words->words, words->count, word))
        words->words[words->count++] = word;
}

static void add_words(struct person_words *words, struct text text)
{
    size_t start = 0;
    for (size_t i = 0; i <= text.len; i++) {
        if (i < text.len && is_word(text.data[i]))
            continue;
        add_word(words, text.data + start, i - start);
        start = i + 1;
    }
}

/* The text as it is looked for; "" if it is there already, or there is no room. */
static struct text add_text(struct arena *arena, const char *plain, struct text *texts, int *count)
{
    if (plain == NULL || *count == PERSON_NAMES_MAX)
        return (struct text){"", 0};
    struct text folded = unicode_fold(arena, plain, strlen(plain), UNICODE_UNACCENTED);
    if (folded.len == 0 || has_text(texts, *count, folded))
        return (struct text){"", 0};
    texts[(*count)++] = folded;
    return folded;
}

void person_words_add(struct arena *arena, const char *full_name, const char *email,
                      struct person_words *words)
{
    struct text name = add_text(arena, full_name, words->names, &words->name_count);
    struct text address = add_text(arena, email, words->addresses, &words->address_count);
    const char *at = address.len == 0 ? NULL : memchr(address.data, '@', address.len);
    add_words(words, name);
    if (at != NULL)
        add_words(words, (struct text){address.data, (size_t)(at - address.data)});
}

/* As whole words of the text, where there are some. */
static bool has(struct text text, struct text part)
{
    if (part.len == 0)
        return false;
    bool is_anywhere = is_unspaced(part.data, part.data + part.len);
    const char *end = text.data + text.len;
    for (const char *at = text.data;
         (at = memmem(at, (size_t)(end - at), part.data, part.len)) != NULL; at++) {
        bool begins = at == text.data || !is_word(at[-1]);
        bool ends = at + part.len == end || !is_word(at[part.len]);
        if ((begins && ends) || is_anywhere)
            return true;
    }
    return false;
}

static enum person_match match_plain(struct arena *scratch, const struct person_words *words,
                                     const char *text, size_t len)
{
    struct text folded = unicode_fold(scratch, text, len, UNICODE_UNACCENTED);
    for (int i = 0; i < words->address_count; i++)
        if (has(folded, words->addresses[i]))
            return PERSON_ADDRESS;
    for (int i = 0; i < words->name_count; i++)
        if (has(folded, words->names[i]))
            return PERSON_NAME;
    for (int i = 0; i < words->count; i++)
        if (has(folded, words->words[i]))
            return PERSON_PART;
    return PERSON_NOT;
}

enum person_match person_match(struct arena *scratch, const struct person_words *words,
                               const char *text, size_t len)
{
    enum person_match match = match_plain(scratch, words, text, len);
    struct text inner = {text, len};
    for (int depth = 0; depth < DEPTH_MAX && text_unescape(scratch, &inner); depth++) {
        enum person_match within = match_plain(scratch, words, inner.data, inner.len);
        match = within > match ? within : match;
    }
    return match;
}
