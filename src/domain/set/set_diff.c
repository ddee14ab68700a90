#include "domain/set/set_diff.h"

#include <string.h>

#include "base/budget.h"
#include "base/buf.h"
#include "base/number.h"

/* The places of the cases by their ids. */
static json_t *index_cases(struct arena *arena, const struct set_cases *cases)
{
    json_t *index = json_keep(arena, json_object());
    for (int i = 0; i < cases->count; i++)
        if (json_object_set_new(index, cases->items[i].id, json_integer(i)) != 0)
            die("out of memory for JSON");
    return index;
}

static int find_case(const json_t *index, const char *id)
{
    const json_t *place = json_object_get(index, id);
    return (int)number_of_json(NUMBER_PLACE, place, -1);
}

static bool is_same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool is_same_json(const json_t *a, const json_t *b)
{
    return a == NULL || b == NULL ? a == b : json_equal(a, b) != 0;
}

static bool is_same_case(const struct set_case *a, const struct set_case *b)
{
    return is_same_text(a->name, b->name) && is_same_text(a->note, b->note) &&
           is_same_text(a->expected, b->expected) && a->is_critical == b->is_critical &&
           a->origin == b->origin && is_same_json(a->variables, b->variables) &&
           is_same_json(a->messages, b->messages) && is_same_json(a->checks, b->checks);
}

static void add(struct set_diff *diff, const struct set_case *before, const struct set_case *after)
{
    diff->changes[diff->count++] = (struct set_change){before, after};
    *(before == NULL  ? &diff->added_count
      : after == NULL ? &diff->removed_count
                      : &diff->changed_count) += 1;
}

void set_diff(struct arena *arena, const struct set_cases *before, const struct set_cases *after,
              struct set_diff *diff)
{
    const json_t *old_places = index_cases(arena, before), *places = index_cases(arena, after);
    int last = -1;
    *diff =
        (struct set_diff){.changes = arena_array(arena, (size_t)(before->count + after->count) + 1,
                                                 sizeof *diff->changes)};
    for (int i = 0; i < after->count; i++) {
        int old = find_case(old_places, after->items[i].id);
        budget_look();
        if (old < 0)
            add(diff, NULL, &after->items[i]);
        else if (!is_same_case(&before->items[old], &after->items[i]))
            add(diff, &before->items[old], &after->items[i]);
        if (old >= 0 && old < last)
            diff->is_reordered = true;
        last = old >= 0 ? old : last;
    }
    for (int i = 0; i < before->count; i++)
        if (find_case(places, before->items[i].id) < 0)
            add(diff, &before->items[i], NULL);
}

void set_change_diff(struct arena *arena, const struct set_change *change, struct json_diff *diff)
{
    json_diff(arena, set_case_json(arena, change->before), set_case_json(arena, change->after),
              diff);
}

static void add_words(struct buf *words, int count, const char *what)
{
    if (count > 0)
        buf_printf(words, "%s%d %s", words->len > 0 ? ", " : "", count, what);
}

const char *set_diff_words(struct arena *arena, const struct set_diff *diff)
{
    struct buf words;
    buf_init(&words, arena);
    add_words(&words, diff->added_count, "added");
    add_words(&words, diff->changed_count, "changed");
    add_words(&words, diff->removed_count, "removed");
    if (diff->is_reordered)
        buf_printf(&words, "%sreordered", words.len > 0 ? ", " : "");
    return text_or_null(words.data);
}
