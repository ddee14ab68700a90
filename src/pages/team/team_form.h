#ifndef PAGES_TEAM_FORM_H
#define PAGES_TEAM_FORM_H

#include "data/team/team.h"
#include "pages/shell/page.h"

/* The editor: the form of a new and of a changed team. Members and edges are rows whose buttons
 * change the list and show the form again, without saving and without a script (form_rows.h). */

struct team_form {
    const char *name;
    struct text description;
    int kind;                 /* enum team_kind */
    struct text_list members; /* agent ids; the next two belong to the same rows */
    struct text_list roles;
    struct text_list versions; /* "": always the current one */
    struct text_list edge_froms;
    struct text_list edge_tos;
    struct text_list edge_conditions;
    int64_t max_messages; /* 0: no limit, likewise the next */
    int64_t max_turns;
    int64_t timeout_s;
    int64_t max_tokens;
    const char *termination_text;
    int64_t version;         /* what it was based on; 0 in a new team */
    const char *q;           /* which agents are offered */
    const char *q_before;    /* when the page was shown */
    struct uuid_list ticked; /* agents to be added: any button adds them */
    const char *action;
    const char *note;     /* what the page has to say above the members, or NULL */
    bool has_left_behind; /* agents that found no room */
};

/* What the pressed button asks for. */
enum team_form_action { TEAM_FORM_SAVE, TEAM_FORM_CHANGE };

/* Parses the request, and does what the button says to the rows: *action is what is left to do.
 * ERR_INVALID only for saving, and whenever the request carries form_refusal. */
MUST_USE enum err team_form_parse(struct page *page, struct form *form, struct team_form *typed,
                                  enum team_form_action *action) NONNULL;

/* An empty form, and that of a team as it is with its plan. */
void team_form_blank(struct team_form *typed) NONNULL;
void team_form_of(struct page *page, const struct team *team, const struct team_plan *plan,
                  struct team_form *typed) NONNULL;

/* Appends an agent to the members, as a worker, or as the lead of a hierarchical team that has none
 * yet; not twice. */
void team_form_add_member(struct page *page, struct team_form *typed,
                          const struct uuid *agent_id) NONNULL;

/* The plan of what was typed, member by row and edge by row. What can't be read becomes a message
 * of its row (member-3, edge-2), and a nil id; with form NULL it is left out, and so is whatever a
 * diagram can't show. */
void team_form_plan(struct page *page, struct form *form, const struct team_form *typed,
                    struct team_plan *plan) __attribute__((nonnull(1, 3, 4)));

/* The draft of what was typed. ERR_INVALID with messages if it breaks a rule of team_rules.h. */
MUST_USE enum err team_form_draft(struct page *page, struct form *form,
                                  const struct team_form *typed, struct team_draft *draft) NONNULL;

/* What a verb refused becomes messages of the form, as record_page_problem does it. */
bool team_form_problem(struct page *page, struct form *form, enum err err,
                       const struct team_problem *problem) NONNULL;

/* Puts everything into the page's view: what was typed, the agents it names and those that may be
 * added, the messages of rows, the diagram; with team/fields.tpl as {{>FIELDS}}. team is the one
 * that is edited, or NULL. Errors as team_agent_choices. */
MUST_USE enum err team_form_show(struct page *page, const struct form *form,
                                 const struct team_form *typed, const struct team *team)
    __attribute__((nonnull(1, 2, 3)));

#endif
