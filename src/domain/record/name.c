#include "domain/record/name.h"

#include <string.h>

#include "base/buf.h"
#include "base/unicode.h"

static const struct name_rule usual = {
    NAME_MAX_CHARS,
    {
        [NAME_FAULT_EMPTY] = "Enter a name.",
        [NAME_FAULT_UTF8] = "The name has characters that can't be used: it is not valid UTF-8.",
        [NAME_FAULT_LONG] = "The name is longer than 120 characters.",
        [NAME_FAULT_CONTROL] = "The name has characters that can't be used, such as line breaks or "
                               "invisible control characters.",
        [NAME_FAULT_UNASSIGNED] = "The name has characters that can't be used: Unicode does not "
                                  "define them.",
        [NAME_FAULT_BLANK] = "Enter a name that people can see.",
    },
};

bool name_is_blank(const char *name, size_t len)
{
    for (size_t at = 0; at < len;)
        if (!unicode_is_blank(text_next_char(name, len, &at)))
            return false;
    return true;
}

static bool has_char(const char *name, size_t len, bool (*is_it)(uint32_t c))
{
    for (size_t at = 0; at < len;)
        if (is_it(text_next_char(name, len, &at)))
            return true;
    return false;
}

static size_t trimmed_len(const char *name, size_t len)
{
    text_trim_range(&name, &len);
    return len;
}

static bool has_fault(enum name_fault fault, const char *name, size_t len, size_t chars_max)
{
    switch (fault) {
    case NAME_FAULT_EMPTY:
        return trimmed_len(name, len) == 0;
    case NAME_FAULT_UTF8:
        return !text_is_utf8(name, len);
    case NAME_FAULT_LONG:
        return text_count_chars(name, len) > chars_max;
    case NAME_FAULT_CONTROL:
        return has_char(name, len, unicode_is_control);
    case NAME_FAULT_UNASSIGNED:
        return has_char(name, len, unicode_is_unassigned);
    case NAME_FAULT_BLANK:
        return name_is_blank(name, len);
    case NAME_FAULT_SPACE:
        return trimmed_len(name, len) != len;
    case NAME_FAULT_COUNT:
        break;
    }
    return false;
}

enum err name_check_by(const struct name_rule *rule, const char *name, const char **problem)
{
    size_t len = strlen(name);
    for (enum name_fault fault = 0; fault < NAME_FAULT_COUNT; fault++) {
        if (rule->sentences[fault] == NULL || !has_fault(fault, name, len, rule->chars_max))
            continue;
        *problem = rule->sentences[fault];
        return ERR_INVALID;
    }
    return ERR_NONE;
}

enum err name_check(const char *name, const char **problem)
{
    return name_check_by(&usual, name, problem);
}

char *name_normalize(struct arena *arena, const char *name)
{
    size_t len = strlen(name);
    if (!text_is_utf8(name, len))
        return arena_strdup(arena, name);
    struct text made = unicode_nfc(arena, name, len);
    text_trim_range(&made.data, &made.len);
    return arena_copy(arena, made.data, made.len);
}

static struct text fold(struct arena *arena, const char *name, enum unicode_fold how)
{
    const char *normalized = name_normalize(arena, name);
    struct text folded = unicode_fold(arena, normalized, strlen(normalized), how);
    text_trim_range(&folded.data, &folded.len);
    return (struct text){arena_copy(arena, folded.data, folded.len), folded.len};
}

char *name_key(struct arena *arena, const char *name)
{
    struct text key = fold(arena, name, UNICODE_SAME);
    return arena_copy(arena, key.data, key.len);
}

/* The number of digits in digits, so that more of them come later: 1 to 8 as they are, 9 means
 * eight and as many as the next says. Zero has none. No such text is the beginning of another. */
static void add_count(struct buf *key, size_t count)
{
    enum { STEP = 8 };
    for (; count > STEP; count -= STEP)
        buf_add_char(key, '9');
    buf_add_char(key, (char)('0' + count));
}

/* Returns the length of the number; *has_zeros if it has zeros before it. */
static size_t add_number(struct buf *key, const char *text, bool *has_zeros)
{
    size_t len = strspn(text, "0123456789");
    size_t zeros = strspn(text, "0");
    *has_zeros = *has_zeros || (zeros > 0 && len > 1);
    add_count(key, len - zeros);
    buf_add(key, text + zeros, len - zeros);
    return len;
}

char *name_sort_key(struct arena *arena, const char *name)
{
    struct text same = fold(arena, name, UNICODE_SAME);
    struct text plain = fold(arena, name, UNICODE_UNACCENTED);
    bool is_ambiguous = strcmp(same.data, plain.data) != 0;
    struct buf key;
    buf_init(&key, arena);
    for (const char *at = plain.data; *at != '\0';) {
        if (*at >= '0' && *at <= '9')
            at += add_number(&key, at, &is_ambiguous);
        else
            buf_add_char(&key, *at++);
    }
    if (is_ambiguous) /* U+0001 comes before everything that a name may have */
        buf_printf(&key, "\x01%s", same.data);
    return key.data;
}
