#include "pages/team/team_content_show.h"

#include "pages/record/record_page.h"
#include "pages/team/team_diagram.h"
#include "pages/team/team_words.h"

/* An agent that was deleted has no version any more. */
static bool is_gone(const struct team_member_row *member)
{
    return member->current_version == 0;
}

/* A name, linked to its agent as long as that is there. */
static void show_name(struct page *page, struct view *row, const struct team_member_row *member)
{
    struct view *name = view_add(row, is_gone(member) ? "GONE" : "THERE");
    page_uuid(page, name, "AGENT_ID", &member->agent_id);
    view_text(name, "MEMBER_NAME", member->name);
}

static void show_version(struct view *row, const struct team_member_row *member)
{
    int64_t pinned = member->agent_version;
    if (member->agent_label != NULL) {
        struct view *label = view_add(row, "IS_LABELLED");
        record_page_label(label, member->agent_label);
        record_page_version(label, "AT_VERSION", member->label_version);
        view_show(label, "NOWHERE", member->label_version == 0);
        return;
    }
    record_page_version(row, "IS_PINNED", pinned);
    if (pinned > 0 && pinned < member->current_version)
        view_number(view_add(row, "IS_BEHIND"), "CURRENT", member->current_version);
    if (pinned == 0 && !is_gone(member))
        view_number(view_add(row, "IS_CURRENT"), "N", member->current_version);
}

static void show_member(struct page *page, const struct team_member_row *member, int number)
{
    struct view *row = view_add(page->view, "MEMBER");
    view_number(row, "N", number);
    show_name(page, row, member);
    view_text(row, "MEMBER_MODEL", member->model);
    view_text(row, "ROLE_LABEL", team_role_labels[member->role]);
    if (member->description[0] != '\0')
        view_text(view_add(row, "SUB"), "MEMBER_DESCRIPTION", member->description);
    view_show(row, "MEMBER_ARCHIVED", member->archived_at != 0);
    show_version(row, member);
}

/* A team that was saved has no edges to others than its members. */
static void show_end(struct page *page, struct view *row, const char *key,
                     const struct team_shown *shown, const struct uuid *agent_id)
{
    int member = team_member_find(shown->plan, agent_id);
    if (member >= 0)
        show_name(page, view_add(row, key), &shown->content->members[member]);
}

static void show_edges(struct page *page, const struct team_shown *shown)
{
    if (shown->plan->edge_count == 0)
        return;
    struct view *edges = view_add(page->view, "EDGES");
    for (int i = 0; i < shown->plan->edge_count; i++) {
        const struct team_edge *edge = &shown->plan->edges[i];
        struct view *row = view_add(edges, "EDGE");
        show_end(page, row, "EDGE_FROM", shown, &edge->from);
        show_end(page, row, "EDGE_TO", shown, &edge->to);
        bool has_condition = edge->condition != NULL && edge->condition[0] != '\0';
        if (has_condition)
            view_text(view_add(row, "EDGE_CONDITION"), "CONDITION", edge->condition);
        view_show(row, "NO_CONDITION", !has_condition);
    }
}

static void show_ends(struct page *page, const struct team_shown *shown)
{
    if (shown->content->settings.data == NULL)
        return;
    struct team_ends ends = team_words_ends(page->arena, &shown->plan->termination);
    struct view *view = view_add(page->view, "ENDS");
    for (int i = 0; i < ends.count; i++)
        view_text(view_add(view, "END"), "END_SENTENCE", ends.sentences[i]);
    view_show(view, "NO_END", ends.count == 0);
}

void team_content_show(struct page *page, const struct team_shown *shown)
{
    const struct team_content *content = shown->content;
    struct view *view = page_view(page);
    const char **names = arena_array(page->arena, (size_t)content->member_count + 1, sizeof *names);
    bool is_linked = true;
    for (int i = 0; i < content->member_count; i++) {
        names[i] = content->members[i].name;
        is_linked = is_linked && !is_gone(&content->members[i]);
        show_member(page, &content->members[i], i + 1);
    }
    view_text(view, "KIND_LABEL", team_kind_labels[content->kind]);
    view_text(view, "KIND_SENTENCE", team_kind_sentences[content->kind]);
    view_text(view, "MEMBERS_COUNTED", record_page_count(page, content->member_count, "member"));
    show_edges(page, shown);
    show_ends(page, shown);
    team_diagram_show(page, view,
                      &(struct team_picture){shown->name, shown->plan, names, is_linked});
    view_include(view, "CONTENT", "team/content.tpl");
}
