#include "domain/text_match.h"

#include <string.h>

#include "base/budget.h"
#include "base/buf.h"
#include "base/unicode.h"

/* A word or a phrase, folded; a phrase has one space between its words. */
struct term {
    struct text folded;
    struct text probe;      /* its longest word: what a text must have in any case */
    struct text json_probe; /* the longest part that JSON writes as it is */
    bool is_phrase;
};

/* The terms without accents, which are searched in text without accents, and those with. Their
 * numbers go on from one group to the other. */
enum { FORMS = 2, TERMS_MAX = AUTOMATON_PATTERNS_MAX, FOLDED_MAX = 4 * TEXT_QUERY_MAX };

struct group {
    struct term *terms;
    int count;
    const struct automaton *automaton; /* for phrases, and for many words */
};

struct text_query {
    struct group groups[FORMS]; /* by enum unicode_fold */
    int count, capacity;        /* of the terms of all groups */
    size_t folded_len;
};

/* So many words are looked for one by one, with the fast search for bytes. */
enum { FEW = 4 };

/* ---- the query ---------------------------------------------------------------------------- */

/* The longest part without separators and without the stops. */
static struct text longest_part(struct text text, const char *stops)
{
    struct text longest = {text.data, 0};
    size_t start = 0;
    for (size_t at = 0; at <= text.len; at++) {
        bool is_end = at == text.len || automaton_is_separator(text.data[at]) ||
                      strchr(stops, text.data[at]) != NULL;
        if (is_end && at - start > longest.len)
            longest = (struct text){text.data + start, at - start};
        if (is_end)
            start = at + 1;
    }
    return longest;
}

static bool has_term(const struct group *group, struct text folded)
{
    for (int i = 0; i < group->count; i++)
        if (group->terms[i].folded.len == folded.len &&
            memcmp(group->terms[i].folded.data, folded.data, folded.len) == 0)
            return true;
    return false;
}

/* False: there are too many. */
static bool add_term(struct arena *arena, struct text_query *query, struct text same)
{
    struct text plain = unicode_fold(arena, same.data, same.len, UNICODE_UNACCENTED);
    bool has_accents = plain.len != same.len || memcmp(plain.data, same.data, same.len) != 0;
    struct group *group = &query->groups[has_accents ? UNICODE_SAME : UNICODE_UNACCENTED];
    if (same.len == 0 || has_term(group, same))
        return true;
    query->folded_len += same.len;
    if (query->count++ == query->capacity || query->folded_len > FOLDED_MAX)
        return false;
    group->terms[group->count++] = (struct term){
        .folded = same,
        .probe = longest_part(same, ""),
        .json_probe = longest_part(same, "\\\"/"),
        .is_phrase = memchr(same.data, ' ', same.len) != NULL,
    };
    return true;
}

static bool add_words(struct arena *arena, struct text_query *query, struct text folded)
{
    for (size_t at = 0; at < folded.len;) {
        size_t end = at;
        while (end < folded.len && !automaton_is_separator(folded.data[end]))
            end++;
        struct text word = {arena_copy(arena, folded.data + at, end - at), end - at};
        if (!add_term(arena, query, word))
            return false;
        at = end + 1;
    }
    return true;
}

static bool add_phrase(struct arena *arena, struct text_query *query, struct text folded)
{
    struct buf phrase;
    buf_init(&phrase, arena);
    bool is_between = false;
    for (size_t at = 0; at < folded.len; at++) {
        bool is_separator = automaton_is_separator(folded.data[at]);
        if (!is_separator && is_between && phrase.len > 0)
            buf_add_char(&phrase, ' ');
        if (!is_separator)
            buf_add_char(&phrase, folded.data[at]);
        is_between = is_separator;
    }
    return add_term(arena, query, (struct text){phrase.data, phrase.len});
}

static bool is_quote(uint32_t c)
{
    return c == '"' || c == 0x201c || c == 0x201d || c == 0x201e;
}

/* Reads up to a quote or the end; a phrase that is not closed ends with the query. */
static bool read_part(struct arena *arena, struct text_query *query, struct text typed, size_t *at,
                      bool is_phrase)
{
    struct buf part;
    buf_init(&part, arena);
    while (*at < typed.len) {
        size_t start = *at;
        uint32_t c = text_next_char(typed.data, typed.len, at);
        if (is_quote(c))
            break;
        if (text_char_is_space(c))
            buf_add_char(&part, ' ');
        else
            buf_add(&part, typed.data + start, *at - start);
    }
    struct text folded = unicode_fold(arena, part.data, part.len, UNICODE_SAME);
    return is_phrase ? add_phrase(arena, query, folded) : add_words(arena, query, folded);
}

static void build_automaton(struct arena *arena, struct group *group)
{
    struct text *patterns = arena_array(arena, (size_t)group->count + 1, sizeof *patterns);
    bool has_phrase = false;
    for (int i = 0; i < group->count; i++) {
        patterns[i] = group->terms[i].folded;
        has_phrase = has_phrase || group->terms[i].is_phrase;
    }
    if (has_phrase || group->count > FEW)
        group->automaton = automaton_build(arena, patterns, group->count);
}

static enum err refuse(const char *message, const char **problem)
{
    *problem = message;
    return ERR_INVALID;
}

enum err text_query_parse(struct arena *arena, const char *text, const struct text_query **out,
                          const char **problem)
{
    struct text typed = {text, strlen(text)};
    struct text_query *query = arena_alloc(arena, sizeof *query);
    bool fits = typed.len <= TEXT_QUERY_MAX;
    *query = (struct text_query){.folded_len = 0};
    *out = query;
    if (!text_is_utf8(typed.data, typed.len))
        return refuse("The search text is not valid UTF-8.", problem);
    if (text_has_control(typed.data, typed.len, true))
        return refuse("The search text has control characters. Remove them.", problem);
    /* A byte is folded to less than two words. */
    query->capacity = typed.len * 2 < TERMS_MAX ? (int)typed.len * 2 : TERMS_MAX;
    for (int i = 0; i < FORMS; i++)
        query->groups[i].terms = arena_array(arena, (size_t)query->capacity, sizeof(struct term));
    bool is_phrase = false;
    for (size_t at = 0; fits && at < typed.len; is_phrase = !is_phrase)
        fits = read_part(arena, query, typed, &at, is_phrase);
    if (!fits)
        return refuse("The search text is too long. Search for fewer words.", problem);
    text_trim_range(&typed.data, &typed.len);
    if (text_query_is_empty(query) && typed.len > 0)
        return refuse("Enter a word to search for. Spaces, quotes and the characters - _ / . only "
                      "separate words.",
                      problem);
    for (int i = 0; i < FORMS; i++)
        build_automaton(arena, &query->groups[i]);
    return ERR_NONE;
}

bool text_query_is_empty(const struct text_query *query)
{
    return query->count == 0;
}

struct text *text_query_words(struct arena *arena, const struct text_query *query, int *count)
{
    /* A word is at least one byte of what was typed, folded. */
    struct text *words = arena_array(arena, FOLDED_MAX, sizeof *words);
    *count = 0;
    for (int i = 0; i < FORMS; i++) {
        for (int k = 0; k < query->groups[i].count; k++) {
            struct text term = query->groups[i].terms[k].folded;
            term = unicode_fold(arena, term.data, term.len, UNICODE_UNACCENTED);
            for (size_t at = 0; at < term.len;) {
                const char *space = memchr(term.data + at, ' ', term.len - at);
                size_t end = space == NULL ? term.len : (size_t)(space - term.data);
                if (end > at)
                    words[(*count)++] = (struct text){term.data + at, end - at};
                at = end + 1;
            }
        }
    }
    return words;
}

/* ---- searching for one word --------------------------------------------------------------- */

/* A piece of ASCII text is folded at a time, and searched with the fast search for bytes. */
enum { PIECE = 4096 };

static bool find_in_ascii(struct text needle, struct text text, size_t *at)
{
    char piece[PIECE];
    for (size_t from = 0; from + needle.len <= text.len; from += PIECE - needle.len + 1) {
        size_t len = text.len - from < PIECE ? text.len - from : PIECE;
        budget_look();
        text_fold_ascii(piece, text.data + from, len);
        const char *found = memmem(piece, len, needle.data, needle.len);
        if (found != NULL) {
            *at = from + (size_t)(found - piece);
            return true;
        }
    }
    return false;
}

/* The text in the form that a group is searched in. */
struct view {
    struct text text;
    bool is_folded; /* else ASCII as it is */
};

static bool find(const struct view *view, struct text needle, size_t *at)
{
    if (!view->is_folded)
        return find_in_ascii(needle, view->text, at);
    const char *found = memmem(view->text.data, view->text.len, needle.data, needle.len);
    *at = found == NULL ? 0 : (size_t)(found - view->text.data);
    return found != NULL;
}

/* ---- matching ----------------------------------------------------------------------------- */

/* The numbers of a group's terms: they begin at `first`. */
struct search {
    const struct group *group;
    int first;
    struct pattern_set wanted; /* by their numbers within the group */
    struct pattern_set found;
    int wanted_count;
    struct unicode_range place; /* in the view */
    bool is_found;
};

static void note(struct search *search, size_t start, size_t end)
{
    if (!search->is_found || start < search->place.start)
        search->place = (struct unicode_range){start, end};
    search->is_found = true;
}

static void want(struct search *search, const struct text_match *match)
{
    for (int i = 0; i < search->group->count; i++) {
        if (pattern_set_has(&match->found, search->first + i))
            continue;
        pattern_set_add(&search->wanted, i);
        search->wanted_count++;
    }
}

/* Words are found; of phrases those are left for which it is worth to look. */
static void search_one_by_one(struct search *search, const struct view *view)
{
    struct pattern_set left = {{0}};
    search->wanted_count = 0;
    for (int i = 0; i < search->group->count; i++) {
        const struct term *term = &search->group->terms[i];
        size_t at = 0;
        if (!pattern_set_has(&search->wanted, i) || !find(view, term->probe, &at))
            continue;
        if (term->is_phrase) {
            pattern_set_add(&left, i);
            search->wanted_count++;
        } else {
            pattern_set_add(&search->found, i);
            note(search, at, at + term->folded.len);
        }
    }
    search->wanted = left;
}

static void search_view(struct search *search, const struct view *view)
{
    struct automaton_place place;
    if (search->wanted_count <= FEW)
        search_one_by_one(search, view);
    if (search->wanted_count > 0 && automaton_run(search->group->automaton, view->text,
                                                  &search->wanted, &search->found, &place))
        note(search, place.start, place.end);
}

static void add_found(struct text_match *match, const struct search *search)
{
    for (int i = 0; i < search->group->count; i++) {
        if (!pattern_set_has(&search->found, i))
            continue;
        pattern_set_add(&match->found, search->first + i);
        match->missing--;
    }
}

/* Looks for the terms of one form. An accent is never in a text of ASCII. */
static bool look_for(struct text_match *match, enum unicode_fold form, struct text text,
                     bool is_ascii, struct unicode_range *place)
{
    const struct group *groups = match->query->groups;
    struct search search = {.group = &groups[form], .first = form == 0 ? 0 : groups[0].count};
    struct view view = {text, !is_ascii};
    want(&search, match);
    if (search.wanted_count == 0 || (is_ascii && form == UNICODE_SAME))
        return false;
    if (!is_ascii)
        view.text = unicode_fold(match->scratch, text.data, text.len, form);
    search_view(&search, &view);
    add_found(match, &search);
    *place = search.place;
    if (search.is_found && !is_ascii)
        *place = unicode_unfold(match->scratch, text, form, search.place);
    return search.is_found;
}

void text_match_begin(struct text_match *match, const struct text_query *query,
                      struct arena *scratch)
{
    *match = (struct text_match){
        .query = query,
        .scratch = scratch,
        .missing = query->count,
    };
}

static void tidy(const struct text_match *match)
{
    enum { KEEP = 192 * 1024 };
    if (arena_used(match->scratch) > KEEP)
        arena_reset(match->scratch);
}

bool text_match_look(struct text_match *match, const char *text, size_t len, struct text_span *span)
{
    bool is_found = false;
    bool is_ascii = text_is_ascii(text, len);
    for (int form = 0; form < FORMS; form++) {
        struct unicode_range place = {0, 0};
        tidy(match);
        if (!look_for(match, (enum unicode_fold)form, (struct text){text, len}, is_ascii, &place))
            continue;
        if (!is_found || place.start < span->start)
            *span = (struct text_span){place.start, place.end - place.start};
        is_found = true;
    }
    return is_found;
}

/* Accents may be composed in any way there: only the others are looked for. */
bool text_match_may_be_in_json(const struct text_match *match, const char *json, size_t len)
{
    const struct group *plain = &match->query->groups[UNICODE_UNACCENTED];
    int first = match->query->groups[0].count * (UNICODE_UNACCENTED > 0);
    struct view view = {{json, len}, !text_is_ascii(json, len)};
    if (memmem(json, len, "\\u", strlen("\\u")) != NULL)
        return true;
    tidy(match);
    if (view.is_folded)
        view.text = unicode_fold(match->scratch, json, len, UNICODE_UNACCENTED);
    for (int i = 0; i < plain->count && i < FEW; i++) {
        size_t at = 0;
        struct text probe = plain->terms[i].json_probe;
        if (!pattern_set_has(&match->found, first + i) && !find(&view, probe, &at))
            return false;
    }
    return true;
}
