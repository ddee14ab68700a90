#include "pages/team/team_form_plan.h"

#include <string.h>

#include "base/number.h"
#include "pages/record/record_page.h"

/* From what was typed to a plan, and from what is wrong with a plan back to the fields. */

/* "Member 3: choose a role from the list.", at the row member-3. */
static void refuse_row(struct page *page, struct form *form, const char *row, int number,
                       const char *message)
{
    if (form == NULL)
        return;
    const char *label = strcmp(row, "edge") == 0 ? "Edge" : "Member";
    form_error(form, arena_printf(page->arena, "%s-%d", row, number),
               arena_printf(page->arena, "%s %d: %s", label, number, message));
}

/* ERR_INVALID for what is no member at all. */
static enum err read_member(struct page *page, struct form *form, const struct team_form *typed,
                            int row, struct team_member *member)
{
    enum err err = uuid_parse(typed->members.items[row].data, &member->agent_id);
    const char *pin = typed->pins.items[row].data;
    if (err != ERR_NONE)
        refuse_row(page, form, "member", row + 1, "this is no agent. Remove it.");
    else if (team_role_parse(typed->roles.items[row].data, &member->role) != ERR_NONE)
        refuse_row(page, form, "member", row + 1, "choose a role from the list.");
    else if (text_starts_with(pin, TEAM_PIN_LABEL))
        member->agent_label = pin + strlen(TEAM_PIN_LABEL);
    else if (pin[0] != '\0' &&
             number_parse(NUMBER_VERSION, pin, &member->agent_version) != ERR_NONE)
        refuse_row(page, form, "member", row + 1, "choose a version from the list.");
    return err;
}

static void read_members(struct page *page, struct form *form, const struct team_form *typed,
                         struct team_plan *plan)
{
    plan->members =
        arena_array(page->arena, (size_t)typed->members.count + 1, sizeof *plan->members);
    for (int row = 0; row < typed->members.count; row++) {
        struct team_member member = {.role = TEAM_WORKER};
        enum err err = read_member(page, form, typed, row, &member);
        bool is_shown = err == ERR_NONE && team_member_find(plan, &member.agent_id) < 0;
        if ((form != NULL || is_shown) && plan->member_count < TEAM_MEMBERS_MAX + 1)
            plan->members[plan->member_count++] = member;
    }
}

/* ERR_INVALID if an end is missing or no agent. */
static enum err read_edge(struct page *page, struct form *form, const struct team_form *typed,
                          int row, struct team_edge *edge)
{
    edge->condition = text_trim(page->arena, typed->edge_conditions.items[row].data);
    if (uuid_parse(typed->edge_froms.items[row].data, &edge->from) != ERR_NONE) {
        refuse_row(page, form, "edge", row + 1, "choose where it begins.");
        return ERR_INVALID;
    }
    if (uuid_parse(typed->edge_tos.items[row].data, &edge->to) != ERR_NONE) {
        refuse_row(page, form, "edge", row + 1, "choose where it leads.");
        return ERR_INVALID;
    }
    return ERR_NONE;
}

static void read_edges(struct page *page, struct form *form, const struct team_form *typed,
                       struct team_plan *plan)
{
    plan->edges =
        arena_array(page->arena, (size_t)typed->edge_froms.count + 1, sizeof *plan->edges);
    for (int row = 0; row < typed->edge_froms.count; row++) {
        struct team_edge edge = {.condition = ""};
        enum err err = read_edge(page, form, typed, row, &edge);
        bool is_shown = err == ERR_NONE && plan->kind == TEAM_GRAPH &&
                        team_member_find(plan, &edge.from) >= 0 &&
                        team_member_find(plan, &edge.to) >= 0;
        if (form != NULL || is_shown)
            plan->edges[plan->edge_count++] = edge;
    }
}

void team_form_plan(struct page *page, struct form *form, const struct team_form *typed,
                    struct team_plan *plan)
{
    *plan = (struct team_plan){
        .kind = (enum team_kind)typed->kind,
        .termination = {typed->max_messages, typed->max_turns, typed->timeout_s, typed->max_tokens,
                        typed->termination_text},
    };
    read_members(page, form, typed, plan);
    read_edges(page, form, typed, plan);
}

/* The row or field of a path: "members[2]" is member-3. */
static const char *field_of(struct page *page, const char *path)
{
    static const struct {
        const char *path;
        const char *row;
    } lists[] = {{"members[", "member"}, {"settings.edges[", "edge"}};
    static const char termination[] = "settings.termination";
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        if (!text_starts_with(path, lists[i].path))
            continue;
        const char *number = path + strlen(lists[i].path);
        int64_t index = 0;
        const char *digits = arena_copy(page->arena, number, strspn(number, "0123456789"));
        if (number_parse(NUMBER_PLACE, digits, &index) == ERR_NONE)
            return arena_printf(page->arena, "%s-%d", lists[i].row, (int)index + 1);
    }
    if (text_starts_with(path, "settings.edges"))
        return "edges";
    if (!text_starts_with(path, termination))
        return text_starts_with(path, "members") ? "members" : "";
    const char *rest = path + sizeof termination - 1;
    if (rest[0] != '.')
        return "termination";
    return strcmp(rest, ".text") == 0 ? "termination_text" : rest + 1;
}

/* A limit that could not be read is no missing end. */
static bool has_unread_limit(const struct form *form)
{
    static const char *const limits[] = {"max_messages", "max_turns", "timeout_s", "max_tokens",
                                         "termination_text"};
    for (size_t i = 0; i < COUNT_OF(limits); i++)
        if (form_message(form, limits[i]) != NULL)
            return true;
    return false;
}

/* One message for each row is enough. */
static void add_problems(struct page *page, struct form *form,
                         const struct config_problems *problems)
{
    for (int i = 0; i < problems->count; i++) {
        const char *field = field_of(page, problems->items[i].path);
        bool is_known = field[0] != '\0' && form_message(form, field) != NULL;
        if (!is_known && !(strcmp(field, "termination") == 0 && has_unread_limit(form)))
            form_error(form, field, problems->items[i].message);
    }
    if (problems->has_more)
        form_error(form, "", "There is more to correct after this.");
}

enum err team_form_draft(struct page *page, struct form *form, const struct team_form *typed,
                         struct team_draft *draft)
{
    struct config_problems problems = {.count = 0};
    *draft = (struct team_draft){
        .based_on_revision = typed->revision,
        .name = typed->name,
        .description = typed->description.data,
        .tags = typed->tags,
        .message = typed->message,
    };
    team_form_plan(page, form, typed, &draft->plan);
    if (team_plan_check(page->arena, &draft->plan, &problems) != ERR_NONE)
        add_problems(page, form, &problems);
    if (typed->has_left_behind)
        form_error(form, "members",
                   arena_printf(page->arena,
                                "A team has at most %d members. The agents that found no room were "
                                "not added.",
                                TEAM_MEMBERS_MAX));
    return form->error_count == 0 ? ERR_NONE : ERR_INVALID;
}

bool team_form_problem(struct page *page, struct form *form, enum err err,
                       const struct team_problem *problem)
{
    if (err != ERR_INVALID || problem->plan.count == 0)
        return record_page_problem(form, err, &problem->problem);
    add_problems(page, form, &problem->plan);
    return true;
}
