#include "pages/agent/agent_summary.h"

#include <string.h>

#include "base/buf.h"
#include "domain/diff/json_diff.h"

/* The length of the first key of a path: up to a dot, or to the place in an array. */
static size_t key_len(const char *path)
{
    return strcspn(path, ".[");
}

/* "tools[2].name" is of the item "tools[2]". */
static size_t item_len(const char *path)
{
    const char *end = strchr(path, ']');
    return path[key_len(path)] == '[' && end != NULL ? (size_t)(end - path) + 1 : key_len(path);
}

static bool is_of(const struct json_change *change, const char *path, size_t len)
{
    return strncmp(change->path, path, len) == 0 && strchr(".[", change->path[len]) != NULL;
}

/* Is it the first change of what its path begins with? */
static bool is_first(const struct json_diff *diff, int at, size_t len)
{
    for (int i = 0; i < at; i++)
        if (is_of(&diff->changes[i], diff->changes[at].path, len))
            return false;
    return true;
}

/* In how many items of the array that a change is in there are changes. */
static int count_items(const struct json_diff *diff, int at)
{
    const char *path = diff->changes[at].path;
    int count = 0;
    for (int i = at; i < diff->count; i++)
        if (is_of(&diff->changes[i], path, key_len(path)))
            count += is_first(diff, i, item_len(diff->changes[i].path));
    return count;
}

/* The key as people read it: "mcp_servers" as "MCP server", of one. */
static const char *word_of(struct arena *arena, const char *path, bool is_item)
{
    size_t len = key_len(path);
    char *word = arena_copy(arena, path, len);
    if (strcmp(word, "mcp_servers") == 0)
        return is_item ? "MCP server" : "MCP servers";
    for (char *p = word; *p != '\0'; p++)
        if (*p == '_')
            *p = ' ';
    if (is_item && len > 1 && word[len - 1] == 's')
        word[len - 1] = '\0';
    return word;
}

const char *agent_summary(struct arena *arena, const json_t *before, const json_t *after)
{
    struct json_diff diff;
    struct buf words;
    json_diff(arena, before, after, &diff);
    if (diff.count == 0)
        return NULL;
    buf_init(&words, arena);
    for (int i = 0; i < diff.count; i++) {
        const char *path = diff.changes[i].path;
        bool is_item = path[key_len(path)] == '[';
        if (!is_first(&diff, i, key_len(path)))
            continue;
        const char *word = word_of(arena, path, is_item);
        buf_printf(&words, "%s%s", words.len > 0 ? ", " : "",
                   is_item ? text_counted(arena, count_items(&diff, i), word) : word);
    }
    return words.data;
}
