#include "pages/team/team_diagram.h"

#include <string.h>

#include "domain/diagram/diagram.h"
#include "domain/diagram/diagram_upright.h"

/* "2 · Lead", "2 · Lead · v3", "2 · Lead · production" */
static const char *mark_of(struct arena *arena, const struct team_member *member, int number)
{
    const char *role = team_role_labels[member->role];
    if (member->agent_label != NULL)
        return diagram_cut(arena,
                           arena_printf(arena, "%d · %s · %s", number, role, member->agent_label),
                           DIAGRAM_CONDITION_CHARS);
    if (member->agent_version == 0)
        return arena_printf(arena, "%d · %s", number, role);
    return arena_printf(arena, "%d · %s · v%lld", number, role, (long long)member->agent_version);
}

static void place_texts(struct view *row, const struct diagram_node *node)
{
    enum { FIRST_LINE = 20, SECOND_LINE = 37, ONLY_LINE = 29 };
    view_number(row, "X", node->x);
    view_number(row, "Y", node->y);
    view_number(row, "WIDTH", node->width);
    view_number(row, "HEIGHT", node->height);
    view_number(row, "MIDDLE", node->x + node->width / 2);
    view_number(row, "NAME_Y", node->y + (node->member < 0 ? ONLY_LINE : FIRST_LINE));
    view_number(row, "MARK_Y", node->y + SECOND_LINE);
}

static void show_member(struct page *page, struct view *row, const struct team_picture *picture,
                        int index)
{
    const struct team_member *member = &picture->plan->members[index];
    view_text(row, "NODE_NAME",
              diagram_cut(page->arena, picture->names[index], DIAGRAM_LABEL_CHARS));
    view_text(row, "FULL_NAME", picture->names[index]);
    view_text(row, "MARK", mark_of(page->arena, member, index + 1));
    view_text(row, "ROLE_CLASS", team_role_names[member->role]);
    if (picture->is_linked)
        page_uuid(page, view_add(row, "LINK"), "AGENT_ID", &member->agent_id);
    view_show(row, "LINK_END", picture->is_linked);
}

static void show_nodes(struct page *page, struct view *view, const struct diagram *diagram,
                       const struct team_picture *picture)
{
    for (int i = 0; i < diagram->node_count; i++) {
        const struct diagram_node *node = &diagram->nodes[i];
        struct view *row = view_add(view, node->member < 0 ? "HUB" : "NODE");
        place_texts(row, node);
        if (node->member >= 0)
            show_member(page, row, picture, node->member);
        else
            view_text(row, "HUB_TEXT", node->hub);
    }
}

static void show_lines(struct view *view, const struct diagram *diagram)
{
    enum { BELOW_MIDDLE = 4 }; /* where the text stands on */
    for (int i = 0; i < diagram->line_count; i++) {
        const struct diagram_line *line = &diagram->lines[i];
        struct view *row = view_add(view, "LINE");
        view_text(row, "PATH", line->path);
        view_show(row, "HAS_ARROW", line->has_arrow);
        view_show(row, "IS_BACK", line->is_back);
        if (line->label == NULL || line->label[0] == '\0')
            continue;
        struct view *label = view_add(view, "LINE_LABEL");
        view_text(label, "CONDITION", line->label);
        view_number(label, "X", line->label_x);
        view_number(label, "Y", line->label_y + BELOW_MIDDLE);
    }
}

static void show_words(struct page *page, struct view *view, const struct team_picture *picture)
{
    const char *words = diagram_words(page->arena, picture->plan, picture->names);
    while (*words != '\0') {
        size_t len = strcspn(words, "\n");
        if (len > 0)
            view_text(view_add(view, "WORDS"), "SENTENCE", arena_copy(page->arena, words, len));
        words += len + (words[len] == '\n');
    }
}

/* layout is the class of the picture, and begins its ids. */
static void show_picture(struct page *page, struct view *view, const struct team_picture *picture,
                         const char *layout, const struct diagram *diagram)
{
    struct view *shown = view_add(view, "PICTURE");
    view_text(shown, "LAYOUT", layout);
    view_number(shown, "DIAGRAM_LEFT", diagram->left);
    view_number(shown, "DIAGRAM_TOP", diagram->top);
    view_number(shown, "DIAGRAM_WIDTH", diagram->width);
    view_number(shown, "DIAGRAM_HEIGHT", diagram->height);
    show_lines(shown, diagram);
    show_nodes(page, shown, diagram, picture);
}

void team_diagram_show(struct page *page, struct view *view, const struct team_picture *picture)
{
    struct diagram wide, upright;
    if (picture->plan->member_count == 0)
        return;
    diagram_make(page->arena, picture->plan, &wide);
    diagram_upright(page->arena, picture->plan, &upright);
    struct view *shown = view_add(view, "DIAGRAM");
    view_text(shown, "DIAGRAM_NAME",
              picture->team_name[0] == '\0'
                  ? "Diagram of the team"
                  : arena_printf(page->arena, "Diagram of %s", picture->team_name));
    view_text(shown, "KIND_LABEL", team_kind_labels[picture->plan->kind]);
    view_text(shown, "KIND_SENTENCE", team_kind_sentences[picture->plan->kind]);
    view_show(shown, "IS_LINKED", picture->is_linked);
    view_show(shown, "NOT_LINKED", !picture->is_linked);
    show_picture(page, shown, picture, "diagram", &wide);
    show_picture(page, shown, picture, "upright", &upright);
    show_words(page, shown, picture);
    view_include(view, "DIAGRAM", "team/diagram.tpl");
}
