#include "domain/diff/diff_sequence.h"

#include "base/budget.h"

/* How many differences the search for the middle follows from each end before it takes the best
 * place it has found: the work for n items is then at most about n * SEARCH_MAX steps. */
enum { SEARCH_MAX = 256, DIAGONALS = 2 * SEARCH_MAX + 3 };

/* A part of both sequences. A point (x, y) in it stands before old item x and new item y; its
 * diagonal is x - y. */
struct box {
    int old_start, old_end;
    int new_start, new_end;
};

struct search {
    const int *old_items, *new_items;
    struct box box;
    int64_t budget;
    /* The furthest x on each diagonal: from the start, on diagonals around that of the start, and
     * from the end. Index 0 is diagonal -SEARCH_MAX - 1 relative to the start or the end. */
    int forward[DIAGONALS];
    int backward[DIAGONALS];
};

static int box_size(const struct box *box)
{
    return box->old_end - box->old_start + box->new_end - box->new_start;
}

struct point {
    int x, y;
};

static int *forward_at(struct search *search, int relative)
{
    return &search->forward[relative + SEARCH_MAX + 1];
}

static int *backward_at(struct search *search, int relative)
{
    return &search->backward[relative + SEARCH_MAX + 1];
}

/* Whether a diagonal, counted from that of the start, crosses the box. */
static bool is_inside(const struct box *box, int relative)
{
    return relative >= -(box->new_end - box->new_start) &&
           relative <= box->old_end - box->old_start;
}

/* From the start one difference further, on one diagonal: the furthest x. */
static int step_forward(struct search *search, int relative)
{
    const struct box *box = &search->box;
    int below = *forward_at(search, relative - 1); /* an old item removed */
    int above = *forward_at(search, relative + 1); /* a new item added */
    int x = below + 1 > above ? below + 1 : above;
    int y = x - (box->old_start - box->new_start) - relative;
    int begin = x;
    while (x < box->old_end && y < box->new_end && search->old_items[x] == search->new_items[y]) {
        x++;
        y++;
    }
    search->budget -= 1 + x - begin;
    return x;
}

static int step_backward(struct search *search, int relative)
{
    const struct box *box = &search->box;
    int below = *backward_at(search, relative - 1); /* a new item added */
    int above = *backward_at(search, relative + 1); /* an old item removed */
    int x = above - 1 < below ? above - 1 : below;
    int y = x - (box->old_end - box->new_end) - relative;
    int begin = x;
    while (x > box->old_start && y > box->new_start &&
           search->old_items[x - 1] == search->new_items[y - 1]) {
        x--;
        y--;
    }
    search->budget -= 1 + begin - x;
    return x;
}

/* The diagonal of the end, counted from that of the start. */
static int end_diagonal(const struct box *box)
{
    return (box->old_end - box->old_start) - (box->new_end - box->new_start);
}

static struct point forward_point(const struct search *search, int x, int relative)
{
    return (struct point){x, x - (search->box.old_start - search->box.new_start) - relative};
}

/* One round from the start; true if it met the search from the end. */
static bool advance_forward(struct search *search, int cost, struct point *met)
{
    int delta = end_diagonal(&search->box);
    for (int k = -cost; k <= cost; k += 2) {
        budget_look();
        if (!is_inside(&search->box, k)) {
            *forward_at(search, k) = INT32_MIN / 2;
            continue;
        }
        int x = *forward_at(search, k) = step_forward(search, k);
        int other = k - delta;
        if (delta % 2 != 0 && other > -cost && other < cost && x >= *backward_at(search, other)) {
            *met = forward_point(search, x, k);
            return true;
        }
    }
    return false;
}

/* One round from the end; true if it met the search from the start. */
static bool advance_backward(struct search *search, int cost, struct point *met)
{
    int delta = end_diagonal(&search->box);
    for (int k = -cost; k <= cost; k += 2) {
        int other = k + delta;
        budget_look();
        if (!is_inside(&search->box, other)) {
            *backward_at(search, k) = INT32_MAX / 2;
            continue;
        }
        int x = *backward_at(search, k) = step_backward(search, k);
        if (delta % 2 == 0 && other >= -cost && other <= cost && x <= *forward_at(search, other)) {
            *met = forward_point(search, x, other);
            return true;
        }
    }
    return false;
}

/* The point at x on a diagonal, moved along it into the box: searches run over its edges. */
static struct point inside_point(const struct search *search, int x, int relative)
{
    const struct box *box = &search->box;
    struct point point = forward_point(search, x, relative);
    int over = point.x - box->old_end > point.y - box->new_end ? point.x - box->old_end
                                                               : point.y - box->new_end;
    int under = box->old_start - point.x > box->new_start - point.y ? box->old_start - point.x
                                                                    : box->new_start - point.y;
    int shift = over > 0 ? -over : under > 0 ? under : 0;
    return (struct point){point.x + shift, point.y + shift};
}

/* The point that got furthest from its end in the last round. */
static struct point furthest_point(struct search *search, int cost)
{
    const struct box *box = &search->box;
    int delta = end_diagonal(box);
    int best = -1;
    struct point found = {box->old_start, box->new_start};
    for (int k = -cost; k <= cost; k += 2) {
        if (is_inside(box, k)) {
            struct point point = inside_point(search, *forward_at(search, k), k);
            int way = point.x - box->old_start + point.y - box->new_start;
            if (way > best) {
                best = way;
                found = point;
            }
        }
        if (is_inside(box, k + delta)) {
            struct point point = inside_point(search, *backward_at(search, k), k + delta);
            int way = box->old_end - point.x + box->new_end - point.y;
            if (way > best) {
                best = way;
                found = point;
            }
        }
    }
    return found;
}

/* A point that a smallest, or at least a good, set of differences goes through. The box differs at
 * its first and its last items and is empty on neither side, so that the point is in no corner of
 * it that would leave the box whole. */
static struct point find_middle(struct search *search)
{
    int size = box_size(&search->box);
    int limit = size < SEARCH_MAX ? size : SEARCH_MAX;
    for (int k = -limit - 1; k <= limit + 1; k++) {
        *forward_at(search, k) = INT32_MIN / 2;
        *backward_at(search, k) = INT32_MAX / 2;
    }
    *forward_at(search, 0) = search->box.old_start;
    *backward_at(search, 0) = search->box.old_end;
    struct point met;
    for (int cost = 1;; cost++) {
        if (advance_forward(search, cost, &met) || advance_backward(search, cost, &met))
            return met;
        if (cost == limit || search->budget < 0)
            return furthest_point(search, cost);
    }
}

static void trim(const struct search *search, struct box *box)
{
    while (box->old_start < box->old_end && box->new_start < box->new_end &&
           search->old_items[box->old_start] == search->new_items[box->new_start]) {
        box->old_start++;
        box->new_start++;
    }
    while (box->old_start < box->old_end && box->new_start < box->new_end &&
           search->old_items[box->old_end - 1] == search->new_items[box->new_end - 1]) {
        box->old_end--;
        box->new_end--;
    }
}

static void mark_changed(struct diff_sequence *side, int start, int end)
{
    for (int i = start; i < end; i++)
        side->is_changed[i] = true;
}

/* The smaller part is handed down and the larger one taken next, so that the depth stays below the
 * logarithm of the size. */
static void compare(struct search *search, struct box box, struct diff_sequence *old_side,
                    struct diff_sequence *new_side)
{
    for (;;) {
        trim(search, &box);
        bool is_simple = box.old_start == box.old_end || box.new_start == box.new_end;
        if (is_simple || search->budget < 0) {
            mark_changed(old_side, box.old_start, box.old_end);
            mark_changed(new_side, box.new_start, box.new_end);
            return;
        }
        search->box = box;
        struct point middle = find_middle(search);
        struct box before = {box.old_start, middle.x, box.new_start, middle.y};
        struct box after = {middle.x, box.old_end, middle.y, box.new_end};
        bool is_before_smaller = box_size(&before) < box_size(&after);
        compare(search, is_before_smaller ? before : after, old_side, new_side);
        box = is_before_smaller ? after : before;
    }
}

void diff_sequences(struct diff_sequence *old_side, struct diff_sequence *new_side, int64_t *budget)
{
    struct search search;
    search.old_items = old_side->items;
    search.new_items = new_side->items;
    search.budget = *budget;
    struct box all = {0, old_side->count, 0, new_side->count};
    compare(&search, all, old_side, new_side);
    *budget = search.budget;
}
