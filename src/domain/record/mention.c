#include "domain/record/mention.h"

#include <string.h>

#include "base/unicode.h"
#include "domain/record/name.h"

enum { NAME_BYTES_MAX = 4 * NAME_MAX_CHARS };

bool mention_is_possible(const char *text)
{
    return strchr(text, '@') != NULL;
}

static bool is_ascii_word(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

/* A letter or digit of ASCII, or anything beyond it but punctuation and spaces. */
static bool is_word(uint32_t c)
{
    enum { ASCII_END = 0x80, LETTERS = 0xc0, GENERAL = 0x2000, GENERAL_END = 0x206f };
    enum { CJK = 0x3000, CJK_END = 0x303f };
    if (c < ASCII_END)
        return is_ascii_word((unsigned char)c);
    bool is_sign = c < LETTERS || (c >= GENERAL && c <= GENERAL_END) || (c >= CJK && c <= CJK_END);
    return !is_sign;
}

/* The character that ends before `at`. */
static uint32_t char_before(const char *text, size_t at)
{
    size_t start = at - 1;
    while (start > 0 && ((unsigned char)text[start] & 0xc0) == 0x80)
        start--;
    return text_next_char(text, at, &start);
}

static bool ends_word(struct text folded, size_t len)
{
    if (len == folded.len)
        return true;
    return !is_word(text_next_char(folded.data, folded.len, &len));
}

/* The keys of names, to compare with what stands behind a sign. */
struct people {
    struct text *keys;
    int count;
};

static struct people people_of(struct arena *arena, const char *const *names, int count)
{
    struct people people = {arena_array(arena, (size_t)count + 1, sizeof(struct text)), count};
    for (int i = 0; i < count; i++) {
        const char *key = name_key(arena, names[i]);
        people.keys[i] = (struct text){key, strlen(key)};
    }
    return people;
}

/* Whose name the folded text begins with: the index of the longest, -1 for nobody or for several.
 */
static int find_person(const struct people *people, struct text folded)
{
    int best = -1;
    bool is_ambiguous = false;
    for (int i = 0; i < people->count; i++) {
        struct text key = people->keys[i];
        size_t best_len = best < 0 ? 1 : people->keys[best].len;
        if (key.len < best_len || key.len > folded.len ||
            memcmp(key.data, folded.data, key.len) != 0 || !ends_word(folded, key.len))
            continue;
        is_ambiguous = best >= 0 && key.len == best_len;
        best = i;
    }
    return is_ambiguous ? -1 : best;
}

/* What may be a name: to the end of the line. */
static struct text rest_of_line(const char *text)
{
    size_t len = strcspn(text, "\n");
    return (struct text){text, text_cut(text, len, len < NAME_BYTES_MAX ? len : NAME_BYTES_MAX)};
}

int mention_find(struct arena *arena, const char *text, const char *const *names, int name_count,
                 struct mention mentions[MENTION_MAX])
{
    struct people people = people_of(arena, names, name_count);
    int count = 0, tries = 0;
    const char *at = strchr(text, '@');
    for (; at != NULL && count < MENTION_MAX && tries < MENTION_TRIES; at = strchr(at + 1, '@')) {
        size_t start = (size_t)(at - text);
        if (start > 0 && is_word(char_before(text, start)))
            continue;
        tries++;
        struct text rest = rest_of_line(at + 1);
        struct text folded = unicode_fold(arena, rest.data, rest.len, UNICODE_SAME);
        int person = find_person(&people, folded);
        if (person < 0)
            continue;
        struct unicode_range name = unicode_unfold(
            arena, rest, UNICODE_SAME, (struct unicode_range){0, people.keys[person].len});
        mentions[count++] = (struct mention){start, 1 + name.end, person};
        at += name.end;
    }
    return count;
}
