#include "crypt/password_rule.h"

#include <ctype.h>
#include <sodium.h>
#include <string.h>
#include <zxcvbn.h>

#include "base/text.h"
#include "crypt/password_text.h"

enum {
    WORD_LEN_MIN = 3, /* shorter words match by chance */
    WORDS_MAX = 32,
    WORDS_SIZE = 1024, /* bytes of all words with their NULs */
};

#define HELP " Add words that have nothing to do with you or with each other."

/* Why a password is guessed soon, in the order in which it is said. */
enum reason { REASON_OWN, REASON_REPEATED, REASON_SEQUENCE, REASON_COMMON, REASON_SHORT, REASONS };
static const char *const reasons[] = {
    [REASON_OWN] = "This password is easy to guess: it is made of your name, your address, your "
                   "organization or Rostrum." HELP,
    [REASON_REPEATED] = "This password is easy to guess: it repeats itself." HELP,
    [REASON_SEQUENCE] =
        "This password is easy to guess: it is a sequence, such as letters in their "
        "order, neighbors on the keyboard or a date." HELP,
    [REASON_COMMON] = "This password is easy to guess: it is one that many people use, or made of "
                      "common words." HELP,
    [REASON_SHORT] = "This password is easy to guess: it has too little in it." HELP,
};

/* The words a password should not be made of, beside the dictionary of zxcvbn. */
struct word_list {
    const char *words[WORDS_MAX + 1]; /* ends in NULL */
    int count;
    char bytes[WORDS_SIZE];
    size_t used;
};

static void list_add(struct word_list *list, const char *word, size_t len)
{
    bool has_room = list->count < WORDS_MAX && len < sizeof list->bytes - list->used;
    if (len < WORD_LEN_MIN || !has_room)
        return;
    char *copy = list->bytes + list->used;
    memcpy(copy, word, len);
    copy[len] = '\0';
    list->used += len + 1;
    list->words[list->count++] = copy;
}

static bool is_word_char(char c)
{
    return (unsigned char)c >= 0x80 || isalnum((unsigned char)c);
}

/* "ada.l@example.org" holds the words ada, example and org. */
static void list_add_words(struct word_list *list, const char *text)
{
    const char *next = text;
    while (*next != '\0') {
        const char *word = next;
        while (is_word_char(*next))
            next++;
        list_add(list, word, (size_t)(next - word));
        if (*next != '\0')
            next++;
    }
}

/* What zxcvbn says about a part of it. */
static enum reason reason_of(ZxcTypeMatch_t type)
{
    switch ((int)type & ~MULTIPLE_MATCH) {
    case USER_MATCH:
    case USER_LEET_MATCH:
        return REASON_OWN;
    case REPEATS_MATCH:
        return REASON_REPEATED;
    case SEQUENCE_MATCH:
    case SPATIAL_MATCH:
    case DATE_MATCH:
    case YEAR_MATCH:
        return REASON_SEQUENCE;
    case DICTIONARY_MATCH:
    case DICT_LEET_MATCH:
        return REASON_COMMON;
    default:
        return REASON_SHORT;
    }
}

/* The reason that most of its characters have; a part that comes again counts as repeated. */
static enum reason find_reason(const ZxcMatch_t *parts)
{
    int lengths[REASONS] = {0};
    enum reason most = REASON_SHORT;
    for (const ZxcMatch_t *part = parts; part != NULL; part = part->Next) {
        enum reason reason = reason_of(part->Type);
        bool is_again = ((int)part->Type & MULTIPLE_MATCH) != 0 && reason != REASON_OWN;
        lengths[is_again ? REASON_REPEATED : reason] += part->Length;
    }
    for (int i = REASONS - 1; i >= 0; i--)
        if (lengths[i] > 0 && lengths[i] >= lengths[most])
            most = (enum reason)i;
    return most;
}

static const char *find_weakness(const char *password, double min_bits,
                                 const char *const *own_words)
{
    struct word_list list = {.count = 0};
    ZxcMatch_t *parts = NULL;
    list_add_words(&list, "rostrum");
    for (const char *const *text = own_words; *text != NULL; text++)
        list_add_words(&list, *text);
    double bits = ZxcvbnMatch(password, list.words, &parts);
    const char *problem = bits < min_bits ? reasons[find_reason(parts)] : NULL;
    ZxcvbnFreeInfo(parts);
    sodium_memzero(&list, sizeof list);
    return problem;
}

static const char *find_problem(struct text password, enum password_use use,
                                const char *const *own_words)
{
    bool is_alone = use == PASSWORD_ALONE;
    size_t chars = text_count_chars(password.data, password.len);
    if (chars < (is_alone ? PASSWORD_MIN_CHARS : PASSWORD_MIN_CHARS_FACTOR))
        return is_alone ? "Use at least 15 characters. A few words in a row are easy to remember."
                        : "Use at least 8 characters. A few words in a row are easy to remember.";
    if (chars > PASSWORD_MAX_CHARS)
        return "Use at most 256 characters.";
    return find_weakness(password.data, is_alone ? PASSWORD_MIN_BITS : PASSWORD_MIN_BITS_FACTOR,
                         own_words);
}

enum err password_check_new(const char *password, enum password_use use,
                            const char *const *own_words, const char **problem)
{
    *problem = "The password has characters that can't be read.";
    if (!text_is_utf8(password, strlen(password)))
        return ERR_INVALID;
    struct password_text made = password_text_make(password);
    *problem = find_problem(made.text, use, own_words);
    password_text_end(&made);
    return *problem == NULL ? ERR_NONE : ERR_INVALID;
}
