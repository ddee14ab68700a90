#ifndef PAGES_TEAM_FORM_H
#define PAGES_TEAM_FORM_H

#include "data/team/team.h"
#include "pages/shell/page.h"

/* The editor: the form of a new and of a changed team. Members and edges are rows whose buttons
 * change the list and show the form again, without saving and without a script (form_rows.h). */

struct team_form {
    const char *name;
    struct text description;
    const char *tags;
    int kind;                 /* enum team_kind */
    struct text_list members; /* agent ids; the next two belong to the same rows */
    struct text_list roles;
    struct text_list pins; /* "": always the current one */
    struct text_list edge_froms;
    struct text_list edge_tos;
    struct text_list edge_conditions;
    int64_t max_messages; /* 0: no limit, likewise the next */
    int64_t max_turns;
    int64_t timeout_s;
    int64_t max_tokens;
    const char *termination_text;
    const char *message;
    int64_t revision;        /* what it was based on; 0 in a new team */
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

/* What a row sends as the version of its agent: "" for the latest, a number, or TEAM_PIN_LABEL and
 * a label. */
#define TEAM_PIN_LABEL "label:"

/* Appends an agent to the members, as a worker, or as the lead of a hierarchical team that has none
 * yet; not twice. */
void team_form_add_member(struct page *page, struct team_form *typed,
                          const struct uuid *agent_id) NONNULL;

#endif
