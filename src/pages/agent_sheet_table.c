#include "pages/agent_sheet.h"

/* The known keys of a config as people see them, in the order of the editor. */

/* clang-format off */
const struct sheet_cell sheet_cells[SHEET_CELLS] = {
    {"model_provider", "provider", "Provider", NULL, "providers", CONFIG_TEXT_LINE, false, false},
    {"model_name", "name", "Model name", "As the provider calls it.", "models", CONFIG_TEXT_LINE, true, false},
    {"model_temperature", "temperature", "Temperature", "0 to 2. Low repeats itself, high varies.", NULL, CONFIG_TEXT_NUMBER, false, false},
    {"model_top_p", "top_p", "Top p", "0 to 1. Change this or the temperature, not both.", NULL, CONFIG_TEXT_NUMBER, false, false},
    {"model_max_output_tokens", "max_output_tokens", "Longest answer", "In tokens, such as 1000.", NULL, CONFIG_TEXT_INTEGER, false, false},
    {"model_stop", "stop", "Stop at", "Texts that end the answer, one a line; \\n stands for a line break.", NULL, CONFIG_TEXT_LIST, false, false},

    {"instructions", "instructions", "Instructions", "What the agent is, what it does, and what it must not do.", NULL, CONFIG_TEXT_LINES, false, true},

    {"prompt_name", "name", "Prompt", NULL, "prompts", CONFIG_TEXT_LINE, true, false},
    {"prompt_label", "label", "Label", "Follows the label when it moves. Empty: production.", "labels", CONFIG_TEXT_LINE, false, false},
    {"prompt_version", "version", "Version", "Instead of a label: always this version.", NULL, CONFIG_TEXT_INTEGER, false, false},

    {"tool_name", "name", "Name", "Such as look_up_order.", NULL, CONFIG_TEXT_LINE, true, false},
    {"tool_type", "type", "Type", NULL, "tool-types", CONFIG_TEXT_LINE, false, false},
    {"tool_description", "description", "Description", "Tells the model what the tool does and when to use it.", NULL, CONFIG_TEXT_LINES, false, true},
    {"tool_parameters", "parameters", "Parameters", "A JSON Schema of what the tool takes.", NULL, CONFIG_TEXT_JSON, false, true},

    {"mcp_name", "name", "Name", NULL, NULL, CONFIG_TEXT_LINE, true, false},
    {"mcp_url", "url", "URL", NULL, NULL, CONFIG_TEXT_LINE, true, false},
    {"mcp_headers", "headers", "Headers", "One a line, such as Authorization: {\"secret\": \"CRM_TOKEN\"}. Keys and passwords stay outside: name a secret.", NULL, CONFIG_TEXT_HEADERS, false, true},

    {"handoff", "", "Agent", NULL, "agents", CONFIG_TEXT_LINE, false, false},

    {"output_type", "type", "Type", NULL, "output-types", CONFIG_TEXT_LINE, false, false},
    {"output_schema", "schema", "Schema", "A JSON Schema that answers follow.", NULL, CONFIG_TEXT_JSON, false, true},

    {"limit_max_turns", "max_turns", "Most turns", "Calls of the model in one run.", NULL, CONFIG_TEXT_INTEGER, false, false},
    {"limit_timeout_s", "timeout_s", "Longest run", "In seconds.", NULL, CONFIG_TEXT_NUMBER, false, false},
    {"limit_max_tokens", "max_tokens", "Most tokens", "In one run, together.", NULL, CONFIG_TEXT_INTEGER, false, false},

    {"skill_id", "id", "Id", "Such as refund-policy.", NULL, CONFIG_TEXT_LINE, true, false},
    {"skill_name", "name", "Name", NULL, NULL, CONFIG_TEXT_LINE, true, false},
    {"skill_description", "description", "Description", NULL, NULL, CONFIG_TEXT_LINES, false, true},
    {"skill_tags", "tags", "Tags", "Separated by commas.", NULL, CONFIG_TEXT_COMMAS, false, false},
    {"skill_examples", "examples", "Examples", "What one may ask, one a line.", NULL, CONFIG_TEXT_LIST, false, true},

    {"endpoint_url", "url", "URL", "Where other programs reach the agent.", NULL, CONFIG_TEXT_LINE, false, false},
    {"endpoint_protocol", "protocol", "Protocol", NULL, "protocols", CONFIG_TEXT_LINE, false, false},

    {"metadata", "metadata", "Metadata", "One a line, such as team: support. Or a JSON object.", NULL, CONFIG_TEXT_PAIRS, false, true},
};

const struct sheet_part sheet_parts[SHEET_PARTS] = {
    [SHEET_MODEL] = {"model", "model", "Model", NULL, NULL, NULL, SHEET_OBJECT, 0, 6},
    [SHEET_INSTRUCTIONS] = {"", "instructions", "Instructions", NULL, NULL, NULL, SHEET_OBJECT, 6, 1},
    [SHEET_PROMPT] = {"prompt", "prompt", "Prompt", NULL, NULL, NULL, SHEET_OBJECT, 7, 3},
    [SHEET_TOOLS] = {"tools", "tool", "Tools", "Tool", "Add tool", "What the agent can call: functions of your own, or tools of the provider.", SHEET_ROWS, 10, 4},
    [SHEET_MCP_SERVERS] = {"mcp_servers", "mcp", "MCP servers", "MCP server", "Add MCP server", "Servers that bring tools of their own (Model Context Protocol).", SHEET_ROWS, 14, 3},
    [SHEET_HANDOFFS] = {"handoffs", "handoff", "Handoffs", "Agent", "Add agent", "Agents of your organization that this one may pass the conversation to. Empty a line to remove it.", SHEET_TEXTS, 17, 1},
    [SHEET_OUTPUT] = {"output", "output", "Output", NULL, NULL, "What answers look like, where programs read them.", SHEET_OBJECT, 18, 2},
    [SHEET_LIMITS] = {"limits", "limit", "Limits", NULL, NULL, "When a run ends, whatever the agent thinks.", SHEET_OBJECT, 20, 3},
    [SHEET_SKILLS] = {"skills", "skill", "Skills", "Skill", "Add skill", "What the agent is good at, for people and for other agents that look for one.", SHEET_ROWS, 23, 5},
    [SHEET_ENDPOINT] = {"endpoint", "endpoint", "Endpoint", NULL, NULL, "Where the agent runs.", SHEET_OBJECT, 28, 2},
    [SHEET_METADATA] = {"", "metadata", "Metadata", NULL, NULL, "Whatever else your programs want to know.", SHEET_OBJECT, 30, 1},
};
/* clang-format on */
