#include "domain/text_automaton.h"

#include <string.h>

#include "base/budget.h"

enum { LOOK_STEP = 4096, BYTES = 256, STATES_MAX = 4001, SET_WORDS = AUTOMATON_PATTERNS_MAX / 64 };

/* State 0 has read nothing of any pattern. Bytes that no pattern has are of class 0. */
struct automaton {
    const struct text *patterns;
    int pattern_count;
    uint8_t class_of[BYTES];
    int class_count;
    int separator;  /* the class of the separators, or BYTES: no pattern has one */
    uint16_t *next; /* of state * class_count + class */
    bool *ends;     /* of state: a pattern ends here */
    struct pattern_set *sets;
    int state_count;
};

bool automaton_is_separator(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == '-' || c == '_' || c == '/' || c == '.';
}

static void set_classes(struct automaton *automaton)
{
    automaton->class_count = 1;
    automaton->separator = BYTES;
    for (int i = 0; i < automaton->pattern_count; i++) {
        const struct text *pattern = &automaton->patterns[i];
        for (size_t j = 0; j < pattern->len; j++) {
            uint8_t *class = &automaton->class_of[(unsigned char)pattern->data[j]];
            if (*class == 0)
                *class = (uint8_t)automaton->class_count++;
        }
    }
    for (int c = 'a'; c <= 'z'; c++)
        automaton->class_of[c - 'a' + 'A'] = automaton->class_of[c];
    if (automaton->class_of[' '] == 0)
        return;
    automaton->separator = automaton->class_of[' '];
    for (int c = 0; c < BYTES / 2; c++)
        if (automaton_is_separator((char)c))
            automaton->class_of[c] = automaton->class_of[' '];
}

static uint16_t *next_of(const struct automaton *automaton, int state, char c)
{
    int class = automaton->class_of[(unsigned char)c];
    return &automaton->next[state * automaton->class_count + class];
}

/* The tree of the patterns; 0 is no way. */
static void add_pattern(struct automaton *automaton, int number)
{
    const struct text *pattern = &automaton->patterns[number];
    int state = 0;
    for (size_t i = 0; i < pattern->len; i++) {
        uint16_t *next = next_of(automaton, state, pattern->data[i]);
        if (*next == 0)
            *next = (uint16_t)automaton->state_count++;
        state = *next;
    }
    automaton->ends[state] = true;
    pattern_set_add(&automaton->sets[state], number);
}

/* What ends at the longest shorter state that the read bytes end with, ends here as well. */
static void join(struct automaton *automaton, int state, int shorter)
{
    automaton->ends[state] = automaton->ends[state] || automaton->ends[shorter];
    for (int i = 0; i < SET_WORDS; i++)
        automaton->sets[state].words[i] |= automaton->sets[shorter].words[i];
}

/* Breadth first, so that every shorter state is finished: where there is no way, go its way. */
static void add_failures(struct arena *arena, struct automaton *automaton)
{
    int classes = automaton->class_count;
    int *queue = arena_array(arena, (size_t)automaton->state_count, sizeof *queue);
    int *shorter = arena_array(arena, (size_t)automaton->state_count, sizeof *shorter);
    int count = 1;
    for (int done = 0; done < count; done++) {
        int state = queue[done];
        uint16_t *next = automaton->next + state * classes;
        const uint16_t *other = automaton->next + shorter[state] * classes;
        for (int class = 0; class < classes; class ++) {
            if (next[class] == 0) {
                next[class] = other[class]; /* of state 0: itself */
                continue;
            }
            shorter[next[class]] = state == 0 ? 0 : other[class];
            join(automaton, next[class], shorter[next[class]]);
            queue[count++] = next[class];
        }
    }
}

const struct automaton *automaton_build(struct arena *arena, const struct text *patterns, int count)
{
    struct automaton *automaton = arena_alloc(arena, sizeof *automaton);
    size_t states = 1;
    *automaton = (struct automaton){.patterns = patterns, .pattern_count = count, .state_count = 1};
    for (int i = 0; i < count; i++)
        states += patterns[i].len;
    if (count > AUTOMATON_PATTERNS_MAX || states > STATES_MAX)
        die("an automaton of %zu states for %d patterns", states, count);
    set_classes(automaton);
    automaton->next = arena_array(arena, states * (size_t)automaton->class_count, sizeof(uint16_t));
    automaton->ends = arena_array(arena, states, sizeof *automaton->ends);
    automaton->sets = arena_array(arena, states, sizeof *automaton->sets);
    for (int i = 0; i < count; i++)
        add_pattern(automaton, i);
    add_failures(arena, automaton);
    return automaton;
}

/* Back from the end over the pattern, a run of separators for each space. */
static size_t find_start(const struct text *pattern, struct text text, size_t end)
{
    size_t at = end;
    for (size_t i = pattern->len; i > 0; i--) {
        at--;
        if (pattern->data[i - 1] == ' ')
            while (at > 0 && automaton_is_separator(text.data[at - 1]))
                at--;
    }
    return at;
}

/* Takes the wanted patterns that end in a state. The first of them, or -1. */
static int take(const struct automaton *automaton, int state, struct pattern_set *left,
                struct pattern_set *found)
{
    int first = -1;
    for (int i = 0; i < SET_WORDS; i++) {
        uint64_t new = automaton->sets[state].words[i] & left->words[i];
        if (first < 0 && new != 0)
            first = 64 * i + __builtin_ctzll(new);
        found->words[i] |= new;
        left->words[i] &= ~new;
    }
    return first;
}

static bool is_empty(const struct pattern_set *set)
{
    uint64_t all = 0;
    for (int i = 0; i < SET_WORDS; i++)
        all |= set->words[i];
    return all == 0;
}

bool automaton_run(const struct automaton *automaton, struct text text,
                   const struct pattern_set *wanted, struct pattern_set *found,
                   struct automaton_place *place)
{
    struct pattern_set left = *wanted;
    bool is_found = false;
    int state = 0;
    int before = -1;
    for (size_t at = 0; at < text.len; at++) {
        int class = automaton->class_of[(unsigned char)text.data[at]];
        if (at % LOOK_STEP == 0)
            budget_look();
        if (class == automaton->separator && before == class)
            continue;
        before = class;
        state = automaton->next[state * automaton->class_count + class];
        if (!automaton->ends[state])
            continue;
        int first = take(automaton, state, &left, found);
        if (first >= 0 && !is_found)
            *place = (struct automaton_place){find_start(&automaton->patterns[first], text, at + 1),
                                              at + 1};
        is_found = is_found || first >= 0;
        if (is_empty(&left))
            break;
    }
    return is_found;
}
