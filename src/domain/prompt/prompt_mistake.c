#include "domain/prompt/prompt_mistake.h"

#include <string.h>

#include "base/budget.h"
#include "base/text.h"

static bool is_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_of_name(uint32_t c)
{
    return is_letter(c) || (c >= '0' && c <= '9') || c == '_';
}

/* Where the next two of these characters are, from `at` on, or len. */
static size_t find_pair(const char *text, size_t len, size_t at, char brace)
{
    while (at + 1 < len) {
        budget_look();
        const char *found = memchr(text + at, brace, len - 1 - at);
        if (found == NULL)
            return len;
        at = (size_t)(found - text);
        if (text[at + 1] == brace)
            return at;
        at++;
    }
    return len;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* What is wrong with a name. */
static const char *judge(struct arena *arena, const char *name, size_t len)
{
    if (len == 0)
        return "There is no name between the braces.";
    for (size_t at = 0; at < len;) {
        size_t start = at;
        uint32_t c = text_next_char(name, len, &at);
        if (c == ' ' || c == '\t')
            return "A name has no spaces.";
        if (!is_of_name(c))
            return arena_printf(arena,
                                "A name can't have “%.*s”: use letters a to z, digits and _.",
                                (int)(at - start), name + start);
        if (start == 0 && !is_letter(c))
            return "A name begins with a letter from a to z.";
    }
    return "The closing }} is missing.";
}

/* Is this how a name might begin? JSON, code and empty lines are not. */
static bool may_begin_name(const char *text, size_t len)
{
    return len > 0 && ((unsigned char)text[0] >= 0x80 || is_of_name((unsigned char)text[0]) ||
                       strchr("#/^>!&*?.-+$@", text[0]) != NULL);
}

/* The end of a word without blanks and braces. */
static size_t word_end(const char *text, size_t len, size_t at)
{
    while (at < len && !is_blank(text[at]) && text[at] != '{' && text[at] != '}')
        at++;
    return at;
}

/* The mistake whose {{ is at start; stop is where its line, or the next {{, ends what belongs to
 * it. */
static bool look(struct arena *arena, const char *text, size_t start, size_t stop,
                 struct prompt_mistake *out)
{
    size_t name = start + 2;
    size_t close = find_pair(text, stop, name, '}');
    size_t end = close < stop ? close : stop;
    while (name < end && is_blank(text[name]))
        name++;
    if (close == stop) { /* it has no end: only its first word is meant */
        if (!may_begin_name(text + name, end - name))
            return false;
        end = word_end(text, stop, name);
        *out = (struct prompt_mistake){text + start, end - start, "The closing }} is missing."};
        return true;
    }
    while (end > name && is_blank(text[end - 1]))
        end--;
    if (end > name && !may_begin_name(text + name, end - name))
        return false;
    *out = (struct prompt_mistake){text + start, close + 2 - start,
                                   judge(arena, text + name, end - name)};
    return true;
}

bool prompt_mistake_next(struct arena *arena, const char *text, size_t len, size_t *from,
                         struct prompt_mistake *out)
{
    size_t start = find_pair(text, len, *from, '{');
    while (start < len) {
        budget_look();
        while (start + 2 < len && text[start + 2] == '{') /* the last two count */
            start++;
        size_t next = find_pair(text, len, start + 2, '{');
        const char *line = memchr(text + start, '\n', next - start);
        size_t stop = line == NULL ? next : (size_t)(line - text);
        if (look(arena, text, start, stop, out)) {
            *from = (size_t)(out->text - text) + out->len;
            return true;
        }
        start = next;
    }
    *from = len;
    return false;
}
