#ifndef PAGES_AGENT_FORM_H
#define PAGES_AGENT_FORM_H

#include "data/agent/agent.h"
#include "data/record/record_source.h"
#include "pages/agent/agent_sheet.h"
#include "pages/shell/page.h"

/* The editor of agents: the config as inputs (agent_sheet.h) and as JSON, side by side. Both sides
 * were made of the same config, which the form carries; whichever was changed counts, and the other
 * one follows with the next button. If both were changed, the person is asked. */

enum agent_form_action { AGENT_FORM_SAVE, AGENT_FORM_PREVIEW, AGENT_FORM_CHANGE };

struct agent_form {
    const char *name;
    struct text description;
    const char *tags;
    const char *message;
    int64_t revision;   /* what it was based on; 0 in a new agent */
    struct text before; /* the config that both sides were made of */
    struct text config; /* the JSON side */
    struct agent_sheet sheet;
    const char *button;
    struct record_source source; /* the saved agent that it shows; head NULL: none */
    /* What became of it. */
    json_t *json;                    /* what counts; NULL if that is no JSON object */
    int *places[SHEET_PARTS];        /* of the sheet's rows in json */
    struct config_problems problems; /* of json, for the list above the JSON side */
    bool is_json_side;               /* the JSON side counted: the summary's links lead there */
    bool is_conflict;                /* both were changed */
    int changed_part;                /* by a button of a row, or -1 */
    bool has_added;                  /* that button was "add" */
};

/* Parses the request. ERR_INVALID if the form can't be carried out as it is (only for the buttons
 * that save or bring both sides together), and whenever the request carries form_refusal. */
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

/* Makes both sides of a config that was read from somewhere. What does not fit the sheet is left to
 * the JSON side. */
void agent_form_set_config(struct page *page, struct agent_form *typed, json_t *config) NONNULL;

#endif
