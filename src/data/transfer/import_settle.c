#include <string.h>

#include "data/transfer/import_store.h"

/* The plan as a whole, once every record was looked at by itself: what needs something refused is
 * refused, and references between prompts must not lead back. */

enum mark { MARK_NONE, MARK_OPEN, MARK_DONE };

struct walk {
    struct import_rows *rows;
    enum mark *marks;
    int *stack;   /* depth first: documents are as deep as their authors like */
    size_t *next; /* which need of a line comes next */
    bool *is_refused_here;
    bool has_changed;
    int *order; /* the lines as they are left */
    int order_count;
};

static void refuse(struct walk *walk, int at, const char *message)
{
    struct import_row *row = &walk->rows->items[at];
    row->outcome = IMPORT_REFUSED;
    walk->is_refused_here[at] = true;
    walk->has_changed = true;
    import_note(row->details, "", message);
}

/* The line that is needed next by another, or -1 at the end. */
static int next_need(struct walk *walk, int at)
{
    const json_t *needs = json_object_get(walk->rows->items[at].details, "needs");
    while (walk->next[at] < json_array_size(needs)) {
        int64_t position = json_integer_value(json_array_get(needs, walk->next[at]++));
        if (position >= 1 && position <= walk->rows->count)
            return (int)position - 1;
    }
    return -1;
}

static void leave(struct walk *walk, int at)
{
    const struct import_row *row = &walk->rows->items[at];
    walk->marks[at] = MARK_DONE;
    walk->order[walk->order_count++] = at;
    walk->next[at] = 0;
    for (int to = 0; row->outcome != IMPORT_REFUSED && (to = next_need(walk, at)) >= 0;)
        if (walk->rows->items[to].outcome == IMPORT_REFUSED)
            refuse(walk, at, "It needs a record of the document that is refused.");
}

static void visit(struct walk *walk, int start)
{
    int depth = 0;
    walk->stack[depth++] = start;
    walk->marks[start] = MARK_OPEN;
    while (depth > 0) {
        int at = walk->stack[depth - 1];
        const struct import_row *row = &walk->rows->items[at];
        int to = next_need(walk, at);
        if (to < 0) {
            leave(walk, at);
            depth--;
        } else if (walk->marks[to] == MARK_NONE) {
            walk->marks[to] = MARK_OPEN;
            walk->stack[depth++] = to;
        } else if (walk->marks[to] == MARK_OPEN && row->noun == BUNDLE_PROMPT &&
                   row->outcome != IMPORT_REFUSED) {
            refuse(walk, at, "Its references lead back to itself.");
        }
    }
}

/* Agents may hand over in circles: then a refusal goes round until nothing changes any more. */
static void visit_all(struct walk *walk)
{
    size_t count = (size_t)walk->rows->count;
    do {
        walk->has_changed = false;
        walk->order_count = 0;
        memset(walk->marks, 0, count * sizeof *walk->marks);
        memset(walk->next, 0, count * sizeof *walk->next);
        for (int i = 0; i < walk->rows->count; i++)
            if (walk->marks[i] == MARK_NONE)
                visit(walk, i);
    } while (walk->has_changed);
}

static struct walk begin(struct arena *arena, struct import_rows *rows)
{
    size_t count = (size_t)rows->count + 1;
    return (struct walk){.rows = rows,
                         .marks = arena_array(arena, count, sizeof(enum mark)),
                         .stack = arena_array(arena, count, sizeof(int)),
                         .next = arena_array(arena, count, sizeof(size_t)),
                         .is_refused_here = arena_array(arena, count, sizeof(bool)),
                         .order = arena_array(arena, count, sizeof(int))};
}

int *import_order(struct arena *arena, struct import_rows *rows)
{
    struct walk walk = begin(arena, rows);
    visit_all(&walk);
    return walk.order;
}

static void count_totals(const struct import_rows *rows, struct import *import)
{
    memset(import->totals, 0, sizeof import->totals);
    for (int i = 0; i < rows->count; i++)
        import->totals[rows->items[i].noun][rows->items[i].outcome]++;
}

enum err import_settle(struct db *db, const struct import *import, struct import_rows *rows)
{
    struct arena *arena = db_arena(db);
    struct import after = *import;
    struct walk walk = begin(arena, rows);
    visit_all(&walk);
    count_totals(rows, &after);
    after.state = IMPORT_READY;
    enum err err = import_update(db, import, &after);
    for (int i = 0; err == ERR_NONE && i < rows->count; i++)
        if (walk.is_refused_here[i])
            err = import_update_row(db, import, &rows->items[i]);
    return err;
}
