#include "domain/transfer/format_claude_internal.h"

#include <string.h>

#include "base/budget.h"
#include "base/number.h"
#include "base/yaml.h"
#include "domain/transfer/format_mcp_internal.h"

/* A subagent of Claude Code: Markdown whose front matter has name, description, tools and model,
 * and whose text is the system prompt (code.claude.com/docs/en/sub-agents). The front matter is
 * YAML as people write it: descriptions with a colon in them are no YAML, but Claude Code reads
 * them, so a line "key: value" is then taken for what it looks like. */

enum { FRONT_MAX = 64 * 1024 /* bytes */ };

static const char fence[] = "---";

/* The lines between the fences, and what follows. */
struct parts {
    struct text front;
    struct text body;
};

static size_t line_len(const char *text, size_t len)
{
    const char *end = memchr(text, '\n', len);
    return end == NULL ? len : (size_t)(end - text) + 1;
}

static bool is_fence(const char *line, size_t len)
{
    while (len > 0 && strchr(" \t\r\n", line[len - 1]) != NULL)
        len--;
    return len == sizeof fence - 1 && memcmp(line, fence, len) == 0;
}

static bool split(struct text text, struct parts *parts)
{
    size_t at = line_len(text.data, text.len);
    size_t first = at;
    if (!is_fence(text.data, at))
        return false;
    while (at < text.len && at - first <= FRONT_MAX) {
        size_t len = line_len(text.data + at, text.len - at);
        if (is_fence(text.data + at, len)) {
            parts->front = (struct text){text.data + first, at - first};
            parts->body = (struct text){text.data + at + len, text.len - at - len};
            return true;
        }
        at += len;
    }
    return false;
}

static bool has_key(struct text front, const char *key)
{
    for (size_t at = 0; at < front.len; at += line_len(front.data + at, front.len - at))
        if (front.len - at > strlen(key) && memcmp(front.data + at, key, strlen(key)) == 0)
            return true;
    return false;
}

static bool recognize(const struct import_document *document)
{
    struct parts parts;
    return document->json == NULL && split(document->text, &parts) && has_key(parts.front, "name:");
}

/* ---- front matter ---------------------------------------------------------------------------- */

/* The key that a line begins with: letters, digits, - and _ before a colon. 0 if it has none. */
static size_t key_len(const char *line, size_t len)
{
    size_t at = 0;
    while (at < len &&
           (line[at] == '-' || line[at] == '_' || (line[at] >= '0' && line[at] <= '9') ||
            (line[at] >= 'a' && line[at] <= 'z') || (line[at] >= 'A' && line[at] <= 'Z')))
        at++;
    return at < len && line[at] == ':' ? at : 0;
}

static char *unquoted(struct arena *arena, const char *value)
{
    size_t len = strlen(value);
    bool is_quoted =
        len >= 2 && (value[0] == '"' || value[0] == '\'') && value[len - 1] == value[0];
    return is_quoted ? arena_copy(arena, value + 1, len - 2) : arena_strdup(arena, value);
}

/* Line by line: what follows a key, with the lines after it that begin with none. */
static json_t *read_lines(struct arena *arena, struct text front)
{
    json_t *json = json_keep(arena, json_object());
    size_t at = 0;
    while (at < front.len) {
        const char *line = front.data + at;
        size_t len = line_len(line, front.len - at);
        size_t key = key_len(line, len);
        size_t end = at + len;
        budget_look();
        while (end < front.len && key_len(front.data + end, front.len - end) == 0)
            end += line_len(front.data + end, front.len - end);
        const char *name = arena_copy(arena, line, key);
        if (key > 0 && json_object_get(json, name) == NULL)
            json_object_set_new(
                json, name,
                json_string(unquoted(arena, text_trim(arena, arena_copy(arena, line + key + 1,
                                                                        end - at - key - 1)))));
        at = end;
    }
    return json;
}

static json_t *read_front(struct arena *arena, struct text front)
{
    json_t *json = NULL;
    const char *problem = NULL;
    if (yaml_parse(arena, front, &json, &problem) == ERR_NONE && json_is_object(json))
        return json;
    return read_lines(arena, front);
}

/* ---- the agent ------------------------------------------------------------------------------- */

/* "Read, Grep" or a list; in brackets may stand commas: Bash(git log, git diff). */
static void split_tools(const struct format_draft *draft, json_t *tools, const char *text)
{
    struct arena *arena = draft->bundle->arena;
    int depth = 0;
    size_t from = 0;
    size_t len = strlen(text);
    for (size_t at = 0; at <= len; at++) {
        depth += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
        if (at < len && (text[at] != ',' || depth > 0))
            continue;
        const char *name = text_trim(arena, arena_copy(arena, text + from, at - from));
        if (name[0] != '\0')
            format_add_tool(draft, tools, "tools", name);
        from = at + 1;
    }
}

static void read_tools(const struct format_draft *draft, const json_t *value)
{
    json_t *tools = json_array();
    size_t index = 0;
    json_t *item = NULL;
    if (json_is_string(value))
        split_tools(draft, tools, json_string_value(value));
    json_array_foreach(value, index, item) if (json_is_string(item))
        format_add_tool(draft, tools, "tools", json_string_value(item));
    format_set_many(draft->config, "tools", tools);
}

static void read_limits(const struct format_draft *draft, const json_t *front)
{
    const json_t *turns = json_object_get(front, "maxTurns");
    if (turns == NULL)
        return;
    if (number_fits_json(NUMBER_MAX_TURNS, turns))
        json_object_set_new(draft->config, "limits",
                            json_pack("{s:O}", "max_turns", (json_t *)turns));
    else
        format_note(draft, "maxTurns", "Not kept: this is no number of turns.");
}

/* By name with what they are; the mere names of servers that Claude Code knows are not kept. */
static void read_servers(const struct format_draft *draft, const json_t *servers)
{
    if (json_is_object(servers))
        json_object_set_new(draft->config, "mcp_servers",
                            format_mcp_servers(draft, "mcpServers", servers));
    else if (servers != NULL && !json_is_null(servers))
        format_note(draft, "mcpServers",
                    "Not kept: these are names of servers, without their addresses.");
}

static enum err read(const struct import_document *document, struct bundle *bundle,
                     const char **problem)
{
    static const char *const known[] = {"name",     "description", "tools", "model",
                                        "maxTurns", "mcpServers",  NULL};
    struct arena *arena = document->arena;
    struct parts parts;
    (void)problem;
    if (!split(document->text, &parts))
        return ERR_INVALID;
    const json_t *front = read_front(arena, parts.front);
    struct format_draft draft = format_begin(bundle, RECORD_AGENT, "", json_text(front, "name"));
    const char *model = json_text(front, "model");
    format_set_text(draft.json, "description", text_trim(arena, json_text(front, "description")));
    (void)format_set_model(&draft, "anthropic", model[0] == '\0' ? "inherit" : model);
    format_set_text(draft.config, "instructions",
                    text_trim(arena, arena_copy(arena, parts.body.data, parts.body.len)));
    read_tools(&draft, json_object_get(front, "tools"));
    read_limits(&draft, front);
    read_servers(&draft, json_object_get(front, "mcpServers"));
    format_note_others(&draft, front, known);
    format_end(&draft);
    return ERR_NONE;
}

const struct import_format format_claude = {
    "Claude subagent", "Markdown that begins with name, description, tools and model", recognize,
    read};
