#include "api/mcp/mcp_document.h"

#include <string.h>

#include "base/number.h"
#include "crypt/token.h"

/* A version as it is served, with its body. */
struct resolved {
    struct prompt_served served;
    struct text body; /* with its references resolved */
};

static json_t *labels_of(const struct prompt_served *served)
{
    json_t *labels = json_array();
    for (int i = 0; i < served->marks.label_count; i++)
        if (served->marks.labels[i].version == served->version)
            json_array_append_new(labels, json_string(served->marks.labels[i].label));
    return labels;
}

/* A text is one message of the user. A chat is kept as it is stored, which is what mcp_fill takes.
 */
static json_t *messages_of(struct arena *arena, const struct resolved *prompt)
{
    if (prompt->served.content.type == PROMPT_CHAT)
        return json_incref(json_stored(arena, prompt->body, "messages of a prompt"));
    return json_pack("[{s:s, s:s%}]", "role", "user", "content", prompt->body.data,
                     prompt->body.len);
}

json_t *mcp_arguments(const struct prompt_inputs *inputs)
{
    json_t *arguments = json_array();
    for (int i = 0; i < inputs->count; i++) {
        const struct prompt_input *input = &inputs->items[i];
        json_t *argument = json_pack("{s:s}", "name", input->name);
        if (input->is_placeholder)
            json_object_set_new(argument, "description",
                                json_string("The JSON of a list of messages, each with a role and "
                                            "a content."));
        json_object_set_new(argument, "required", json_boolean(!input->is_placeholder));
        json_array_append_new(arguments, argument);
    }
    return arguments;
}

static json_t *make(struct mcp *mcp, const struct prompt_wanted *wanted,
                    const struct resolved *prompt)
{
    struct arena *arena = mcp->call->arena;
    const struct prompt_served *served = &prompt->served;
    enum prompt_type type = served->content.type;
    struct prompt_inputs inputs;
    char hash[SHA256_HEX_LEN];
    json_t *messages = json_keep(arena, messages_of(arena, prompt));
    struct text text = json_format(arena, messages, JSON_LINE);
    sha256_hex(text.data, text.len, hash);
    prompt_inputs_find(arena, type == PROMPT_CHAT, prompt->body, &inputs);
    json_t *document = json_pack(
        "{s:o, s:s, s:s, s:I, s:s*, s:o, s:s, s:s, s:O, s:o}", "id", json_uuid(&served->head.id),
        "name", served->head.name, "description", served->head.description, "version",
        (json_int_t)served->version, "label", wanted->version == 0 ? wanted->label : NULL, "labels",
        labels_of(served), "sha256", hash, "type", prompt_type_name(type), "messages", messages,
        "inputs", mcp_arguments(&inputs));
    return json_keep(arena, document);
}

static const char *say_missing(struct mcp *mcp, const struct prompt_wanted *wanted)
{
    struct arena *arena = mcp->call->arena;
    if (wanted->version != 0)
        return arena_printf(arena, "Prompt not found: \"%s\" with version %lld.", wanted->name,
                            (long long)wanted->version);
    return arena_printf(arena, "Prompt not found: \"%s\" with label \"%s\".", wanted->name,
                        wanted->label);
}

enum err mcp_document(struct mcp *mcp, const struct prompt_wanted *wanted, json_t **document,
                      const char **problem)
{
    struct call *call = mcp->call;
    struct resolved prompt;
    struct problem refused = {.field = ""};
    const char *about = arena_printf(call->arena, "prompt %lld\n%s\n%s", (long long)wanted->version,
                                     wanted->label, wanted->name);
    *document = mcp_kept(mcp, about);
    if (*document != NULL)
        return ERR_NONE;
    enum err err = prompt_serve(call->db, call->actor, wanted, &prompt.served);
    if (err == ERR_NONE)
        err = prompt_serve_resolve(call->db, call->actor, &prompt.served, &prompt.body, &refused);
    if (err == ERR_NONE) {
        *document = make(mcp, wanted, &prompt);
        mcp_keep(mcp, about, *document);
        return ERR_NONE;
    }
    if (err != ERR_NOT_FOUND && err != ERR_DENIED && err != ERR_INVALID)
        return err;
    *problem = refused.message != NULL ? refused.message : say_missing(mcp, wanted);
    return ERR_INVALID;
}

void mcp_note_served(struct mcp *mcp, enum record_kind_id kind, const json_t *json,
                     const char *label)
{
    struct usage_served served = {
        .kind = kind,
        .version = number_of_json(NUMBER_VERSION, json_object_get(json, "version"), 0),
        .protocol = USAGE_MCP};
    usage_set_label(&served, label);
    if (uuid_parse(json_text(json, "id"), &served.record_id) == ERR_NONE)
        call_note_served(mcp->call, &served);
}
