#ifndef PAGES_AGENT_SHEET_H
#define PAGES_AGENT_SHEET_H

#include "base/number.h"
#include "domain/agent/agent_config.h"
#include "domain/agent/config_text.h"
#include "web/form.h"

/* The form side of the agent editor: the known keys of a config as inputs. The table of parts and
 * cells says it all: the fields of the form, what they are called, and where in the config they
 * stand. A sheet is made of a config, typed into, and applied onto the config that it was made of,
 * so that everything the inputs do not know survives. */

enum sheet_shape {
    SHEET_OBJECT, /* one object, or with key "" the config itself */
    SHEET_ROWS,   /* a list of objects */
    SHEET_TEXTS,  /* a list of strings */
};

/* One input. */
struct sheet_cell {
    const char *name;   /* of the field, and of the input's id: "tool_parameters" */
    const char *key;    /* in its object: "parameters" */
    const char *label;  /* "Parameters" */
    const char *hint;   /* NULL: none */
    const char *list;   /* the id of its suggestions, or NULL */
    enum number number; /* whose limits its hint begins with, or NUMBER_NONE */
    enum config_text_kind kind;
    bool is_required; /* an empty one makes no sense */
    bool is_body;     /* long: has the view's width for itself */
};

/* A group of inputs: a key of the config. */
struct sheet_part {
    const char *key;   /* "tools"; "" for keys of the config itself */
    const char *name;  /* of its buttons and its id: "tool" */
    const char *title; /* "Tools" */
    const char *noun;  /* of one row: "Tool" */
    const char *add;   /* of the button: "Add tool" */
    const char *hint;
    enum sheet_shape shape;
    int first, count; /* of its cells */
};

/* SHEET_MODEL is open in the editor, the two after it share a choice, the others are folded. */
enum sheet_part_index {
    SHEET_MODEL,
    SHEET_INSTRUCTIONS,
    SHEET_PROMPT,
    SHEET_TOOLS,
    SHEET_MCP_SERVERS,
    SHEET_HANDOFFS,
    SHEET_OUTPUT,
    SHEET_LIMITS,
    SHEET_SKILLS,
    SHEET_ENDPOINT,
    SHEET_METADATA,
    SHEET_PARTS
};

/* The inputs, part by part in the order of the editor. */
enum sheet_cell_index {
    CELL_MODEL_PROVIDER,
    CELL_MODEL_NAME,
    CELL_MODEL_TEMPERATURE,
    CELL_MODEL_TOP_P,
    CELL_MODEL_MAX_OUTPUT_TOKENS,
    CELL_MODEL_STOP,
    CELL_INSTRUCTIONS,
    CELL_PROMPT_NAME,
    CELL_PROMPT_LABEL,
    CELL_PROMPT_VERSION,
    CELL_TOOL_NAME,
    CELL_TOOL_TYPE,
    CELL_TOOL_DESCRIPTION,
    CELL_TOOL_PARAMETERS,
    CELL_MCP_NAME,
    CELL_MCP_URL,
    CELL_MCP_HEADERS,
    CELL_HANDOFF,
    CELL_OUTPUT_TYPE,
    CELL_OUTPUT_SCHEMA,
    CELL_LIMIT_MAX_TURNS,
    CELL_LIMIT_TIMEOUT_S,
    CELL_LIMIT_MAX_TOKENS,
    CELL_SKILL_ID,
    CELL_SKILL_NAME,
    CELL_SKILL_DESCRIPTION,
    CELL_SKILL_TAGS,
    CELL_SKILL_EXAMPLES,
    CELL_ENDPOINT_URL,
    CELL_ENDPOINT_PROTOCOL,
    CELL_METADATA,
    SHEET_CELLS
};

enum { SHEET_ROWS_MAX = 100, SHEET_PROBLEMS_MAX = 20 };

extern const struct sheet_part sheet_parts[SHEET_PARTS];
extern const struct sheet_cell sheet_cells[SHEET_CELLS];

/* Where the text of the agent comes from: the key that is not chosen goes. */
enum sheet_source { SHEET_SOURCE_INSTRUCTIONS, SHEET_SOURCE_PROMPT };

struct sheet_problem {
    int cell;
    int row;
    const char *message;
};

struct agent_sheet {
    struct text_list cells[SHEET_CELLS]; /* what stands in the inputs, row by row; count 0: not
                                            sent, the config stays as it is there */
    struct text_list from[SHEET_PARTS];  /* of SHEET_ROWS: the place in the config that the row was
                                            made of, "" if it is new */
    int source;                          /* enum sheet_source, or -1 */
    struct sheet_problem problems[SHEET_PROBLEMS_MAX]; /* after agent_sheet_apply */
    int problem_count;
};

/* True if the config can be shown as a sheet: the lists and objects it is made of are some. */
bool agent_sheet_fits(const json_t *config) NONNULL;

/* The sheet of a config that fits. */
void agent_sheet_read(struct arena *arena, const json_t *config, struct agent_sheet *sheet) NONNULL;

/* The sheet's rows now come from the config that agent_sheet_apply made; blank strings go. */
void agent_sheet_settle(struct arena *arena, struct agent_sheet *sheet,
                        int *const places[SHEET_PARTS]) NONNULL;

/* Does what a button says: "tool:add", "tool:remove:2", "skill:up:3". Returns the part whose rows
 * changed, or -1. */
int agent_sheet_press(struct arena *arena, struct agent_sheet *sheet, const char *button) NONNULL;

/* How many rows a part has. */
int agent_sheet_rows(const struct agent_sheet *sheet, int part) NONNULL;

/* The input that a path of a config leads to, as its id: "tool_parameters-3" for
 * "tools[2].parameters.type". places are those of agent_sheet_apply. *cell and *row are set, or -1
 * if it leads to a part as a whole (its id then) or to nothing that the sheet has (NULL then). */
const char *agent_sheet_find(struct arena *arena, const struct agent_sheet *sheet,
                             int *const places[SHEET_PARTS], const char *path, int *cell,
                             int *row) NONNULL;

/* The id of an input: its name, and in lists its row, from 1. */
const char *agent_sheet_id(struct arena *arena, int cell, int row) NONNULL;

/* The part that a cell belongs to. */
int agent_sheet_part_of(int cell);

/* Calls with every key of a config that fits which no input shows: "x-team", "tools[0].strict". */
typedef void agent_sheet_unknown(void *context, const char *path, const json_t *value);
void agent_sheet_each_unknown(struct arena *arena, const json_t *config, agent_sheet_unknown *found,
                              void *context) __attribute__((nonnull(1, 2, 3)));

#endif
