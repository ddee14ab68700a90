#include "domain/record/word_list.h"

#include <string.h>

#include "base/unicode.h"

/* At most so many bytes, to the end of a character. */
static const char *cut(struct arena *arena, const char *word, size_t len)
{
    size_t end = len;
    if (len > WORD_BYTES_MAX) {
        end = WORD_BYTES_MAX;
        while (end > 0 && ((unsigned char)word[end] & 0xc0) == 0x80)
            end--;
    }
    return arena_copy(arena, word, end);
}

static void add(struct word_list *list, const char *word)
{
    if (word[0] == '\0' || list->count == WORD_LIST_MAX)
        return;
    for (int i = 0; i < list->count; i++)
        if (strcmp(list->words[i], word) == 0)
            return;
    list->words[list->count++] = word;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A letter or digit of ASCII, or anything beyond it. */
static bool is_letter(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* A word begins here: behind a separator or, if it is a letter, behind another sign. */
static bool is_start(struct text text, size_t at)
{
    if (at == 0 || automaton_is_separator(text.data[at - 1]))
        return true;
    return is_letter(text.data[at]) && !is_letter(text.data[at - 1]);
}

/* The word that ends before `end`, and the number that it begins with without its zeros. */
static void add_from(struct arena *arena, struct word_list *list, struct text text, size_t at,
                     size_t end)
{
    add(list, cut(arena, text.data + at, end - at));
    size_t zeros = 0;
    while (at + zeros < end && text.data[at + zeros] == '0')
        zeros++;
    if (zeros > 0 && at + zeros < end && is_digit(text.data[at + zeros]))
        add(list, cut(arena, text.data + at + zeros, end - at - zeros));
}

static void add_text(struct arena *arena, struct word_list *list, const char *typed)
{
    struct text text = unicode_fold(arena, typed, strlen(typed), UNICODE_UNACCENTED);
    size_t end = 0;
    for (size_t at = 0; at < text.len && list->count < WORD_LIST_MAX; at++) {
        if (automaton_is_separator(text.data[at]) || !is_start(text, at))
            continue;
        for (end = end > at ? end : at; end < text.len; end++)
            if (automaton_is_separator(text.data[end]))
                break;
        add_from(arena, list, text, at, end);
    }
}

static struct word_list make(struct arena *arena)
{
    return (struct word_list){.words = arena_array(arena, WORD_LIST_MAX, sizeof(char *))};
}

struct word_list word_list_of_record(struct arena *arena, const char *name,
                                     const struct tag_list *tags)
{
    struct word_list list = make(arena);
    add_text(arena, &list, name);
    for (int i = 0; i < tags->count; i++)
        add_text(arena, &list, tags->tags[i]);
    return list;
}

struct word_list word_list_of_query(struct arena *arena, const struct text_query *query)
{
    struct word_list list = make(arena);
    int count = 0;
    struct text *words = text_query_words(arena, query, &count);
    for (int i = 0; i < count; i++)
        add(&list, cut(arena, words[i].data, words[i].len));
    return list;
}

static bool has_beginning(const struct word_list *record, const char *word)
{
    for (int i = 0; i < record->count; i++)
        if (strncmp(record->words[i], word, strlen(word)) == 0)
            return true;
    return false;
}

bool word_list_begins(const struct word_list *record, const struct word_list *query)
{
    for (int i = 0; i < query->count; i++)
        if (!has_beginning(record, query->words[i]))
            return false;
    return query->count > 0;
}
