#include "domain/run/run_match.h"

#include <stdlib.h>
#include <string.h>

#include "base/budget.h"
#include "base/buf.h"
#include "base/number.h"

/* ---- one result ---------------------------------------------------------------------------- */

/* The cases by their ids and by their variables, in one canonical text; of variables that several
 * have, the first with a mark. */
struct lookup {
    struct arena *arena;
    const struct set_cases *cases;
    json_t *by_id, *by_variables, *shared;
};

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *text_of(struct arena *arena, const json_t *variables)
{
    const char *key = NULL;
    json_t *value = NULL;
    size_t count = 0;
    json_t *sorted = json_keep(arena, json_object());
    const char **keys = arena_array(arena, json_object_size(variables) + 1, sizeof *keys);
    json_object_foreach((json_t *)variables, key, value) keys[count++] = key;
    qsort(keys, count, sizeof *keys, by_text);
    for (size_t i = 0; i < count; i++)
        json_object_set(sorted, keys[i], json_object_get(variables, keys[i]));
    return json_format(arena, sorted, JSON_LINE).data;
}

static struct lookup lookup_make(struct arena *arena, const struct set_cases *cases)
{
    struct lookup lookup = {arena, cases, json_keep(arena, json_object()),
                            json_keep(arena, json_object()), json_keep(arena, json_object())};
    for (int i = 0; i < cases->count; i++) {
        const struct set_case *item = &cases->items[i];
        json_object_set_new(lookup.by_id, item->id, json_integer(i));
        if (json_object_size(item->variables) == 0)
            continue;
        const char *text = text_of(arena, item->variables);
        if (json_object_get(lookup.by_variables, text) != NULL)
            json_object_set_new(lookup.shared, text, json_string(item->id));
        else
            json_object_set_new(lookup.by_variables, text, json_integer(i));
    }
    return lookup;
}

static int place_in(const json_t *table, const char *key)
{
    const json_t *place = key[0] == '\0' ? NULL : json_object_get(table, key);
    return (int)number_of_json(NUMBER_RESULT_PLACE, place, -1);
}

/* What the result was made with is what the case says; the file may have more. */
static bool has_variables(const struct set_case *item, const json_t *variables)
{
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach(item->variables, key, value)
    {
        const json_t *other = json_object_get(variables, key);
        if (other == NULL || !json_equal(value, (json_t *)other))
            return false;
    }
    return true;
}

static int find_case(const struct lookup *lookup, const struct run_promptfoo_result *result,
                     const char **why)
{
    int at = place_in(lookup->by_id, result->id);
    if (at < 0)
        at = place_in(lookup->by_id, result->name);
    if (at >= 0) {
        const struct set_case *item = &lookup->cases->items[at];
        if (has_variables(item, result->variables))
            return at;
        *why = arena_printf(lookup->arena, "Case %s has other variables.", item->id);
        return -1;
    }
    const char *text = text_of(lookup->arena, result->variables);
    at = place_in(lookup->by_variables, text);
    const char *other = json_text(lookup->shared, text);
    if (at >= 0 && other[0] == '\0')
        return at;
    *why = at < 0 ? "No case has its id, or exactly its variables."
                  : arena_printf(lookup->arena, "Cases %s and %s have its variables.",
                                 lookup->cases->items[at].id, other);
    return -1;
}

/* ---- all of them --------------------------------------------------------------------------- */

static enum err check_counts(struct arena *arena, const struct set_cases *cases, const int *counts,
                             struct run_match *match, const char **problem)
{
    int first = -1;
    for (int i = 0; i < cases->count; i++) {
        if (counts[i] == 0)
            continue;
        if (first < 0)
            first = i;
        if (counts[i] != counts[first]) {
            *problem =
                arena_printf(arena,
                             "Case %s is there %s, and case %s %s: each must be there as "
                             "often.",
                             cases->items[first].id, text_counted(arena, counts[first], "time"),
                             cases->items[i].id, text_counted(arena, counts[i], "time"));
            return ERR_INVALID;
        }
    }
    match->repeats = first < 0 ? 0 : counts[first];
    if (first < 0)
        *problem = "None of these results belongs to a case of this version of the test set.";
    else if (!number_fits(NUMBER_RUN_REPEATS, match->repeats))
        *problem = "Each case is there more than 10 times.";
    return *problem == NULL ? ERR_NONE : ERR_INVALID;
}

static void list_cases(struct arena *arena, const struct set_cases *cases, const int *counts,
                       struct run_match *match)
{
    struct buf ids;
    int *places = arena_array(arena, (size_t)cases->count + 1, sizeof *places);
    buf_init(&ids, arena);
    for (int i = 0; i < cases->count; i++) {
        places[i] = counts[i] == 0 ? -1 : match->case_count++;
        if (counts[i] > 0)
            buf_printf(&ids, "%s%s", ids.len > 0 ? "\n" : "", cases->items[i].id);
    }
    match->places = places;
    match->case_ids = match->case_count == cases->count ? "" : ids.data;
}

enum err run_match(struct arena *arena, const struct run_promptfoo *file, int column,
                   const struct set_cases *cases, struct run_match *match, const char **problem)
{
    struct lookup lookup = lookup_make(arena, cases);
    int *counts = arena_array(arena, (size_t)cases->count + 1, sizeof *counts);
    memset(counts, 0, ((size_t)cases->count + 1) * sizeof *counts);
    *match = (struct run_match){.case_ids = ""};
    *problem = NULL;
    match->items = arena_array(arena, (size_t)file->count + 1, sizeof *match->items);
    for (int i = 0; i < file->count; i++) {
        const struct run_promptfoo_result *result = &file->results[i];
        budget_look();
        if (result->column != column)
            continue;
        struct run_match_result *item = &match->items[match->count++];
        *item = (struct run_match_result){.result = result};
        item->at = find_case(&lookup, result, &item->why);
        if (item->at < 0)
            continue;
        item->repeat = counts[item->at]++;
        match->taken_count++;
    }
    list_cases(arena, cases, counts, match);
    return check_counts(arena, cases, counts, match, problem);
}
