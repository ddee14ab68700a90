#include "base/number.h"
#include "data/transfer/import_settle_internal.h"

#include <string.h>

#include "domain/transfer/bundle_needs.h"

static size_t count_needs(const struct import_rows *rows)
{
    size_t count = 0;
    for (int i = 0; i < rows->count; i++)
        count += json_array_size(json_object_get(rows->items[i].details, "needs"));
    return count;
}

static void open_needs(struct arena *arena, const struct import_rows *rows,
                       struct bundle_needs *needs)
{
    struct bundle_need *items = arena_array(arena, count_needs(rows) + 1, sizeof *items);
    int64_t last = rows->count == 0 ? 0 : rows->items[rows->count - 1].position;
    int *places = arena_array(arena, (size_t)last + 1, sizeof *places); /* from 1; 0: not here */
    int count = 0;
    for (int i = 0; i < rows->count; i++)
        places[rows->items[i].position] = i + 1;
    for (int i = 0; i < rows->count; i++) {
        size_t index = 0;
        json_t *value = NULL;
        json_array_foreach(json_object_get(rows->items[i].details, "needs"), index, value)
        {
            int64_t position = number_of_json(NUMBER_COUNTER, value, 0);
            if (position >= 1 && position <= last && places[position] > 0)
                items[count++] = (struct bundle_need){i, places[position] - 1};
        }
    }
    bundle_needs_open(arena, rows->count, items, count, needs);
}

static void refuse(struct import_row *row, const char *message)
{
    row->outcome = IMPORT_REFUSED;
    import_note(row->details, "", message);
}

/* Refuses whatever needs what is refused by now. */
static void spread(struct import_rows *rows, struct bundle_needs *needs,
                   struct bundle_refusals *refusals)
{
    int first = refusals->count;
    bundle_refusals_spread(refusals, needs);
    for (int i = first; i < refusals->count; i++)
        refuse(&rows->items[refusals->places[i]],
               "It needs a record of the document that is refused.");
}

/* Agents may hand over in loops, prompts may not include each other so. */
static void refuse_loops(struct import_rows *rows, struct bundle_refusals *refusals,
                         const bool *leads_back)
{
    for (int i = 0; i < rows->count; i++) {
        if (!leads_back[i] || rows->items[i].kind != RECORD_PROMPT || refusals->is_refused[i])
            continue;
        bundle_refusals_add(refusals, i);
        refuse(&rows->items[i], "Its references lead back to itself.");
    }
}

void import_settle(struct arena *arena, struct import_rows *rows, struct import_rows *refused)
{
    struct bundle_needs needs;
    struct bundle_refusals refusals;
    bool *leads_back = arena_array(arena, (size_t)rows->count + 1, sizeof *leads_back);
    open_needs(arena, rows, &needs);
    bundle_refusals_open(arena, rows->count, &refusals);
    for (int i = 0; i < rows->count; i++)
        if (rows->items[i].outcome == IMPORT_REFUSED)
            bundle_refusals_add(&refusals, i);
    int before = refusals.count;
    spread(rows, &needs, &refusals);
    (void)bundle_needs_order(&needs, leads_back);
    refuse_loops(rows, &refusals, leads_back);
    spread(rows, &needs, &refusals);
    refused->count = refusals.count - before;
    refused->items = arena_array(arena, (size_t)refused->count + 1, sizeof *refused->items);
    for (int i = 0; i < refused->count; i++)
        refused->items[i] = rows->items[refusals.places[before + i]];
}

const int *import_order(struct arena *arena, const struct import_rows *rows)
{
    struct bundle_needs needs;
    bool *leads_back = arena_array(arena, (size_t)rows->count + 1, sizeof *leads_back);
    open_needs(arena, rows, &needs);
    return bundle_needs_order(&needs, leads_back);
}

void import_count_totals(const struct import_rows *rows, struct import *import)
{
    memset(import->totals, 0, sizeof import->totals);
    for (int i = 0; i < rows->count; i++)
        import->totals[rows->items[i].kind][rows->items[i].outcome]++;
}
