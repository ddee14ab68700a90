#include "domain/transfer/format_mcp_internal.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "domain/secret.h"
#include "domain/secret_reference.h"

/* Files that name MCP servers for a program: {"mcpServers": {name: {command, args, env} or {url,
 * headers}}} of Claude (claude_desktop_config.json, .mcp.json) and Cursor, and {"servers": …} of VS
 * Code. Such a file is what one assistant may use: it becomes one agent with these servers.
 * Credentials in it are not kept; references stand in their place. */

enum { SERVERS_MAX = 500 };

static const json_t *servers_of(const json_t *json)
{
    static const char *const keys[] = {"mcpServers", "mcp_servers", "servers"};
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        const json_t *servers = json_object_get(json, keys[i]);
        const json_t *first = json_object_iter_value(json_object_iter((json_t *)servers));
        if (json_is_object(servers) && (i == 0 || json_is_object(first)))
            return servers;
    }
    return NULL;
}

static bool recognize(const struct import_document *document)
{
    return servers_of(document->json) != NULL;
}

/* ---- credentials ----------------------------------------------------------------------------- */

/* A server on its way, and what its parts are called in notes. */
struct server {
    const struct format_draft *draft;
    const char *name;
    const char *path; /* "mcpServers.github" */
};

/* Is a credential to be expected under this name? */
static bool is_credential_name(const char *name)
{
    static const char *const words[] = {"key",  "token",  "secret",     "password", "passwd",
                                        "auth", "cookie", "credential", "pat",      "dsn"};
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        const char *found = strcasestr(name, words[i]);
        bool is_short = strlen(words[i]) == 3 && strcmp(words[i], "key") != 0;
        size_t len = strlen(words[i]);
        if (found != NULL && (!is_short || ((found == name || !isalpha((unsigned char)found[-1])) &&
                                            !isalpha((unsigned char)found[len]))))
            return true;
    }
    return false;
}

/* References alone, such as ${TOKEN} or "Bearer ${TOKEN}", are none. */
static bool is_credential(const char *value, bool is_expected)
{
    size_t len = strlen(value);
    if (secret_find(value, len) != NULL || secret_is_opaque(value, len, is_expected))
        return true;
    return is_expected && len > 0 && memchr(value, '$', len) == NULL &&
           secret_reference_len(value, len) != len && strcasecmp(value, "true") != 0 &&
           strcasecmp(value, "false") != 0;
}

/* A name that a secret may have: "GITHUB_TOKEN" of "github-token". */
static const char *secret_name(struct arena *arena, const char *name)
{
    struct buf buf;
    buf_init(&buf, arena);
    for (; *name != '\0' && buf.len < 100; name++)
        buf_add_char(&buf,
                     isalnum((unsigned char)*name) ? (char)toupper((unsigned char)*name) : '_');
    return buf.len == 0 ? "SECRET" : buf.data;
}

static void note_secret(const struct server *server, const char *below, const char *name)
{
    struct arena *arena = server->draft->bundle->arena;
    format_note(server->draft, arena_printf(arena, "%s.%s", server->path, below),
                arena_printf(arena,
                             "Not kept: it looks like a credential. It became a reference to "
                             "the secret “%s”.",
                             name));
}

static json_t *reference(const char *name)
{
    return json_pack("{s:s}", "secret", name);
}

/* The values of env and headers. */
static json_t *without_secrets(const struct server *server, const char *key, const json_t *values)
{
    struct arena *arena = server->draft->bundle->arena;
    bool is_env = strcmp(key, "env") == 0;
    json_t *kept = json_deep_copy(values);
    const char *name = NULL;
    json_t *value = NULL;
    json_object_foreach((json_t *)values, name, value)
    {
        const char *text = json_string_value(value);
        if (text == NULL || !is_credential(text, is_credential_name(name)))
            continue;
        const char *secret =
            secret_name(arena, is_env ? name : arena_printf(arena, "%s_%s", server->name, name));
        bool is_bearer = strncasecmp(text, "Bearer ", strlen("Bearer ")) == 0;
        json_object_set_new(kept, name,
                            is_bearer
                                ? json_string(arena_printf(arena, "Bearer ${secret:%s}", secret))
                                : reference(secret));
        note_secret(server, arena_printf(arena, "%s.%s", key, name), secret);
    }
    return kept;
}

/* "--token=x", "--header", "Authorization: x" and what follows "--api-key". */
static json_t *kept_args(const struct server *server, const json_t *args)
{
    struct arena *arena = server->draft->bundle->arena;
    json_t *kept = json_array();
    const char *before = "";
    size_t index = 0;
    json_t *arg = NULL;
    json_array_foreach(args, index, arg)
    {
        const char *text = json_is_string(arg) ? json_string_value(arg) : "";
        size_t option = text[0] == '-' ? strcspn(text, "=") : strlen(text);
        bool has_value = text[option] == '=';
        const char *flag = text[0] == '-' ? arena_copy(arena, text, option) : before;
        const char *value = has_value ? text + option + 1 : text[0] == '-' ? "" : text;
        bool is_expected = flag[0] == '-' && is_credential_name(flag);
        if (!is_credential(value, is_expected)) {
            json_array_append(kept, arg);
        } else {
            const char *secret = secret_name(
                arena, flag[0] == '-'
                           ? arena_printf(arena, "%s_%s", server->name, flag + strspn(flag, "-"))
                           : arena_printf(arena, "%s_ARG_%zu", server->name, index + 1));
            json_array_append_new(
                kept, json_string(has_value ? arena_printf(arena, "%s=${secret:%s}", flag, secret)
                                            : arena_printf(arena, "${secret:%s}", secret)));
            note_secret(server, arena_printf(arena, "args[%zu]", index), secret);
        }
        before = text[0] == '-' && !has_value ? text : "";
    }
    return kept;
}

/* The values of the query: https://x/mcp?api_key=… */
static json_t *kept_url(const struct server *server, const char *key, const char *url)
{
    struct arena *arena = server->draft->bundle->arena;
    struct buf kept;
    size_t at = strcspn(url, "?");
    buf_init(&kept, arena);
    buf_add(&kept, url, at);
    while (url[at] != '\0') {
        size_t name = strcspn(url + at + 1, "=&");
        size_t len = strcspn(url + at + 1, "&");
        const char *word = arena_copy(arena, url + at + 1, name);
        const char *value =
            len > name ? arena_copy(arena, url + at + 1 + name + 1, len - name - 1) : "";
        if (is_credential(value, is_credential_name(word))) {
            const char *secret =
                secret_name(arena, arena_printf(arena, "%s_%s", server->name, word));
            buf_add(&kept, url + at, name + 2);
            buf_printf(&kept, "${secret:%s}", secret);
            note_secret(server, key, secret);
        } else {
            buf_add(&kept, url + at, len + 1);
        }
        at += len + 1;
    }
    return json_string(kept.data);
}

/* ---- servers --------------------------------------------------------------------------------- */

static json_t *read_server(const struct server *server, const json_t *json)
{
    json_t *item = json_object();
    const char *key = NULL;
    json_t *value = NULL;
    json_object_set_new(item, "name", json_string(server->name));
    json_object_foreach((json_t *)json, key, value)
    {
        bool is_url =
            strcmp(key, "url") == 0 || strcmp(key, "serverUrl") == 0 || strcmp(key, "httpUrl") == 0;
        if (is_url && json_is_string(value))
            json_object_set_new(item, "url", kept_url(server, key, json_string_value(value)));
        else if (json_is_object(value) && (strcmp(key, "env") == 0 || strcmp(key, "headers") == 0))
            json_object_set_new(item, key, without_secrets(server, key, value));
        else if (json_is_array(value) && strcmp(key, "args") == 0)
            json_object_set_new(item, key, kept_args(server, value));
        else if (strcmp(key, "name") != 0)
            json_object_set_new(item, key, json_deep_copy(value));
    }
    return item;
}

json_t *format_mcp_servers(const struct format_draft *draft, const char *path,
                           const json_t *servers)
{
    struct arena *arena = draft->bundle->arena;
    json_t *list = json_array();
    const char *name = NULL;
    json_t *value = NULL;
    json_object_foreach((json_t *)servers, name, value)
    {
        const char *place = arena_printf(
            arena, "%s.%s", path, arena_copy(arena, name, text_cut(name, strlen(name), 100)));
        struct server server = {draft, format_name(arena, RECORD_AGENT, name), place};
        if (json_is_object(value))
            json_array_append_new(list, read_server(&server, value));
        else
            format_note(draft, place, "Not kept: a server must be an object.");
    }
    return list;
}

/* "MCP servers: github, files and 3 more": other files have other names. */
static const char *agent_name(struct arena *arena, const json_t *servers)
{
    enum { NAMED = 3 };
    struct buf buf;
    size_t count = 0;
    const char *name = NULL;
    json_t *value = NULL;
    buf_init(&buf, arena);
    buf_add_text(&buf, "MCP servers: ");
    json_object_foreach((json_t *)servers, name, value) if (count++ < NAMED) buf_printf(
        &buf, "%s%.*s", count == 1 ? "" : ", ", (int)text_cut(name, strlen(name), 24), name);
    if (count > NAMED)
        buf_printf(&buf, " and %zu more", count - NAMED);
    return buf.data;
}

static enum err read(const struct import_document *document, struct bundle *bundle,
                     const char **problem)
{
    const json_t *servers = servers_of(document->json);
    const char *key = "mcpServers";
    const char *other = NULL;
    json_t *value = NULL;
    if (json_object_size(servers) == 0) {
        *problem = "There is no server in this document.";
        return ERR_INVALID;
    }
    if (json_object_size(servers) > SERVERS_MAX) {
        *problem = "There are too many servers: at most 500.";
        return ERR_INVALID;
    }
    json_object_foreach((json_t *)document->json, other, value) key =
        value == servers ? other : key;
    const char *const known[] = {key, NULL};
    struct format_draft draft =
        format_begin(bundle, RECORD_AGENT, "", agent_name(document->arena, servers));
    json_object_set_new(draft.json, "description",
                        json_string("The MCP servers of an imported file, for agents to use."));
    (void)format_set_model(&draft, "", "");
    json_object_set_new(draft.config, "mcp_servers", format_mcp_servers(&draft, key, servers));
    format_note_others(&draft, document->json, known);
    format_end(&draft);
    return ERR_NONE;
}

const struct import_format format_mcp = {"MCP servers (mcpServers)",
                                         ".mcp.json, claude_desktop_config.json: one agent with "
                                         "these servers. Credentials become secret references",
                                         recognize, read};
