#include "domain/diagram/diagram_lane.h"

#include <stdlib.h>

/* Lanes keep an order and their distances. Two ways to give each the place next to the one that it
 * wants are to push others to the right, and to push them to the left; what is in the middle
 * between two places that keep distances does so too. */

enum { CLEAR = 6, HALF_LINE = 4, TRACKS_MAX = 6 };

static int half_of(const struct lane *lane)
{
    return lane->half_width > 0 ? lane->half_width : HALF_LINE;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

/* How far two lanes must be apart. */
static int distance(const struct lane *a, const struct lane *b)
{
    bool is_beside = a->half_width > 0 && b->half_width > 0 && a->track == b->track;
    return CLEAR + (is_beside ? a->half_width + b->half_width : larger(half_of(a), half_of(b)));
}

static int compare_lanes(const void *left, const void *right)
{
    const struct lane *a = left, *b = right;
    return a->wanted != b->wanted ? a->wanted - b->wanted : a->number - b->number;
}

static void push_right(const struct lane *lanes, int count, int *x)
{
    for (int i = 0; i < count; i++) {
        x[i] = larger(x[i], half_of(&lanes[i]));
        for (int k = 0; k < i; k++)
            x[i] = larger(x[i], x[k] + distance(&lanes[k], &lanes[i]));
    }
}

static void push_left(const struct lane *lanes, int count, int width, int *x)
{
    for (int i = count - 1; i >= 0; i--) {
        x[i] = -larger(-x[i], half_of(&lanes[i]) - width);
        for (int k = i + 1; k < count; k++)
            x[i] = -larger(-x[i], distance(&lanes[i], &lanes[k]) - x[k]);
    }
}

/* Even in as many tracks as one likes neighbors have this distance. */
static bool can_fit(const struct lane *lanes, int count, int width)
{
    int needed = 0;
    for (int i = 1; i < count && needed <= width; i++)
        needed += CLEAR + larger(half_of(&lanes[i - 1]), half_of(&lanes[i]));
    return needed <= width;
}

static void set_tracks(struct lane *lanes, int count, int tracks)
{
    int labels = 0;
    for (int i = 0; i < count; i++)
        if (lanes[i].half_width > 0)
            lanes[i].track = labels++ % tracks;
}

static bool place(struct lane *lanes, int count, int width, int *right, int *left)
{
    for (int i = 0; i < count; i++)
        right[i] = left[i] = lanes[i].wanted;
    push_right(lanes, count, right);
    push_left(lanes, count, width, right);
    push_left(lanes, count, width, left);
    push_right(lanes, count, left);
    for (int i = 0; i < count; i++)
        if (right[i] < half_of(&lanes[i]) || left[i] > width - half_of(&lanes[i]))
            return false;
    for (int i = 0; i < count; i++)
        lanes[i].x = (right[i] + left[i]) / 2;
    return true;
}

bool lane_assign(struct arena *arena, struct lane *lanes, int count, int width, int *tracks)
{
    qsort(lanes, (size_t)count, sizeof *lanes, compare_lanes);
    if (!can_fit(lanes, count, width))
        return false;
    int *right = arena_array(arena, (size_t)count + 1, sizeof *right);
    int *left = arena_array(arena, (size_t)count + 1, sizeof *left);
    for (*tracks = 1; *tracks <= TRACKS_MAX; ++*tracks) {
        set_tracks(lanes, count, *tracks);
        if (place(lanes, count, width, right, left))
            return true;
    }
    return false;
}
