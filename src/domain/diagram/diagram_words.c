#include "domain/diagram/diagram_words.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "domain/team/team_rules.h"

static int columns_of(uint32_t c)
{
    enum { FIRST_WIDE = 0x1100 };
    bool is_joined = (c >= 0x300 && c < 0x370) || (c >= 0xfe00 && c < 0xfe10) || c == 0x200d;
    if (is_joined)
        return 0;
    return c >= FIRST_WIDE && !(c >= 0x1e00 && c < 0x2e80) ? 2 : 1;
}

int diagram_columns(const char *text)
{
    size_t len = strlen(text);
    int columns = 0;
    for (size_t at = 0; at < len;)
        columns += columns_of(text_next_char(text, len, &at));
    return columns;
}

const char *diagram_cut(struct arena *arena, const char *text, int columns)
{
    size_t len = strlen(text);
    size_t fits = 0; /* bytes, with room for the ellipsis */
    int width = 0;
    for (size_t at = 0; at < len;) {
        width += columns_of(text_next_char(text, len, &at));
        if (width < columns)
            fits = at;
        if (width > columns)
            return arena_printf(arena, "%.*s…", (int)fits, text);
    }
    return text;
}

/* ---- sentences ---------------------------------------------------------------------------- */

struct words {
    struct buf buf;
    const struct team_plan *plan;
    const char *const *names;
};

/* "Ada, Bea and Cid", of all members but one (-1: of all). */
static void add_names(struct words *words, int without, const char *last_word)
{
    int total = words->plan->member_count - (without < 0 ? 0 : 1), added = 0;
    for (int i = 0; i < words->plan->member_count; i++) {
        if (i == without)
            continue;
        if (added > 0)
            buf_add_text(&words->buf, added + 1 == total ? last_word : ", ");
        buf_add_text(&words->buf, words->names[i]);
        added++;
    }
}

static void add_chain(struct words *words, const char *alone)
{
    int count = words->plan->member_count;
    if (count == 1)
        buf_printf(&words->buf, "%s %s.\n", words->names[0], alone);
    for (int i = 0; i + 1 < count; i++)
        buf_printf(&words->buf, "%s is followed by %s.\n", words->names[i], words->names[i + 1]);
}

static void add_round_robin(struct words *words)
{
    int count = words->plan->member_count;
    add_chain(words, "speaks again and again");
    if (count > 1)
        buf_printf(&words->buf, "%s is followed by %s again.\n", words->names[count - 1],
                   words->names[0]);
}

static void add_hierarchical(struct words *words)
{
    const struct team_plan *plan = words->plan;
    int lead = 0;
    while (lead < plan->member_count && plan->members[lead].role != TEAM_LEAD)
        lead++;
    if (lead == plan->member_count) {
        buf_add_text(&words->buf, "Nobody leads ");
        add_names(words, -1, " and ");
        buf_add_text(&words->buf, " yet.\n");
    } else if (plan->member_count == 1)
        buf_printf(&words->buf, "%s leads nobody yet.\n", words->names[lead]);
    else {
        buf_printf(&words->buf, "%s gives work to ", words->names[lead]);
        add_names(words, lead, " and ");
        buf_add_text(&words->buf, ".\n");
    }
}

/* ", if approved": as it was typed, without a full stop of its own. */
static void add_condition(struct words *words, const char *condition)
{
    size_t len = strlen(condition);
    while (len > 0 && (condition[len - 1] == '.' || condition[len - 1] == ' '))
        len--;
    if (len == 0)
        return;
    bool has_if = strncasecmp(condition, "if ", 3) == 0 || strncasecmp(condition, "when ", 5) == 0;
    buf_add_text(&words->buf, has_if ? ", " : ", if ");
    buf_add(&words->buf, condition, len);
}

static void add_edge(struct words *words, const struct team_edge *edge, bool *has_edge)
{
    int from = team_member_find(words->plan, &edge->from);
    int to = team_member_find(words->plan, &edge->to);
    if (from < 0 || to < 0)
        return;
    has_edge[from] = has_edge[to] = true;
    if (from == to)
        buf_printf(&words->buf, "%s goes on alone", words->names[from]);
    else
        buf_printf(&words->buf, "%s hands over to %s", words->names[from], words->names[to]);
    add_condition(words, edge->condition == NULL ? "" : edge->condition);
    buf_add_text(&words->buf, ".\n");
}

static void add_graph(struct words *words)
{
    const struct team_plan *plan = words->plan;
    bool *has_edge =
        arena_array(words->buf.arena, (size_t)plan->member_count + 1, sizeof *has_edge);
    for (int i = 0; i < plan->edge_count; i++)
        add_edge(words, &plan->edges[i], has_edge);
    for (int i = 0; i < plan->member_count; i++)
        if (!has_edge[i])
            buf_printf(&words->buf, "%s has no edges.\n", words->names[i]);
}

static void add_kind(struct words *words)
{
    switch (words->plan->kind) {
    case TEAM_ROUND_ROBIN:
        add_round_robin(words);
        break;
    case TEAM_SELECTOR:
        buf_add_text(&words->buf, "A model chooses who speaks next: ");
        add_names(words, -1, " or ");
        buf_add_text(&words->buf, ".\n");
        break;
    case TEAM_HANDOFF:
        add_names(words, -1, " and ");
        buf_add_text(&words->buf, " can hand over to each other.\n");
        break;
    case TEAM_HIERARCHICAL:
        add_hierarchical(words);
        break;
    case TEAM_GRAPH:
        add_graph(words);
        break;
    case TEAM_SEQUENTIAL:
    default:
        add_chain(words, "works alone");
        break;
    }
}

/* ---- the end ------------------------------------------------------------------------------ */

static void add_limit(struct words *words, bool *has_any, int64_t number, const char *what)
{
    if (number == 0)
        return;
    buf_printf(&words->buf, "%s after %s", *has_any ? " or" : "",
               text_counted(words->buf.arena, number, what));
    *has_any = true;
}

static void add_termination(struct words *words)
{
    const struct team_termination *end = &words->plan->termination;
    bool has_any = false;
    if (!team_termination_is_set(end))
        return;
    buf_add_text(&words->buf, "The team ends");
    add_limit(words, &has_any, end->max_messages, "message");
    add_limit(words, &has_any, end->max_turns, "turn");
    struct team_duration time = team_duration_of(end->timeout_s);
    add_limit(words, &has_any, time.count, time.noun);
    add_limit(words, &has_any, end->max_tokens, "token");
    if (end->text != NULL && end->text[0] != '\0')
        buf_printf(&words->buf, "%s when someone says “%s”", has_any ? " or" : "", end->text);
    buf_add_text(&words->buf, ".\n");
}

const char *diagram_words(struct arena *arena, const struct team_plan *plan,
                          const char *const *names)
{
    struct words words = {.plan = plan, .names = names};
    buf_init(&words.buf, arena);
    if (plan->member_count == 0)
        return words.buf.data;
    add_kind(&words);
    add_termination(&words);
    return words.buf.data;
}
