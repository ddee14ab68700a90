#include "pages/team/team_words.h"

#include "base/buf.h"

static void add_count(struct arena *arena, struct team_ends *ends, int64_t count, const char *noun)
{
    if (count > 0)
        ends->sentences[ends->count++] =
            arena_printf(arena, "After %s", text_counted(arena, count, noun));
}

struct team_ends team_words_ends(struct arena *arena, const struct team_termination *termination)
{
    struct team_ends ends = {.count = 0};
    add_count(arena, &ends, termination->max_messages, "message");
    add_count(arena, &ends, termination->max_turns, "turn");
    struct team_duration time = team_duration_of(termination->timeout_s);
    add_count(arena, &ends, time.count, time.noun);
    add_count(arena, &ends, termination->max_tokens, "token");
    if (termination->text != NULL && termination->text[0] != '\0')
        ends.sentences[ends.count++] =
            arena_printf(arena, "When someone says “%s”", termination->text);
    return ends;
}

const char *team_words_termination(struct arena *arena, const struct team_termination *termination)
{
    struct team_ends ends = team_words_ends(arena, termination);
    struct buf buf;
    buf_init(&buf, arena);
    for (int i = 0; i < ends.count; i++)
        buf_printf(&buf, "%s%s", i > 0 ? "\n" : "", ends.sentences[i]);
    return buf.data;
}

const char *team_words_pin(struct arena *arena, const struct team_member *member)
{
    if (member->agent_label != NULL)
        return arena_printf(arena, "Label %s", member->agent_label);
    if (member->agent_version > 0)
        return arena_printf(arena, "Pinned to v%lld", (long long)member->agent_version);
    return "Latest";
}

const char *team_words_members(struct arena *arena, const struct team_plan *plan,
                               const char *const *names)
{
    struct buf buf;
    buf_init(&buf, arena);
    for (int i = 0; i < plan->member_count; i++) {
        const struct team_member *member = &plan->members[i];
        buf_printf(&buf, "%s%d. %s, %s, %s", i > 0 ? "\n" : "", i + 1, names[i],
                   team_role_labels[member->role], team_words_pin(arena, member));
    }
    return buf.data;
}

static const char *name_of(const struct team_plan *plan, const char *const *names,
                           const struct uuid *id)
{
    int member = team_member_find(plan, id);
    return member < 0 ? "an agent that is no member" : names[member];
}

const char *team_words_edges(struct arena *arena, const struct team_plan *plan,
                             const char *const *names)
{
    struct buf buf;
    buf_init(&buf, arena);
    for (int i = 0; i < plan->edge_count; i++) {
        const struct team_edge *edge = &plan->edges[i];
        bool has_condition = edge->condition != NULL && edge->condition[0] != '\0';
        buf_printf(&buf, "%s%s to %s%s%s", i > 0 ? "\n" : "", name_of(plan, names, &edge->from),
                   name_of(plan, names, &edge->to), has_condition ? ": " : "",
                   has_condition ? edge->condition : "");
    }
    return buf.data;
}
