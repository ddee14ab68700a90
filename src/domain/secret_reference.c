#include "domain/secret_reference.h"

#include <ctype.h>
#include <string.h>

#include "base/err.h"

/* What a reference may name, in characters. */
enum { NAME_MAX_LEN = 100 };

/* ---- words -------------------------------------------------------------------------------- */

/* Letters and digits without anything between them. */
struct part {
    size_t len, digits, uppers;
    size_t rises; /* a small letter before a capital one: humps of camelCase */
    bool is_repeated;
    bool is_word_then_digits;
};

static struct part read_part(const char *text, size_t len)
{
    struct part part = {.is_repeated = true, .is_word_then_digits = true};
    for (; part.len < len && isalnum((unsigned char)text[part.len]); part.len++) {
        char c = text[part.len];
        char before = part.len == 0 ? c : text[part.len - 1];
        part.digits += isdigit((unsigned char)c) ? 1 : 0;
        part.uppers += isupper((unsigned char)c) ? 1 : 0;
        part.rises += islower((unsigned char)before) && isupper((unsigned char)c) ? 1 : 0;
        part.is_repeated = part.is_repeated && c == text[0];
        if (isdigit((unsigned char)before) && !isdigit((unsigned char)c))
            part.is_word_then_digits = false;
    }
    return part;
}

enum {
    HUMP_LEN = 4, /* letters for each hump of camelCase, and at least 6 on the whole */
    HUMP_SPARE = 2,
    NUMBER_MAX = 19, /* digits of ids and times */
    SUFFIX_MAX = 4,  /* digits behind a word: sha256, gpt4, 2024 */
    NUMBER_EXPECTED_MAX = 5,
    SUFFIX_EXPECTED_MAX = 2,
    WORD_EXPECTED_MAX = 15,
    MIXED_EXPECTED_MIN = 5, /* shorter ones are x2y and v1b */
};

static bool is_camel(const struct part *part)
{
    return part->uppers == part->len || part->rises == 0 ||
           (part->rises <= part->len / HUMP_LEN && part->uppers <= part->rises + HUMP_SPARE);
}

/* What people write: a word, a number, a word with a number. */
static bool is_readable(const struct part *part, bool is_expected)
{
    size_t letters = part->len - part->digits;
    size_t suffix_max = is_expected ? SUFFIX_EXPECTED_MAX : SUFFIX_MAX;
    if (part->is_repeated)
        return true;
    if (is_expected && part->len < MIXED_EXPECTED_MIN)
        return true;
    if (letters == 0)
        return part->len <= (is_expected ? NUMBER_EXPECTED_MAX : NUMBER_MAX);
    if (is_expected &&
        (letters > WORD_EXPECTED_MAX || (part->digits > 0 && part->uppers < letters)))
        return false;
    return part->is_word_then_digits && part->digits <= suffix_max && is_camel(part);
}

static bool is_joint(char c)
{
    return c != '\0' && strchr("-_./+~:", c) != NULL;
}

static bool is_uuid(const char *text, size_t len)
{
    enum { UUID_LEN = 36 };
    if (len != UUID_LEN)
        return false;
    for (size_t i = 0; i < len; i++) {
        bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (is_dash ? text[i] != '-' : !isxdigit((unsigned char)text[i]))
            return false;
    }
    return true;
}

static size_t word_len(const char *text, size_t len)
{
    size_t i = 0;
    while (i < len && (isalnum((unsigned char)text[i]) || is_joint(text[i])))
        i++;
    return i;
}

/* Parts joined by dashes and the like: as many characters of it as nobody can read must be enough
 * for a key. */
static bool is_opaque_word(const char *text, size_t len, bool is_expected)
{
    enum { OPAQUE_MIN = 16 };
    size_t opaque = 0;
    if (is_uuid(text, len))
        return is_expected;
    for (size_t at = 0; at < len;) {
        struct part part = read_part(text + at, len - at);
        if (part.len > 0 && !is_readable(&part, is_expected))
            opaque += part.len;
        at += part.len > 0 ? part.len : 1;
    }
    return opaque >= (is_expected ? MIXED_EXPECTED_MIN : OPAQUE_MIN);
}

/* ---- references --------------------------------------------------------------------------- */

static bool is_name_char(char c)
{
    return isalnum((unsigned char)c) || (c != '\0' && strchr("_.:/- ", c) != NULL);
}

static bool is_name(const char *text, size_t len)
{
    bool has_letter = false;
    for (size_t i = 0; i < len; i++) {
        if (!is_name_char(text[i]) || (i > 0 && text[i - 1] == ':' && text[i] == '-'))
            return false;
        has_letter = has_letter || isalpha((unsigned char)text[i]);
    }
    if (!has_letter || len > NAME_MAX_LEN)
        return false;
    for (size_t at = 0; at < len;) {
        size_t word = word_len(text + at, len - at);
        if (is_opaque_word(text + at, word, false))
            return false;
        at += word > 0 ? word : 1;
    }
    return true;
}

/* A name between two marks. */
static size_t bracketed(const char *text, size_t len, const char *open, const char *close)
{
    size_t open_len = strlen(open);
    size_t close_len = strlen(close);
    if (len < open_len + close_len || memcmp(text, open, open_len) != 0)
        return 0;
    size_t at = open_len;
    while (at < len && at - open_len <= NAME_MAX_LEN && is_name_char(text[at]))
        at++;
    if (len - at < close_len || memcmp(text + at, close, close_len) != 0)
        return 0;
    return is_name(text + open_len, at - open_len) ? at + close_len : 0;
}

static size_t skip_spaces(const char *text, size_t len, size_t at)
{
    while (at < len && text[at] == ' ')
        at++;
    return at;
}

/* {"secret": "NAME"}, with or without spaces. */
static size_t secret_object(const char *text, size_t len)
{
    static const char *const marks[] = {"{", "\"secret\"", ":"};
    size_t at = 0;
    for (size_t i = 0; i < COUNT_OF(marks); i++) {
        size_t mark_len = strlen(marks[i]);
        if (len - at < mark_len || memcmp(text + at, marks[i], mark_len) != 0)
            return 0;
        at = skip_spaces(text, len, at + mark_len);
    }
    size_t name = bracketed(text + at, len - at, "\"", "\"");
    size_t end = skip_spaces(text, len, at + name);
    return name > 0 && end < len && text[end] == '}' ? end + 1 : 0;
}

/* $NAME, in capitals: "$2b$10$…" is a hash of a password. */
static size_t shell_name(const char *text, size_t len)
{
    size_t at = 1;
    if (len < 2 || text[0] != '$' || !isupper((unsigned char)text[1]))
        return 0;
    while (at < len && (isupper((unsigned char)text[at]) || isdigit((unsigned char)text[at]) ||
                        text[at] == '_'))
        at++;
    return at <= NAME_MAX_LEN && is_name(text + 1, at - 1) ? at : 0;
}

size_t secret_reference_len(const char *text, size_t len)
{
    static const char *const pairs[][2] = {{"${", "}"}, {"{{", "}}"}, {"<", ">"}, {"%", "%"}};
    size_t found = shell_name(text, len);
    for (size_t i = 0; found == 0 && i < COUNT_OF(pairs); i++)
        found = bracketed(text, len, pairs[i][0], pairs[i][1]);
    return found > 0 ? found : secret_object(text, len);
}

bool secret_is_opaque(const char *text, size_t len, bool is_expected)
{
    for (size_t at = 0; at < len;) {
        size_t reference = secret_reference_len(text + at, len - at);
        size_t word = reference > 0 ? 0 : word_len(text + at, len - at);
        if (is_opaque_word(text + at, word, is_expected))
            return true;
        at += reference > 0 ? reference : word > 0 ? word : 1;
    }
    return false;
}
