#include "domain/transfer/bundle_needs.h"

#include "base/budget.h"

/* One direction: the entries of each record are neighbors in one array. */
static int *group(struct bundle_needs *needs, const struct bundle_need *items, int count,
                  bool is_reversed, int **grouped)
{
    size_t record_count = (size_t)needs->record_count;
    int *first = arena_array(needs->arena, record_count + 2, sizeof *first);
    *grouped = arena_array(needs->arena, (size_t)count + 1, sizeof **grouped);
    for (int i = 0; i < count; i++)
        first[(is_reversed ? items[i].needed : items[i].record) + 2]++;
    for (size_t i = 0; i < record_count; i++)
        first[i + 2] += first[i + 1];
    for (int i = 0; i < count; i++) {
        int from = is_reversed ? items[i].needed : items[i].record;
        (*grouped)[first[from + 1]++] = is_reversed ? items[i].record : items[i].needed;
    }
    return first;
}

void bundle_needs_open(struct arena *arena, int record_count, const struct bundle_need *items,
                       int count, struct bundle_needs *needs)
{
    *needs = (struct bundle_needs){.arena = arena, .record_count = record_count};
    needs->first_needed = group(needs, items, count, false, &needs->needed);
    needs->first_user = group(needs, items, count, true, &needs->users);
}

/* ---- order -------------------------------------------------------------------------------- */

enum mark { MARK_NONE, MARK_OPEN, MARK_DONE };

/* Depth first with a stack of its own: documents are as deep as their authors like. */
struct walk {
    struct bundle_needs *needs;
    enum mark *marks;
    int *stack;
    int *next; /* by record: the need that is looked at next */
    bool *leads_back;
    int *order;
    int order_count;
};

static void visit(struct walk *walk, int start)
{
    struct bundle_needs *needs = walk->needs;
    int depth = 0;
    walk->stack[depth++] = start;
    walk->marks[start] = MARK_OPEN;
    while (depth > 0) {
        int at = walk->stack[depth - 1];
        needs->step_count++;
        if (walk->next[at] == needs->first_needed[at + 1]) {
            walk->marks[at] = MARK_DONE;
            walk->order[walk->order_count++] = at;
            depth--;
            continue;
        }
        int to = needs->needed[walk->next[at]++];
        if (walk->marks[to] == MARK_NONE) {
            walk->marks[to] = MARK_OPEN;
            walk->stack[depth++] = to;
        } else if (walk->marks[to] == MARK_OPEN) {
            walk->leads_back[at] = true;
        }
    }
}

int *bundle_needs_order(struct bundle_needs *needs, bool *leads_back)
{
    size_t room = (size_t)needs->record_count + 1;
    struct walk walk = {.needs = needs,
                        .marks = arena_array(needs->arena, room, sizeof(enum mark)),
                        .stack = arena_array(needs->arena, room, sizeof(int)),
                        .next = arena_array(needs->arena, room, sizeof(int)),
                        .leads_back = leads_back,
                        .order = arena_array(needs->arena, room, sizeof(int))};
    for (int i = 0; i < needs->record_count; i++)
        walk.next[i] = needs->first_needed[i];
    for (int i = 0; i < needs->record_count; i++)
        if (walk.marks[i] == MARK_NONE)
            visit(&walk, i);
    return walk.order;
}

/* ---- refusals ----------------------------------------------------------------------------- */

void bundle_refusals_open(struct arena *arena, int record_count, struct bundle_refusals *refusals)
{
    size_t room = (size_t)record_count + 1;
    *refusals = (struct bundle_refusals){.is_refused = arena_array(arena, room, sizeof(bool)),
                                         .places = arena_array(arena, room, sizeof(int))};
}

void bundle_refusals_add(struct bundle_refusals *refusals, int place)
{
    if (refusals->is_refused[place])
        return;
    refusals->is_refused[place] = true;
    refusals->places[refusals->count++] = place;
}

/* The list is its own queue: each record is looked at once, and each of its users. */
void bundle_refusals_spread(struct bundle_refusals *refusals, struct bundle_needs *needs)
{
    while (refusals->spread_count < refusals->count) {
        int place = refusals->places[refusals->spread_count++];
        budget_look();
        needs->step_count++;
        for (int i = needs->first_user[place]; i < needs->first_user[place + 1]; i++) {
            needs->step_count++;
            bundle_refusals_add(refusals, needs->users[i]);
        }
    }
}
