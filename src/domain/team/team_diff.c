#include "domain/team/team_diff.h"

#include <string.h>

static bool is_same_label(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* Marks the members that kept their order: the longest part of the new order in which the old
 * places rise. old[i] is the old place of new member i, -1 for an added one. */
static void mark_kept(struct arena *arena, const int *old, int count, bool *is_kept)
{
    int *lengths = arena_array(arena, (size_t)count + 1, sizeof *lengths);
    int *previous = arena_array(arena, (size_t)count + 1, sizeof *previous);
    int last = -1;
    for (int i = 0; i < count; i++) {
        lengths[i] = 1;
        previous[i] = -1;
        for (int j = 0; old[i] >= 0 && j < i; j++)
            if (old[j] >= 0 && old[j] < old[i] && lengths[j] >= lengths[i]) {
                lengths[i] = lengths[j] + 1;
                previous[i] = j;
            }
        if (old[i] >= 0 && (last < 0 || lengths[i] > lengths[last]))
            last = i;
    }
    for (; last >= 0; last = previous[last])
        is_kept[last] = true;
}

static void add(struct team_diff *diff, const struct team_change *change)
{
    if (change->before < 0 || change->after < 0 || change->is_moved || change->has_role ||
        change->has_pin)
        diff->changes[diff->count++] = *change;
}

static void compare(const struct team_plan *before, const struct team_plan *after,
                    struct team_change *change)
{
    if (change->before < 0)
        return;
    const struct team_member *a = &before->members[change->before];
    const struct team_member *b = &after->members[change->after];
    change->has_role = a->role != b->role;
    change->has_pin =
        a->agent_version != b->agent_version || !is_same_label(a->agent_label, b->agent_label);
}

void team_diff(struct arena *arena, const struct team_plan *before, const struct team_plan *after,
               struct team_diff *diff)
{
    size_t most = (size_t)(before->member_count + after->member_count) + 1;
    int *old = arena_array(arena, (size_t)after->member_count + 1, sizeof *old);
    bool *is_kept = arena_array(arena, (size_t)after->member_count + 1, sizeof *is_kept);
    *diff = (struct team_diff){.changes = arena_array(arena, most, sizeof *diff->changes)};
    for (int i = 0; i < after->member_count; i++)
        old[i] = team_member_find(before, &after->members[i].agent_id);
    mark_kept(arena, old, after->member_count, is_kept);
    for (int i = 0; i < after->member_count; i++) {
        struct team_change change = {
            .before = old[i], .after = i, .is_moved = old[i] >= 0 && !is_kept[i]};
        compare(before, after, &change);
        add(diff, &change);
    }
    for (int i = 0; i < before->member_count; i++)
        if (team_member_find(after, &before->members[i].agent_id) < 0)
            add(diff, &(struct team_change){.before = i, .after = -1});
}
