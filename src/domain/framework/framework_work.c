#include "domain/framework/framework_work_internal.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "domain/agent/agent_config.h"
#include "domain/agent_card/agent_card.h"

enum { FILES_MAX = 2 + 2 * TEAM_MEMBERS_MAX, NAMES_MAX = 20, ID_MAX = 60 };

struct framework_loss {
    const char *what;
    const char *names[NAMES_MAX];
    int name_count; /* of the agents that lose it; more than NAMES_MAX: of those are shown */
};

void framework_work_begin(struct framework_work *work)
{
    work->losses = arena_array(work->arena, FRAMEWORK_LOSSES_MAX, sizeof *work->losses);
    work->out->files = arena_array(work->arena, FILES_MAX, sizeof *work->out->files);
}

static const char *sentence_of(struct framework_work *work, const struct framework_loss *loss)
{
    struct buf buf;
    if (work->source->kind != RECORD_TEAM || loss->name_count == 0)
        return loss->what;
    buf_init(&buf, work->arena);
    buf_printf(&buf, "%s (", loss->what);
    for (int i = 0; i < loss->name_count && i < NAMES_MAX; i++)
        buf_printf(&buf, "%s%s", i == 0 ? "" : ", ", loss->names[i]);
    if (loss->name_count > NAMES_MAX)
        buf_printf(&buf, " and %d more", loss->name_count - NAMES_MAX);
    buf_add_char(&buf, ')');
    return buf.data;
}

void framework_work_end(struct framework_work *work)
{
    struct framework_export *out = work->out;
    out->losses = arena_array(work->arena, (size_t)work->loss_count + 1, sizeof *out->losses);
    for (int i = 0; i < work->loss_count; i++)
        out->losses[out->loss_count++] = sentence_of(work, &work->losses[i]);
    if (work->has_more)
        out->losses[out->loss_count++] = "And more of this kind.";
}

void framework_work_add(struct framework_work *work, const char *name, const char *content_type,
                        struct text text)
{
    if (work->out->file_count == FILES_MAX)
        die("an export has too many files");
    work->out->files[work->out->file_count++] = (struct framework_file){name, content_type, text};
}

void framework_work_add_json(struct framework_work *work, const char *name, const json_t *json)
{
    struct text text = json_format(work->arena, json, JSON_INDENTED);
    struct buf buf;
    buf_init(&buf, work->arena);
    buf_add(&buf, text.data, text.len);
    buf_add_char(&buf, '\n');
    framework_work_add(work, name, "application/json", (struct text){buf.data, buf.len});
}

/* Keys of a config may be anything. */
static void clean(char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            *text = ' ';
}

void framework_work_lose(struct framework_work *work, const struct framework_agent *agent,
                         const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *what = arena_vprintf(work->arena, format, args);
    va_end(args);
    clean(what);
    int at = 0;
    while (at < work->loss_count && strcmp(work->losses[at].what, what) != 0)
        at++;
    if (at == FRAMEWORK_LOSSES_MAX - 1) {
        work->has_more = true;
        return;
    }
    struct framework_loss *loss = &work->losses[at];
    if (at == work->loss_count) {
        loss->what = what;
        work->loss_count++;
    }
    if (agent == NULL)
        return;
    if (loss->name_count < NAMES_MAX)
        loss->names[loss->name_count] = agent->name;
    loss->name_count++;
}

static bool is_in(const char *key, const char *const *keys)
{
    for (; *keys != NULL; keys++)
        if (strcmp(key, *keys) == 0)
            return true;
    return false;
}

void framework_work_lose_keys(struct framework_work *work, const struct framework_agent *agent,
                              const char *path, const json_t *object, const char *const *carried)
{
    const char *key = NULL;
    const json_t *value = NULL;
    json_object_foreach((json_t *)object, key, value)
    {
        bool is_empty = (json_is_object(value) || json_is_array(value)) &&
                        json_object_size(value) + json_array_size(value) == 0;
        if (!is_empty && !json_is_null(value) && !is_in(key, carried))
            framework_work_lose(work, agent, "%s%.100s has no counterpart.", path, key);
    }
}

void framework_work_lose_config(struct framework_work *work, const struct framework_agent *agent,
                                const char *const *carried)
{
    if (agent->problem != NULL)
        framework_work_lose(work, agent, "The prompt can’t be resolved: %s", agent->problem);
    if (agent->message_count > 0)
        framework_work_lose(work, agent,
                            "Of the chat only the instructions are taken: its other messages and "
                            "placeholders have no counterpart.");
    framework_work_lose_keys(work, agent, "", agent->config, carried);
}

void framework_work_lose_missing(struct framework_work *work)
{
    for (int i = 0; i < work->source->missing_count; i++)
        framework_work_lose(work, NULL,
                            "The member %s is left out: it can’t be read, or has no such version.",
                            work->source->missing[i]);
}

void framework_work_lose_team(struct framework_work *work, const char *const *carried)
{
    static const char *const known[] = {"edges", "termination", NULL};
    const struct framework_source *source = work->source;
    framework_work_lose_missing(work);
    if (source->kind != RECORD_TEAM)
        return;
    if (source->team_kind == TEAM_GRAPH)
        framework_work_lose(work, NULL, "settings.edges has no counterpart.");
    framework_work_lose_keys(work, NULL, "settings.", source->settings, known);
    framework_work_lose_keys(work, NULL, "settings.termination.",
                             json_object_get(source->settings, "termination"), carried);
}

static bool is_taken(const char *const *ids, int count, const char *id)
{
    for (int i = 0; i < count; i++)
        if (strcmp(ids[i], id) == 0)
            return true;
    return false;
}

/* Cut, and with a number behind it where another has it. */
static const char *make_id(struct framework_work *work, const char *name, char joint,
                           const char *const *ids, int count)
{
    char *id = arena_printf(work->arena, "%.*s", ID_MAX, agent_card_id(work->arena, name));
    for (char *at = id; *at != '\0'; at++)
        if (*at == '-' || *at == '_')
            *at = joint;
    if (joint == '_' && id[0] >= '0' && id[0] <= '9')
        id = arena_printf(work->arena, "agent_%s", id);
    const char *tried = id;
    for (int number = 2; is_taken(ids, count, tried); number++)
        tried = arena_printf(work->arena, "%s%c%d", id, joint, number);
    return tried;
}

const char **framework_work_ids(struct framework_work *work, char joint)
{
    const struct framework_source *source = work->source;
    const char **ids = arena_array(work->arena, (size_t)source->agent_count + 1, sizeof *ids);
    for (int i = 0; i < source->agent_count; i++)
        ids[i] = make_id(work, source->agents[i].name, joint, ids, i);
    return ids;
}

int framework_work_find(const struct framework_work *work, const char *name)
{
    for (int i = 0; i < work->source->agent_count; i++)
        if (strcmp(work->source->agents[i].name, name) == 0)
            return i;
    return -1;
}

int framework_work_lead(const struct framework_work *work)
{
    for (int i = 0; i < work->source->agent_count; i++)
        if (work->source->agents[i].role == TEAM_LEAD)
            return i;
    return 0;
}

bool framework_work_is_from(const struct framework_agent *agent, const char *provider)
{
    return strcasecmp(agent_config_provider(agent->config), provider) == 0;
}

void framework_work_copy(json_t *to, const char *new_key, const json_t *from, const char *key)
{
    json_t *value = json_object_get(from, key);
    if (value != NULL && !json_is_null(value))
        json_object_set(to, new_key, value);
}

bool framework_work_has_url(struct framework_work *work, const struct framework_agent *agent,
                            const json_t *server)
{
    static const char *const carried[] = {"name", "url", "headers", NULL};
    bool has_url = json_text(server, "url")[0] != '\0';
    if (!has_url)
        framework_work_lose(work, agent, "The MCP server %s: it has no address.",
                            json_text(server, "name"));
    framework_work_lose_keys(work, agent, "mcp_servers[].", server, carried);
    return has_url;
}

json_t *framework_work_headers(struct framework_work *work, const struct framework_agent *agent,
                               const json_t *server)
{
    const char *name = NULL;
    const json_t *value = NULL;
    json_t *headers = NULL;
    json_object_foreach(json_object_get(server, "headers"), name, value)
    {
        const char *secret = json_text(value, "secret");
        const char *text = json_string_value(value);
        if (headers == NULL)
            headers = json_object();
        if (text == NULL) {
            text = arena_printf(work->arena, "${%s}", secret);
            framework_work_lose(work, agent, "The value of the secret %s: put it in place of %s.",
                                secret, text);
        }
        json_object_set_new(headers, name, json_string(text));
    }
    return headers;
}
