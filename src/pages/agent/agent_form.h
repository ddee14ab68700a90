#ifndef PAGES_AGENT_FORM_H
#define PAGES_AGENT_FORM_H

#include "data/agent/agent.h"
#include "data/record/record_source.h"
#include "pages/agent/agent_sheet.h"
#include "pages/shell/page.h"

/* The editor of agents: three views of one draft. The form shows the config as inputs
 * (agent_sheet.h), the JSON as a text, the changes what both would save. The form carries the
 * config that a view was made of; buttons lead from one to the other. Where the next view could not
 * show what was typed, the same one comes back and says why. */

enum agent_form_action { AGENT_FORM_SAVE, AGENT_FORM_PREVIEW, AGENT_FORM_CHANGE };
enum agent_form_view { AGENT_VIEW_FORM, AGENT_VIEW_JSON, AGENT_VIEW_CHANGES };

struct agent_form {
    const char *name;
    struct text description;
    const char *tags;
    const char *message;
    int64_t revision;   /* what it was based on; 0 in a new agent */
    struct text before; /* the config that the view was made of */
    struct text config; /* the JSON */
    struct agent_sheet sheet;
    const char *button;
    struct record_source source; /* the saved agent that it shows; head NULL: none */
    const json_t *saved;         /* its config; NULL: none */
    enum agent_form_view view;   /* what is shown */
    /* What became of it. */
    json_t *json;                    /* what counts; NULL if that is no JSON object */
    int *places[SHEET_PARTS];        /* of the sheet's rows in json */
    struct config_problems problems; /* of json, for the list above it */
    bool is_json_side;               /* the JSON was sent: the summary's links lead there */
    int changed_part;                /* by a button of a row, or -1 */
    bool has_added;                  /* that button was "add" */
};

/* Parses the request. ERR_INVALID if the form can't be carried out as it is (only for the buttons
 * that save or lead to another view), and whenever the request carries form_refusal. */
MUST_USE enum err agent_form_parse(struct page *page, struct form *form, struct agent_form *typed,
                                   enum agent_form_action *action) NONNULL;

/* The draft of what was typed, for the data module. The form was parsed without a problem. */
struct agent_draft agent_form_draft(const struct agent_form *typed) NONNULL;

/* What the data module refused, as messages of the form: record_page_problem, and each of the
 * config's problems at its input. */
bool agent_form_problem(struct page *page, struct form *form, struct agent_form *typed,
                        enum err err, const struct agent_problem *problem) NONNULL;

/* An empty form, and that of a config as it is. */
void agent_form_blank(struct page *page, struct agent_form *typed) NONNULL;
void agent_form_of(struct page *page, const struct agent *agent, struct agent_form *typed) NONNULL;

/* Makes the draft of a config that was read from somewhere. What does not fit the sheet is shown as
 * JSON. */
void agent_form_set_config(struct page *page, struct agent_form *typed, json_t *config) NONNULL;

#endif
