#include "domain/agent_card/agent_card.h"

#include <string.h>
#include <strings.h>

#include "domain/agent_card/agent_card_address.h"
#include "domain/secret.h"
#include "domain/secret_reference.h"

static const char *text_or(const char *text, const char *otherwise)
{
    return text == NULL || text[0] == '\0' ? otherwise : text;
}

const char *agent_card_id(struct arena *arena, const char *name)
{
    size_t len = strlen(name), out = 0;
    const char *lower = text_lower_ascii(arena, name);
    char *id = arena_alloc(arena, len + 1);
    for (size_t i = 0; lower[i] != '\0'; i++) {
        char c = lower[i];
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')
            id[out++] = c;
        else if (out > 0 && id[out - 1] != '-')
            id[out++] = '-';
    }
    while (out > 0 && id[out - 1] == '-')
        out--;
    id[out] = '\0';
    return out > 0 ? id : "agent";
}

/* An id that none of the skills has: with -2, -3 … behind it where one does. */
static const char *free_id(struct arena *arena, const json_t *skills, const char *id)
{
    const char *tried = id;
    for (size_t i = 0, number = 1; i < json_array_size(skills); i++) {
        if (strcmp(json_text(json_array_get(skills, i), "id"), tried) != 0)
            continue;
        tried = arena_printf(arena, "%s-%zu", id, ++number);
        i = (size_t)-1;
    }
    return tried;
}

/* A copy of a list of texts; NULL if it has none. */
static json_t *texts_of(const json_t *list)
{
    json_t *texts = json_array();
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *text = json_string_value(json_array_get(list, i));
        if (text != NULL && text[0] != '\0')
            json_array_append_new(texts, json_string(text));
    }
    if (json_array_size(texts) > 0)
        return texts;
    json_decref(texts);
    return NULL;
}

/* tags may not be empty. */
static void add_skill(struct arena *arena, json_t *skills, const char *id, const char *name,
                      const json_t *more)
{
    if (json_array_size(skills) >= AGENT_CARD_SKILLS_MAX)
        return;
    json_t *tags = texts_of(json_object_get(more, "tags"));
    json_t *skill = json_pack("{s:s, s:s, s:s, s:o}", "id", free_id(arena, skills, id), "name",
                              name, "description", text_or(json_text(more, "description"), name),
                              "tags", tags != NULL ? tags : json_pack("[s]", "general"));
    json_t *examples = texts_of(json_object_get(more, "examples"));
    if (examples != NULL)
        json_object_set_new(skill, "examples", examples);
    json_array_append_new(skills, skill);
}

static void add_list(struct arena *arena, json_t *skills, const json_t *list, bool has_ids)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *item = json_array_get(list, i);
        const char *id = has_ids ? json_text(item, "id") : "";
        const char *name = text_or(json_text(item, "name"), text_or(id, json_text(item, "type")));
        if (name[0] != '\0')
            add_skill(arena, skills, text_or(id, agent_card_id(arena, name)), name, item);
    }
}

void agent_card_add_config(struct arena *arena, json_t *skills, const json_t *config)
{
    size_t before = json_array_size(skills);
    add_list(arena, skills, json_object_get(config, "skills"), true);
    if (json_array_size(skills) == before)
        add_list(arena, skills, json_object_get(config, "tools"), false);
}

void agent_card_add_member(struct arena *arena, json_t *skills, const char *name,
                           const char *description)
{
    json_t *more = json_keep(arena, json_pack("{s:s}", "description", description));
    add_skill(arena, skills, agent_card_id(arena, name), name, more);
}

/* Where the agent is, as both generations say it. */
struct interface {
    const char *url;
    const char *binding;
    const char *version; /* of the protocol, "1.0" */
};

static bool read_binding(const char *protocol, const char **binding)
{
    static const struct {
        const char *written, *binding;
    } bindings[] = {
        {"", "JSONRPC"},         {"a2a", "JSONRPC"},         {"jsonrpc", "JSONRPC"},
        {"json-rpc", "JSONRPC"}, {"http+json", "HTTP+JSON"}, {"rest", "HTTP+JSON"},
        {"http", "HTTP+JSON"},   {"https", "HTTP+JSON"},     {"grpc", "GRPC"},
    };
    for (size_t i = 0; i < COUNT_OF(bindings); i++) {
        if (strcasecmp(protocol, bindings[i].written) == 0) {
            *binding = bindings[i].binding;
            return true;
        }
    }
    *binding = protocol;
    return strstr(protocol, "://") != NULL || strncasecmp(protocol, "urn:", strlen("urn:")) == 0;
}

static bool has_reference(const char *url)
{
    size_t len = strlen(url);
    for (size_t i = 0; i < len; i++)
        if (secret_reference_len(url + i, len - i) > 0 && url[i] != '%')
            return true;
    return false;
}

/* NULL, or what keeps this endpoint out of a card. */
static const char *read_interface(struct arena *arena, const struct agent_card_source *source,
                                  struct interface *interface)
{
    const json_t *protocol = json_object_get(source->endpoint, "protocol");
    interface->url = json_text(source->endpoint, "url");
    interface->version = text_or(json_text(source->endpoint, "protocol_version"), "1.0");
    if (interface->url[0] == '\0' || has_reference(interface->url))
        return "The endpoint’s address is a secret, or has one in it: a card can’t name it.";
    if (!source->is_private && !agent_card_address_is_public(arena, interface->url))
        return "The endpoint’s address is an internal one: a public card can’t name it.";
    if (json_is_object(protocol) ||
        !read_binding(json_text(source->endpoint, "protocol"), &interface->binding))
        return "A2A clients don’t speak the endpoint’s protocol: it can be “a2a”, “http+json” or "
               "“grpc”.";
    if (strcmp(interface->version, "1.0") != 0 && strcmp(interface->version, "0.3") != 0)
        return "The endpoint’s protocol version is neither “1.0” nor “0.3”.";
    return NULL;
}

static void add_interface(json_t *card, enum agent_card_generation generation,
                          const struct interface *interface)
{
    if (generation == AGENT_CARD_1_0) {
        json_object_set_new(card, "supportedInterfaces",
                            json_pack("[{s:s, s:s, s:s}]", "url", interface->url, "protocolBinding",
                                      interface->binding, "protocolVersion", interface->version));
        return;
    }
    json_object_set_new(card, "protocolVersion", json_string("0.3.0"));
    json_object_set_new(card, "url", json_string(interface->url));
    json_object_set_new(card, "preferredTransport", json_string(interface->binding));
}

static void add_skills(struct arena *arena, json_t *card, const struct agent_card_source *source)
{
    json_t *skills = json_deep_copy(source->skills);
    if (json_array_size(skills) == 0) {
        json_t *more = json_keep(arena, json_pack("{s:s}", "description", source->description));
        add_skill(arena, skills, agent_card_id(arena, source->name), source->name, more);
    }
    json_object_set_new(card, "skills", skills);
}

/* Everything that is required is there and nothing is empty: clients drop what is empty before they
 * check a signature. */
static json_t *write_card(struct arena *arena, const struct agent_card_source *source,
                          const struct interface *interface)
{
    json_t *card = json_keep(
        arena, json_pack("{s:s, s:s, s:s}", "name", source->name, "description",
                         text_or(source->description, source->name), "version", source->version));
    add_interface(card, source->generation, interface);
    if (text_or(source->provider_name, "")[0] != '\0' &&
        text_or(source->provider_url, "")[0] != '\0')
        json_object_set_new(card, "provider",
                            json_pack("{s:s, s:s}", "url", source->provider_url, "organization",
                                      source->provider_name));
    json_object_set_new(card, "capabilities",
                        json_pack("{s:b, s:b}", "streaming", 0, "pushNotifications", 0));
    json_object_set_new(card, "defaultInputModes", json_pack("[s]", "text/plain"));
    json_object_set_new(card, "defaultOutputModes", json_pack("[s]", "text/plain"));
    add_skills(arena, card, source);
    return card;
}

enum err agent_card_make(struct arena *arena, const struct agent_card_source *source, json_t **card,
                         const char **problem)
{
    struct interface interface;
    *card = NULL;
    *problem = "Without an endpoint there is no card: a card says where the agent can be reached.";
    if (!json_is_object(source->endpoint) || json_object_get(source->endpoint, "url") == NULL)
        return ERR_NOT_FOUND;
    *problem = read_interface(arena, source, &interface);
    if (*problem != NULL)
        return ERR_INVALID;
    json_t *made = write_card(arena, source, &interface);
    struct text text = json_format(arena, made, JSON_LINE);
    const char *secret = secret_find(text.data, text.len);
    if (secret != NULL) {
        *problem = arena_printf(arena, "The card would have %s in it.", secret);
        return ERR_INVALID;
    }
    *card = made;
    return ERR_NONE;
}
