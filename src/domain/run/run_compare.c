#include "domain/run/run_compare.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

const char *const run_change_names[RUN_CHANGE_COUNT + 1] = {
    [RUN_CASE_BROKEN] = "broken", [RUN_CASE_WORSE] = "worse",     [RUN_CASE_FIXED] = "fixed",
    [RUN_CASE_BETTER] = "better", [RUN_CASE_FAILING] = "failing", [RUN_CASE_NEW] = "new",
    [RUN_CASE_GONE] = "gone",     [RUN_CASE_PASSING] = "passing",
};

const char *const run_change_titles[RUN_CHANGE_COUNT] = {
    [RUN_CASE_BROKEN] = "Broken",         [RUN_CASE_WORSE] = "Worse",
    [RUN_CASE_FIXED] = "Fixed",           [RUN_CASE_BETTER] = "Better",
    [RUN_CASE_FAILING] = "Still failing", [RUN_CASE_NEW] = "New cases",
    [RUN_CASE_GONE] = "Removed cases",    [RUN_CASE_PASSING] = "Still passing",
};

static bool passes(const struct run_case *item)
{
    return item->pass_count == item->count;
}

static enum run_change change_of(const struct run_case *before, const struct run_case *after)
{
    if (before == NULL || after == NULL)
        return before == NULL ? RUN_CASE_NEW : RUN_CASE_GONE;
    if (passes(before))
        return passes(after) ? RUN_CASE_PASSING : RUN_CASE_BROKEN;
    if (passes(after))
        return RUN_CASE_FIXED;
    /* Shares of the repeats, of which each run may have had another number. */
    int64_t was = before->pass_count * after->count, is = after->pass_count * before->count;
    return is < was ? RUN_CASE_WORSE : is > was ? RUN_CASE_BETTER : RUN_CASE_FAILING;
}

static void add(struct run_comparison *comparison, const struct run_case *before,
                const struct run_case *after)
{
    struct run_difference *item = &comparison->items[comparison->count++];
    *item = (struct run_difference){.change = change_of(before, after),
                                    .is_critical = (before != NULL && before->is_critical) ||
                                                   (after != NULL && after->is_critical),
                                    .before = before,
                                    .after = after};
    comparison->counts[item->change]++;
    comparison->critical_broken_count +=
        item->is_critical && (item->change == RUN_CASE_BROKEN || item->change == RUN_CASE_WORSE);
}

static int by_id(const void *a, const void *b)
{
    const struct run_case *const *left = a, *const *right = b;
    return strcmp((*left)->case_id, (*right)->case_id);
}

/* The cases of a list by their ids. */
static const struct run_case **sorted(struct arena *arena, const struct run_case_list *list)
{
    const struct run_case **items = arena_array(arena, (size_t)list->count + 1, sizeof(void *));
    for (int i = 0; i < list->count; i++)
        items[i] = &list->items[i];
    qsort(items, (size_t)list->count, sizeof *items, by_id);
    return items;
}

static const struct run_case *find(const struct run_case **items, int count,
                                   const struct run_case *wanted)
{
    const struct run_case **found = bsearch(&wanted, items, (size_t)count, sizeof *items, by_id);
    return found == NULL ? NULL : *found;
}

static int64_t place(const struct run_difference *item)
{
    return item->after != NULL ? item->after->position : item->before->position;
}

static int by_change(const void *a, const void *b)
{
    const struct run_difference *left = a, *right = b;
    if (left->change != right->change)
        return left->change < right->change ? -1 : 1;
    if (left->is_critical != right->is_critical)
        return left->is_critical ? -1 : 1;
    return place(left) < place(right) ? -1 : place(left) > place(right);
}

void run_compare(struct arena *arena, const struct run_case_list *before,
                 const struct run_case_list *after, struct run_comparison *comparison)
{
    const struct run_case **old = sorted(arena, before), **new = sorted(arena, after);
    *comparison = (struct run_comparison){
        .items = arena_array(arena, (size_t)before->count + (size_t)after->count + 1,
                             sizeof *comparison->items)};
    for (int i = 0; i < after->count; i++)
        add(comparison, find(old, before->count, &after->items[i]), &after->items[i]);
    for (int i = 0; i < before->count; i++)
        if (find(new, after->count, &before->items[i]) == NULL)
            add(comparison, &before->items[i], NULL);
    qsort(comparison->items, (size_t)comparison->count, sizeof *comparison->items, by_change);
}

const char *run_comparison_words(struct arena *arena, const struct run_comparison *comparison)
{
    static const struct {
        enum run_change change;
        const char *word;
    } words[] = {{RUN_CASE_FIXED, "fixed"},   {RUN_CASE_BETTER, "better"},
                 {RUN_CASE_BROKEN, "broken"}, {RUN_CASE_WORSE, "worse"},
                 {RUN_CASE_NEW, "new"},       {RUN_CASE_GONE, "removed"}};
    struct buf buf;
    buf_init(&buf, arena);
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (comparison->counts[words[i].change] > 0)
            buf_printf(&buf, "%s%d %s", buf.len == 0 ? "" : ", ",
                       comparison->counts[words[i].change], words[i].word);
    if (comparison->critical_broken_count > 0)
        buf_printf(&buf, ", %d critical", comparison->critical_broken_count);
    return buf.len == 0 ? "no differences" : buf.data;
}
